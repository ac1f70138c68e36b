"""What Word documents show of their letters, and what they set aside."""
