"""Entering the roster, and what people declare about themselves."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone

from accounts.encryption import seal_bytes
from accounts.models import Organization, User
from members import rules
from members.comparison import Comparison, Entry, affiliated_since, batches, keyed
from members.intake import FIELD_NAMES, Intake
from members.loading import converter, load, reserve_keys
from members.models import (
    Affiliation,
    Kinship,
    Mentorship,
    Person,
    PreviewPage,
    RosterExport,
    RosterUpload,
    SealedRoster,
    Term,
)
from members.onward import take_over
from rulebook.kernel import action

BATCH = 2000


@action(rules.roster_of_a_branch, label="上传名册")
def upload_roster(
    organization: Organization, *, name: str, content: bytes, posts_since: date, by: User, at: datetime
) -> RosterUpload:
    """The workbook waits, sealed, for its preview to be confirmed; nobody is entered yet."""
    upload = RosterUpload.objects.create(organization=organization, name=name, posts_since=posts_since, uploaded_at=at)
    SealedRoster.objects.create(upload=upload, content=seal_bytes(content, upload.binding))
    return upload


@action(
    rules.not_imported_yet,
    rules.workbook_is_kept,
    rules.checked_without_errors,
    rules.fits_the_records,
    label="导入名册",
)
def import_roster(upload: RosterUpload, *, intake: Intake, by: User, at: datetime) -> RosterUpload:
    """Everybody in the workbook is on the roster, with the posts it names; the same workbook again changes nothing."""
    comparison = intake.comparison
    enter_people(upload.organization, intake)
    change_people(comparison)
    enter_posts(upload, comparison)
    enter_mentors(comparison)
    take_over(upload.organization, people_under_way(intake).values(), timezone.localdate(at))
    upload.imported_at = at
    upload.save()
    SealedRoster.objects.filter(upload=upload).delete()
    PreviewPage.objects.filter(upload=upload).delete()
    return upload


def enter_people(organization: Organization, intake: Intake) -> None:
    created = intake.comparison.created
    if not created:
        return
    keys = reserve_keys(Person, len(created))
    load(
        Person, ["id", *FIELD_NAMES], ([key, *intake.row_for(entry)] for key, entry in zip(keys, created, strict=True))
    )
    day = converter(Affiliation._meta.get_field("since"))
    load(
        Affiliation,
        ["person", "organization", "since"],
        (
            (key, organization.pk, day(affiliated_since(organization, entry)))
            for key, entry in zip(keys, created, strict=True)
        ),
    )


def change_people(comparison: Comparison) -> None:
    fields: set[str] = set()
    for change in comparison.changes:
        for name, value in keyed({change.field: change.new}).items():
            setattr(change.person, name, value)
            fields.add(name)
    if fields:
        # Not bulk_update: only the insert path seals the encrypted fields.
        Person.objects.bulk_create(
            comparison.changed_people,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=sorted(fields),
        )


def enter_posts(upload: RosterUpload, comparison: Comparison) -> None:
    people = people_of(entry.digest for entry, _ in comparison.posts)
    Term.objects.bulk_create(
        Term(
            person=people[entry.digest],
            organization=upload.organization,
            post=post,
            since=upload.posts_since,
            basis="名册导入",
        )
        for entry, post in comparison.posts
    )


def enter_mentors(comparison: Comparison) -> None:
    people = people_of(digest for one in comparison.mentors for digest in (one.entry.digest, one.digest))
    Mentorship.objects.bulk_create(
        Mentorship(
            person=people[proposal.entry.digest],
            mentor=people[proposal.digest],
            since=accompanied_since(proposal.entry),
        )
        for proposal in comparison.mentors
    )


def accompanied_since(entry: Entry) -> date:
    """Mentors are named when somebody becomes an activist; the workbook has no date of its own for it."""
    since: date = entry.values.get("activist_on") or entry.values["applied_on"]
    return since


def people_under_way(intake: Intake) -> dict[str, Person]:
    """Whom the workbook knows to be no full member yet."""
    return people_of(entry.digest for entry in intake.entries if "full_on" not in entry.values)


def people_of(digests: Iterable[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for batch in batches(digests):
        found |= {person.identity_digest or "": person for person in Person.objects.filter(identity_digest__in=batch)}
    return found


@action(rules.sensitive_list_with_right_and_reason, label="导出名册")
def export_roster(
    organization: Organization,
    *,
    filter: str,
    people: Sequence[int],
    sensitive: bool,
    reason: str,
    by: User,
    at: datetime,
) -> RosterExport:
    """It is on record that the list left the program; whoever is on it can see so if it shows his numbers."""
    export = RosterExport.objects.create(
        organization=organization,
        filter=filter[:200],
        rows=len(people),
        sensitive=sensitive,
        reason=reason.strip(),
        exported_at=at,
    )
    if sensitive:
        export.shown.set(people)
    return export


@action(rules.own_relative_or_keeper, rules.relative_is_another, label="申报亲属关系")
def declare_relative(person: Person, *, kin: Person, relation: str, by: User, at: datetime) -> Kinship:
    """The two are known to be relatives, once whoever declares it; neither votes on what touches the other (6.3.2)."""
    kinship = Kinship.objects.between(person, kin).first() or Kinship(person=person, kin=kin)
    kinship.relation = relation
    kinship.save()
    return kinship


@action(rules.own_relative_or_keeper, rules.relative_is_declared, label="更正亲属关系")
def withdraw_relative(person: Person, *, kin: Person, reason: str, by: User, at: datetime) -> Person:
    """The two are not relatives: it was declared by mistake, whoever declared it; the reason stays with the act."""
    Kinship.objects.between(person, kin).delete()
    return person
