"""Taking items over from a file of lines: reading, mapping, checking, rendering, writing."""
