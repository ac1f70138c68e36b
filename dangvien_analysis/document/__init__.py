"""The words around a table: dates, number, claims."""
