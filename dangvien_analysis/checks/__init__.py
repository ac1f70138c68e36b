"""Checks of a table, of what its document claims, and of its names. They give findings only."""
