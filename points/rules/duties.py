"""What points owe by a day: the monthly publication, and the make-ups that cost a point when they are missed."""

from datetime import date

from django.db.models import DateField, F, Value
from django.db.models.functions import Greatest

from accounts.models import Organization
from members.posts import Post
from points.models import PointMonth
from rulebook.choices import QUESTIONS
from rulebook.kernel import Owed, duty
from rulebook.periods import add_months

FIRST_LIST = add_months(date.fromisoformat(QUESTIONS["points_start"].default), 1)  # of the trial's first month


@duty("39.4.3", title="积分公布", post=Post.DISCIPLINE_COMMISSIONER, act="points.close_month")
def published_each_month(on: date) -> Owed:
    """One publication in every month: the list of a month is late when the next month has ended."""
    branches = Organization.objects.branches().annotate(
        points_since=Greatest("founded_on", Value(FIRST_LIST, DateField()))
    )
    published = PointMonth.objects.filter(published_on__isnull=False)
    return Owed(
        by=branches.values_list("pk", F("pk"), "points_since", "dissolved_on"),
        evidence=published.values_list("organization_id", "published_on", "pk"),
        page="points:published",
    )
