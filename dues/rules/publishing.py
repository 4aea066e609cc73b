"""Before the year's account and the collection are made known."""

from datetime import date
from typing import Any

from accounts.models import Organization
from dues.models import YearAccount
from rulebook.kernel import gate


@gate()
def year_is_over(organization: Organization, *, year: int, on: date, **_: Any) -> str | None:
    return None if year < on.year else f"{year}年还没有结束"


@gate()
def published_once(organization: Organization, *, year: int, **_: Any) -> str | None:
    known = YearAccount.objects.filter(organization=organization, year=year).first()
    return f"{year}年度已于{known.published_on}公示" if known else None


@gate()
def published_by_today(organization: Organization, *, published_on: date, year: int, on: date, **_: Any) -> str | None:
    if published_on > on:
        return "公示日期不能晚于今天"
    return None if published_on.year > year else "年度公示在次年进行"


@gate()
def announced_by_today(organization: Organization, *, announced_on: date, on: date, **_: Any) -> str | None:
    return "公布日期不能晚于今天" if announced_on > on else None


@gate()
def told_of_what_has_been(
    organization: Organization, *, since: date, last_day: date, announced_on: date, **_: Any
) -> str | None:
    if last_day < since:
        return "截止日期早于起始日期"
    return "只能公布已经收缴的情况" if last_day > announced_on else None
