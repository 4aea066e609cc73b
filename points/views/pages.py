"""Pages of points: the branch's overview, one's own account, a month, the published list, a quarter, scheme, work."""

from collections.abc import Callable, Iterable
from datetime import date

from django.contrib import messages
from django.db.models import Count, Model, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import Request, in_organization, sees, signed_in
from accounts.models import Organization
from members.models import Person
from points import actions
from points.account import quarters_of
from points.models import (
    Disqualification,
    Entry,
    Honour,
    PointMonth,
    SchemeChange,
    Settlement,
    Veto,
    WorkItem,
)
from points.opportunities import opportunities
from points.participants import participants, takes_part
from points.reckoning import month_totals, running_quarter
from points.registrar import registers
from points.scheme import begins_on, field_without_items, last_day_to_declare, scheme_on
from rulebook import clock
from rulebook.kernel import Refused
from rulebook.periods import YEARS, add_months, first_of_month, last_of_month

SHOWN_MONTHS = 12
SHOWN = 200


@in_organization("points.read")
def points(request: Request, organization: Organization) -> HttpResponse:
    """The branch's points at a glance: what is published for everybody, what waits for the registrar and committee."""
    today, user = clock.today(), request.user
    reads_entries = user.has_perm("points.read_entries", organization)
    person = Person.objects.filter(user=user).first()
    first = max(add_months(first_of_month(today), 1 - SHOWN_MONTHS), first_of_month(begins_on(organization, today)))
    context = {
        "organization": organization,
        "today": today,
        "own": person if person is not None and takes_part(organization, person, today) else None,
        "reads_entries": reads_entries,
        "registers": registers(user, organization, today),
        "months": months_shown(organization, first, today) if reads_entries else [],
        "waiting": waiting_in(organization).count() if reads_entries else 0,
        "published": PointMonth.objects.filter(organization=organization, published_on__isnull=False)[:SHOWN_MONTHS],
        "settlements": settlements_of(organization, reads_entries)[:8],
        "works": works_of(organization)[:12],
        "sends_up": user.has_perm("points.propose_pioneers", organization),
    }
    return render(request, "points/points.html", context)


def waiting_in(organization: Organization) -> QuerySet[Entry]:
    return Entry.objects.filter(organization=organization).waiting()


def settlements_of(organization: Organization, reads_entries: bool) -> QuerySet[Settlement]:
    """Members read those whose pioneers are published; the committee all of them."""
    rows = Settlement.objects.filter(organization=organization).select_related("submission")
    return rows if reads_entries else rows.filter(published_on__isnull=False)


def works_of(organization: Organization) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(organization=organization).prefetch_related("owners").order_by("-month", "-pk")


def months_shown(organization: Organization, first: date, today: date) -> list[dict[str, object]]:
    """Every month from the first to this one, the last first: three statements."""
    known = {row.month: row for row in PointMonth.objects.filter(organization=organization, month__gte=first)}
    counted = dict(
        Entry.objects.filter(organization=organization, month__gte=first)
        .waiting()
        .order_by()
        .values("month")
        .annotate(number=Count("pk"))
        .values_list("month", "number")
    )
    months: list[dict[str, object]] = []
    month = first
    while month <= today:
        months.append({"month": month, "row": known.get(month), "waiting": counted.get(month, 0)})
        month = add_months(month, 1)
    months.reverse()
    return months


def month_named(text: str) -> date:
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None
    if day.year not in YEARS:
        raise Http404
    return day


@in_organization("points.read_entries")
def month(request: Request, organization: Organization, month: str) -> HttpResponse:
    """The registrar's month: every claim with its proof, everybody's total, and the acts that close and publish it."""
    day, today = month_named(month), clock.today()
    row = PointMonth.objects.filter(organization=organization, month=day).first()
    entries = Entry.objects.filter(organization=organization, month=day).exclude(state=Entry.State.WITHDRAWN)
    gained, running = month_totals(organization, day), running_quarter(organization, day, today)
    people = Person.objects.filter(
        Q(pk__in=gained.keys() | running.keys()) | Q(pk__in=participants(organization, min(today, last_of_month(day))))
    )
    totals = [(one, gained.get(one.pk, 0), running.get(one.pk, 0)) for one in people.order_by("pinyin_key", "pk")]
    context = {
        "organization": organization,
        "month": day,
        "row": row,
        "waiting": list(
            entries.waiting()
            .select_related("person", "proof", "work", "attendance")
            .order_by("person__pinyin_key", "event_on", "pk")[: SHOWN * 5]
        ),
        "judged": list(
            entries.exclude(state=Entry.State.DECLARED)
            .select_related("person")
            .order_by("person__pinyin_key", "event_on", "pk")[: SHOWN * 5]
        ),
        "totals": sorted(totals, key=lambda line: -line[2]),
        "registers": registers(request.user, organization, today),
        "last_day": last_day_to_declare(organization, day),
        "today": today,
    }
    return render(request, "points/month.html", context)


