"""Every figure of the briefing, and where it comes from."""
