"""Everything known on the day of the meeting, gathered once; nothing above reads files."""
