"""The measures of a table of units. They read no file and use nothing else of the package."""
