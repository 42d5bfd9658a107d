"""A small language-model library in NumPy, to read along with the lessons."""
