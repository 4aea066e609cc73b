"""Entering the roster, and what people declare about themselves."""

from datetime import date, datetime

from django.utils import timezone

from accounts.encryption import seal_bytes
from accounts.models import Organization, User
from members import rules
from members.comparison import Comparison, affiliated_since, compare, keyed
from members.models import Affiliation, Kinship, Person, RosterUpload, Term
from members.reading import reading_of
from rulebook.kernel import action

BATCH = 2000


@action(label="上传名册")
def upload_roster(
    organization: Organization, *, name: str, content: bytes, posts_since: date, by: User, at: datetime
) -> RosterUpload:
    """The workbook waits, sealed, for its preview to be confirmed; nobody is entered yet."""
    upload = RosterUpload(organization=organization, name=name, posts_since=posts_since, uploaded_at=at)
    upload.content = seal_bytes(content, upload.binding)
    upload.save()
    return upload


@action(rules.not_imported_yet, rules.workbook_without_errors, label="导入名册")
def import_roster(upload: RosterUpload, *, by: User, at: datetime) -> RosterUpload:
    """Everybody in the workbook is on the roster, with the posts it names; the same workbook again changes nothing."""
    organization = upload.organization
    comparison = compare(organization, reading_of(upload), timezone.localdate(at))
    created = [Person(**keyed(values)) for _, values in comparison.created]
    Person.objects.bulk_create(created, batch_size=BATCH)
    Affiliation.objects.bulk_create(
        [
            Affiliation(person=person, organization=organization, since=affiliated_since(organization, person))
            for person in created
        ],
        batch_size=BATCH,
    )
    change_people(comparison)
    enter_posts(upload, comparison)
    upload.imported_at, upload.content = at, None
    upload.save()
    return upload


def change_people(comparison: Comparison) -> None:
    fields: set[str] = set()
    for change in comparison.changes:
        for name, value in keyed({change.field: change.new}).items():
            setattr(change.person, name, value)
            fields.add(name)
    if fields:
        people = {change.person.pk: change.person for change in comparison.changes}
        # Not bulk_update: only the insert path seals the encrypted fields.
        Person.objects.bulk_create(
            people.values(),
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=sorted(fields),
        )


def enter_posts(upload: RosterUpload, comparison: Comparison) -> None:
    digests = [keyed({"identity_number": row.identity_number})["identity_digest"] for row, _ in comparison.posts]
    people = {person.identity_digest: person for person in Person.objects.filter(identity_digest__in=digests)}
    Term.objects.bulk_create(
        Term(
            person=people[digest],
            organization=upload.organization,
            post=post,
            since=upload.posts_since,
            basis="名册导入",
        )
        for digest, (_, post) in zip(digests, comparison.posts, strict=True)
    )


@action(rules.own_relative_or_keeper, rules.relative_is_another, label="申报亲属关系")
def declare_relative(person: Person, *, kin: Person, relation: str, by: User, at: datetime) -> Kinship:
    """The two are known to be relatives; neither votes on what touches the other (6.3.2)."""
    kinship, _ = Kinship.objects.update_or_create(person=person, kin=kin, defaults={"relation": relation})
    return kinship
