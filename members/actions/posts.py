"""Posts taken and ended."""

from datetime import date, datetime

from accounts.models import Organization, User
from members import rules
from members.models import Person, Term
from rulebook.kernel import action


@action(
    rules.post_of_a_branch,
    rules.post_is_free,
    rules.one_secretary,
    rules.post_holder_is_full_member,
    rules.post_holder_is_of_the_branch,
    rules.group_leaders_are_named_in_their_group,
    label="登记任职",
)
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


@action(rules.division_of_a_running_term, label="登记分工")
def divide_work(term: Term, *, division: str, by: User, at: datetime) -> Term:
    """What part of the work the holder of the post answers for stands on the page of posts."""
    term.division = division
    term.save(update_fields=["division"])
    return term
