"""From a file to a typed table, its stated totals and what the document says of itself."""
