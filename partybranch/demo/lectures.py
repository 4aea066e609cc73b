"""The demo branch's plan of lectures and a lecture each quarter, with outline, review and approval."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from archives.actions import decide
from meetings.actions import lectures, planning, plans
from meetings.models import Lecture, YearPlan
from partybranch.demo.builder import House, moment, run
from rulebook.clock import standing_at
from rulebook.printing import to_pdf

TYPES = Lecture.LecturerType
TAUGHT = (
    ("学习党章 严守纪律", "丁一凡", TYPES.SERVING_LEADING_CADRE),
    ("支部工作条例怎么落到实处", "王建业", TYPES.SERVING_LEADING_CADRE),
    ("党的创新理论专题辅导", "", TYPES.PARTY_SCHOOL_PROFESSOR),
    ("身边党员的故事", "于海", TYPES.ADVANCED_MEMBER),
)
PROFESSOR = "市委党校陆教授"
QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")


def plan_the_years_lectures(house: House, on: date) -> YearPlan:
    """The plan of Party lectures, in effect from that day."""
    at = moment(on, "11:00")
    lines = [
        f"{quarter}：《{topic}》，授课人{name or PROFESSOR}"
        for quarter, (topic, name, _) in zip(QUARTERS, TAUGHT, strict=True)
    ]
    with standing_at(at):
        draft = plans.draft_plan(
            house.branch, kind=YearPlan.Kind.LECTURES, year=on.year, text="\n".join(lines), by=house.secretary, at=at
        )
        return plans.put_plan_into_effect(draft, decision=None, by=house.secretary, at=at)


def hold_lecture(house: House, on: date, quarter: int) -> Lecture:
    """The lecture of the quarter (0–3): planned and reported nine days before, its outline reviewed, then held."""
    topic, name, kind = TAUGHT[quarter]
    secretary, before = house.secretary, moment(on - timedelta(days=9), "09:30")
    commissioner = house.person("王建业").user
    with standing_at(before + timedelta(hours=1)):
        lecture = lectures.plan_lecture(
            house.branch,
            title=f"{on.year}年{QUARTERS[quarter]}党课",
            begins_at=moment(on, "14:30"),
            place="三楼会议室",
            chair=secretary.person,
            recorder=house.person("王建业"),
            topic=topic,
            lecturer=house.person(name) if name else None,
            outside_lecturer="" if name else PROFESSOR,
            lecturer_type=kind,
            integrity=quarter == 0,
            by=secretary,
            at=before,
        )
        lectures.file_outline(lecture, outline=outline(topic, name or PROFESSOR), by=secretary, at=before)
        own = lecture.lecturer == secretary.person
        lectures.review_outline(lecture, by=commissioner if own else secretary, at=before)
        meeting = lecture.meeting
        request = planning.report_meeting(meeting, sent_on=timezone.localdate(before), by=secretary, at=before)
    at = moment(on - timedelta(days=6), "15:00")
    with standing_at(at):
        number = f"信党〔{on.year}〕党课{quarter + 1}号"
        decide(request, decision="approved", note="同意。", number=number, by=house.officer, at=at)
        planning.send_notice(meeting, by=secretary, at=at)
    run(house, meeting, [], ("卜玉珍",))
    return lecture


def outline(topic: str, lecturer: str) -> SimpleUploadedFile:
    pdf = to_pdf("print/base.html", {"heading": f"《{topic}》党课提纲", "signed_by": lecturer})
    return SimpleUploadedFile(f"{topic}（提纲）.pdf", pdf, "application/pdf")
