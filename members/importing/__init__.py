"""Workbooks brought in: read, shown, and done only when what was shown is confirmed; in between nothing is stored."""
