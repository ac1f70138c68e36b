"""What charts are drawn with: theme, options, bars, points, days."""
