"""The desk: today, the year's ledger, search, the superior's overview."""
