"""What stands before each act of dues, one module a part; and what is owed by a day."""

from dues.rules import duties

__all__ = ["duties"]
