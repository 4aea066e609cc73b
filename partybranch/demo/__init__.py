"""An invented branch living through a real year; the tests begin from the same builder."""
