"""From the application to the activist: application, talk, recommendation, the committee's decision, mentors."""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Q

from accounts.models import Organization
from meetings.models import AgendaItem, Matter, Meeting
from members.models import Kinship, Mentorship, Person, Standing, running
from members.names import clean_name
from recruitment.journey import journey_of
from recruitment.models import Kind, Recruit
from recruitment.rules.candidates import suspended
from recruitment.rules.order import listed, undecided
from rulebook.catalogue import Clause
from rulebook.choices import chosen
from rulebook.kernel import gate


@gate("13.1.1a", cure="请上传入党申请书扫描件")
def application_in_writing(organization: Organization, *, paper: Any, received_on: date | None, **_: Any) -> str | None:
    return None if paper and received_on else "须有书面入党申请书"


@gate()
def received_by_today(organization: Organization, *, received_on: date, on: date, **_: Any) -> str | None:
    return "收到日期不能晚于今天" if received_on > on else None


@gate("13.1.1b", cure="请本人补充，或写明收下的理由")
def application_is_whole(
    organization: Organization, *, view_of_party: bool, motive: bool, own_conduct: bool, **_: Any
) -> str | None:
    parts = {"对党的认识": view_of_party, "入党动机": motive, "本人表现": own_conduct}
    missing = [part for part, there in parts.items() if not there]
    return f"内容不全，缺{listed(missing)}" if missing else None


@gate("N13.5", warns=True)
def applicant_is_of_age(
    organization: Organization, *, birth_on: date | None, received_on: date, clause: Clause, **_: Any
) -> str | None:
    if birth_on is None:
        return "没有出生日期，不能核对年龄"
    years = clause.raw["age"]
    # The day itself counts; who was born on 29 February comes of age on 1 March of a common year.
    of_age = birth_on + relativedelta(years=years)
    if (of_age.month, of_age.day) != (birth_on.month, birth_on.day):
        of_age += relativedelta(days=1)
    return f"收到申请书时不满{years}周岁（{of_age}年满）" if received_on < of_age else None


@gate()
def not_on_the_way_yet(organization: Organization, *, person: Person | None, on: date, **_: Any) -> str | None:
    if person is None:
        return None
    if person.recruitments.running().exists():
        return f"{person}的发展事项正在办理"
    standing = person.standing_on(on)
    member = standing in (Standing.FULL, Standing.PROBATIONARY) and person.ended_on is None
    return f"{person}已是{Standing(standing).label}" if member else None


@gate()
def begins_after_the_last_way(
    organization: Organization,
    *,
    person: Person | None,
    received_on: date | None,
    moved_on: date | None = None,
    **_: Any,
) -> str | None:
    """Who was stopped, cancelled or moved away begins anew after that."""
    begins = moved_on or received_on
    ended = person.recruitments.order_by("-ended_on").first() if person else None
    if ended is None or ended.ended_on is None or begins is None or begins >= ended.ended_on:
        return None
    return f"日期早于前一次发展事项结束的日期{ended.ended_on}"


@gate()
def somebody_named(organization: Organization, *, person: Person | None, name: str, **_: Any) -> str | None:
    return None if person is not None or name.strip() else "请选择已登记的人，或填写姓名"


@gate(cure="请在“已登记的人”中选择；同名的另一人，请填写出生日期")
def typed_once(
    organization: Organization, *, person: Person | None, name: str, birth_on: date | None, on: date, **_: Any
) -> str | None:
    """The same name with the same day of birth is the same person, whose earlier way counts."""
    if person is not None:
        return None
    same = Person.objects.of(organization, on).filter(name=clean_name(name), birth_on=birth_on)
    return f"名册里已有{name}" if same.exists() else None


@gate("13.1.1c")
def talked_after_receipt(recruit: Recruit, *, happened_on: date, **_: Any) -> str | None:
    if recruit.received_on and happened_on < recruit.received_on:
        return f"谈话日期{happened_on}早于收到申请书的日期{recruit.received_on}"
    return None


@gate()
def talker_is_a_member(recruit: Recruit, *, talker: Person, happened_on: date, **_: Any) -> str | None:
    members = Person.objects.members(recruit.organization, happened_on)
    return None if members.filter(pk=talker.pk).exists() else f"{talker}那时不是本支部党员"


