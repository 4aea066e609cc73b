"""The roster as an Excel list; numbers and phones in full only for who may read them and says why."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.encryption import unseal
from accounts.models import Organization
from members.identity import LENGTH, SHOWN
from members.listing import terms_in
from members.models import Person, Standing
from members.posts import LABELS
from rulebook.printing.excel import Sheet

COLUMNS = (
    *(("姓名", 12), ("性别", 6), ("民族", 10), ("学历", 10), ("类别", 14), ("党内职务", 20), ("工作岗位", 18)),
    *(("递交入党申请书", 14), ("确定为积极分子", 14), ("列为发展对象", 14), ("加入党组织", 14), ("转为正式党员", 14)),
    ("公民身份号码", 24),
)
SENSITIVE_COLUMNS = (("出生日期", 14), ("手机号码", 16))
PLAIN = ("name", "sex", "nationality", "education", "standing", "department")
DATES = ("applied_on", "activist_on", "candidate_on", "admitted_on", "full_on")
NUMBER: Any = Person._meta.get_field("identity_number")
PHONE: Any = Person._meta.get_field("phone")
HIDDEN = "*" * (LENGTH - SHOWN)
FETCHED = 2000  # rows at a time


def roster_sheet(people: QuerySet[Person], organization: Organization, on: date, *, sensitive: bool) -> Sheet:
    """The people of a list, in its order."""
    rows = sensitive_rows(people, organization, on) if sensitive else masked_rows(people, organization, on)
    return Sheet("党员名册", COLUMNS + (SENSITIVE_COLUMNS if sensitive else ()), rows)


def masked_rows(people: QuerySet[Person], organization: Organization, on: date) -> Iterator[list[Any]]:
    posts = posts_in(organization, on)
    for row in people.values_list("pk", *PLAIN, *DATES, "identity_tail").iterator(FETCHED):
        yield [*common(row, posts), HIDDEN + row[-1] if row[-1] else ""]


def sensitive_rows(people: QuerySet[Person], organization: Organization, on: date) -> Iterator[list[Any]]:
    posts = posts_in(organization, on)
    fields = ("pk", *PLAIN, *DATES, "birth_on", "uid", "identity_number", "phone")
    for row in people.values_list(*fields).iterator(FETCHED):
        birth_on, uid, number, phone = row[-4:]
        opened = [unseal(number, NUMBER.binding_of(uid)), birth_on, unseal(phone, PHONE.binding_of(uid))]
        yield [*common(row, posts), *opened]


def common(row: tuple[Any, ...], posts: dict[int, str]) -> list[Any]:
    pk, name, sex, nationality, education, standing, department, *rest = row
    category = Standing(standing).label if standing else ""
    return [
        *(name, Person.Sex(sex).label, nationality, education, category, posts.get(pk, ""), department),
        *rest[: len(DATES)],
    ]


def posts_in(organization: Organization, on: date) -> dict[int, str]:
    """Labels of the posts that each person holds there that day."""
    held: dict[int, list[str]] = {}
    for person, post in terms_in(organization, on).values_list("person", "post"):
        held.setdefault(person, []).append(LABELS[post])
    return {person: "、".join(labels) for person, labels in held.items()}
