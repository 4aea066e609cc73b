"""The demo year: one person at every stage, by real acts; accounts for the three faces."""

from datetime import date

import pytest
import time_machine

from accounts.models import User
from partybranch.demo.year import build
from recruitment.journey import Journey, with_journey
from recruitment.models import Outcome, Recruit
from recruitment.steps import Key
from tests.factories.recruit import noon

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_somebody_stands_at_every_stage():
    """The talk with the applicant of 10-19 was due on 11-19; the dossier of 09-30 is answered by 12-30."""
    with time_machine.travel(noon(TODAY), tick=False):
        build(TODAY)
        journeys = [Journey(recruit, TODAY) for recruit in with_journey(Recruit.objects.running())]
    stands = {
        str(journey.recruit): (place.step.key, place.due_on, place.is_late)
        for journey in journeys
        if (place := journey.current)
    }
    assert stands == {
        "沈知行": (Key.TALK, date(2026, 11, 19), True),
        "秦朗": (Key.ACTIVIST, None, False),
        "何一鸣": (Key.OPINIONS, None, False),
        "许诺": (Key.EXAMINATION, None, False),
        "郑思远": (Key.APPROVAL, date(2026, 12, 30), False),
        "吴昊": (Key.OATH, None, False),
    }
    assert [journey.open_gaps for journey in journeys] == [[]] * 6
    assert Recruit.objects.get(person__name="周子涵").outcome == Outcome.COMPLETED
    faces = User.objects.filter(username__in=["qinlang", "xunuo", "weichangzheng", "jiguan"])
    assert [user.name for user in faces.order_by("pk")] == ["魏长征", "许诺", "秦朗", "邵敏"]
