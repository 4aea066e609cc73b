"""From the activist to the candidate, and what a candidate passes: opinions, listing, sponsors, review, training."""

from datetime import date
from typing import Any

from accounts.models import User
from meetings.models import AgendaItem, Matter, Meeting
from members.models import Kinship, Mentorship, Person, RightsSuspension, running
from recruitment.editions import edition_on
from recruitment.journey import INSPECTIONS, LEAST_DAYS, LEAST_HOURS, Journey, journey_of, trained_enough
from recruitment.models import Kind, PoliticalReview, Record, Recruit, ReviewGrant, Source
from recruitment.models.reviews import MEANS, PARTS
from recruitment.rules.order import listed, undecided
from recruitment.steps import STEPS, Key
from rulebook.catalogue import Clause
from rulebook.kernel import gate


@gate("13.1.2c", cure="请先报机关党委备案，并登记备案日期和文号")
def activist_is_filed(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    return None if journey_of(recruit, on).done_on(Key.ACTIVIST_FILING) else "积极分子未报机关党委备案"


@gate("13.1.3b", cure="请先登记培养联系人的意见")
def mentors_gave_opinion(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    heard = {record.source for record in journey_of(recruit, on).of(Kind.OPINION)}
    return None if Source.MENTORS in heard else "缺培养联系人意见"


@gate("13.1.4", cure="请补做考察；确未考察的不能补记")
def inspected_every_half_year(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    made = len(journey_of(recruit, on).of(Kind.INSPECTION))
    return None if made >= INSPECTIONS else f"半年考察不足：一年内至少{INSPECTIONS}次，现有{made}次"


@gate("13.2.1a")
def trained_for_a_year(recruit: Recruit, *, on: date, happened_on: date | None = None, **_: Any) -> str | None:
    return too_early(journey_of(recruit, on), happened_on or on)


def too_early(journey: Journey, day: date) -> str | None:
    earliest = journey.listing_earliest
    if earliest is None:
        return "还没有确定为入党积极分子，不能计算培养考察时间"
    return f"培养考察未满一年，最早{earliest}" if day < earliest else None


@gate("13.2.1b", cure="请先听取并登记意见")
def all_sides_were_heard(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    return unheard(journey_of(recruit, on))


def unheard(journey: Journey) -> str | None:
    missing = [source for source in journey.unheard(Kind.OPINION, journey.sources) if source != Source.PARTY_GROUP]
    return f"缺{listed(source.label for source in missing)}的意见" if missing else None


@gate("N13.13", cure="设党小组的，还须听取党小组意见")
def party_group_was_heard(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    return group_unheard(journey_of(recruit, on), Kind.OPINION)


def group_unheard(journey: Journey, kind: str) -> str | None:
    unheard_sources = journey.unheard(kind, journey.conversion_sources)
    return "缺党小组的意见" if Source.PARTY_GROUP in unheard_sources else None


@gate("13.2.1c", cure="请列入支委会会议，表决通过后再登记")
def listing_agreed_by_committee(recruit: Recruit, *, decision: AgendaItem, **_: Any) -> str | None:
    return undecided(recruit, decision, [Matter.CANDIDATE], Meeting.Kind.COMMITTEE, "支部委员会讨论")


@gate("13.2.1d", cure="请先报机关党委，取得备案回复")
def listing_is_filed(recruit: Recruit, *, on: date, happened_on: date | None = None, **_: Any) -> str | None:
    filed = journey_of(recruit, on).approved(Kind.LISTING_FILING)
    if filed is None:
        return "须报上级党委备案后方可列为发展对象"
    if happened_on is not None and happened_on < filed:
        return f"列为发展对象的日期不得早于备案日期{filed}"
    return None


@gate()
def notice_ends_after_it_began(recruit: Recruit, *, since: date, happened_on: date, **_: Any) -> str | None:
    return "公示结束日期早于开始日期" if happened_on < since else None


@gate("N13.13n", warns=True)
def public_notice_given(
    recruit: Recruit, *, on: date, clause: Clause, happened_on: date | None = None, **_: Any
) -> str | None:
    if (happened_on or on) < date.fromisoformat(clause.raw["from"]):
        return None
    days = max((record.days or 0 for record in journey_of(recruit, on).of(Kind.PUBLIC_NOTICE)), default=None)
    if days is None:
        return "未公示"
    least = clause.raw["working_days"]
    return f"公示{days}个工作日，不足{least}个" if days < least else None


@gate()
def not_a_candidate_yet(recruit: Recruit, **_: Any) -> str | None:
    day = recruit.person.candidate_on
    return f"已于{day}列为发展对象" if day else None


@gate()
def heard_before_the_listing(recruit: Recruit, *, happened_on: date, **_: Any) -> str | None:
    """What was heard then may be entered late."""
    day = recruit.person.candidate_on
    return f"已于{day}列为发展对象" if day and happened_on > day else None


@gate("13.2.2a")
def sponsor_is_full_member(recruit: Recruit, *, sponsor: Person, happened_on: date, **_: Any) -> str | None:
    full = Person.objects.members(recruit.organization, happened_on).filter(full_on__lte=happened_on, pk=sponsor.pk)
    return None if full.exists() else "须有两名正式党员作入党介绍人"


@gate("13.2.2a")
def two_sponsors_at_most(recruit: Recruit, *, sponsor: Person, on: date, **_: Any) -> str | None:
    named = [record.person_id for record in journey_of(recruit, on).sponsors]
    if sponsor.pk in named:
        return f"{sponsor}已是介绍人"
    return "已有两名入党介绍人" if len(named) >= 2 else None


def suspended(person: Person, day: date) -> bool:
    return RightsSuspension.objects.filter(running(day), person=person).exists()


@gate("13.2.2b")
def sponsor_has_full_rights(recruit: Recruit, *, sponsor: Person, happened_on: date, **_: Any) -> str | None:
    return "受留党察看处分未恢复权利，不能作介绍人" if suspended(sponsor, happened_on) else None


@gate(cure="请另选介绍人")
def sponsor_is_no_relative(recruit: Recruit, *, sponsor: Person, **_: Any) -> str | None:
    kin = Kinship.objects.between(recruit.person, sponsor).first()
    return f"{sponsor}是其{kin.relation}" if kin else None


@gate("13.2.2a", cure="培养联系人以外的人作介绍人，须由党组织指定")
def named_by_the_organization(
    recruit: Recruit, *, sponsor: Person, named_by_branch: bool, happened_on: date, **_: Any
) -> str | None:
    mentor = Mentorship.objects.filter(running(happened_on), person=recruit.person, mentor=sponsor).exists()
    return None if mentor or named_by_branch else f"{sponsor}不是其培养联系人，请注明由党组织指定"


@gate("13.2.2a", cure="请先确定两名入党介绍人")
def two_sponsors_named(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    return None if len(journey_of(recruit, on).sponsors) == 2 else "须有两名正式党员作入党介绍人"


@gate("13.2.3a", cure="请先完成政治审查，形成结论性材料")
def review_is_concluded(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    review = journey_of(recruit, on).review
    return None if review is not None and review.conclusion else "未完成政治审查结论"


@gate("13.2.3a", cure="请支委会研究停止培养")
def review_was_passed(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    review = journey_of(recruit, on).review
    failed = review is not None and review.conclusion == PoliticalReview.Conclusion.FAILED
    return "政治审查不合格，不能发展入党" if failed else None


@gate("13.2.4", cure="请先参加上级组织的短期集中培训，并登记天数或学时")
def training_is_complete(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    journey, article = journey_of(recruit, on), f"《细则》（{edition_on(on)}年）第十七条"
    if journey.done_on(Key.TRAINING):
        return None
    if not journey.of(Kind.TRAINING):
        return f"未完成集中培训（{article}）"
    return f"依据{article}，培训不足{LEAST_DAYS}天且不足{LEAST_HOURS}学时"


@gate("13.2.3b", cure="请补写")
def all_parts_are_written(review: PoliticalReview, **_: Any) -> str | None:
    missing = [label for name, label in PARTS.items() if not getattr(review, name).strip()]
    return f"审查报告缺：{listed(missing)}" if missing else None


@gate("13.2.3c", cure="请补做，或写明理由")
def basic_means_were_used(review: PoliticalReview, **_: Any) -> str | None:
    required = ("talked", "consulted_files", "asked_people")
    missing = [MEANS[name] for name in required if not getattr(review, name)]
    return f"未采用：{listed(missing)}" if missing else None


@gate("13.2.3c", cure="请写明情况清楚的理由")
def inquiry_or_clear(review: PoliticalReview, **_: Any) -> str | None:
    asked = review.wrote_letters or review.went_there
    return None if asked or review.clear_reason.strip() else "未函调外调须说明情况清楚"


@gate()
def review_is_open(review: PoliticalReview, **_: Any) -> str | None:
    return f"已于{review.concluded_on}作出结论" if review.conclusion else None


@gate(cure="日期有误的，支委会审查前可以按原结论更正；随后可以补扫描件")
def concluded_once(review: PoliticalReview, *, conclusion: str, concluded_on: date, **_: Any) -> str | None:
    """The conclusion stands; its day is mended until the committee has relied on it, and its scan comes later."""
    if not review.conclusion:
        return None
    relied_on = review.recruit.records.of(Kind.EXAMINATION).exists()
    same_day = review.concluded_on == concluded_on
    mended = review.conclusion == conclusion and (same_day or not relied_on)
    return None if mended else f"已于{review.concluded_on}作出结论：{review.get_conclusion_display()}"


@gate()
def no_review_of_oneself(review: PoliticalReview, *, by: Any, **_: Any) -> str | None:
    return "不能办理本人的政治审查" if review.recruit.person.user_id == by.pk else None


@gate(cure="请已获授权的经办人办理，或由其授权")
def review_not_begun(recruit: Recruit, **_: Any) -> str | None:
    """Not begun, or begun by those who hold no post any more that handles it."""
    grants = ReviewGrant.objects.filter(content_object__recruit=recruit).select_related("user")
    handlers = [grant.user for grant in grants if grant.user.has_perm("recruitment.write_review", recruit.organization)]
    return "政治审查已经开始" if handlers else None


@gate("13.2.2c")
def opinion_of_a_sponsor(recruit: Recruit, *, sponsor: Person, on: date, **_: Any) -> str | None:
    named = {record.person_id for record in journey_of(recruit, on).sponsors}
    return None if sponsor.pk in named else f"{sponsor}不是其入党介绍人"


@gate("13.2.2c", cure="由介绍人本人填写，或由书记、副书记、组织委员照志愿书登记")
def by_the_sponsor_or_keeper(recruit: Recruit, *, sponsor: Person, by: User, **_: Any) -> str | None:
    own = sponsor.user_id == by.pk or by.has_perm("recruitment.run", recruit.organization)
    return None if own else "这是他人的意见"


RESTS = {
    Kind.TALK: Key.RECOMMENDATION,
    Kind.RECOMMENDATION: Key.ACTIVIST,
    Kind.INSPECTION: Key.LISTING,
    Kind.OPINION: Key.LISTING,
    Kind.SPONSOR: Key.RESOLUTION,
    Kind.TRAINING: Key.EXAMINATION,
    Kind.SPONSOR_OPINION: Key.RESOLUTION,
    Kind.OATH: Key.CONVERSION_RESOLUTION,
    Kind.PROBATION_INSPECTION: Key.CONVERSION_RESOLUTION,
    Kind.CONVERSION_APPLICATION: Key.CONVERSION_OPINIONS,
    Kind.CONVERSION_OPINION: Key.CONVERSION_EXAMINATION,
}


@gate("13.0p", cure="请先登记正确的记录，再更正这一条")
def nothing_rests_on_it(record: Record, *, on: date, **_: Any) -> str | None:
    """What was decided on the strength of a paper is not left without it."""
    journey = journey_of(record.recruit, on)
    resting = RESTS.get(Kind(record.kind))
    day = journey.done[resting] if resting else None
    if resting is None or day is None or record.happened_on > day or record not in journey.of(record.kind):
        return None
    others = [
        row for row in journey.of(record.kind) if row != record and row.happened_on <= day and serves(row, record)
    ]
    needed = {Kind.INSPECTION: INSPECTIONS, Kind.SPONSOR: 2}.get(Kind(record.kind), 1)
    return f"“{STEPS[resting].title}”以它为依据" if len(others) < needed else None


def serves(other: Record, record: Record) -> bool:
    """Whether the other one says what this one said: of the same side, of the same sponsor, of enough training."""
    if record.kind == Kind.TRAINING:
        return trained_enough(other.days, other.hours)
    return other.source == record.source and (
        record.kind != Kind.SPONSOR_OPINION or other.person_id == record.person_id
    )


@gate()
def can_be_withdrawn(record: Record, **_: Any) -> str | None:
    """Facts that carry a state are not taken back by a correction: what was decided is decided."""
    return None if record.kind in CORRECTABLE else f"“{record.get_kind_display()}”不能更正，请按程序重新办理"


CORRECTABLE = frozenset(
    {
        Kind.TALK, Kind.RECOMMENDATION, Kind.INSPECTION, Kind.MENTOR_REPORT, Kind.THOUGHT_REPORT, Kind.OPINION,
        Kind.PUBLIC_NOTICE, Kind.SPONSOR, Kind.TRAINING, Kind.SPONSOR_OPINION, Kind.SUPERIOR_TALK, Kind.OATH,
        Kind.PROBATION_INSPECTION, Kind.CONVERSION_APPLICATION, Kind.CONVERSION_OPINION, Kind.GAP,
    }
)  # fmt: skip
