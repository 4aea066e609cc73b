"""Before a round is opened and concluded, somebody nominated, decided on, put on notice, confirmed and made public."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import ExtractYear

from accounts.models import Organization, User
from meetings.decisions import formula_for
from meetings.models import AgendaItem, Matter
from meetings.rules.decided import not_decided
from meetings.rules.duties import every_branch
from members.models import Person, Standing, Term
from members.posts import Post
from points.models import AwardObjection, AwardRound, Criterion, Disqualification, Nomination, Veto
from points.models.commendations import NominationQuerySet
from points.reckoning import BY_LIABILITY
from rulebook.kernel import Owed, duty, gate

BY_VETO = "本年度有经党总支认定的廉洁自律问题，不参加评选"


@dataclass(frozen=True)
class Check:
    """One condition held against the person: `met` is None where nobody has said yet."""

    criterion: Criterion
    met: bool | None
    note: str = ""


@duty("18.1", title="评选优秀党员、优秀党务工作者", post=Post.ORGANIZATION_COMMISSIONER, act="points.open_round")
def both_titles_each_year(on: date) -> Owed:
    """Done with the round that ends the year's two; what was concluded only in a later year was not done in its own."""
    in_time = AwardRound.objects.filter(concluded_on__isnull=False, year=ExtractYear("concluded_on"))
    earlier = in_time.filter(
        Q(concluded_on__lt=OuterRef("concluded_on")) | Q(concluded_on=OuterRef("concluded_on"), pk__lt=OuterRef("pk")),
        organization=OuterRef("organization"),
        year=OuterRef("year"),
    )
    second = in_time.filter(Exists(earlier))
    return Owed(
        by=every_branch(),
        evidence=second.values_list("organization_id", "concluded_on", "pk"),
        page="points:award_round",
    )


def round_of(subject: AwardRound | Nomination) -> AwardRound:
    return subject.round if isinstance(subject, Nomination) else subject


def person_of(subject: AwardRound | Nomination, given: Person | None) -> Person | None:
    return subject.person if isinstance(subject, Nomination) else given


@gate()
def round_opened_once(organization: Organization, *, year: int, title: str, **_: Any) -> str | None:
    known = AwardRound.objects.filter(organization=organization, year=year, title=title).first()
    return f"{known}已于{known.opened_on}启动" if known else None


@gate("18.1", cure="请写明评选条件，一行一条；也可以沿用上一年度的")
def criteria_are_set(subject: Organization | AwardRound, *, criteria: Sequence[str], **_: Any) -> str | None:
    return None if any(text.strip() for text in criteria) else "须按条件评选：还没有写明评选条件"


@gate()
def has_a_place(subject: Organization | AwardRound, *, places: int, **_: Any) -> str | None:
    return None if places >= 1 else "名额至少为1名"


@gate()
def year_has_begun(organization: Organization, *, year: int, opened_on: date, on: date, **_: Any) -> str | None:
    if opened_on > on:
        return "启动日期不能晚于今天"
    return f"{year}年度的评选不能在{opened_on.year}年启动" if opened_on.year < year else None


@gate()
def round_is_open(subject: AwardRound | Nomination, **_: Any) -> str | None:
    concluded_on = round_of(subject).concluded_on
    return f"评选已于{concluded_on}结束" if concluded_on else None


@gate()
def criteria_stand_once_nominated(award: AwardRound, *, criteria: Sequence[str], **_: Any) -> str | None:
    before = [criterion.text for criterion in award.criteria.all()]
    changed = [text.strip() for text in criteria if text.strip()] != before
    return "已有提名对照条件填写，评选条件不能再改" if changed and award.nominations.exists() else None


@gate()
def places_cover_the_confirmed(award: AwardRound, *, places: int, **_: Any) -> str | None:
    confirmed = award.nominations.awarded().count()
    return f"已确认{confirmed}名，名额不能少于{confirmed}名" if places < confirmed else None


@gate("18.1")
def every_criterion_is_checked(subject: AwardRound | Nomination, *, checks: Sequence[Check], **_: Any) -> str | None:
    asked = set(round_of(subject).criteria.values_list("pk", flat=True))
    answered = {check.criterion.pk for check in checks if check.met is not None}
    return None if answered == asked else "请对照评选条件逐项填写后再提交"


