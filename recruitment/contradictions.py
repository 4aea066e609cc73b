"""What does not fit between the papers of one person: days out of their order, counts and lengths that fall short.

The acts refuse these; they come with papers entered late, taken over, moved in, or corrected.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import pairwise

from django.utils import timezone

from meetings.models import Matter, Vote
from recruitment.journey import LEAST_DAYS, LEAST_HOURS, Journey
from recruitment.models import TAKEN_OVER, Kind, Outcome, PoliticalReview, Record
from recruitment.rules.probation import PAPERS
from recruitment.steps import STEPS, Key, up_to
from rulebook.catalogue import catalogue
from rulebook.kernel import built
from rulebook.periods import add_months

Check = Callable[[Journey], Iterable[str]]
# What has to be on the table when these decide must not be dated after them.
MEETINGS = (
    Key.ACTIVIST, Key.LISTING, Key.EXAMINATION, Key.RESOLUTION, Key.CONVERSION_EXAMINATION, Key.CONVERSION_RESOLUTION,
)  # fmt: skip
COMMITTEE_KINDS = {
    Key.ACTIVIST: Kind.ACTIVIST,
    Key.LISTING: Kind.LISTING,
    Key.EXAMINATION: Kind.EXAMINATION,
    Key.CONVERSION_EXAMINATION: Kind.CONVERSION_EXAMINATION,
}


@built("13.0p")
def order_of(journey: Journey, key: Key) -> Iterable[str]:
    """Its day before a step it depends on, or after the meeting that needed it."""
    day = day_of(journey, key)
    if day is None or belongs_to_a_refused_round(journey, key):
        return
    if key not in MEETINGS:
        for other in STEPS[key].after:
            before = day_of(journey, other)
            if before is not None and day < before:
                yield f"日期{day}早于“{STEPS[other].title}”的日期{before}"
    for meeting in MEETINGS:
        decided = journey.done[meeting]
        if meeting != key and key in up_to(meeting) and decided is not None and day > decided:
            yield f"日期{day}晚于“{STEPS[meeting].title}”的日期{decided}"
            return


def belongs_to_a_refused_round(journey: Journey, key: Key) -> bool:
    """The meeting that was cleared is the one before a refusal; the next has not been."""
    refused = journey.setback(Kind.ADMISSION) and journey.done[Key.RESOLUTION] is None
    return key == Key.MEETING_CLEARED and bool(refused)


def day_of(journey: Journey, key: Key) -> date | None:
    """The day on which the step's papers sufficed; further ones may follow."""
    done_on = journey.done[key]
    if done_on is None:
        return None
    if key in (Key.TALK, Key.RECOMMENDATION):
        return first_of(journey, Kind(key.value)) or done_on
    if key == Key.PROBATION:
        return first_of(journey, Kind.PROBATION_INSPECTION) or done_on
    if key == Key.OPINIONS:
        return all_heard(journey, Kind.OPINION)
    if key == Key.CONVERSION_OPINIONS:
        return all_heard(journey, Kind.CONVERSION_OPINION)
    if key == Key.MENTORS:
        since = journey.recruit.received_on or date.min
        return min((row.since for row in journey.every_mentorship if row.since >= since), default=done_on)
    return done_on


def first_of(journey: Journey, kind: Kind) -> date | None:
    record = journey.first(kind)
    return record.happened_on if record else None


def all_heard(journey: Journey, kind: Kind) -> date:
    """The day by which each side had been heard once."""
    first: dict[str, date] = {}
    for record in journey.of(kind):
        first.setdefault(record.source, record.happened_on)
    return max(first.values())


@built("13.2.1a")
def within_the_year(journey: Journey, day: date | None) -> Iterable[str]:
    earliest = journey.listing_earliest
    if day is not None and earliest is not None and day < earliest:
        yield f"日期{day}时培养考察未满一年，最早{earliest}"


def opinions_after_a_year(journey: Journey) -> Iterable[str]:
    return within_the_year(journey, first_of(journey, Kind.OPINION))


def listing_after_a_year(journey: Journey) -> Iterable[str]:
    return within_the_year(journey, journey.done[Key.LISTING])


