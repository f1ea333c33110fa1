"""What an officer types, read and, where it finds little, mended. Pure."""
