"""A file to a Grid."""
