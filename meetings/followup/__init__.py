"""Pages beside the meetings: the ledger of resolutions, plans for the year, and the addresses of lectures' verbs."""
