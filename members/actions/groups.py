"""Party groups: formed within a branch, their members and their leaders."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import count

from accounts.models import Organization, User
from members import rules
from members.actions.organizations import placed
from members.models import GroupMembership, Person, Term
from members.posts import Post
from rulebook.kernel import action


@action(rules.only_branches_have_groups, rules.group_name_is_free, label="划分党小组")
def form_group(branch: Organization, *, name: str, founded_on: date, by: User, at: datetime) -> Organization:
    """One more party group stands under the branch; nobody belongs to it yet."""
    return placed(
        Organization(
            superior=branch,
            code=free_code(branch),
            name=f"{branch.name}{name}",
            short_name=name,
            level=Organization.Level.PARTY_GROUP,
            founded_on=founded_on,
        )
    )


def free_code(branch: Organization) -> str:
    """The branch's code with the number of the group; branches whose long codes begin alike share the numbers."""
    stem = f"{branch.code[:24]}-g"
    taken = set(Organization.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (f"{stem}{number}" for number in count(1)) if code not in taken)


@action(rules.is_a_party_group, rules.of_the_groups_branch, rules.joins_after_the_last_group, label="编入党小组")
def assign_to_group(
    group: Organization, *, people: Iterable[Person], since: date, by: User, at: datetime
) -> Organization:
    """These members belong to the group from that day, and to the one they were in until that day."""
    people = list(people)
    GroupMembership.objects.filter(person__in=people, until__isnull=True).update(until=since)
    GroupMembership.objects.bulk_create(GroupMembership(person=person, group=group, since=since) for person in people)
    return group


@action(
    rules.is_a_party_group,
    rules.leader_is_of_the_group,
    rules.leads_after_the_last_leader,
    label="确定党小组组长",
)
def name_group_leader(group: Organization, *, person: Person, since: date, basis: str, by: User, at: datetime) -> Term:
    """The person leads the group from that day; the leader before him until that day."""
    Term.objects.filter(organization=group, post=Post.GROUP_LEADER, until__isnull=True).update(until=since)
    return Term.objects.create(person=person, organization=group, post=Post.GROUP_LEADER, since=since, basis=basis)
