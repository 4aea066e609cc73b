"""B15: an act with its gates and its entry in the chain, against the bare insert of the same row."""

from functools import cache

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from meetings.actions.voting import record_remark
from meetings.models import AgendaItem, Matter, Meeting, Remark


@cache
def item() -> AgendaItem:
    meeting = Meeting.objects.get()
    return AgendaItem.objects.get_or_create(meeting=meeting, position=1, matter=Matter.OTHER, title="议题")[0]


def this() -> None:
    record_remark(item(), speaker=None, text="发言", by=User.objects.get(username="secretary"), at=timezone.now())


def floor() -> None:
    with transaction.atomic():
        Remark.objects.create(item=item(), text="发言")
