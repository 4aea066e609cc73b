"""Branches, members, posts and a year of meetings by the thousand, the same for the same seed; nothing else is there.

S   1 branch of 30 members
M   300 branches, 10,000 members
L   10,000 branches, 300,000 members, some 1.6 million meetings and attendances
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import Organization, User
from meetings.models import Attendance, Meeting
from members.models import Affiliation, Person, Term
from members.posts import Post

YEAR = 2026
SEED = 20260701
FOUNDED = date(2015, 1, 1)
BRANCHES_EACH = 30  # branches under one general branch
BATCH = 2000
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马胡朱郭何罗高林"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
EDUCATION = ("研究生", "大学", "大学", "大专", "高中")
COMMITTEE = (Post.SECRETARY, Post.ORGANIZATION_COMMISSIONER, Post.DISCIPLINE_COMMISSIONER)


@dataclass(frozen=True)
class Size:
    branches: int
    members: int


SIZES = {"S": Size(1, 30), "M": Size(300, 10_000), "L": Size(10_000, 300_000)}


def build(size: str, seed: int = SEED, year: int = YEAR) -> None:
    """Fills the empty tables; one branch in ten held no committee meeting in a month, one in seven missed a quarter."""
    random, wanted = Random(seed), SIZES[size]
    with transaction.atomic():
        found_organizations(wanted.branches)
        enter_members(random, wanted)
        appoint(random)
        hold_meetings(random, year)
        sign_in()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def create(rows: Iterable[Model]) -> None:
    """Written in batches, so that a million rows never stand in memory."""
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        type(batch[0])._default_manager.bulk_create(batch)


def found_organizations(branches: int) -> None:
    root = placed("jgdw", "机关党委", Organization.Level.DEPARTMENT_COMMITTEE, None)
    above = [
        placed(f"dzz-{number}", f"第{number}党总支", Organization.Level.GENERAL_BRANCH, root)
        for number in range(1, -(-branches // BRANCHES_EACH) + 1)
    ]
    create(
        Organization(
            code=f"b{number}",
            name=f"第{number}党支部",
            short_name=f"第{number}支部",
            level=Organization.Level.BRANCH,
            superior=above[number // BRANCHES_EACH],
            founded_on=FOUNDED,
        )
        for number in range(branches)
    )
    table = Organization._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET path = (SELECT path FROM {table} AS above WHERE above.id = {table}.superior_id)"
            f" || CAST(id AS text) || '/' WHERE path = ''"
        )


def placed(code: str, name: str, level: str, superior: Organization | None) -> Organization:
    made = Organization.objects.create(
        code=code, name=name, short_name=name, level=level, superior=superior, founded_on=FOUNDED
    )
    made.path = f"{superior.path if superior else '/'}{made.pk}/"
    made.save(update_fields=["path"])
    return made


def enter_members(random: Random, wanted: Size) -> None:
    branches = list(Organization.objects.branches().order_by("pk").values_list("pk", flat=True))
    create(person(random, number) for number in range(wanted.members))
    people = Person.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=BATCH)
    create(
        Affiliation(person_id=id, organization_id=branches[number % len(branches)], since=date(2021, 1, 1))
        for number, id in enumerate(people)
    )


def person(random: Random, number: int) -> Person:
    name = random.choice(SURNAMES) + random.choice(GIVEN) + random.choice(("", random.choice(GIVEN)))
    admitted = date(1990, 1, 1) + timedelta(days=random.randrange(11_000))
    return Person(
        name=name,
        sex=random.choice(Person.Sex.values),
        nationality="汉族" if number % 20 else "回族",
        education=EDUCATION[number % len(EDUCATION)],
        birth_on=admitted - timedelta(days=366 * 25),
        admitted_on=admitted,
        full_on=admitted + timedelta(days=366),
        pinyin_key=f"{number * 7919 % 1_000_003:07}",
        stroke_key=f"{number * 104_729 % 1_000_003:07}",
        search_text=f"{name} {number}",
    )


def appoint(random: Random) -> None:
    """Everybody of each branch's first three on its committee; every secretary with an account and a mail address."""
    first: dict[int, list[int]] = {}
    for branch, someone in Affiliation.objects.order_by("pk").values_list("organization_id", "person_id").iterator():
        if len(seats := first.setdefault(branch, [])) < len(COMMITTEE):
            seats.append(someone)
    create(
        Term(person_id=someone, organization_id=branch, post=post, since=date(2024, 1, 1))
        for branch, seats in first.items()
        for post, someone in zip(COMMITTEE, seats, strict=False)
    )
    create(
        User(username=f"s{branch}", name="书记", email=f"s{branch}@example.invalid", password="!") for branch in first
    )
    accounts = dict(User.objects.values_list("username", "pk"))
    secretaries = [Person(pk=seats[0], user_id=accounts[f"s{branch}"]) for branch, seats in first.items()]
    for start in range(0, len(secretaries), 500):
        Person.objects.bulk_update(secretaries[start : start + 500], ["user"])


