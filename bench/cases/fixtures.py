"""What each bench's database holds: the shared sizes S, M, L, and three small shapes of its own."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Organization, User
from bench import fixtures
from meetings.models import Attendance, Meeting
from members.models import Affiliation, Person, Term
from members.posts import Post

PASSWORD = "Bench-2026-password"
VOTERS = 30


def fill(name: str) -> None:
    """Fills the empty tables of the fixture's database."""
    if name in fixtures.SIZES:
        fixtures.build(name)
    else:
        {"empty": lambda: people(1), "wide": lambda: people(10_000), "hall": hall}[name]()


def people(number: int) -> Organization:
    """One branch of so many members, with a secretary who can log in."""
    with transaction.atomic():
        branch = fixtures.placed("b0", "支部", Organization.Level.BRANCH, None)
        random = fixtures.Random(fixtures.SEED)
        fixtures.create(fixtures.person(random, count) for count in range(number))
        ids = Person.objects.values_list("pk", flat=True)
        fixtures.create(Affiliation(person_id=id, organization=branch, since=fixtures.FOUNDED) for id in ids)
        first = Person.objects.earliest("pk")
        first.user = User.objects.create_user("secretary", PASSWORD, name=first.name)
        first.save()
        Term.objects.create(person=first, organization=branch, post=Post.SECRETARY, since=fixtures.FOUNDED)
    return branch


def hall() -> None:
    """Thirty members with accounts before an open meeting's sign-in."""
    branch = people(VOTERS)
    everybody = list(Person.objects.order_by("pk"))
    for number, person in enumerate(everybody[1:], start=1):
        person.user = User.objects.create_user(f"member{number}", PASSWORD, name=person.name)
        person.save()
    now = timezone.now()
    meeting = Meeting.objects.create(
        organization=branch,
        kind=Meeting.Kind.GENERAL,
        title="大会",
        begins_at=now,
        place="会议室",
        chair=everybody[0],
        recorder=everybody[0],
        state=Meeting.State.OPEN,
        notified_at=now - timedelta(days=3),
        roll_frozen_at=now,
        opened_at=now,
    )
    Attendance.objects.bulk_create(Attendance(meeting=meeting, person=person, may_vote=True) for person in everybody)
