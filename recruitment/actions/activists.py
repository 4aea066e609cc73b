"""From the application to the trained activist."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile

from accounts.models import Organization, User
from archives.models import Submission
from meetings.models import AgendaItem
from members.comparison import keyed
from members.models import Affiliation, Mentorship, Person
from recruitment.actions.writing import enter, send_up, start_clock, stop_clock
from recruitment.models import Deadline, Kind, Record, Recruit
from recruitment.rules import activists, admission, order
from recruitment.steps import Key
from rulebook.kernel import action, built
from rulebook.periods import add_months


@built("13.1.1b")
@action(
    activists.application_in_writing,
    activists.somebody_named,
    activists.typed_once,
    activists.received_by_today,
    activists.not_on_the_way_yet,
    activists.begins_after_the_last_way,
    activists.application_is_whole,
    activists.applicant_is_of_age,
    label="登记入党申请",
)
def receive_application(
    organization: Organization,
    *,
    person: Person | None,
    name: str,
    sex: str,
    birth_on: date | None,
    department: str,
    received_on: date,
    view_of_party: bool,
    motive: bool,
    own_conduct: bool,
    paper: UploadedFile | None,
    by: User,
    at: datetime,
) -> Recruit:
    """The application is on record with its paper; the month for the talk has begun (13.1.1c)."""
    applicant = person or Person(**keyed({"name": name, "sex": sex, "birth_on": birth_on, "department": department}))
    before = begin_anew(applicant)
    applicant.applied_on = received_on
    applicant.save()
    if not applicant.affiliations.filter(until__isnull=True).exists():
        Affiliation.objects.create(person=applicant, organization=organization, since=received_on)
    recruit = Recruit.objects.create(
        person=applicant,
        organization=organization,
        received_on=received_on,
        view_of_party=view_of_party,
        motive=motive,
        own_conduct=own_conduct,
    )
    enter(recruit, Kind.APPLICATION, received_on, paper, person=applicant, text=before, by=by, at=at)
    start_clock(recruit, Deadline.Kind.TALK, add_months(received_on, 1))
    return recruit


REACHED = ("activist_on", "candidate_on", "admitted_on", "approved_on", "full_on", "ended_on")


def begin_anew(person: Person) -> str:
    """Nothing that he reached on an earlier way holds on the new one; the days are kept in these words."""
    fields = {field.name: field.verbose_name for field in person._meta.fields if field.name in REACHED}
    told = [f"{label}{getattr(person, name)}" for name, label in fields.items() if getattr(person, name)]
    for name in REACHED:
        setattr(person, name, None)
    return f"此前：{'、'.join(told)}" if told else ""


@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    activists.talked_after_receipt,
    activists.talker_is_a_member,
    label="登记谈话",
)
def record_talk(
    recruit: Recruit,
    *,
    talker: Person,
    happened_on: date,
    text: str,
    by: User,
    at: datetime,
    scan: UploadedFile | None = None,
) -> Record:
    """Somebody sent by the branch has talked with the applicant about his basic situation."""
    stop_clock(recruit, Deadline.Kind.TALK, happened_on)
    return enter(recruit, Kind.TALK, happened_on, scan, person=talker, text=text, by=by, at=at)


@built("13.1.2a")
@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    order.follows(Key.TALK),
    activists.recommended_before_he_was_fixed,
    label="登记推荐",
)
def recommend(
    recruit: Recruit,
    *,
    source: str,
    happened_on: date,
    text: str,
    by: User,
    at: datetime,
    scan: UploadedFile | None = None,
) -> Record:
    """Members or a mass organisation have recommended him as an activist."""
    return enter(recruit, Kind.RECOMMENDATION, happened_on, scan, source=source, text=text, by=by, at=at)


@action(
    order.still_running,
    order.is_the_branchs,
    order.follows(Key.TALK),
    activists.was_recommended,
    order.not_before(Key.RECOMMENDATION),
    activists.not_an_activist_yet,
    activists.activist_fixed_by_committee,
    label="确定为入党积极分子",
)
def fix_activist(recruit: Recruit, *, decision: AgendaItem, by: User, at: datetime) -> Record:
    """An activist from the day of the committee's decision; the year and the half-years count from it (X1-51)."""
    fixed_on = decision.meeting.held_on
    recruit.person.activist_on = fixed_on
    recruit.person.save(update_fields=["activist_on"])
    start_clock(recruit, Deadline.Kind.INSPECTION, add_months(fixed_on, 6))
    return enter(recruit, Kind.ACTIVIST, fixed_on, item=decision, by=by, at=at)


