"""Pages beside the meetings: resolutions, plans for the year, make-ups, and the addresses of lectures' verbs."""
