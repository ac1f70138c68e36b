"""What a workbook's sheets do not show: marks, crossings out, hidden rows, other number shown."""