def hold_meetings(random: Random, year: int) -> None:
    seats = Term.objects.filter(post=Post.SECRETARY).order_by("organization_id")
    create(
        meeting
        for branch, chair in seats.values_list("organization_id", "person_id").iterator(chunk_size=BATCH)
        for meeting in year_of(random, branch, chair, year)
    )


def year_of(random: Random, branch: int, chair: int, year: int) -> Iterator[Meeting]:
    for month in range(1, 13):
        if random.random() < 0.9:
            yield held(branch, chair, Meeting.Kind.COMMITTEE, date(year, month, random.randint(1, 28)))
        if month % 3 == 0 and random.random() < 6 / 7:
            yield held(branch, chair, Meeting.Kind.GENERAL, date(year, month, random.randint(1, 28)))


def held(branch: int, chair: int, kind: str, on: date) -> Meeting:
    begins = datetime.combine(on, time(14, 30), tzinfo=timezone.get_default_timezone())
    closed = begins + timedelta(hours=1)
    return Meeting(
        organization_id=branch,
        kind=kind,
        state=Meeting.State.ARCHIVED,
        title=f"{on.month}月{Meeting.Kind(kind).label}",
        begins_at=begins,
        held_on=on,
        place="会议室",
        chair_id=chair,
        recorder_id=chair,
        notified_at=begins - timedelta(days=3),
        roll_frozen_at=begins,
        opened_at=begins,
        closed_at=closed,
        signed_off_at=closed,
        archived_at=closed,
    )


def sign_in() -> None:
    """Everybody expected has signed, on one statement a kind: committees their seats, general meetings all members."""
    for kind, table in ((Meeting.Kind.COMMITTEE, Term), (Meeting.Kind.GENERAL, Affiliation)):
        insert_select(
            Attendance,
            f"FROM {Meeting._meta.db_table} m JOIN {table._meta.db_table} x ON x.organization_id = m.organization_id"
            f" WHERE m.kind = '{kind.value}'",
            meeting_id="m.id",
            person_id="x.person_id",
            may_vote="m.kind = m.kind",
            notified_at="m.notified_at",
            signed_at="m.opened_at",
            signed_by=f"'{Attendance.Means.PAPER.value}'",
            copied_at="m.opened_at",
        )


def insert_select(model: type[Model], source: str, **expressions: str) -> None:
    """INSERT … SELECT of these columns; every other column takes its field's default."""
    columns, values = list(expressions), list(expressions.values())
    parameters: list[Any] = []
    for field in model._meta.concrete_fields:
        column = field.get_attname_column()[1]
        if column is not None and column not in expressions and not field.primary_key:
            columns.append(column)
            values.append("%s")
            parameters.append(field.get_db_prep_save(field.get_default(), connection))
    quoted = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({quoted}) SELECT {', '.join(values)} {source}", parameters)