@gate("18.1", cure="请核对后修改提名，或者撤销提名")
def meets_every_criterion(nomination: Nomination, **_: Any) -> str | None:
    unmet = [str(check.criterion) for check in nomination.checks.filter(met=False).select_related("criterion")]
    return f"不符合评选条件：{'；'.join(unmet)}" if unmet else None


@gate()
def merits_are_written(subject: AwardRound | Nomination, *, merits: str, **_: Any) -> str | None:
    return None if merits.strip() else "请写明事迹"


@gate("31.4b")
def not_disqualified(
    subject: AwardRound | Nomination, *, on: date, person: Person | None = None, **_: Any
) -> str | None:
    """By a decision of the award's own calendar year, made by the day it is asked (X2-10)."""
    about, year = person_of(subject, person), round_of(subject).year
    decided = Disqualification.objects.filter(person=about, decided_on__year=year, decided_on__lte=on)
    return BY_LIABILITY if about is not None and decided.exists() else None


@gate("39.3.3")
def not_vetoed(subject: AwardRound | Nomination, *, on: date, person: Person | None = None, **_: Any) -> str | None:
    """Who is shut out of the year's selection by a recognised clean-conduct problem is not commended for that year."""
    about, year = person_of(subject, person), round_of(subject).year
    known = Veto.objects.filter(person=about, recognised_on__year=year, recognised_on__lte=on)
    return BY_VETO if about is not None and known.exists() else None


@gate("31.4b", cure="请先撤销提名")
def nobody_disqualified_meanwhile(award: AwardRound, *, on: date, **_: Any) -> str | None:
    decided = Disqualification.objects.filter(decided_on__year=award.year, decided_on__lte=on)
    barred = waiting(award).filter(person__in=decided.values("person")).select_related("person")
    return f"{names_of(barred)}：{BY_LIABILITY}" if barred else None


@gate("39.3.3", cure="请先撤销提名")
def nobody_vetoed_meanwhile(award: AwardRound, *, on: date, **_: Any) -> str | None:
    known = Veto.objects.filter(recognised_on__year=award.year, recognised_on__lte=on)
    barred = waiting(award).filter(person__in=known.values("person")).select_related("person")
    return f"{names_of(barred)}：{BY_VETO}" if barred else None


def waiting(award: AwardRound) -> NominationQuerySet:
    """The confirmed awards that are still to be made public."""
    return award.nominations.awarded().filter(published_on__isnull=True)


def names_of(nominations: Iterable[Nomination]) -> str:
    return "、".join(one.person.name for one in nominations)


@gate()
def member_of_the_branch(award: AwardRound, *, person: Person, nominated_on: date, **_: Any) -> str | None:
    here = Person.objects.members(award.organization, nominated_on).filter(pk=person.pk)
    return None if here.exists() else f"{person}提名时不是本支部党员"


@gate()
def full_member_for_outstanding_member(
    award: AwardRound, *, person: Person, nominated_on: date, **_: Any
) -> str | None:
    """The title presupposes the rights of a full member: a probationary one is still being tested (第13篇)."""
    full = person.standing_on(nominated_on) == Standing.FULL
    return "预备党员在预备期内，不参加优秀共产党员评选" if award.title == AwardRound.Title.MEMBER and not full else None


@gate()
def worker_held_a_post_in_the_year(award: AwardRound, *, person: Person, **_: Any) -> str | None:
    if award.title != AwardRound.Title.WORKER:
        return None
    branch = award.organization
    held = Term.objects.filter(
        Q(organization=branch) | Q(organization__superior=branch),
        Q(until__isnull=True) | Q(until__gt=date(award.year, 1, 1)),
        person=person,
        since__lt=date(award.year + 1, 1, 1),
    )
    return None if held.exists() else f"{person}{award.year}年没有担任党务职务"


@gate()
def nominated_once(award: AwardRound, *, person: Person, **_: Any) -> str | None:
    known = award.nominations.standing().filter(person=person)
    return f"{person}已经提名" if known.exists() else None


