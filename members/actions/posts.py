"""Posts taken and ended."""

from datetime import date, datetime

from accounts.models import Organization, User
from members import rules
from members.models import Person, Term
from rulebook.kernel import action


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
