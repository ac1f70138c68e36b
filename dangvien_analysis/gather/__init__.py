"""What moved between tables, and the dates that bind."""
