"""From the candidate to the probationary member."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from archives.models import Submission
from meetings.models import AgendaItem
from members.models import Person
from recruitment.actions.writing import enter, prompt_day, send_up, start_clock, stop_clock
from recruitment.journey import journey_of
from recruitment.models import Deadline, Kind, Record, Recruit
from recruitment.rules import admission, candidates, order
from recruitment.steps import Key
from rulebook.kernel import action, built
from rulebook.periods import add_months


@action(
    order.still_running,
    order.is_the_branchs,
    admission.not_admitted_yet,
    order.follows(Key.LISTED),
    candidates.two_sponsors_named,
    candidates.review_is_concluded,
    candidates.review_was_passed,
    candidates.training_is_complete,
    order.not_before(Key.SPONSORS, Key.REVIEW, Key.TRAINING),
    order.decided_anew(Kind.EXAMINATION),
    admission.examined_by_committee,
    label="登记支委会审查合格",
)
def record_examination(recruit: Recruit, *, decision: AgendaItem, by: User, at: datetime) -> Record:
    """The committee has examined him and found him qualified."""
    return enter(recruit, Kind.EXAMINATION, decision.meeting.held_on, item=decision, by=by, at=at)


@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    candidates.two_sponsors_named,
    candidates.review_is_concluded,
    candidates.review_was_passed,
    candidates.training_is_complete,
    order.follows(Key.EXAMINATION),
    admission.stays_in_the_unit,
    admission.has_department_committee,
    admission.sent_once(Kind.PRE_REVIEW),
    label="报上级预审",
)
def request_pre_review(recruit: Recruit, *, happened_on: date, by: User, at: datetime) -> Record:
    """The pre-review is asked for; only a pass by 机关党委 opens the general meeting."""
    title = f"关于对发展对象{recruit.person.name}进行预审的请示"
    return send_up(recruit, Kind.PRE_REVIEW, Submission.Purpose.PRE_REVIEW, title, happened_on, by=by, at=at)


@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    admission.pre_review_passed,
    order.follows(Key.EXAMINATION),
    order.not_before(Key.PRE_REVIEW),
    admission.admission_not_resolved_yet,
    label="登记发放志愿书",
)
def hand_out_form(recruit: Recruit, *, happened_on: date, by: User, at: datetime) -> Record:
    """The form is in his hands; he fills it in under the guidance of his sponsors."""
    return enter(recruit, Kind.FORM, happened_on, person=recruit.person, by=by, at=at)


@built("13.2.2c")
@action(
    order.still_running,
    order.not_in_the_future,
    admission.pre_review_passed,
    admission.form_is_in_his_hands,
    candidates.opinion_of_a_sponsor,
    candidates.by_the_sponsor_or_keeper,
    label="登记介绍人意见",
)
def write_sponsor_opinion(
    recruit: Recruit, *, sponsor: Person, happened_on: date, text: str, favourable: bool, by: User, at: datetime
) -> Record:
    """The sponsor's opinion stands in the form."""
    given: dict[str, Any] = {"person": sponsor, "text": text, "favourable": favourable}
    return enter(recruit, Kind.SPONSOR_OPINION, happened_on, by=by, at=at, **given)


@action(
    order.still_running,
    admission.at_the_open_meeting,
    admission.candidate_present,
    admission.report_is_whole,
    label="记录发展对象汇报",
)
def hear_candidate(recruit: Recruit, *, parts: list[str], text: str, by: User, at: datetime) -> Record:
    """Step 1 of the general meeting: he has reported."""
    item = admission.item_before_the_meeting(recruit)
    return enter(recruit, Kind.HEARD_CANDIDATE, item.meeting.held_on, item=item, parts=parts, text=text, by=by, at=at)


@action(
    order.still_running,
    admission.at_the_open_meeting,
    admission.candidate_reported_first,
    candidates.opinion_of_a_sponsor,
    label="记录介绍人介绍",
)
def hear_sponsor(recruit: Recruit, *, sponsor: Person, text: str, favourable: bool, by: User, at: datetime) -> Record:
    """Step 2: the sponsor has presented him and said whether he can be admitted."""
    item = admission.item_before_the_meeting(recruit)
    given: dict[str, Any] = {"item": item, "person": sponsor, "text": text, "favourable": favourable}
    return enter(recruit, Kind.HEARD_SPONSOR, item.meeting.held_on, by=by, at=at, **given)


@action(order.still_running, admission.at_the_open_meeting, admission.sponsors_spoke_first, label="记录支委会报告")
def hear_committee(recruit: Recruit, *, text: str, by: User, at: datetime) -> Record:
    """Step 3: the committee has reported its examination; the discussion and the ballot come next."""
    item = admission.item_before_the_meeting(recruit)
    return enter(recruit, Kind.HEARD_COMMITTEE, item.meeting.held_on, item=item, text=text, by=by, at=at)


