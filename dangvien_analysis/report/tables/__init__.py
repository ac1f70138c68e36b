"""The tables people read."""