@built("13.1.2c")
@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    order.follows(Key.ACTIVIST),
    admission.has_department_committee,
    admission.sent_once(Kind.ACTIVIST_FILING),
    label="报积极分子备案",
)
def file_activist(recruit: Recruit, *, happened_on: date, by: User, at: datetime) -> Record:
    """The activist is reported to 机关党委; its reply is the filing."""
    title = f"关于确定{recruit.person.name}为入党积极分子的备案报告"
    return send_up(recruit, Kind.ACTIVIST_FILING, Submission.Purpose.FOR_RECORD, title, happened_on, by=by, at=at)


@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    order.follows(Key.ACTIVIST),
    activists.mentor_is_full_member,
    activists.two_mentors_at_most,
    activists.mentor_is_no_relative,
    activists.mentor_has_full_rights,
    activists.mentor_has_time,
    label="指定培养联系人",
)
def name_mentor(recruit: Recruit, *, mentor: Person, happened_on: date, by: User, at: datetime) -> Mentorship:
    """The full member accompanies him from that day."""
    return Mentorship.objects.create(person=recruit.person, mentor=mentor, since=happened_on)


@action(order.is_the_branchs, activists.is_his_mentor, label="更换培养联系人")
def end_mentorship(recruit: Recruit, *, mentor: Person, until: date, by: User, at: datetime) -> Mentorship:
    """The member no longer accompanies him from that day on."""
    row = Mentorship.objects.get(person=recruit.person, mentor=mentor, until__isnull=True)
    row.until = until
    row.save(update_fields=["until"])
    return row


@built("13.1.4")
@action(
    order.still_running,
    order.is_the_branchs,
    order.by_a_mentor_or_keeper,
    order.not_in_the_future,
    order.follows(Key.ACTIVIST),
    activists.inspected_in_order,
    activists.inspected_once_a_day,
    activists.problems_have_measures,
    label="登记半年考察",
)
def inspect(
    recruit: Recruit,
    *,
    happened_on: date,
    finding: str,
    problems: str,
    measures: str,
    by: User,
    at: datetime,
    scan: UploadedFile | None = None,
) -> Record:
    """He was inspected; the next half-year rolls from this day."""
    roll_inspection(recruit, happened_on)
    text = f"{finding}\n存在问题：{problems}" if problems.strip() else finding
    return enter(recruit, Kind.INSPECTION, happened_on, scan, text=text, measures=measures, by=by, at=at)


def roll_inspection(recruit: Recruit, inspected_on: date) -> None:
    """The clock is set anew; an inspection of an earlier half-year, entered late, leaves it as it runs."""
    due_on = add_months(inspected_on, 6)
    if recruit.deadlines.filter(kind=Deadline.Kind.INSPECTION, done_on__isnull=True, due_on__gte=due_on).exists():
        return
    stop_clock(recruit, Deadline.Kind.INSPECTION, inspected_on)
    if recruit.person.admitted_on is None:
        start_clock(recruit, Deadline.Kind.INSPECTION, due_on)


@built("13.1.3b", "13.2.2c")
@action(
    order.still_running,
    order.by_a_mentor_or_keeper,
    order.not_in_the_future,
    order.not_before_the_application,
    label="联系人汇报",
)
def mentor_report(recruit: Recruit, *, happened_on: date, text: str, by: User, at: datetime) -> Record:
    """The mentor has reported to the branch what he knows of him and how he helps him."""
    person = Person.objects.filter(user=by).first()
    return enter(recruit, Kind.MENTOR_REPORT, happened_on, person=person, text=text, by=by, at=at)


@action(
    order.still_running,
    order.by_himself_or_keeper,
    order.not_in_the_future,
    order.not_before_the_application,
    label="提交思想汇报",
)
def hand_in_thought_report(
    recruit: Recruit, *, happened_on: date, text: str, by: User, at: datetime, scan: UploadedFile | None = None
) -> Record:
    """His report on his thoughts is with the branch."""
    return enter(recruit, Kind.THOUGHT_REPORT, happened_on, scan, person=recruit.person, text=text, by=by, at=at)
