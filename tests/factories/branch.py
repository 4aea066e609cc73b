"""Organizations, persons, posts and accounts."""

from collections.abc import Iterable
from datetime import date
from itertools import count

from accounts.models import Organization, User
from members.actions import placed
from members.models import Affiliation, Person, Term
from members.posts import Post

FOUNDED = date(2020, 1, 1)
_numbers = count(1)


def organization(level: str, superior: Organization | None = None, **fields: object) -> Organization:
    number = next(_numbers)
    defaults = {"code": f"o{number}", "name": f"第{number}党组织", "short_name": f"第{number}", "founded_on": FOUNDED}
    return placed(Organization(level=level, superior=superior, **{**defaults, **fields}))


def branch(**fields: object) -> Organization:
    """A branch under a general branch under a department committee."""
    committee = organization(Organization.Level.DEPARTMENT_COMMITTEE)
    general_branch = organization(Organization.Level.GENERAL_BRANCH, committee)
    return organization(Organization.Level.BRANCH, general_branch, **fields)


def person(organization: Organization, name: str = "", *, since: date = FOUNDED, **fields: object) -> Person:
    """A full member of the branch since its founding, unless said otherwise."""
    made = row_of(name or f"党员{next(_numbers)}", **fields)
    made.save()
    Affiliation.objects.create(person=made, organization=organization, since=since)
    return made


def people(organization: Organization, names: Iterable[str]) -> list[Person]:
    """Full members of the branch since its founding, at the price of one."""
    made = Person.objects.bulk_create(row_of(name) for name in names)
    Affiliation.objects.bulk_create(Affiliation(person=one, organization=organization, since=FOUNDED) for one in made)
    return made


def row_of(name: str, **fields: object) -> Person:
    defaults = {"sex": "male", "admitted_on": date(2010, 7, 1), "full_on": date(2011, 7, 1), "pinyin_key": name}
    return Person(name=name, **{**defaults, "stroke_key": name, "search_text": name, **fields})


def holding(person: Person, organization: Organization, post: str, since: date = FOUNDED) -> Person:
    Term.objects.create(person=person, organization=organization, post=post, since=since)
    return person


def user_of(person: Person) -> User:
    """The person's account, made at its first use; without a usable password."""
    if person.user is None:
        person.user = User.objects.create_user(f"user{person.pk}", name=person.name)
        person.save()
    return person.user


def secretary_of(organization: Organization) -> User:
    return user_of(Person.objects.get(terms__organization=organization, terms__post=Post.SECRETARY))


class BranchFactory:
    """A branch of so many full members, the first ones on its committee."""

    COMMITTEE = (
        Post.SECRETARY,
        Post.ORGANIZATION_COMMISSIONER,
        Post.DISCIPLINE_COMMISSIONER,
        Post.PUBLICITY_COMMISSIONER,
        Post.DEPUTY_SECRETARY,
        Post.COMMITTEE_MEMBER,
        Post.COMMITTEE_MEMBER,
    )

    def __init__(self, members: int = 10, committee: int = 5, **fields: object) -> None:
        self.branch = branch(**fields)
        self.people = people(self.branch, (f"党员{number:03}" for number in range(1, members + 1)))
        self.committee = self.people[:committee]
        Term.objects.bulk_create(
            Term(person=one, organization=self.branch, post=post, since=FOUNDED)
            for one, post in zip(self.committee, self.COMMITTEE, strict=False)
        )
        self.officer = holding(person(self.branch.superior, "上级"), self.branch.superior, Post.SUPERIOR_OFFICER)

    @property
    def secretary(self) -> User:
        return user_of(self.people[0])

    @property
    def superior_officer(self) -> User:
        return user_of(self.officer)
