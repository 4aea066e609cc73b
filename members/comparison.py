"""What a roster workbook would change: each row against the person who has its identity number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, pairwise
from typing import Any

from accounts.encryption import lookup_digest
from accounts.models import Organization
from members import name_keys
from members.models import Affiliation, Person
from members.onward import on_record
from members.posts import Post
from members.roster import ApplicantRow, Problem, RosterReading, RosterRow

Row = RosterRow | ApplicantRow
SEXES = {"男": Person.Sex.MALE, "女": Person.Sex.FEMALE}
SHOWN = {field.name: str(field.verbose_name) for field in Person._meta.concrete_fields}
HIDDEN = ("identity_number", "phone")
CHUNK = 500  # identity numbers looked up by one query
STATES_WITHOUT_WEIGHT = ("", "正常", "正式")
PATH_TO_THE_PARTY = ("applied_on", "activist_on", "candidate_on", "admitted_on", "full_on")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row with the fields of a person that it states, and the digest of its identity number."""

    row: Row
    digest: str
    values: dict[str, Any]

    def problem(self, message: str) -> Problem:
        return Problem(self.row.sheet, self.row.row, "", message)


@dataclass(frozen=True, slots=True)
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
        return shown(self.field, self.old), shown(self.field, self.new)


@dataclass(frozen=True, slots=True)
class MentorProposal:
    """The member of the branch who is meant by a name beside somebody on the way into the Party."""

    entry: Entry
    name: str
    digest: str


@dataclass
class Comparison:
    """What the import would do. With errors it does nothing at all."""

    created: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    posts: list[tuple[Entry, Post]] = field(default_factory=list)
    mentors: list[MentorProposal] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)  # (name, what the workbook no longer says)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def changed_people(self) -> list[Person]:
        return list({change.person.pk: change.person for change in self.changes}.values())

    @property
    def changes_nothing(self) -> bool:
        return not (self.created or self.changes or self.posts or self.mentors)


@dataclass
class Records:
    """What is on record about the people of a workbook and of the branch it is for."""

    known: dict[str, Person]
    here: dict[int, Person]
    elsewhere: dict[int, str]

    @classmethod
    def about(cls, organization: Organization, entries: list[Entry], on: date) -> "Records":
        """Two queries for the branch, one more for every 500 people that it does not have."""
        here = {person.pk: person for person in Person.objects.of(organization, on)}
        known = {person.identity_digest: person for person in here.values() if person.identity_digest}
        for digests in batches(entry.digest for entry in entries if entry.digest not in known):
            known |= {
                person.identity_digest or "": person for person in Person.objects.filter(identity_digest__in=digests)
            }
        strangers = [person.pk for person in known.values() if person.pk not in here]
        elsewhere: dict[int, str] = {}
        for pks in batches(strangers):
            homes = Affiliation.objects.filter(person__in=pks, until__isnull=True)
            elsewhere |= dict(homes.values_list("person", "organization__short_name"))
        return cls(known, here, elsewhere)


def batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(values)
    while batch := list(islice(rest, CHUNK)):
        yield batch


