"""What is measured beside the tests: speed, damaged files, and how far forecasts hold."""