@built("13.2.1d")
def listed_after_the_filing(journey: Journey) -> Iterable[str]:
    listed, filed = journey.recruit.person.candidate_on, journey.approved(Kind.LISTING_FILING)
    yield from within_the_year(journey, listed)
    if listed is not None and filed is not None and listed < filed:
        yield f"列为发展对象的日期{listed}早于备案日期{filed}"


def notice_before_the_listing(journey: Journey) -> Iterable[str]:
    notice, listed, clause = journey.last(Kind.PUBLIC_NOTICE), journey.recruit.person.candidate_on, catalogue["N13.13n"]
    if notice is None or listed is None or listed < date.fromisoformat(clause.raw["from"]):
        return
    if (notice.days or 0) < clause.raw["working_days"]:
        yield f"公示{notice.days or 0}个工作日，不足{clause.raw['working_days']}个"
    if notice.happened_on > listed:
        yield f"公示结束日期{notice.happened_on}晚于列为发展对象的日期{listed}"


@built("13.1.4")
def inspected_without_a_gap(journey: Journey) -> Iterable[str]:
    """No half-year without an inspection, from the activist to the meeting that admits him, or to today."""
    fixed = journey.recruit.person.activist_on
    if fixed is None:
        return
    begins = max([fixed, *(day for record in journey.records for day in known_since(journey, record))])
    made = [record.happened_on for record in journey.of(Kind.INSPECTION) if record.happened_on >= begins]
    ends = [day for day in (journey.resolved_on, journey.recruit.ended_on) if day is not None]
    end = min([journey.on, *ends])
    for before, after in pairwise([begins, *(day for day in made if day < end), end]):
        last = add_months(before, 6)
        if after > last:
            yield f"{before}以后半年内没有考察，最迟应在{last}"


def known_since(journey: Journey, record: Record) -> Iterable[date]:
    """The day from which this branch answers for him: he moved in, or was taken over from a roster."""
    moved_out = journey.recruit.outcome == Outcome.MOVED and record.happened_on == journey.recruit.ended_on
    if record.kind == Kind.MOVE and not moved_out:
        yield record.happened_on
    if record.kind == Kind.ACTIVIST and record.organ == TAKEN_OVER:
        yield timezone.localdate(record.recorded_at)


@built("13.2.2a")
def two_sponsors(journey: Journey) -> Iterable[str]:
    named = len(journey.sponsors)
    for key in (Key.RESOLUTION, Key.EXAMINATION):
        if journey.done[key] and 0 < named < 2:
            yield f"“{STEPS[key].title}”时只有{named}名入党介绍人，须有两名"
            return


@built("13.2.3a")
def review_is_passed(journey: Journey) -> Iterable[str]:
    review = journey.review
    if review is not None and review.conclusion == PoliticalReview.Conclusion.FAILED:
        yield "政治审查结论为不合格，不能发展入党"


@built("13.2.4")
def training_is_long_enough(journey: Journey) -> Iterable[str]:
    if journey.of(Kind.TRAINING) and journey.done[Key.TRAINING] is None:
        yield f"培训不足{LEAST_DAYS}天且不足{LEAST_HOURS}学时"


@built("13.2.2c")
def opinions_in_a_form_handed_out(journey: Journey) -> Iterable[str]:
    form = journey.last(Kind.FORM)
    for record in journey.of(Kind.SPONSOR_OPINION):
        if form is not None and record.happened_on < form.happened_on:
            yield f"介绍人意见的日期{record.happened_on}早于发放志愿书的日期{form.happened_on}"


def vote_on(journey: Journey, record: Record | None) -> Vote | None:
    """The vote on the record's item, as the journey has read it."""
    items = {item.pk: item for item in journey.items}
    vote: Vote | None = getattr(items.get(record.item_id or 0), "vote", None) if record else None
    return vote


def by_the_committee(key: Key) -> Check:
    """The check of the committee's decision that makes this step."""
    return lambda journey: decided_by_two_thirds(vote_on(journey, journey.last(COMMITTEE_KINDS[key])))