def shown(name: str, value: Any) -> str:
    """A field's value as it stands on the page."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "sex" and value:
        return str(Person.Sex(value).label)
    return str(value or "（空）")


def entries_of(reading: RosterReading) -> list[Entry]:
    rows: list[Row] = [*reading.people, *reading.applicants]
    return [Entry(row, lookup_digest(row.identity_number), values_of(row)) for row in rows]


def values_of(row: Row) -> dict[str, Any]:
    """The fields of a person that the row states; what it leaves blank is left out, never wiped."""
    values: dict[str, Any] = {
        "name": row.name,
        "sex": SEXES[row.sex],
        "nationality": row.nationality,
        "birth_on": row.birth_on,
        "identity_number": row.identity_number,
        "education": row.education,
        "department": row.department,
        "phone": row.phone,
    }
    if isinstance(row, RosterRow):
        values |= {"admitted_on": row.admitted_on, "full_on": row.full_on}
        values |= {"standing_state": row.standing_state, "mobile": row.mobile}
    else:
        values |= {"applied_on": row.applied_on, "activist_on": row.activist_on, "candidate_on": row.candidate_on}
    return {name: value for name, value in values.items() if value}


def compare_people(entries: list[Entry], records: Records, result: Comparison) -> None:
    """Who is new, who differs and in what; and who cannot be entered here."""
    for entry in entries:
        person = records.known.get(entry.digest)
        if person is None:
            result.created.append(entry)
        elif obstacle := obstacle_to(person, records):
            result.errors.append(entry.problem(obstacle))
        else:
            changes = changes_of(person, entry.values)
            result.changes += changes
            result.unchanged += not changes
            if changes and (disorder := disorder_of(person, entry.values)):
                result.errors.append(entry.problem(disorder))
        note_state(entry, result)
    keep_recorded_dates(entries, result)


def keep_recorded_dates(entries: list[Entry], result: Comparison) -> None:
    """Whose steps are on record keeps his dates: where the workbook has others, it is told and changes nothing."""
    moved = [change for change in result.changes if change.field in PATH_TO_THE_PARTY]
    recorded = on_record({change.person.pk for change in moved})
    kept = [change for change in moved if change.person.pk in recorded]
    if not kept:
        return
    rows = {entry.digest: entry for entry in entries}
    for change in kept:
        entry = rows[change.person.identity_digest or ""]
        del entry.values[change.field]
        old, new = change.shown
        text = f"{change.label}：发展党员记录是{old}，名册是{new}，以记录为准，没有改动；请核对，记录有误的凭依据更正"
        result.warnings.append(entry.problem(text))
    before = len(result.changed_people)
    left = {(change.person.pk, change.field) for change in kept}
    result.changes = [change for change in result.changes if (change.person.pk, change.field) not in left]
    result.unchanged += before - len(result.changed_people)


def obstacle_to(person: Person, records: Records) -> str:
    """Why somebody on record cannot be entered here; of his record elsewhere it says the branch, nothing else."""
    if person.pk not in records.here:
        home = records.elsewhere.get(person.pk)
        place = f"的组织关系在另一党支部（{home}）" if home else "的组织关系已经转出"
        return f"本行公民身份号码{place}，请先核对号码；号码无误的，办理组织关系接转后再导入名册"
    if person.ended_on:
        return f"记录中此人的党籍已于{person.ended_on}终止，请核对；确已终止的，请从名册中删去本行"
    return ""


def changes_of(person: Person, values: dict[str, Any]) -> list[Change]:
    # The identity number is how the two were found to be the same: no need to open it.
    return [
        Change(person, name, old, value)
        for name, value in values.items()
        if name != "identity_number" and (old := getattr(person, name)) != value
    ]


def disorder_of(person: Person, values: dict[str, Any]) -> str:
    """Where the row's dates do not follow those on record."""
    merged = [(name, values.get(name) or getattr(person, name)) for name in PATH_TO_THE_PARTY]
    for (earlier, before), (later, after) in pairwise([(name, day) for name, day in merged if day]):
        if after < before:
            return f"{SHOWN[later]} {after} 早于{SHOWN[earlier]} {before}（其中一个是现有记录），请核对这两个日期"
    return ""


def note_state(entry: Entry, result: Comparison) -> None:
    """A state such as 停止党籍 is kept as written; what it means for voting needs a decision on paper."""
    state = getattr(entry.row, "standing_state", "")
    if state not in STATES_WITHOUT_WEIGHT:
        text = f"党籍状态“{state}”只照原文保存，表决权不会因此停止；停止表决权的，请凭文件登记“停止党员权利”"
        result.warnings.append(entry.problem(text))


def people_missing(reading: RosterReading, records: Records, entries: list[Entry]) -> list[tuple[str, str]]:
    """Who is on record here and not in the workbook, of the kinds of people that the workbook lists."""
    named = {entry.digest for entry in entries}
    return [
        (person.name, "党员" if person.admitted_on else "入党申请人、入党积极分子或发展对象")
        for person in records.here.values()
        if person.identity_digest not in named
        and not person.ended_on
        and (reading.people if person.admitted_on else reading.applicants)
    ]


def keyed(values: dict[str, Any]) -> dict[str, Any]:
    """The values with what is derived from name and identity number for look-up and sorting."""
    keys: dict[str, Any] = {}
    if name := values.get("name"):
        keys |= {
            "search_text": name_keys.search_text(name),
            "pinyin_key": name_keys.pinyin_key(name),
            "stroke_key": name_keys.stroke_key(name),
        }
    if number := values.get("identity_number"):
        keys |= {"identity_digest": lookup_digest(number), "identity_tail": number[-4:]}
    return {**values, **keys}


def affiliated_since(organization: Organization, entry: Entry) -> date:
    """The workbook does not say when somebody came to the branch: his first date in the Party, or its founding."""
    first: date = entry.values.get("admitted_on") or entry.values["applied_on"]
    return max(first, organization.founded_on)
