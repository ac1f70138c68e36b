"""What stands over the columns of a table, and which column is which."""
