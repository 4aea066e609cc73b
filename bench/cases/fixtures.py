"""What each bench's database holds: the shared sizes S, M, L, and small shapes of its own."""

from collections.abc import Callable
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
REPORTED, CROWDED = 300, 2000  # members


def fill(name: str) -> None:
    """Fills the empty tables of the fixture's database."""
    if name in fixtures.SIZES:
        fixtures.build(name)
    else:
        SHAPES[name]()


def people(number: int) -> Organization:
    """One branch of so many members, with a secretary who can log in."""
    with transaction.atomic():
        above = fixtures.placed("above", "党总支", Organization.Level.GENERAL_BRANCH, None)
        branch = fixtures.placed("b0", "支部", Organization.Level.BRANCH, above)
        members_of(branch, number)
        first = Person.objects.earliest("pk")
        first.user = User.objects.create_user("secretary", PASSWORD, name=first.name)
        first.save()
        Term.objects.create(person=first, organization=branch, post=Post.SECRETARY, since=fixtures.FOUNDED)
    return branch


def members_of(branch: Organization, number: int) -> None:
    """So many people who came to the branch when they were admitted."""
    random = fixtures.Random(fixtures.SEED)
    fixtures.create(fixtures.person(random, count) for count in range(number))
    newcomers = Person.objects.filter(affiliations=None).values_list("pk", "admitted_on")
    fixtures.create(Affiliation(person_id=id, organization=branch, since=since) for id, since in newcomers)


def report() -> None:
    """b0, whose report of the year has some thirty pages, and b1, a branch of 2,000."""
    with transaction.atomic():
        above = fixtures.placed("above", "党总支", Organization.Level.GENERAL_BRANCH, None)
        for code, number in (("b0", REPORTED), ("b1", CROWDED)):
            members_of(fixtures.placed(code, "支部", Organization.Level.BRANCH, above), number)
        fixtures.appoint(fixtures.Random(fixtures.SEED))
        fixtures.hold_meetings(fixtures.Random(fixtures.SEED), fixtures.YEAR)
        fixtures.sign_in()


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


SHAPES: dict[str, Callable[[], object]] = {
    "empty": lambda: people(1),
    "import": lambda: people(1),
    "wide": lambda: people(10_000),
    "hall": hall,
    "report": report,
}
