"""The Word report, and the same as PDF."""
