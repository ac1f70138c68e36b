"""Pure measures, DataFrame to DataFrame. They read no file and know no snapshot."""
