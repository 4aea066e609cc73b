"""B4: how many queries each list page and each dashboard asks for 1, 50 and 5,000 rows."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Organization, User
from archives.models import Submission
from bench import fixtures
from bench.cases.crowd import logged_in
from meetings.models import Meeting
from members.models import Affiliation, Person
from rulebook import clock
from rulebook.models import Reminder

SIZES = (1, 50, 5000)
LISTS = (
    *("/b/b0/roster/", "/b/b0/roster/print/", "/b/b0/roster/export/", "/b/b0/groups/", "/b/b0/meetings/"),
    *("/b/b0/resolutions/", "/b/b0/submissions/", "/b/b0/documents/", "/b/b0/outbox/", "/inbox/"),
)
DASHBOARDS = ("/", "/mine/", "/b/b0/ledger/", "/b/b0/annual_report/")
TRANSACTION = ("BEGIN", "BEGIN IMMEDIATE", "COMMIT")


def this() -> dict[str, Any]:
    """A branch of so many members, meetings, submissions and reminders."""
    client = logged_in(User.objects.get(username="secretary"))
    asked: dict[str, list[int]] = {page: [] for page in (*LISTS, *DASHBOARDS)}
    twice: dict[str, int] = {}
    for size in SIZES:
        grow_to(size)
        for page, numbers in asked.items():
            queries = queries_of(client, page)
            numbers.append(queries.total())
            twice[page] = max(twice.get(page, 0), sum(times > 1 for times in queries.values()))
    return {
        "list page": max(max(asked[page]) for page in LISTS),
        "dashboard": max(max(asked[page]) for page in DASHBOARDS),
        "pages whose number changes with N": sum(len(set(numbers)) > 1 for numbers in asked.values()),
        "queries asked twice on one page": max(twice.values()),
        "each": asked,
        "twice": {page: times for page, times in twice.items() if times},
    }


def grow_to(size: int) -> None:
    """The branch has so many of everything that its lists show."""
    branch, superior = Organization.objects.get(code="b0"), Organization.objects.get(code="above")
    there = Person.objects.count()
    secretary = User.objects.get(username="secretary")
    random = fixtures.Random(there)
    made = Person.objects.bulk_create(fixtures.person(random, number) for number in range(there, size))
    Affiliation.objects.bulk_create(
        Affiliation(person=person, organization=branch, since=date(2020, 1, 1)) for person in made
    )
    numbers = range(Meeting.objects.count(), size)
    # All of the last weeks: what is done, and so has a page to be led to, does not depend on how much of it there is.
    days = {number: clock.today() - timedelta(days=number % 20) for number in numbers}
    Meeting.objects.bulk_create(
        fixtures.held(branch.pk, secretary.person.pk, Meeting.Kind.GENERAL, days[number]) for number in numbers
    )
    Submission.objects.bulk_create(
        Submission(
            organization=branch,
            recipient=superior,
            purpose=Submission.Purpose.REPORT,
            matter="meeting",
            title=f"第{number}号报告",
            sent_on=days[number],
        )
        for number in numbers
    )
    Reminder.objects.bulk_create(
        Reminder(
            organization=branch,
            cause="8.1.1a",
            subject_id=number,
            occasion="2026",
            stage=Reminder.Stage.AFTER,
            recipient=secretary,
            channel=Reminder.Channel.INBOX,
            title="党员大会",
            text="请按期召开",
            created_at=moment(days[number]),
            state=Reminder.State.SENT,
            sent_at=moment(days[number]),
        )
        for number in numbers
    )


def moment(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=timezone.get_default_timezone())


def queries_of(client: Client, page: str) -> Counter[str]:
    """What the page asks the database, its second time."""
    assert client.get(page).status_code == 200, page
    with CaptureQueriesContext(connection) as captured:
        client.get(page)
    return Counter(query["sql"] for query in captured if query["sql"] not in TRANSACTION)
