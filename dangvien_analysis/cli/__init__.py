"""The command ``dangvien``."""
