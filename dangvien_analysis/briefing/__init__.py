"""From numbers to words and files. Words never compute: each figure comes from a table."""
