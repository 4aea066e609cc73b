"""Section 三 of chapter 8: who may teach, whose review an outline needs, and that it is kept."""

from datetime import date
from typing import Any

from accounts.models import Organization, User
from meetings.models import Lecture, Meeting
from meetings.rules.planning import holds
from members.models import Person
from members.posts import Post
from rulebook.catalogue import Clause, catalogue
from rulebook.kernel import built, gate
from rulebook.periods import Period, span_of


@built("8.0")
def guidance() -> str:
    """What the rulebook recommends of a lecture's content; shown while it is planned, never enforced."""
    return (
        "上好党课应注意：突出党员教育的特点，紧密结合国内外形势及党的中心任务，讲解党的路线、方针、政策，传授党的基本知识；"
        "针对党员思想和工作实际，回应普遍关心的问题，注重身边人讲身边事，增强吸引力感染力"
        f"（{catalogue['8.0'].cite}）。"
    )


def lecture_of(meeting: Meeting) -> Lecture | None:
    return Lecture.objects.select_related("lecturer", "reviewed_by").filter(meeting=meeting).first()


@gate(act="meetings.plan_meeting")
def lectures_are_planned_as_lectures(organization: Organization, *, kind: str, **_: Any) -> str | None:
    return "党课请从“筹备党课”登记，须写明授课人和题目" if kind == Meeting.Kind.LECTURE else None


@gate()
def one_lecturer(
    subject: Organization | Lecture, *, lecturer: Person | None, outside_lecturer: str, **_: Any
) -> str | None:
    if (lecturer is None) == (not outside_lecturer.strip()):
        return "请选择本支部的授课人，或填写外请授课人，二者填一项"
    return None


@gate("8.3.2", cure="授课人一般为在职党员领导干部、先进党员、上级党组织的党员领导干部或党校教授")
def lecturer_of_a_listed_type(
    subject: Organization | Lecture, *, lecturer_type: str, clause: Clause, **_: Any
) -> str | None:
    return None if lecturer_type in clause.raw["lecturer_types"] else "授课人不在规定范围，请说明原因"


@gate()
def lecture_still_planned(lecture: Lecture, **_: Any) -> str | None:
    state = lecture.meeting.state
    return None if state == Meeting.State.PLANNED else f"党课{lecture.meeting.get_state_display()}，不能再改"


@gate()
def outline_may_change(lecture: Lecture, **_: Any) -> str | None:
    """Before the lecture begins; later only where no outline had been handed in."""
    if lecture.meeting.state == Meeting.State.PLANNED or lecture.outline_id is None:
        return None
    return "已经开课，审核过的提纲不能再换"


@gate("8.3.4b", cure="由授课人本人，或由书记、副书记、组织委员存入")
def handed_in_by_its_lecturer(lecture: Lecture, *, by: User, **_: Any) -> str | None:
    """Who keeps the record of lectures hands in anybody's."""
    own = lecture.lecturer is not None and lecture.lecturer.user_id == by.pk
    keeps = by.has_perm("meetings.record_bureau_signature", lecture.organization)
    return None if own or keeps else "只有授课人本人可以提交提纲"


@gate("8.3.4b", cure="请先上传提纲")
def outline_is_there(lecture: Lecture, **_: Any) -> str | None:
    return None if lecture.outline_id else "还没有党课提纲"


@gate("8.3.4c", cure="党员的提纲由书记审核；书记本人的提纲由另一名支委会成员会签")
def reviewed_by_the_right_person(lecture: Lecture, *, by: User, on: date, **_: Any) -> str | None:
    if lecture.lecturer is not None and lecture.lecturer.user_id == by.pk:
        return "不能审核本人提纲"
    if lecture.lecturer is not None and holds(lecture.lecturer, lecture.meeting, {Post.SECRETARY}, on):
        return None
    reviewer = Person.objects.get(user=by)
    if holds(reviewer, lecture.meeting, {Post.SECRETARY}, on):
        return None
    return "党课提纲须经党支部书记审核"


@gate("8.3.4c", act="meetings.open_meeting", cure="请书记审核；书记本人授课的，由另一名支委会成员会签")
def outline_reviewed(meeting: Meeting, *, on: date, **_: Any) -> str | None:
    """A division-level lecturer's outline goes to the bureau's Party-group secretary instead (X1-30)."""
    if not meeting.is_lecture:
        return None
    lecture = lecture_of(meeting)
    if lecture is not None and lecture.division_level:
        return None
    if lecture is None or lecture.reviewed_on is None:
        return "党课提纲须经党支部书记审核"
    return f"提纲审核日期{lecture.reviewed_on}晚于开课日期" if lecture.reviewed_on > on else None


@gate("8.3.4a", act="meetings.open_meeting", cure="请送局党组书记签字，登记姓名、日期和扫描件")
def outline_signed_by_the_bureau(meeting: Meeting, *, on: date, **_: Any) -> str | None:
    lecture = lecture_of(meeting) if meeting.is_lecture else None
    if lecture is None or not lecture.division_level:
        return None
    if lecture.bureau_signed_on is None:
        return "处级干部党课提纲须经局党组书记签字"
    return f"局党组书记签字日期{lecture.bureau_signed_on}晚于开课日期" if lecture.bureau_signed_on > on else None


@gate("8.3.4b", act="meetings.close_meeting", cure="请上传提纲后再宣布散会")
def outline_is_filed(meeting: Meeting, **_: Any) -> str | None:
    if not meeting.is_lecture:
        return None
    lecture = lecture_of(meeting)
    return None if lecture is not None and lecture.outline_id else "党课提纲须归档"


@gate("8.3.4a")
def given_by_a_division_level_cadre(lecture: Lecture, **_: Any) -> str | None:
    return None if lecture.division_level else "只有处级干部的党课提纲须局党组书记签字"


@gate("8.3.4a")
def signed_by_today(lecture: Lecture, *, signed_on: date, on: date, **_: Any) -> str | None:
    return f"签字日期{signed_on}不能晚于登记日期" if signed_on > on else None


@gate()
def lecture_was_held(lecture: Lecture, **_: Any) -> str | None:
    held = (Meeting.State.CLOSED, Meeting.State.ARCHIVED)
    return None if lecture.meeting.state in held else "党课还没有结束"


@gate("8.3.1")
def counts_for_one_quarter_of_its_year(lecture: Lecture, *, quarter: date, **_: Any) -> str | None:
    """A concentrated series is several lectures; each still counts for one quarter only (X1-31)."""
    if span_of(quarter, Period.QUARTER).since != quarter:
        return "请选择一个季度"
    if quarter.year != lecture.meeting.held_on.year:
        return "集中开展的党课只计入同一年的季度"
    if quarter == span_of(lecture.meeting.held_on, Period.QUARTER).since:
        return "本次党课就在这一季度，不需要另行计入"
    return None
