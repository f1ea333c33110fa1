"""Demo content: exists only with the embedded services."""