@built("6.2.4b")
def decided_by_two_thirds(vote: Vote | None) -> Iterable[str]:
    """Two thirds of the committee there, more than half of it in favour."""
    if vote is None:
        return
    if vote.present * 3 < vote.eligible * 2:
        yield f"支委会实到{vote.present}人，不足应到{vote.eligible}人的三分之二"
    if vote.in_favour * 2 <= vote.eligible:
        yield f"赞成{vote.in_favour}票，没有超过应到{vote.eligible}人的半数"


@built("13.3.2b", "13.3.3.4b")
def carried(vote: Vote | None) -> Iterable[str]:
    """More than half there in person, more than half in favour with the opinions of absentees."""
    if vote is None:
        return
    in_favour = vote.in_favour + vote.written_in_favour
    if vote.present * 2 <= vote.eligible:
        yield f"到会{vote.present}人，没有超过应到{vote.eligible}人的半数"
    if in_favour * 2 <= vote.eligible:
        yield f"赞成{in_favour}票，没有超过应到{vote.eligible}人的半数"


@built("13.3.4b")
def resolution_is_signed_and_carried(journey: Journey) -> Iterable[str]:
    record = journey.last(Kind.RESOLUTION)
    yield from carried(vote_on(journey, record))
    if record is not None and record.item_id and record.person is None:
        yield "决议缺支部书记签名"


def entered_before_sending(journey: Journey) -> Iterable[str]:
    entry, sent, resolved = journey.first(Kind.FORM_ENTRY), journey.done[Key.DOSSIER], journey.done[Key.RESOLUTION]
    if entry is not None and sent is not None and entry.happened_on > sent:
        yield f"决议写入志愿书的日期{entry.happened_on}晚于报送审批的日期{sent}"
    if entry is not None and resolved is not None and entry.happened_on < resolved:
        yield f"决议写入志愿书的日期{entry.happened_on}早于大会的日期{resolved}"


def talked_before_the_approval(journey: Journey) -> Iterable[str]:
    talk, approved = journey.last(Kind.SUPERIOR_TALK), journey.done[Key.APPROVAL]
    if talk is not None and approved is not None and talk.happened_on > approved:
        yield f"上级谈话的日期{talk.happened_on}晚于审批的日期{approved}"


@built("13.4.4a", "13.4.4d")
def outcome_in_its_time(journey: Journey) -> Iterable[str]:
    record = journey.last(Kind.CONVERSION_RESOLUTION)
    if record is None:
        return
    yield from carried(vote_on(journey, record))
    matter, end = record.item.matter if record.item else "", journey.probation_end
    if matter != Matter.PROBATION_CANCELLATION and end is not None and record.happened_on < end:
        yield f"决议日期{record.happened_on}时预备期未满，最早{end}"
    if matter == Matter.PROBATION_EXTENSION and not 6 <= (record.months or 0) <= 12:
        yield f"延长{record.months or 0}个月，应为6至12个月"


@built("13.4.6")
def all_five_handed_over(journey: Journey) -> Iterable[str]:
    record = journey.last(Kind.HAND_OVER)
    missing = [label for name, label in PAPERS.items() if record is not None and name not in record.parts]
    if missing:
        yield f"移交清单缺{'、'.join(missing)}"


CHECKS: Mapping[str, tuple[Check, ...]] = {
    **{key: (by_the_committee(key),) for key in COMMITTEE_KINDS if key != Key.LISTING},
    Key.INSPECTION: (inspected_without_a_gap,),
    Key.OPINIONS: (opinions_after_a_year,),
    Key.LISTING: (listing_after_a_year, by_the_committee(Key.LISTING)),
    Kind.PUBLIC_NOTICE: (notice_before_the_listing,),
    Key.LISTED: (listed_after_the_filing,),
    Key.SPONSORS: (two_sponsors,),
    Key.REVIEW: (review_is_passed,),
    Key.TRAINING: (training_is_long_enough,),
    Key.FORM: (opinions_in_a_form_handed_out,),
    Key.RESOLUTION: (resolution_is_signed_and_carried,),
    Kind.FORM_ENTRY: (entered_before_sending,),
    Kind.SUPERIOR_TALK: (talked_before_the_approval,),
    Key.CONVERSION_RESOLUTION: (outcome_in_its_time,),
    Key.HAND_OVER: (all_five_handed_over,),
}
