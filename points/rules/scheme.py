"""Before the scheme is changed, work is planned and recognised, figures and marks come in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Organization, User
from archives.models import Submission
from meetings.models import AgendaItem
from meetings.rules.decided import not_decided
from members.models import Person
from points.items import BY_THE_MONTH, ITEMS, MOST_GAINED, MOST_MARK, Field
from points.models import SchemeChange, WorkItem
from points.participants import participants
from points.rules.declaring import before_the_start, settled_already
from points.scheme import is_closed
from rulebook.kernel import gate


@gate("39.5.2")
def item_is_known_or_named(organization: Organization, *, code: str, title: str, **_: Any) -> str | None:
    return None if code in ITEMS or title.strip() else "新增项目须写明名称"


@gate("39.3.3")
def no_points_for_clean_conduct(organization: Organization, *, field: str, code: str, **_: Any) -> str | None:
    veto = field == Field.CLEAN and code not in ITEMS
    return "廉洁自律是否决项，不设积分项目" if veto else None


@gate()
def not_in_force_yet(change: SchemeChange, **_: Any) -> str | None:
    return f"已于{change.activated_on}启用" if change.activated_on else None


@gate("39.5.2", cure="请在支委会会议上列一项议题，表决通过")
def studied_by_the_committee(change: SchemeChange, *, decision: AgendaItem | None, **_: Any) -> str | None:
    if decision is None or not decision.meeting.is_committee or decision.organization != change.organization:
        return "调整须经支委会研究并报党总支批准"
    return not_decided(decision)


@gate()
def change_not_with_the_superior(change: SchemeChange, **_: Any) -> str | None:
    asked = change.submission
    open_or_approved = asked is not None and asked.decision != Submission.Decision.REFUSED and not asked.recalled_on
    return f"已于{asked.sent_on}报党总支" if asked is not None and open_or_approved else None


@gate(cure="请系统管理员补充上级党组织")
def general_branch_is_known(change: SchemeChange, **_: Any) -> str | None:
    return None if change.organization.superior_id else "没有设置上级党组织"


@gate("39.5.2", cure="请先经支委会研究，报党总支批准")
def both_papers_are_there(change: SchemeChange, **_: Any) -> str | None:
    approved = change.submission is not None and change.submission.is_approved
    return None if change.decision_id and approved else "调整须经支委会研究并报党总支批准"


@gate("39.5.2", cure="请另定生效日期")
def never_backwards(change: SchemeChange, *, effective_on: date, on: date, **_: Any) -> str | None:
    return "调整从生效日期起执行，不得追溯" if effective_on < on else None


@gate("39.5.2", cure="要提前的，请重新提出，经支委会研究并报党总支批准")
def not_before_the_approved_day(change: SchemeChange, *, effective_on: date, **_: Any) -> str | None:
    asked = change.effective_on
    return f"报党总支批准的是自{asked}起执行" if effective_on < asked else None


@gate("39.5.2", cure="请定为某月1日")
def what_counts_by_the_month_changes_with_a_month(
    subject: Organization | SchemeChange, *, effective_on: date, code: str = "", **_: Any
) -> str | None:
    """Otherwise the days of the month that were over would count by the new number as well."""
    item = subject.code if isinstance(subject, SchemeChange) else code
    midway = item in BY_THE_MONTH and effective_on.day != 1
    return f"{item}按月计分，调整须自月初起执行" if midway else None


@gate("39.5.2")
def change_sent_after_its_study(
    change: SchemeChange, *, decision: AgendaItem | None, sent_on: date, **_: Any
) -> str | None:
    return sent_before(decision, sent_on)


def sent_before(decision: AgendaItem | None, sent_on: date) -> str | None:
    """A letter that says 经支委会研究 is not older than the meeting."""
    held = decision.meeting.held_on if decision else None
    return f"报送日期不能早于支委会研究（{held}）" if held and sent_on < held else None


@gate()
def in_force_once_that_day(change: SchemeChange, *, effective_on: date, **_: Any) -> str | None:
    others = SchemeChange.objects.filter(
        organization=change.organization, code=change.code, effective_on=effective_on, activated_on__isnull=False
    )
    return f"{change.code}当天已有另一项调整" if others.exclude(pk=change.pk).exists() else None


@gate("39.3.1.3.1")
def owners_take_part(
    organization: Organization, *, owners: Sequence[Person], month: date, on: date, **_: Any
) -> str | None:
    here = set(participants(organization, max(on, month)).values_list("pk", flat=True))
    strangers = [str(person) for person in owners if person.pk not in here]
    return f"{'、'.join(strangers)}不在积分适用范围，不能作责任人" if strangers else None


@gate("39.3.1.3.1")
def plan_is_made_while_the_month_is_open(organization: Organization, *, month: date, **_: Any) -> str | None:
    if is_closed(organization, month):
        return f"{month.year}年{month.month}月已经关账"
    return settled_already(organization, month) or before_the_start(organization, month)


@gate()
def not_recognised_yet(work: WorkItem, **_: Any) -> str | None:
    return f"已于{work.recognised_on}认定" if work.recognised_on else None


@gate()
def reported_by_its_owner(work: WorkItem, *, by: User, **_: Any) -> str | None:
    own = work.owners.filter(user=by).exists()
    return None if own or by.has_perm("points.read_entries", work.organization) else "由责任人报告"


@gate("39.3.1.3.2", "39.4.1.2", cure="临时专项只由党总支认定")
def recognised_by_who_may(work: WorkItem, *, recognised_by: str, **_: Any) -> str | None:
    leader = recognised_by == WorkItem.Recogniser.LEADER_IN_CHARGE
    return "须经党总支认定" if work.is_special and leader else None


@gate("39.4.1.2", cure="请填写认定文号，或由党总支在线认定")
def recognition_is_theirs(work: WorkItem, *, recogniser: str, number: str, by: User, **_: Any) -> str | None:
    """The owner's own tick is not enough: either the superior's account says so, or a paper of theirs."""
    online = work.organization.superior is not None and by.has_perm("points.recognise_work", work.organization.superior)
    return None if online or (recogniser.strip() and number.strip()) else "“完成”以党总支或分管领导认可为准"


@gate()
def recognised_between_setting_and_today(work: WorkItem, *, recognised_on: date, on: date, **_: Any) -> str | None:
    return None if work.set_on <= recognised_on <= on else f"认定日期须在{work.set_on}至今天之间"


@gate("39.3.1.3.1", "39.4.1.2")
def recognised_before_the_close(work: WorkItem, **_: Any) -> str | None:
    late = not work.is_special and is_closed(work.organization, work.month)
    return f"{work.month.month}月已经关账，该项按未完成计" if late else None


@gate("39.3.1.1.6")
def marks_are_valid(organization: Organization, *, lines: Sequence[tuple[Person, Decimal]], **_: Any) -> str | None:
    return None if all(mark.is_finite() and 0 <= mark <= MOST_MARK for _, mark in lines) else "测试成绩无效"


@gate()
def test_was_held(organization: Organization, *, held_on: date, on: date, **_: Any) -> str | None:
    return "测试日期不能晚于今天" if held_on > on else None


@gate("39.3.1.1.1")
def figures_are_a_months_gain(
    organization: Organization, *, lines: Sequence[tuple[Person, int]], **_: Any
) -> str | None:
    return None if all(0 <= gained <= MOST_GAINED for _, gained in lines) else "须为当月积分，不是累计总分"


@gate()
def month_has_begun(organization: Organization, *, month: date, on: date, **_: Any) -> str | None:
    return f"{month.year}年{month.month}月还没有到" if month > on else None


@gate("39.3.1.1.1")
def figures_since_february(organization: Organization, *, month: date, **_: Any) -> str | None:
    return "“学习强国”自2月份开始计分" if before_the_start(organization, month) else None
