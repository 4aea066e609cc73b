"""The editions of the national rule that chapter 13 makes binding (13.0), by the day a step is taken (X1-22)."""

from datetime import date

from rulebook.catalogue import catalogue
from rulebook.kernel import built


@built("13.0")
def edition_on(day: date) -> int:
    """The year of the edition in force that day."""
    editions = catalogue["13.0"].raw["editions"]
    in_force = [entry for entry in editions if date.fromisoformat(entry["from"]) <= day]
    return int((in_force or editions[:1])[-1]["edition"])