@gate()
def nominated_while_open(award: AwardRound, *, nominated_on: date, on: date, **_: Any) -> str | None:
    if nominated_on > on:
        return "提名日期不能晚于今天"
    return f"提名日期早于评选启动（{award.opened_on}）" if nominated_on < award.opened_on else None


@gate()
def nomination_stands(nomination: Nomination, **_: Any) -> str | None:
    return f"已于{nomination.withdrawn_on}撤销提名" if nomination.withdrawn_on else None


@gate()
def not_studied_yet(nomination: Nomination, **_: Any) -> str | None:
    return "支委会已经研究，提名不能再改" if nomination.committee_item_id else None


@gate()
def not_adopted_yet(nomination: Nomination, **_: Any) -> str | None:
    return "党员大会已经表决" if nomination.general_item_id else None


@gate()
def not_on_notice_yet(nomination: Nomination, **_: Any) -> str | None:
    return f"已于{nomination.notice_since}开始公示" if nomination.notice_since else None


@gate()
def not_confirmed_yet(nomination: Nomination, **_: Any) -> str | None:
    return f"已于{nomination.confirmed_on}确认表彰" if nomination.confirmed_on else None


@gate()
def not_published_yet(nomination: Nomination, **_: Any) -> str | None:
    return f"已于{nomination.published_on}公布" if nomination.published_on else None


@gate()
def withdrawal_has_a_reason(nomination: Nomination, *, reason: str, **_: Any) -> str | None:
    return None if reason.strip() else "请写明撤销提名的原因"


def not_the_branchs(nomination: Nomination, decision: AgendaItem) -> bool:
    ours = decision.meeting.organization_id == nomination.round.organization_id
    return not ours or decision.matter != Matter.COMMENDATION


@gate("6.1.5", "6.2.4b", cure="请在支委会会议上列一项“评优评先”的议题，选“涉及人员”，表决通过")
def committee_has_studied(nomination: Nomination, *, decision: AgendaItem | None, **_: Any) -> str | None:
    if decision is None or not_the_branchs(nomination, decision) or not decision.meeting.is_committee:
        return "党员、党务工作者评优评先须经本支部支委会研究"
    if decision.meeting.held_on < nomination.nominated_on:
        return f"支委会会议（{decision.meeting.held_on}）早于提名（{nomination.nominated_on}）"
    return not_decided(decision, nomination.person) or too_few_present(decision)


def too_few_present(decision: AgendaItem) -> str | None:
    """The vote's own count held against the two thirds that 6.2.4b asks of awards."""
    formula, vote = formula_for(decision), decision.vote
    return formula.quorum_gap(vote.eligible, vote.present) if formula else None


@gate("6.1.5", cure="请先登记支委会研究的议题")
def was_studied(nomination: Nomination, **_: Any) -> str | None:
    return None if nomination.committee_item_id else "还没有经支委会研究"


@gate("1.4.1c", cure="支委会研究后，请在党员大会上列一项“评优评先”的议题，选“涉及人员”，表决通过")
def general_meeting_has_decided(nomination: Nomination, *, decision: AgendaItem | None, **_: Any) -> str | None:
    if decision is None or not_the_branchs(nomination, decision) or not decision.meeting.is_general:
        return "表彰党员须由支部党员大会决定"
    studied = nomination.committee_item
    if studied is not None and decision.meeting.begins_at <= studied.meeting.begins_at:
        return f"党员大会（{decision.meeting.held_on}）须在支委会研究（{studied.meeting.held_on}）之后"
    return not_decided(decision, nomination.person)


@gate()
def decision_serves_no_other(nomination: Nomination, *, decision: AgendaItem | None, **_: Any) -> str | None:
    """One vote decides on one person and one title."""
    if decision is None:
        return None
    used = Nomination.objects.standing().exclude(pk=nomination.pk).select_related("round", "person")
    other = used.filter(Q(committee_item=decision) | Q(general_item=decision)).first()
    return f"“{decision}”是{other}的决定" if other else None


@gate("1.4.1c", cure="请先登记党员大会表决的议题")
def was_adopted(nomination: Nomination, **_: Any) -> str | None:
    return None if nomination.general_item_id else "还没有经党员大会表决通过"


