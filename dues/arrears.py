"""Who is behind with his dues, and how far up the ladder that is: a reminder, a talk on record, the alert."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from accounts.models import Organization
from dues.models import ArrearsTalk, MonthDue, Payment
from members.models import Person
from rulebook.kernel import built
from rulebook.periods import add_months

ALERT_MONTHS = 6  # 14.5a: so long without dues and without good reason, and the chapter asks what is to be done


@dataclass(frozen=True)
class Arrears:
    """Who has not paid by the 15th: how many months, since when, the talks held with him, and what that asks for."""

    person: Person
    months: int
    since: date
    alerts: bool
    talks: list[ArrearsTalk] = field(default_factory=list)

    @property
    def step(self) -> str:
        if self.alerts:
            return f"连续{ALERT_MONTHS}个月未交，无正当理由的，按党员组织处置的规定研究处理"
        return "谈话教育，记入纪实" if self.months > 1 else "提醒本人"


@built("DF.2c")
def arrears(organization: Organization, on: date) -> list[Arrears]:
    """Those who owe a month whose 15th is over, the longest first; the same number of queries for any number."""
    late = MonthDue.objects.owing().filter(organization=organization, due_on__lt=on, serial=0)
    owed: dict[int, list[date]] = {}
    people: dict[int, Person] = {}
    for row in late.order_by("month").select_related("person"):
        owed.setdefault(row.person_id, []).append(row.month)
        people[row.person_id] = row.person
    if not owed:
        return []
    payments = Payment.objects.filter(organization=organization, person__in=owed, amount__gt=0, reversal__isnull=True)
    last_paid = dict(payments.order_by().values_list("person").annotate(Max("paid_on")))
    talks: dict[int, list[ArrearsTalk]] = {}
    held = ArrearsTalk.objects.filter(organization=organization, person__in=owed).select_related("held_by")
    for talk in held.order_by("held_on", "pk"):
        if talk.held_on >= owed[talk.person_id][0]:  # an earlier one was about months he has paid since
            talks.setdefault(talk.person_id, []).append(talk)
    found = [
        Arrears(people[pk], len(months), months[0], unpaid_for_long(months, last_paid.get(pk), on), talks.get(pk, []))
        for pk, months in owed.items()
    ]
    return sorted(found, key=lambda row: (-row.months, row.person.pinyin_key))


def unpaid_for_long(months: list[date], last_paid: date | None, on: date) -> bool:
    """Whether the last months without a gap are six, and six whole months are over since he last paid (X1-14)."""
    first = months[-1]
    for month in reversed(months[:-1]):
        if add_months(month, 1) != first:
            break
        first = month
    since = max(first, last_paid or first)
    return add_months(first, ALERT_MONTHS - 1) <= months[-1] and add_months(since, ALERT_MONTHS) <= on
