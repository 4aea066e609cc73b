"""The list of a branch's people as somebody asks for it: searched, filtered, sorted, and paged by key."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Prefetch, Q, QuerySet
from django.http import QueryDict

from accounts.models import Organization
from members.models import Person, Standing, Term, running
from members.models.people import PersonQuerySet

PAGE = 50
ORDERS = {"pinyin": ("pinyin_key", "按拼音"), "strokes": ("stroke_key", "按姓氏笔画")}
LONGEST_SEARCH = 60  # characters


@dataclass(frozen=True)
class Asked:
    """What the list is asked for; "" asks for everybody."""

    text: str = ""
    standing: str = ""
    sex: str = ""
    department: str = ""
    posts: str = ""
    order: str = "pinyin"

    @classmethod
    def of(cls, given: QueryDict) -> Self:
        """From a page's address; what it does not know it leaves out."""
        standing, sex, order = given.get("standing", ""), given.get("sex", ""), given.get("order", "")
        return cls(
            text=given.get("q", "").strip()[:LONGEST_SEARCH],
            standing=standing if standing in Standing.values else "",
            sex=sex if sex in Person.Sex.values else "",
            department=given.get("department", "").strip()[:LONGEST_SEARCH],
            posts="1" if given.get("posts") else "",
            order=order if order in ORDERS else "pinyin",
        )

    @property
    def key(self) -> str:
        return ORDERS[self.order][0]

    @property
    def parameters(self) -> str:
        """The same question as part of an address."""
        named = {"q": self.text, "standing": self.standing, "sex": self.sex}
        named |= {"department": self.department, "posts": self.posts, "order": self.order}
        return urlencode({name: value for name, value in named.items() if value})

    @property
    def is_filtered(self) -> bool:
        return bool(self.text or self.standing or self.sex or self.department or self.posts)

    @property
    def words(self) -> str:
        """The filter in Chinese, as an export keeps it."""
        parts = [
            f"姓名含“{self.text}”" if self.text else "",
            str(Standing(self.standing).label) if self.standing else "",
            str(Person.Sex(self.sex).label) if self.sex else "",
            f"工作岗位含“{self.department}”" if self.department else "",
            "担任职务" if self.posts else "",
        ]
        return "、".join(filter(None, parts)) or "全部"

    def people(self, organization: Organization, on: date) -> PersonQuerySet:
        """In their order, with `standing`; everybody who belongs to the branch that day and fits."""
        people = Person.objects.of(organization, on).with_standing(on)
        if self.text:
            people = people.filter(search_text__contains=searched(self.text))
        if self.standing:
            people = people.filter(standing=self.standing)  # type: ignore[misc]
        if self.sex:
            people = people.filter(sex=self.sex)
        if self.department:
            people = people.filter(department__contains=self.department)
        if self.posts:
            people = people.filter(pk__in=terms_in(organization, on).values("person"))
        return people.order_by(self.key, "pk")


def searched(text: str) -> str:
    """As it stands in the search text: pinyin is written there in small letters, without spaces."""
    return "".join(text.lower().replace("'", "").split()) if text.isascii() else text


def terms_in(organization: Organization, on: date) -> QuerySet[Term]:
    return Term.objects.filter(running(on), organization=organization)


@dataclass(frozen=True)
class Page:
    """Fifty people, and the keys that lead to the pages beside."""

    people: list[Any]  # of Person, each with posts_held
    before: str
    after: str


def page_of(asked: Asked, organization: Organization, on: date, given: QueryDict) -> Page:
    """The page after or before the person whose key the address names; else the first."""
    people = asked.people(organization, on).prefetch_related(
        Prefetch("terms", terms_in(organization, on), to_attr="posts_held")
    )
    if place := place_of(given.get("before", "")):
        found = list(people.filter(beside(asked.key, place, "lt")).order_by(f"-{asked.key}", "-pk")[: PAGE + 1])
        rows = found[:PAGE][::-1]
        return Page(rows, mark(asked.key, rows[:1]) if len(found) > PAGE else "", mark(asked.key, rows[-1:]))
    place = place_of(given.get("after", ""))
    found = list((people.filter(beside(asked.key, place, "gt")) if place else people)[: PAGE + 1])
    rows = found[:PAGE]
    return Page(
        rows, mark(asked.key, rows[:1]) if place else "", mark(asked.key, rows[-1:]) if len(found) > PAGE else ""
    )


def beside(key: str, place: tuple[int, str], side: str) -> Q:
    """Beyond a person's place in the order; namesakes stand in the order of their records."""
    pk, value = place
    return Q(**{f"{key}__{side}e": value}) & (Q(**{f"{key}__{side}": value}) | Q(**{f"pk__{side}": pk}))


def mark(key: str, people: list[Any]) -> str:
    return f"{people[0].pk}-{getattr(people[0], key)}" if people else ""


def place_of(text: str) -> tuple[int, str] | None:
    """The person's record and key out of a mark; None for what is no mark."""
    pk, dash, value = text.partition("-")
    return (int(pk), value) if dash and pk.isdecimal() and len(pk) < 19 else None
