"""Who registers points: the branch's discipline commissioner, and the secretary where they are his own (39.4.2.1a)."""

from datetime import date

from accounts.models import Organization, User
from members.models import Person, Term
from members.posts import COMMITTEE, Post


def holds(user: User, organization: Organization, post: Post, on: date) -> bool:
    return Term.objects.running(on).filter(person__user=user, organization=organization, post=post).exists()


def registers(user: User, organization: Organization, on: date, person: Person | None = None) -> bool:
    """Whether he registers the points of this person, or those of the branch as a whole; nobody registers his own.

    The commissioner's own are the secretary's; where there is no other secretary, another committee member's (X2-08).
    """
    if person is None or person.user_id is None:
        return holds(user, organization, Post.DISCIPLINE_COMMISSIONER, on)
    if person.user_id == user.pk:
        return False
    terms = Term.objects.running(on).filter(organization=organization)
    if not terms.filter(person=person, post=Post.DISCIPLINE_COMMISSIONER).exists():
        return holds(user, organization, Post.DISCIPLINE_COMMISSIONER, on)
    if terms.filter(post=Post.SECRETARY).exclude(person=person).exists():
        return holds(user, organization, Post.SECRETARY, on)
    return terms.filter(person__user=user, post__in=COMMITTEE).exists()
