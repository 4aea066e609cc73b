"""Accounts of the people the system administrator starts an organization with."""

from datetime import date, datetime

from accounts.models import Organization, User
from members.comparison import keyed
from members.models import Affiliation, Person, Term
from members.posts import Post
from rulebook.kernel import action


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
