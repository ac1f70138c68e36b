"""A meeting to files, written beside and renamed."""
