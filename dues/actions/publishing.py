"""What is made known of dues: the year's account, and to members what was collected."""

from datetime import date, datetime

from accounts.models import Organization, User
from dues.models import Announcement, YearAccount
from dues.rules import publishing
from dues.yearly import year_figures
from rulebook.kernel import action, built


@built("DF.4.2")
@action(publishing.year_is_over, publishing.published_once, publishing.published_by_today, label="登记年度公示")
def publish_year(
    organization: Organization,
    *,
    year: int,
    published_on: date,
    place: str,
    to_members: bool,
    by: User,
    at: datetime,
) -> YearAccount:
    """The year's collection, use and management are public with the figures of this day.

    Where it was addressed to members as well it is their announcement of that year's collection too (X1-28).
    """
    if to_members:
        Announcement.objects.create(
            organization=organization,
            since=date(year, 1, 1),
            last_day=date(year, 12, 31),
            announced_on=published_on,
            place=place,
        )
    return YearAccount.objects.create(
        organization=organization,
        year=year,
        published_on=published_on,
        place=place,
        to_members=to_members,
        figures=year_figures(organization, year).as_json(),
    )


@built("DF.4.4")
@action(publishing.announced_by_today, publishing.told_of_what_has_been, label="登记向党员公布收缴情况")
def announce_collection(
    organization: Organization,
    *,
    since: date,
    last_day: date,
    announced_on: date,
    place: str,
    by: User,
    at: datetime,
) -> Announcement:
    """Members know what was collected from the first day to the last, both included."""
    return Announcement.objects.create(
        organization=organization, since=since, last_day=last_day, announced_on=announced_on, place=place
    )
