"""A meeting to figures, tables and sentences; opens no file."""
