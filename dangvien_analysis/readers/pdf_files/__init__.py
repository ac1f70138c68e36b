"""PDF files to a Grid."""
