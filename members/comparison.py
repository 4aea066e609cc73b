"""What a roster workbook would change: each row against the person who has its identity number."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.encryption import lookup_digest
from accounts.models import Organization
from members import names
from members.models import Person, Term
from members.posts import Post
from members.roster import ApplicantRow, Problem, RosterReading, RosterRow

SEXES = {"男": Person.Sex.MALE, "女": Person.Sex.FEMALE}
SHOWN = {field.name: str(field.verbose_name) for field in Person._meta.concrete_fields}
HIDDEN = ("identity_number", "phone")


@dataclass(frozen=True)
class Change:
    """One field of one known person that the workbook has differently."""

    person: Person
    field: str
    old: Any
    new: Any

    @property
    def label(self) -> str:
        return SHOWN[self.field]

    @property
    def shown(self) -> tuple[str, str]:
        """Old and new as the preview shows them; sealed fields only as changed."""
        if self.field in HIDDEN:
            return "（已录入）" if self.old else "（空）", "（有变动）"
        return str(self.old or "（空）"), str(self.new)


@dataclass
class Comparison:
    """What the import would do. With errors it does nothing at all."""

    created: list[tuple[RosterRow | ApplicantRow, dict[str, Any]]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unchanged: list[Person] = field(default_factory=list)
    posts: list[tuple[RosterRow, Post]] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def changed_people(self) -> list[Person]:
        return list({change.person.pk: change.person for change in self.changes}.values())


def values_of(row: RosterRow | ApplicantRow) -> dict[str, Any]:
    """The fields of a person that the row states; what it leaves blank is left out, never wiped."""
    values = {
        "name": row.name,
        "sex": SEXES.get(row.sex),
        "nationality": row.nationality,
        "birth_on": row.birth_on,
        "identity_number": row.identity_number,
        "education": row.education,
        "department": row.department,
        "phone": row.phone,
    }
    if isinstance(row, RosterRow):
        values |= {"admitted_on": row.admitted_on, "full_on": row.full_on}
    else:
        values |= {"applied_on": row.applied_on, "activist_on": row.activist_on, "candidate_on": row.candidate_on}
    return {name: value for name, value in values.items() if value}


def compare(organization: Organization, reading: RosterReading, on: date) -> Comparison:
    """Each row against what is known; two queries for any number of rows."""
    result = Comparison(errors=list(reading.errors), warnings=list(reading.warnings))
    rows: list[RosterRow | ApplicantRow] = [*reading.people, *reading.applicants]
    digests = {lookup_digest(row.identity_number): row for row in rows if row.identity_number}
    known = {person.identity_digest: person for person in known_people(list(digests))}
    here = set(Person.objects.of(organization, on).values_list("pk", flat=True))
    for row in rows:
        person = known.get(lookup_digest(row.identity_number)) if row.identity_number else None
        if person is None:
            result.created.append((row, values_of(row)))
        elif person.pk not in here:
            text = f"{row.name}的组织关系现在另一党支部，请先办理组织关系转接，再导入名册"
            result.errors.append(Problem(row.sheet, row.row, "", text))
        else:
            changes = changes_of(person, values_of(row))
            result.changes += changes
            if not changes:
                result.unchanged.append(person)
    result.posts = proposed_posts(organization, reading, known)
    return result


def known_people(digests: list[str]) -> list[Person]:
    found: list[Person] = []
    for start in range(0, len(digests), 500):
        found += Person.objects.filter(identity_digest__in=digests[start : start + 500])
    return found


def changes_of(person: Person, values: dict[str, Any]) -> list[Change]:
    return [
        Change(person, name, getattr(person, name), value)
        for name, value in values.items()
        if getattr(person, name) != value
    ]


def proposed_posts(
    organization: Organization, reading: RosterReading, known: dict[str | None, Person]
) -> list[tuple[RosterRow, Post]]:
    """Posts named in the workbook that nobody on record holds yet."""
    running = set(Term.objects.filter(organization=organization, until__isnull=True).values_list("person", "post"))
    proposed = []
    for row in reading.people:
        person = known.get(lookup_digest(row.identity_number)) if row.identity_number else None
        for post in map(Post, row.posts):
            if person is None or (person.pk, post.value) not in running:
                proposed.append((row, post))
    return proposed


def keyed(values: dict[str, Any]) -> dict[str, Any]:
    """The values with what is derived from name and identity number for look-up and sorting."""
    keys: dict[str, Any] = {}
    if name := values.get("name"):
        keys |= {
            "search_text": names.search_text(name),
            "pinyin_key": names.pinyin_key(name),
            "stroke_key": names.stroke_key(name),
        }
    if number := values.get("identity_number"):
        keys |= {"identity_digest": lookup_digest(number), "identity_tail": number[-4:]}
    return {**values, **keys}


def affiliated_since(organization: Organization, person: Person) -> date:
    """The workbook does not say when somebody came to the branch: his first date in the Party, or its founding."""
    first = person.admitted_on or person.applied_on or organization.founded_on
    return max(first, organization.founded_on)