@in_organization("points.book_entry")
@require_POST
def book_all(request: Request, organization: Organization, month: str) -> HttpResponse:
    """Every waiting claim of the month that this user may book is booked; the others stay, with the reason."""
    waiting = waiting_in(organization).filter(month=month_named(month)).select_related("person")
    done = each(request, ((actions.book_entry, entry, {}) for entry in waiting))
    messages.success(request, f"已登记{done}项")
    return redirect("points:month", organization.code, month)


def each(request: Request, asked: Iterable[tuple[Callable[..., object], Model, dict[str, object]]]) -> int:
    """How many of these acts were lawful, each an act of its own; why the others were not is told once."""
    done, left = 0, []
    for action, subject, inputs in asked:
        try:
            action(subject, by=request.user, at=clock.now(), **inputs)
            done += 1
        except Refused as refused:
            left.append(str(refused))
    for reason in dict.fromkeys(left):
        messages.warning(request, reason)
    return done


@sees(PointMonth, "organization")
def published(request: Request, point_month: PointMonth) -> HttpResponse:
    """The list as it was published: names and totals, nothing else (39.4.3)."""
    if point_month.published_on is None:
        raise Http404
    lines = list(point_month.lines.select_related("person"))
    return render(request, "points/published.html", {"point_month": point_month, "lines": lines})


@signed_in
def mine(request: Request) -> HttpResponse:
    """Where a reminder leads: to one's own points."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    return redirect("points:of_person", person.pk)


@sees(Person)
def of_person(request: Request, person: Person) -> HttpResponse:
    """One's points with every entry and what can still be declared; the committee reads it too."""
    organization, today = person.organization, clock.today()
    is_own = person.user_id == request.user.pk
    if not is_own and not request.user.has_perm("points.read_entries", organization):
        raise Http404
    takes = takes_part(organization, person, today)
    vetoes = list(Veto.objects.filter(person=person))
    context = {
        "person": person,
        "organization": organization,
        "is_own": is_own,
        "takes_part": takes,
        "quarters": quarters_of(person, organization, vetoes, today),
        "open": opportunities(person, organization, today) if takes else [],
        "honours": Honour.objects.filter(person=person),
        "vetoes": vetoes,
        "disqualifications": Disqualification.objects.filter(person=person),
        "last_day": last_day_to_declare(organization, first_of_month(today)),
        "new_items": any(line.is_new for line in scheme_on(organization, today).values()),
        "today": today,
    }
    return render(request, "points/of_person.html", context)


@sees(Person)
@require_POST
def declare_all(request: Request, person: Person) -> HttpResponse:
    """Everything on record that needs no further proof is declared, each by its own act."""
    organization = person.organization
    if person.user_id != request.user.pk and not request.user.has_perm("points.read_entries", organization):
        raise Http404
    ready = [one for one in opportunities(person, organization, clock.today()) if one.at_one_tap]
    done = each(request, ((getattr(actions, one.verb), one.subject, one.inputs) for one in ready))
    messages.success(request, f"已申报{done}项，等候登记")
    return redirect("points:of_person", person.pk)


@sees(Entry, "person", "organization", "proof", "attendance__meeting", "work", "honour", "change")
def entry(request: Request, entry: Entry) -> HttpResponse:
    """One entry: what it rests on, how it was reckoned, and who did what with it."""
    return render(request, "points/entry.html", {"entry": entry, "is_own": entry.person.user_id == request.user.pk})


@sees(Settlement, "organization", "submission", "decision__meeting")
def settlement(request: Request, settlement: Settlement) -> HttpResponse:
    """The settled quarter; before the pioneers are published only the committee reads it."""
    reads_entries = request.user.has_perm("points.read_entries", settlement.organization)
    if not reads_entries and settlement.published_on is None:
        raise Http404
    context = {
        "settlement": settlement,
        "places": list(settlement.places.select_related("person")),
        "reads_entries": reads_entries,
        "reads_papers": request.user.has_perm("archives.read_submissions", settlement.organization),
    }
    return render(request, "points/settlement.html", context)


@in_organization("points.read")
def scheme(request: Request, organization: Organization) -> HttpResponse:
    """What counts today, and every change with its papers; fields without an approved item are shown as such."""
    lines = scheme_on(organization, clock.today())
    context = {
        "organization": organization,
        "lines": list(lines.values()),
        "empty": field_without_items(lines.values()),
        "changes": SchemeChange.objects.filter(organization=organization).select_related("submission"),
        "start": begins_on(organization, clock.today()),
    }
    return render(request, "points/scheme.html", context)


@sees(SchemeChange, "organization", "submission", "decision__meeting")
def scheme_change(request: Request, change: SchemeChange) -> HttpResponse:
    return render(request, "points/scheme_change.html", {"change": change})


@in_organization("points.read")
def works(request: Request, organization: Organization) -> HttpResponse:
    """The items of the monthly plans and the general branch's tasks, the last month first."""
    return render(request, "points/works.html", {"organization": organization, "works": works_of(organization)[:SHOWN]})


@sees(WorkItem, "organization")
def work_item(request: Request, work: WorkItem) -> HttpResponse:
    return render(request, "points/work_item.html", {"work": work, "owners": list(work.owners.order_by("pinyin_key"))})
