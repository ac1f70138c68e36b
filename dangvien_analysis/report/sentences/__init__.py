"""The sentences of the briefing."""
