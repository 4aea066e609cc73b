"""Before a talk with who is behind is on record."""

from datetime import date
from typing import Any

from django.db.models import Q

from accounts.models import Organization, User
from dues.models import MonthDue
from members.models import Person
from rulebook.kernel import gate


@gate()
def talked_by_today(organization: Organization, *, held_on: date, on: date, **_: Any) -> str | None:
    return "谈话日期不能晚于今天" if held_on > on else None


@gate()
def owed_that_day(organization: Organization, *, person: Person, held_on: date, **_: Any) -> str | None:
    """Who paid on that very day still owed when he was talked to."""
    rows = MonthDue.objects.filter(organization=organization, person=person, serial=0, amount__gt=0, due_on__lt=held_on)
    owed = rows.filter(Q(settled_on__isnull=True) | Q(settled_on__gte=held_on))
    return None if owed.exists() else f"{person}在{held_on}没有逾期未交的党费"


@gate(cure="请由书记或者组织委员中的另一人谈话")
def talked_to_by_another(organization: Organization, *, person: Person, by: User, **_: Any) -> str | None:
    return "不能与本人谈话" if person.user_id == by.pk else None
