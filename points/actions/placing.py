"""The order of a settled quarter, written as it stands on a day."""

from datetime import date

from points.models import Place, Settlement
from points.reckoning import candidates, placed
from points.scheme import quarter_of


def place_anew(settlement: Settlement, on: date) -> None:
    """Its places say what is known that day, in place of what they said before."""
    places = placed(candidates(settlement.organization, quarter_of(settlement.quarter), on))
    for place in places:
        place.settlement = settlement
    settlement.places.all().delete()
    Place.objects.bulk_create(places)