@gate("13.1.2a", cure="请先登记推荐或推优的记录")
def was_recommended(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    return None if journey_of(recruit, on).of(Kind.RECOMMENDATION) else "须先党员推荐或群团推优"


@gate("13.1.2a", act="meetings.introduce_item", matter=Matter.ACTIVIST, cure="请先登记推荐或推优的记录")
def recommended_before_the_committee(item: AgendaItem, **_: Any) -> str | None:
    recruit = Recruit.objects.running().filter(person=item.concerns, organization=item.organization).first()
    if recruit is None:
        return "请先登记其入党申请"
    recommended = recruit.records.of(Kind.RECOMMENDATION).exists()
    return None if recommended else "须先党员推荐或群团推优"


@gate("13.1.2b", "6.1.3", cure="请列入支委会会议，表决通过后再登记")
def activist_fixed_by_committee(recruit: Recruit, *, decision: AgendaItem, **_: Any) -> str | None:
    return undecided(recruit, decision, [Matter.ACTIVIST], Meeting.Kind.COMMITTEE, "支部委员会研究")


@gate()
def not_an_activist_yet(recruit: Recruit, **_: Any) -> str | None:
    fixed = recruit.person.activist_on
    return f"已于{fixed}确定为入党积极分子" if fixed else None


@gate()
def recommended_before_he_was_fixed(recruit: Recruit, *, happened_on: date, **_: Any) -> str | None:
    """What was recommended then may be entered late."""
    fixed = recruit.person.activist_on
    return f"已于{fixed}确定为入党积极分子" if fixed and happened_on > fixed else None


@gate()
def is_an_activist(recruit: Recruit, **_: Any) -> str | None:
    return None if recruit.person.activist_on else "还没有确定为入党积极分子"


@gate("13.1.3a")
def mentor_is_full_member(recruit: Recruit, *, mentor: Person, happened_on: date, **_: Any) -> str | None:
    full = Person.objects.members(recruit.organization, happened_on).filter(full_on__lte=happened_on, pk=mentor.pk)
    return None if full.exists() else "培养联系人须为一至两名正式党员"


@gate("13.1.3a")
def two_mentors_at_most(recruit: Recruit, *, mentor: Person, happened_on: date, **_: Any) -> str | None:
    """On the day itself and on any day after it: whoever is named late has been there since."""
    rows = Mentorship.objects.filter(Q(until__isnull=True) | Q(until__gt=happened_on), person=recruit.person)
    named = list(rows)
    if any(row.mentor_id == mentor.pk for row in named):
        return f"{mentor}已是其培养联系人"
    days = [max(row.since, happened_on) for row in named]
    together = [sum(row.since <= day and (row.until is None or row.until > day) for row in named) for day in days]
    return "培养联系人须为一至两名正式党员" if max(together, default=0) >= 2 else None


@gate(cure="请另选联系人")
def mentor_is_no_relative(recruit: Recruit, *, mentor: Person, **_: Any) -> str | None:
    kin = Kinship.objects.between(recruit.person, mentor).first()
    return f"{mentor}是其{kin.relation}" if kin else None


@gate("13.1.3a", warns=True)
def mentor_has_full_rights(recruit: Recruit, *, mentor: Person, happened_on: date, **_: Any) -> str | None:
    """The clause asks for a full member; that one under sanction is none to accompany others is not written there."""
    return f"{mentor}受留党察看处分未恢复权利" if suspended(mentor, happened_on) else None


@gate("13.1.3a", warns=True)
def mentor_has_time(recruit: Recruit, *, mentor: Person, happened_on: date, **_: Any) -> str | None:
    """The rulebook gives no number; the branch's own warns."""
    most = int(chosen("mentees_most", recruit.organization, happened_on))
    others = Mentorship.objects.filter(
        running(happened_on), mentor=mentor, person__recruitments__ended_on__isnull=True
    ).exclude(person=recruit.person)
    count = others.values("person").distinct().count()
    return f"{mentor}已联系{count}人，支部设定一人最多联系{most}人" if count >= most else None


@gate()
def is_his_mentor(recruit: Recruit, *, mentor: Person, until: date, on: date, **_: Any) -> str | None:
    row = Mentorship.objects.filter(person=recruit.person, mentor=mentor, until__isnull=True).first()
    if row is None:
        return f"{mentor}不是其培养联系人"
    if until > on + timedelta(days=1):
        return "日期不能晚于明天"
    return None if until > row.since else f"日期须晚于指定日期{row.since}"


@gate("13.1.4")
def inspected_in_order(recruit: Recruit, *, happened_on: date, **_: Any) -> str | None:
    fixed = recruit.person.activist_on
    return f"考察日期早于确定为积极分子的日期{fixed}" if fixed and happened_on < fixed else None


@gate("13.1.4", cure="那一条有误的，请先更正")
def inspected_once_a_day(recruit: Recruit, *, happened_on: date, on: date, **_: Any) -> str | None:
    """One inspection entered twice does not stand for two half-years."""
    days = {record.happened_on for record in journey_of(recruit, on).of(Kind.INSPECTION)}
    return f"已登记{happened_on}的考察" if happened_on in days else None


@gate("13.1.4", cure="请写明针对问题的改进措施")
def problems_have_measures(recruit: Recruit, *, problems: str, measures: str, **_: Any) -> str | None:
    return "有问题的须写明改进措施" if problems.strip() and not measures.strip() else None