@built("13.3.4b")
@action(
    order.still_running,
    order.is_the_branchs,
    admission.not_admitted_yet,
    admission.admission_not_resolved_yet,
    order.follows(Key.FORM),
    order.decided_anew(Kind.RESOLUTION),
    admission.admitted_by_general_meeting,
    admission.resolution_is_complete,
    admission.signed_by_the_secretary,
    label="登记接收预备党员决议",
)
def adopt_resolution(
    recruit: Recruit, *, decision: AgendaItem, main_conduct: str, signed_by: Person | None, by: User, at: datetime
) -> Record:
    """The resolution with its five elements stands; he is no member before the superior approves."""
    day = decision.meeting.held_on
    for kind in (Deadline.Kind.FORM_ENTRY, Deadline.Kind.DOSSIER):
        start_clock(recruit, kind, prompt_day(recruit, day))
    given: dict[str, Any] = {"item": decision, "text": main_conduct, "person": signed_by, "favourable": True}
    return enter(recruit, Kind.RESOLUTION, day, by=by, at=at, **given)


@built("13.3.4a")
@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    order.follows(Key.RESOLUTION),
    admission.sent_once(Kind.DOSSIER),
    label="登记决议写入志愿书",
)
def enter_resolution(recruit: Recruit, *, happened_on: date, by: User, at: datetime) -> Record:
    """The resolution stands in the form."""
    stop_clock(recruit, Deadline.Kind.FORM_ENTRY, happened_on)
    return enter(recruit, Kind.FORM_ENTRY, happened_on, by=by, at=at)


@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    order.follows(Key.RESOLUTION),
    admission.resolution_is_in_the_form,
    admission.dossier_is_complete,
    admission.has_department_committee,
    admission.sent_once(Kind.DOSSIER),
    label="报送审批",
)
def send_dossier(recruit: Recruit, *, happened_on: date, by: User, at: datetime) -> Record:
    """The dossier is with 机关党委, whose three months for the approval have begun."""
    title = f"关于审批接收{recruit.person.name}为预备党员的请示"
    record = send_up(recruit, Kind.DOSSIER, Submission.Purpose.APPROVAL, title, happened_on, by=by, at=at)
    stop_clock(recruit, Deadline.Kind.DOSSIER, happened_on)
    start_clock(recruit, Deadline.Kind.APPROVAL, add_months(happened_on, 3), record.submission)
    return record


@built("N13.24")
@action(order.still_running, order.not_in_the_future, order.follows(Key.DOSSIER), label="登记上级派人谈话")
def record_superior_talk(
    recruit: Recruit, *, happened_on: date, organ: str, text: str, by: User, at: datetime
) -> Record:
    """Somebody of the superior has talked with him; the opinion stands in the form."""
    return enter(recruit, Kind.SUPERIOR_TALK, happened_on, organ=organ, text=text, by=by, at=at)


@built("13.4.1")
@action(
    order.still_running,
    order.is_the_branchs,
    admission.not_admitted_yet,
    order.follows(Key.RESOLUTION),
    admission.admission_is_approved,
    admission.superior_has_talked,
    label="编入支部，登记为预备党员",
)
def admit(recruit: Recruit, *, by: User, at: datetime) -> Record:
    """A probationary member: admitted on the day of the general meeting, approved on that of the approval (X1-19)."""
    journey = journey_of(recruit, timezone.localdate(at))
    resolution, approved_on = journey.last(Kind.RESOLUTION), journey.approved(Kind.DOSSIER)
    assert resolution is not None  # gates of this verb
    assert approved_on is not None
    person = recruit.person
    person.admitted_on, person.approved_on = resolution.happened_on, approved_on
    person.save(update_fields=["admitted_on", "approved_on"])
    stop_clock(recruit, Deadline.Kind.APPROVAL, approved_on)
    recruit.deadlines.filter(kind=Deadline.Kind.INSPECTION, done_on__isnull=True).delete()
    start_clock(recruit, Deadline.Kind.OATH, add_months(approved_on, 1))
    end = add_months(resolution.happened_on, 12)
    start_clock(recruit, Deadline.Kind.CONVERSION_REQUEST, end)
    start_clock(recruit, Deadline.Kind.CONVERSION, prompt_day(recruit, end))
    return enter(recruit, Kind.ADMISSION, approved_on, favourable=True, by=by, at=at)


@action(
    order.still_running,
    order.is_the_branchs,
    admission.not_admitted_yet,
    order.follows(Key.RESOLUTION),
    admission.admission_was_refused,
    label="登记上级未批准",
)
def record_refusal(recruit: Recruit, *, told_on: date, text: str, by: User, at: datetime) -> Record:
    """The person was told; he is a candidate as before, and what led to the meeting has to be done anew."""
    recruit.deadlines.filter(kind__in=AFTER_THE_MEETING, done_on__isnull=True).delete()
    return enter(recruit, Kind.ADMISSION, told_on, favourable=False, text=text, by=by, at=at)


AFTER_THE_MEETING = (Deadline.Kind.FORM_ENTRY, Deadline.Kind.DOSSIER, Deadline.Kind.APPROVAL)
