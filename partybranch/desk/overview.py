"""The superior's overview of the branches below: who is behind, from the stored statuses, one page by key."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.http import QueryDict
from django.urls import reverse

from accounts.models import Organization
from partybranch.desk.ledger import FROM_THE_WORST, SHORT, Cell
from rulebook.kernel import DUTIES, Duty
from rulebook.ledger import STATE_LABELS, DutyState
from rulebook.models import Assessment, DutyStatus
from rulebook.periods import Period, Span, day_asked, name_of, span_of
from rulebook.web import numbered

PAGE = 50
LAPSES = (DutyState.MISSED, DutyState.EXPLAINED)
KINDS = ("general", "committee", "group_meeting", "party_class")  # 三会一课, as the clauses name the meetings


def meetings_and_lecture() -> list[Duty]:
    """The duties of 三会一课, in the order of its name."""
    found = {duty.clause.raw.get("meeting"): duty for duty in DUTIES.values() if duty.clause.kind == "cadence"}
    return [found[kind] for kind in KINDS if kind in found]


@dataclass(frozen=True)
class Asked:
    """What the page is asked for: a name, only those behind, a quarter, and where the page begins."""

    text: str
    show: str  # "" all, "behind" with a lapse this year, "missed" with a lapse of 三会一课 in the quarter
    quarter: Span
    after: tuple[int, int] | None

    @classmethod
    def of(cls, query: QueryDict, on: date) -> "Asked":
        quarter = span_of(day_asked(query.get("quarter", ""), on), Period.QUARTER)
        missed, _, key = query.get("after", "").partition("-")
        after = (numbered(missed), numbered(key)) if numbered(key) else None
        show = query.get("show", "")
        return cls(query.get("q", "").strip(), show if show in ("behind", "missed") else "", quarter, after)

    def address(self, **changed: str) -> str:
        """The same page with these parts changed."""
        parts = {"q": self.text, "show": self.show, "quarter": self.quarter.since.isoformat(), **changed}
        return "?" + urlencode({name: value for name, value in parts.items() if value})


def branches_below(superior: Organization, asked: Asked) -> QuerySet[Assessment]:
    """Their assessments, those most behind first."""
    below = Organization.objects.below(superior).branches().filter(pk=OuterRef("pk"), dissolved_on__isnull=True)
    if asked.text:
        below = below.filter(name__contains=asked.text)
    # A question to each row in the order of the index, which ends with the page; a join would sort all of them first.
    rows = Assessment.objects.filter(Exists(below.order_by()))
    if asked.show == "behind":
        rows = rows.filter(missed__gt=0)
    if asked.show == "missed":
        rows = rows.filter(Exists(of_quarter(asked.quarter).filter(organization=OuterRef("pk"), state__in=LAPSES)))
    return rows.order_by("-missed", "pk")


def of_quarter(quarter: Span) -> QuerySet[DutyStatus]:
    """The stored statuses of 三会一课 in the quarter."""
    ids = [duty.clause.id for duty in meetings_and_lecture()]
    return DutyStatus.objects.filter(duty__in=ids, since__gte=quarter.since, since__lt=quarter.until)


@dataclass(frozen=True)
class Line:
    """One branch: its counts of the year, and one cell for each kind of 三会一课 in the quarter."""

    assessment: Assessment
    cells: list[Cell]
    url: str


def overview(superior: Organization, asked: Asked, on: date) -> dict[str, Any]:
    """The page's context; the number of queries does not depend on the number of branches."""
    everybody = branches_below(superior, Asked("", "", asked.quarter, None))
    rows = branches_below(superior, asked)
    if asked.after:
        missed, key = asked.after
        rows = rows.filter(Q(missed__lt=missed) | Q(missed=missed, organization__gt=key))
    found = list(rows.select_related("organization")[: PAGE + 1])
    shown, last = found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None
    before = span_of(span_of(on, Period.QUARTER).since - timedelta(days=1), Period.QUARTER)
    return {
        "superior": superior,
        "asked": asked,
        "lines": lines(shown, asked.quarter),
        "duties": meetings_and_lecture(),
        "quarter": quarter_name(asked.quarter),
        "quarters": [
            {"label": label, "url": asked.address(show="missed", quarter=span.since.isoformat()),
             "current": asked.show == "missed" and asked.quarter == span}
            for label, span in (("本季度", span_of(on, Period.QUARTER)), ("上季度", before))
        ],
        "totals": everybody.order_by().aggregate(
            branches=Count("pk"), behind=Count("pk", filter=Q(missed__gt=0)),
            missed=Sum("missed"), explained=Sum("explained"), due=Sum("due"), done=Sum("done"),
        ),
        "next_url": asked.address(after=f"{last.missed}-{last.pk}") if last else "",
        "first_url": asked.address() if asked.after else "",
    }  # fmt: skip


def quarter_name(quarter: Span) -> str:
    return f"{quarter.since.year}年{name_of(quarter, Period.QUARTER)}"


def lines(assessments: list[Assessment], quarter: Span) -> list[Line]:
    states: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = of_quarter(quarter).filter(organization__in=[one.pk for one in assessments])
    for id, duty, state in rows.values_list("organization_id", "duty", "state"):
        states[id, duty].append(state)
    return [
        Line(
            one,
            [cell(states[one.pk, duty.clause.id], duty.title) for duty in meetings_and_lecture()],
            f"{reverse('desk:ledger', args=[one.organization.code])}?year={quarter.since.year}",
        )
        for one in assessments
    ]


def cell(states: list[str], title: str) -> Cell:
    """The worst of the quarter's states, and how many of its periods are done where there are several."""
    if not states:
        return Cell(1)
    begun = [state for state in states if state != DutyState.UPCOMING] or states
    worst = next(state for state in FROM_THE_WORST if state in begun)
    if len(states) > 1:
        return Cell(1, worst, f"{states.count(DutyState.DONE)}/{len(states)}", period=title)
    return Cell(1, worst, SHORT.get(worst, STATE_LABELS[worst]), period=title)


def most_behind(superior: Organization) -> QuerySet[Assessment]:
    """The few branches below with the most lapses this year."""
    asked = Asked("", "behind", span_of(date.min, Period.QUARTER), None)
    return branches_below(superior, asked).select_related("organization")[:8]
