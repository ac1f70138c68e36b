"""Chances of meeting the quota by the deadline, from the counts of one day and of earlier ones."""
