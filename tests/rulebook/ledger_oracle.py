"""The ledger once more, slowly and from the clauses' words: one object at a time, in plain Python."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from accounts.models import Organization
from archives.models import Submission
from meetings.models import Meeting
from members.models import Person
from rulebook.models import Explanation

ZONE = timezone.get_default_timezone()
FIRST, DAYS = date(2024, 11, 1), 900
Told = tuple[str, int, date, str, date | None, int | None, int]
MONTHS_OF = {"8.1.1a": 3, "8.2.1a": 1, "8.3.1": 3, "N1.4": 1}
KIND_OF = {"8.1.1a": "general", "8.2.1a": "committee", "8.3.1": "lecture", "N1.4": "group"}
REPORT_OF = {"8.1.5a": "general", "8.3.5a": "lecture"}


def a_day(random: Random) -> date:
    return FIRST + timedelta(days=random.randrange(DAYS))


class World:
    """Random branches, some founded or dissolved on the way, with meetings entered in no order of their days."""

    def __init__(self, random: Random, branches: int) -> None:
        self.random = random
        self.chair = Person.objects.create(name="主持人", sex="male")
        self.branches = [self.organization("branch", None, number) for number in range(branches)]
        self.groups = [self.organization("party_group", one, number) for number, one in enumerate(self.branches[::3])]
        for one in self.branches:
            for _ in range(random.randrange(30)):
                self.meeting(one)
            self.explain(one, one)
        for group in self.groups:
            self.explain(group.superior, group)

    def organization(self, level: str, superior: Organization | None, number: int) -> Organization:
        random, since = self.random, date(2020, 1, 1)
        if random.random() < 0.4:
            since = a_day(random)
        until = since + timedelta(days=random.randrange(1, DAYS)) if random.random() < 0.3 else None
        made = Organization.objects.create(
            code=f"{level.replace('_', '-')}-{number}", name=f"{level}{number}", short_name=f"{number}", level=level,
            superior=superior, founded_on=since, dissolved_on=until,
        )  # fmt: skip
        made.path = f"/{made.pk}/"
        made.save()
        return made

    def meeting(self, branch: Organization) -> None:
        random = self.random
        on, kind = a_day(random), random.choice(["general", "committee", "committee", "lecture", "group"])
        groups = [group for group in self.groups if group.superior == branch]
        if kind == "group" and not groups:
            return
        begins = datetime.combine(on, time(14, 30), tzinfo=ZONE)
        state = random.choice(["planned", "open", "closed", "archived", "cancelled", "archived"])
        held = state in ("open", "closed", "archived")
        closed = begins + timedelta(hours=1) if state in ("closed", "archived") else None
        Meeting.objects.create(
            organization=branch, kind=kind, state=state, title="会", begins_at=begins, place="室",
            chair=self.chair, recorder=self.chair, group=groups[0] if kind == "group" else None,
            report_due_on=on - timedelta(days=5) if kind in ("general", "lecture") else None,
            request=self.request(branch, on) if kind in ("general", "lecture") else None,
            opened_at=begins if held else None, closed_at=closed, archived_at=closed if state == "archived" else None,
            cancelled_at=begins if state == "cancelled" else None,
        )  # fmt: skip

    def request(self, branch: Organization, on: date) -> Submission | None:
        if self.random.random() < 0.3:
            return None
        sent = on - timedelta(days=self.random.randrange(3, 9))
        return Submission.objects.create(
            organization=branch, recipient=self.branches[branch == self.branches[0]], purpose="approval",
            matter="x", title="x", sent_on=sent,
        )  # fmt: skip

    def explain(self, owing: Organization, subject: Organization) -> None:
        """Some lapses, and by a slip of the pen some that are none, some time later; a few are amended."""
        for duty, months in MONTHS_OF.items():
            if (duty == "N1.4") == (subject.level == "party_group") and self.random.random() < 0.5:
                since = first_of_period(a_day(self.random), months)
                later = since + timedelta(days=30 * months + self.random.randrange(90))
                told = Explanation.objects.create(
                    organization=owing, duty=duty, subject_id=subject.pk, since=since, text="故", written_on=later
                )
                if self.random.random() < 0.3:
                    Explanation.objects.create(
                        organization=owing, duty=duty, subject_id=subject.pk, since=since, text="又", amends=told,
                        written_on=later + timedelta(days=9),
                    )  # fmt: skip


def first_of_period(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def periods(year: int, months: int) -> Iterator[tuple[date, date]]:
    for month in range(1, 13, months):
        yield date(year, month, 1), date(year + (month + months > 12), (month + months - 1) % 12 + 1, 1)


def told(branch: Organization, on: date, year: int) -> Iterator[Told]:
    """What the ledger should say of the branch and its party groups."""
    meetings = list(branch.meetings.select_related("request"))
    explanations = list(branch.explanations.all())
    for duty in MONTHS_OF:
        subjects = list(branch.subordinates.filter(level="party_group")) if duty == "N1.4" else [branch]
        for subject in subjects:
            own = [m for m in meetings if m.kind == KIND_OF[duty] and (duty != "N1.4" or m.group_id == subject.pk)]
            for since, until in periods(year, MONTHS_OF[duty]):
                if subject.founded_on < until and (subject.dissolved_on is None or subject.dissolved_on > since):
                    yield of_period(duty, subject, since, until, own, explanations, on)
    for duty, kind in REPORT_OF.items():
        for meeting in meetings:
            if meeting.kind == kind and meeting.state != "cancelled" and meeting.report_due_on.year == year:
                yield of_report(duty, meeting, explanations, on)


def of_period(
    duty: str,
    subject: Organization,
    since: date,
    until: date,
    meetings: list[Meeting],
    explanations: list[Explanation],
    on: date,
) -> Told:
    counted = []
    for meeting in meetings:
        day = timezone.localtime(meeting.begins_at).date()
        if meeting.state in ("closed", "archived") and since <= day < until and day <= on:
            counted.append((day, meeting.pk))
    counted.sort()
    if counted:
        return duty, subject.pk, since, "done", *counted[0], len(counted)
    state = "due" if since <= on < until else "upcoming"
    if on >= until:
        state = "missed"
        for one in explanations:
            if (one.duty, one.subject_id, one.since) == (duty, subject.pk, since) and one.written_on <= on:
                state = "explained"
    return duty, subject.pk, since, state, None, None, 0


def of_report(duty: str, meeting: Meeting, explanations: list[Explanation], on: date) -> Told:
    due, sent = meeting.report_due_on, meeting.request.sent_on if meeting.request else None
    assert due is not None
    if sent is not None and sent > on:
        sent = None
    late = "missed" if on > due else "due"
    state = "done" if sent is not None and sent <= due else late
    return duty, meeting.pk, due, state, sent, meeting.pk, 1 if sent else 0
