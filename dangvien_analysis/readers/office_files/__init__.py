"""Workbooks and Word files to a Grid."""
