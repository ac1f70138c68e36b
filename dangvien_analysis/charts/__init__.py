"""Numbers to Axes: one module per question, one theme."""
