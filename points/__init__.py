"""Points of chapter 39: the scheme, claims and entries, months, quarters and pioneers; commendations of chapter 18."""
