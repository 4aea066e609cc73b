"""Entering the roster, posts taken and ended, accounts for members."""

from datetime import date, datetime

from django.utils import timezone

from accounts.encryption import seal_bytes
from accounts.models import Organization, User
from members import rules
from members.comparison import Comparison, affiliated_since, compare, keyed
from members.models import Affiliation, Kinship, Person, RosterUpload, Term
from members.posts import Post
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


@action(rules.post_is_free, rules.post_holder_is_full_member, label="登记任职")
def appoint(
    organization: Organization, *, person: Person, post: str, since: date, basis: str, by: User, at: datetime
) -> Term:
    """The person holds the post from that day; its rights are his the same second."""
    return Term.objects.create(person=person, organization=organization, post=post, since=since, basis=basis)


@action(rules.term_is_running, label="登记免职")
def dismiss(term: Term, *, until: date, by: User, at: datetime) -> Term:
    """The term ends that day (exclusive); its rights are gone the same second."""
    term.until = until
    term.save()
    return term


def found_root(code: str, name: str, short_name: str, level: str, founded_on: date) -> Organization:
    """The topmost organization of an installation; there is nobody above to record its founding."""
    root = Organization(code=code, name=name, short_name=short_name, level=level, founded_on=founded_on)
    return placed(root)


@action(label="建立下级党组织")
def found_organization(
    superior: Organization,
    *,
    code: str,
    name: str,
    short_name: str,
    level: str,
    founded_on: date,
    by: User,
    at: datetime,
) -> Organization:
    """One more organization stands under its superior."""
    return placed(
        Organization(superior=superior, code=code, name=name, short_name=short_name, level=level, founded_on=founded_on)
    )


def placed(organization: Organization) -> Organization:
    """Saved with its path in the tree, which holds its own id."""
    organization.save()
    above = organization.superior.path if organization.superior else "/"
    organization.path = f"{above}{organization.pk}/"
    organization.save(update_fields=["path"])
    return organization


@action(label="登记上级经办人")
def register_officer(
    organization: Organization, *, user: User, name: str, sex: str, post: str, since: date, by: User, at: datetime
) -> Term:
    """Somebody of a superior organization may answer what the branches below send up."""
    person = Person.objects.create(user=user, sex=sex, **keyed({"name": name}))
    return Term.objects.create(person=person, organization=organization, post=post, since=since, basis="系统管理员登记")


@action(label="建立首任书记账号")
def install_secretary(
    organization: Organization,
    *,
    user: User,
    name: str,
    sex: str,
    identity_number: str,
    since: date,
    by: User,
    at: datetime,
) -> Term:
    """The branch has its first secretary with an account; the roster he imports adds the rest to his record."""
    person = Person.objects.create(user=user, **keyed({"name": name, "sex": sex, "identity_number": identity_number}))
    Affiliation.objects.create(person=person, organization=organization, since=organization.founded_on)
    return Term.objects.create(
        person=person, organization=organization, post=Post.SECRETARY, since=since, basis="系统管理员登记"
    )


@action(rules.own_relative_or_keeper, rules.relative_is_another, label="申报亲属关系")
def declare_relative(person: Person, *, kin: Person, relation: str, by: User, at: datetime) -> Kinship:
    """The two are known to be relatives; neither votes on what touches the other (6.3.2)."""
    kinship, _ = Kinship.objects.update_or_create(person=person, kin=kin, defaults={"relation": relation})
    return kinship
