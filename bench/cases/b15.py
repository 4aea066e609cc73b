"""B15: what the entry in the chain of acts costs: a remark's insert with it and without, and the whole request."""

import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from bench.cases.crowd import logged_in
from meetings.models import AgendaItem, Matter, Meeting, Remark
from rulebook.models import Act, ActHead

ROUNDS = 200


def this() -> dict[str, Any]:
    """The three in turn, so that the neighbours' load meets them alike."""
    meeting, secretary = Meeting.objects.get(), User.objects.get(username="secretary")
    item, _ = AgendaItem.objects.get_or_create(meeting=meeting, position=1, matter=Matter.OTHER, title="议题")
    client = logged_in(secretary)
    ways = [partial(without, item), partial(with_entry, item, secretary), partial(requested, item, client)]
    costs: list[list[float]] = [[], [], []]
    for _ in range(ROUNDS):
        for way, times in zip(ways, costs, strict=True):
            times.append(milliseconds(way))
    bare, entered, request = map(median, costs)
    return {
        "ratio": round(entered / bare, 2),
        "share of the request": round((entered - bare) / request * 100),
        "insert": round(bare, 2),
        "insert and entry": round(entered, 2),
        "request": round(request, 2),
    }


def milliseconds(way: Callable[[], None]) -> float:
    """Of processor time."""
    began = time.process_time()
    way()
    return (time.process_time() - began) * 1000


def without(item: AgendaItem) -> None:
    with transaction.atomic():
        Remark.objects.create(item=item, text="发言")


def with_entry(item: AgendaItem, by: User) -> None:
    """What an action does besides asking its gates: the chain's end is locked, the act is written after the fact."""
    organization = item.meeting.organization
    with transaction.atomic():
        ActHead.objects.lock(organization)
        before = Act.picture(item)
        remark = Remark.objects.create(item=item, text="发言")
        Act.objects.write(
            organization,
            verb="meetings.record_remark",
            by=by,
            at=timezone.now(),
            subject=item,
            before=before,
            result=remark,
            clauses=["6.3.3b"],
            passed=[],
            excuse="",
        )


def requested(item: AgendaItem, client: Client) -> None:
    """The page's own button: log-in, form, gates, act, redirect."""
    answer = client.post(f"/items/{item.pk}/record_remark/", {"text": "发言"})
    assert answer.status_code == 302, answer.status_code