@gate("22.1")
def notice_follows_the_decision(nomination: Nomination, *, since: date, until: date, on: date, **_: Any) -> str | None:
    if until < since:
        return "公示结束日期早于开始日期"
    if since > on:
        return "公示开始日期不能晚于今天"
    decision = nomination.general_item
    held_on = decision.meeting.held_on if decision else None
    return f"公示不能早于党员大会（{held_on}）" if held_on and since < held_on else None


@gate("22.1", cure="请先公示")
def was_put_on_notice(nomination: Nomination, **_: Any) -> str | None:
    return None if nomination.notice_since else "还没有公示"


@gate("22.1")
def notice_is_over(nomination: Nomination, *, on: date, confirmed_on: date | None = None, **_: Any) -> str | None:
    until, day = nomination.notice_until, confirmed_on or on
    if day > on:
        return "确认日期不能晚于今天"
    return f"公示到{until}，期满无异议后才能确认" if until is not None and day <= until else None


@gate()
def objections_are_settled(nomination: Nomination, **_: Any) -> str | None:
    against = nomination.objections.against()
    if against.filter(upheld=True).exists():
        return "公示期间反映的问题属实，影响表彰，请撤销提名"
    unanswered = against.count()
    return f"还有{unanswered}件异议没有答复" if unanswered else None


@gate()
def a_place_is_left(nomination: Nomination, **_: Any) -> str | None:
    award = nomination.round
    return f"名额{award.places}名已满" if award.nominations.awarded().count() >= award.places else None


@gate()
def received_during_the_notice(nomination: Nomination, *, received_on: date, on: date, **_: Any) -> str | None:
    if received_on > on:
        return "收到日期不能晚于今天"
    since = nomination.notice_since
    return f"收到日期早于公示（{since}）" if since is not None and received_on < since else None


@gate()
def dealt_with_by_another(subject: Nomination | AwardObjection, *, by: User, **_: Any) -> str | None:
    nomination = subject.nomination if isinstance(subject, AwardObjection) else subject
    return "不得办理对本人的异议" if nomination.person.user_id == by.pk else None


@gate()
def not_answered_yet(objection: AwardObjection, **_: Any) -> str | None:
    return f"已于{objection.answered_on}答复" if objection.answered_on else None


@gate()
def answered_after_receipt(objection: AwardObjection, *, answered_on: date, on: date, **_: Any) -> str | None:
    if answered_on > on:
        return "答复日期不能晚于今天"
    return f"答复日期早于收到（{objection.received_on}）" if answered_on < objection.received_on else None


@gate("22.1", cure="请先确认表彰")
def somebody_waits_to_be_published(award: AwardRound, **_: Any) -> str | None:
    return None if waiting(award).exists() else "没有已确认、尚未公布的表彰"


@gate("22.1")
def published_after_the_confirmation(award: AwardRound, *, published_on: date, on: date, **_: Any) -> str | None:
    if published_on > on:
        return "公布日期不能晚于今天"
    confirmed_on = waiting(award).aggregate(last=Max("confirmed_on"))["last"]
    return f"公布日期早于确认（{confirmed_on}）" if confirmed_on and published_on < confirmed_on else None


@gate()
def something_is_published(award: AwardRound, **_: Any) -> str | None:
    return None if award.nominations.published().exists() else "还没有公布表彰"


@gate("22.1", cure="请逐个公布，或撤销提名并写明原因")
def every_nomination_is_settled(award: AwardRound, **_: Any) -> str | None:
    left = award.nominations.standing().filter(published_on__isnull=True)
    return f"还没有办完：{names_of(left.select_related('person'))}" if left.exists() else None


@gate("18.1", cure="确实没有符合条件的，请写明说明")
def somebody_was_chosen_or_it_says_why_not(award: AwardRound, *, note: str, **_: Any) -> str | None:
    return None if note.strip() or award.nominations.published().exists() else "本次评选没有表彰任何人"


@gate()
def concluded_after_the_rest(award: AwardRound, *, concluded_on: date, on: date, **_: Any) -> str | None:
    if concluded_on > on:
        return "结束日期不能晚于今天"
    last = award.nominations.published().aggregate(last=Max("published_on"))["last"] or award.opened_on
    return f"结束日期早于启动或公布（{last}）" if concluded_on < last else None
