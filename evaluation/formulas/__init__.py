"""The arithmetic of evaluation. Pure: numbers in, numbers out; scores on a scale of 0 to 10."""
