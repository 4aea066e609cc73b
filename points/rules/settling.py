"""Before a month is closed and published, a quarter settled, pioneers proposed and made known."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from accounts.models import Organization, User
from archives.models import Submission
from meetings.models import AgendaItem, Matter
from meetings.rules.decided import not_decided
from members.models import Person, Standing, Term
from members.posts import Post
from points.models import Entry, PointMonth, Settlement, Veto
from points.reckoning import TOP
from points.rules.declaring import before_the_start, settled_already
from points.rules.scheme import sent_before
from points.scheme import begins_on, is_closed, last_day_to_declare, months_of, quarter_of
from rulebook.kernel import gate
from rulebook.periods import add_months


def named(month: date) -> str:
    return f"{month.year}年{month.month}月"


@gate("39.5.1")
def month_belongs_to_the_trial(organization: Organization, *, month: date, **_: Any) -> str | None:
    return before_the_start(organization, month)


@gate("39.4.2.2c", cure="请在申报截止的次日起关账")
def claims_have_had_their_time(organization: Organization, *, month: date, on: date, **_: Any) -> str | None:
    last = last_day_to_declare(organization, month)
    return f"{named(month)}的积分可申报到{last.month}月{last.day}日" if on <= last else None


@gate()
def month_is_open(organization: Organization, *, month: date, **_: Any) -> str | None:
    return f"{named(month)}已经关账" if is_closed(organization, month) else None


@gate("39.4.2.2b")
def month_quarter_not_settled(organization: Organization, *, month: date, **_: Any) -> str | None:
    return settled_already(organization, month)


@gate()
def month_is_closed(month: PointMonth, **_: Any) -> str | None:
    return None if month.is_closed else f"{month}还没有关账"


@gate("39.4.2.2b")
def quarter_of_the_month_is_open(month: PointMonth, **_: Any) -> str | None:
    return settled_already(month.organization, month.month)


@gate("39.4.2.2c", cure="只因系统故障等非本人原因才重新开放，由书记写明原因")
def reopened_by_the_secretary(month: PointMonth, *, by: User, on: date, **_: Any) -> str | None:
    terms = Term.objects.running(on).filter(person__user=by, organization=month.organization, post=Post.SECRETARY)
    return None if terms.exists() else "由书记重新开放"


@gate("39.4.3", cure="有变动的，请以“更正公布”办理并写明说明")
def not_published_yet(month: PointMonth, **_: Any) -> str | None:
    return f"已于{month.published_on}公布" if month.published_on else None


@gate("39.4.3")
def published_already(month: PointMonth, **_: Any) -> str | None:
    return None if month.published_on else f"{month}还没有公布"


@gate(warns=True)
def claims_of_the_month_are_judged(month: PointMonth, **_: Any) -> str | None:
    waiting = Entry.objects.filter(organization=month.organization, month=month.month).waiting().count()
    return f"还有{waiting}项申报没有登记，公布后登记的须更正公布" if waiting else None


@gate("39.4.2.2b")
def quarter_begins_there(organization: Organization, *, quarter: date, **_: Any) -> str | None:
    return None if quarter_of(quarter).since == quarter else "请选择一个季度"


@gate("39.4.2.2b", cure="请先逐月关账")
def every_month_is_closed(organization: Organization, *, quarter: date, **_: Any) -> str | None:
    start = begins_on(organization, quarter)
    counted = [month for month in months_of(quarter_of(quarter)) if add_months(month, 1) > start]
    if not counted:
        return before_the_start(organization, quarter)
    open_months = [named(month) for month in counted if not is_closed(organization, month)]
    return f"还没有关账：{'、'.join(open_months)}" if open_months else None


@gate("39.4.2.2c", cure="请先登记或写明不予登记的理由：申报在先的不因登记迟而作废")
def every_claim_is_judged(organization: Organization, *, quarter: date, **_: Any) -> str | None:
    span = quarter_of(quarter)
    waiting = Entry.objects.filter(organization=organization).waiting().in_months(span.since, span.until).count()
    return f"还有{waiting}项申报没有登记" if waiting else None


@gate("39.4.2.2b")
def quarter_settled_once(organization: Organization, *, quarter: date, **_: Any) -> str | None:
    return settled_already(organization, quarter)


@gate()
def not_with_the_superior(settlement: Settlement, **_: Any) -> str | None:
    asked = settlement.submission
    if asked is None or asked.decision == Submission.Decision.REFUSED or asked.recalled_on is not None:
        return None
    return f"已于{asked.sent_on}报党总支"


@gate()
def has_a_superior(settlement: Settlement, **_: Any) -> str | None:
    return None if settlement.organization.superior_id else "没有设置上级党组织"


@gate("39.4.4b", cure="请在支委会会议上列一项“评优评先”的议题，表决通过")
def committee_has_decided(settlement: Settlement, *, decision: AgendaItem | None, **_: Any) -> str | None:
    if decision is None:
        return "标兵由支部拟定，须经支委会研究"
    meeting = decision.meeting
    right = meeting.organization_id == settlement.organization_id and decision.matter == Matter.COMMENDATION
    if not (right and meeting.is_committee):
        return "须由本支部支委会研究“评优评先”"
    if meeting.held_on < settlement.settled_on:
        return f"支委会会议（{meeting.held_on}）早于结算（{settlement.settled_on}）"
    return not_decided(decision)


@gate("39.4.4a")
def chosen_are_full_members(settlement: Settlement, *, chosen: Sequence[Person], **_: Any) -> str | None:
    """Only those who stand at the cut are left to the committee; nobody else can be put forward."""
    places = {place.person_id: place for place in settlement.places.all()}
    for person in chosen:
        place = places.get(person.pk)
        if place is None or place.standing != Standing.FULL:
            return "须为正式党员"
        if not place.tied:
            return f"{person}不在并列待定之列"
    return None


@gate("39.4.4a", cure="请从并列人员中选定，并写明理由")
def tie_is_decided(settlement: Settlement, *, chosen: Sequence[Person], tie_reason: str, **_: Any) -> str | None:
    tied = settlement.places.filter(tied=True).count()
    if not tied:
        return None
    return None if chosen and tie_reason.strip() else f"第三名有{tied}人并列，由支委会决定并写明理由"


@gate("39.4.4a")
def somebody_is_proposed(settlement: Settlement, **_: Any) -> str | None:
    first = settlement.places.filter(rank__lte=3).exists()
    return None if first else "本季度没有符合条件的人选"


@gate("39.4.4b")
def pioneers_sent_after_their_study(
    settlement: Settlement, *, decision: AgendaItem | None, sent_on: date, **_: Any
) -> str | None:
    return sent_before(decision, sent_on)


@gate(warns=True)
def nobody_was_vetoed_since(settlement: Settlement, **_: Any) -> str | None:
    """The frozen order does not know of a veto that came after it; the committee and the general branch must."""
    later = Veto.objects.filter(organization=settlement.organization, recorded_on__gte=settlement.settled_on)
    proposed = settlement.places.filter(rank__lte=TOP, person__in=later.values("person"))
    names = "、".join(str(place.person) for place in proposed.select_related("person"))
    return f"结算后登记了廉洁否决，请先与党总支商定：{names}" if names else None


@gate("39.4.4b", "22.1", cure="请等候党总支批复")
def approved_by_the_general_branch(settlement: Settlement, **_: Any) -> str | None:
    return None if settlement.is_approved else "须经党总支审批后公布"


@gate()
def honour_not_published_yet(settlement: Settlement, **_: Any) -> str | None:
    return f"已于{settlement.published_on}公示" if settlement.published_on else None


@gate("22.1")
def published_after_the_approval(settlement: Settlement, *, published_on: date, on: date, **_: Any) -> str | None:
    if published_on > on:
        return "日期不能晚于今天"
    decided = settlement.submission.decided_on if settlement.submission else None
    return f"公示不能早于党总支批准（{decided}）" if decided and published_on < decided else None
