"""B10: a workbook of 100,000 members, handed in and confirmed as on its page, against reading and loading it bare."""

from datetime import date
from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from accounts.models import Organization, User
from bench.cases.processor import Spent, ratio_of, spent, wall_of
from members.actions import upload_roster
from members.comparison import Entry, affiliated_since, keyed
from members.intake import Intake, intake_of
from members.loading import POSTGRESQL, load, reserve_keys
from members.models import Affiliation, Person, RosterProgress, RosterUpload, Term
from members.tasks import begin_check, begin_import
from partybranch.celery import app
from rulebook import clock
from tests.members.roster_workbooks import crowded

MEMBERS = 100_000
SAMPLE = 5_000  # of them are created one by one, and the time is reckoned for all
PAIRS = 3
OFFICERS = f"SELECT person_id FROM {Term._meta.db_table}"  # the secretary stays
COLUMNS = {
    "姓名": "name",
    "民族": "nationality",
    "出生日期": "birth_on",
    "公民身份号码": "identity_number",
    "学历": "education",
    "加入党组织日期": "admitted_on",
    "转为正式党员日期": "full_on",
    "工作岗位": "department",
    "手机号码": "phone",
}


def this() -> dict[str, Any]:
    app.conf.task_always_eager = app.conf.task_eager_propagates = True
    content = crowded(MEMBERS)
    checks, ours, floors = [], [], []
    for _ in range(PAIRS):
        upload = handed_in(content)
        checks.append(spent(partial(begin_check, upload, None)))
        ours.append(spent(partial(confirm, upload)))
        assert RosterProgress.objects.get(upload=upload).step == RosterProgress.Step.IMPORTED
        empty()
        floors.append(spent(partial(by_hand, content)))
        empty()
    mine = sorted(one.cpu for one in ours)[PAIRS // 2]
    return {
        "ratio": ratio_of(ours, floors),
        "import": wall_of(ours),
        "check before it": wall_of(checks),
        "floor": wall_of(floors),
        "faster than create() in a loop": round(one_by_one(content) / mine, 1),
    }


def branch() -> Organization:
    return Organization.objects.get(code="b0")


def secretary() -> User:
    return User.objects.get(username="secretary")


def handed_in(content: bytes) -> RosterUpload:
    today = clock.today()
    return upload_roster(
        branch(), name="花名册.xlsx", content=content, posts_since=today, by=secretary(), at=clock.now()
    )


def confirm(upload: RosterUpload) -> None:
    """What the button under the preview does, and the worker after it: read, compare, seal, write."""
    begin_import(RosterUpload.objects.get(pk=upload.pk), by=secretary(), at=clock.now())


def empty() -> None:
    """All 100,000 were there, and are gone again."""
    assert Affiliation.objects.filter(person__terms=None).count() == MEMBERS
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Affiliation._meta.db_table} WHERE person_id NOT IN ({OFFICERS})")
        cursor.execute(f"DELETE FROM {Person._meta.db_table} WHERE id NOT IN ({OFFICERS})")


def by_hand(content: bytes) -> None:
    """The cells as they stand, unchecked and unsealed, by executemany or COPY."""
    heads, *rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    places = [(name, heads.index(head)) for head, name in COLUMNS.items()]
    names = [name for name, _ in places]
    fixed = {"sex": "male", "standing_state": "", "mobile": False, "search_text": "", "pinyin_key": ""}
    fixed |= {"stroke_key": "", "identity_tail": ""}
    here = branch()
    with transaction.atomic():
        keys = reserve_keys(Person, len(rows))
        load(
            Person,
            ["id", "uid", *names, *fixed],
            (
                [key, some_uid(), *(row[place] for _, place in places), *fixed.values()]
                for key, row in zip(keys, rows, strict=True)
            ),
        )
        since = here.founded_on if POSTGRESQL else here.founded_on.isoformat()
        load(Affiliation, ["person", "organization", "since"], ([key, here.pk, since] for key in keys))


def some_uid() -> UUID | str:
    uid = uuid4()
    return uid if POSTGRESQL else uid.hex


def one_by_one(content: bytes) -> float:
    """Processor seconds of reading the workbook and of create() for each person and affiliation; undone."""
    upload = handed_in(content)
    reading: Spent = spent(partial(intake_of, upload, clock.today()))
    intake: Intake = reading.result
    with transaction.atomic():
        creating = spent(lambda: [create(intake.organization, entry) for entry in intake.entries[:SAMPLE]])
        transaction.set_rollback(True)
    return reading.cpu + creating.cpu * MEMBERS / SAMPLE


def create(organization: Organization, entry: Entry) -> date:
    person = Person.objects.create(**keyed(entry.values))
    since: date = affiliated_since(organization, entry)
    Affiliation.objects.create(person=person, organization=organization, since=since)
    return since
