"""The ledger: revisions, journal, importing, history, forecasts kept to account."""
