"""Who may touch a political review: whom it was granted, one by one, and never the person himself."""

from datetime import date
from typing import Any

from accounts.models import User
from members.models import reach_of
from members.posts import COMMITTEE, SUPERIOR
from recruitment.models import PoliticalReview, ReviewGrant
from rulebook.kernel import gate


def may_read(user: User, review: PoliticalReview) -> bool:
    return PoliticalReview.objects.visible_to(user).filter(pk=review.pk).exists()


@gate(cure="请已获授权的经办人授权")
def granted_to(review: PoliticalReview, *, by: User, **_: Any) -> str | None:
    return None if may_read(by, review) else "未授权查阅本人的政治审查材料"


@gate()
def way_still_running(review: PoliticalReview, **_: Any) -> str | None:
    recruit = review.recruit
    return None if recruit.is_running else f"已于{recruit.ended_on}结束：{recruit.get_outcome_display()}"


@gate()
def concluded_by_today(review: PoliticalReview, *, concluded_on: date, on: date, **_: Any) -> str | None:
    if concluded_on > on:
        return "结论日期不能晚于今天"
    listed_on = review.recruit.person.candidate_on
    return f"结论日期早于列为发展对象的日期{listed_on}" if listed_on and concluded_on < listed_on else None


@gate()
def reader_is_fit(review: PoliticalReview, *, reader: User, **_: Any) -> str | None:
    """Handlers, the committee and the superior (X1-57), and never the person concerned."""
    if review.recruit.person.user_id == reader.pk:
        return "不能授权本人查阅"
    organization = review.organization
    posts = reach_of(reader).posts
    on_committee = any(id == organization.pk and post in COMMITTEE for id, _path, post in posts)
    above = any(post in SUPERIOR and organization.path.startswith(path) for _id, path, post in posts)
    return None if on_committee or above else f"{reader.name}不是支委会成员或上级经办人"


@gate()
def reader_was_granted(review: PoliticalReview, *, reader: User, **_: Any) -> str | None:
    granted = ReviewGrant.objects.filter(user=reader, content_object=review)
    return None if granted.exists() else f"{reader.name}没有获得授权"
