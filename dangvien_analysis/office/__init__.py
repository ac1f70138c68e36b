"""The office's own settings and lists."""
