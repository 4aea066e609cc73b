"""Who leads the branch: the committee with its posts and its division of work."""

from datetime import date

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.models import Organization
from members.models import Term, running
from members.posts import COMMITTEE, Post
from rulebook.kernel import built

ORDER = Case(*(When(post=post, then=Value(place)) for place, post in enumerate(Post)), output_field=IntegerField())


@built("1.4.2a", "2.4")
def leading_body(organization: Organization, on: date) -> QuerySet[Term]:
    """The committee that leads the daily work that day, the secretary first; each with what he answers for."""
    return in_office(organization, on).filter(post__in=COMMITTEE)


def other_posts(organization: Organization, on: date) -> QuerySet[Term]:
    """The posts without a seat on the committee."""
    return in_office(organization, on).exclude(post__in=COMMITTEE)


def in_office(organization: Organization, on: date) -> QuerySet[Term]:
    terms = Term.objects.filter(running(on), organization=organization).select_related("person")
    return terms.order_by(ORDER, "since", "person__stroke_key")


def past_terms(organization: Organization, on: date) -> QuerySet[Term]:
    """Those that had ended by that day, the last one first."""
    return (
        Term.objects.filter(organization=organization, until__lte=on).select_related("person").order_by("-until", ORDER)
    )
