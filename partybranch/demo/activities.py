"""The demo branch's studies, theme days and service of the year; one absentee made his study up, one did not."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.actions import activities, holding, makeups, planning
from meetings.models import MakeUp, Meeting
from partybranch.demo.builder import House, moment, workday
from rulebook.clock import standing_at
from rulebook.printing import to_pdf

KIND = Meeting.Kind
MADE_UP, MISSED = "魏长征", "孙䶮"


@dataclass(frozen=True)
class Activity:
    """One activity of the year; `guests` are all who come where it is not for all members."""

    month: int
    day: int
    kind: str
    title: str
    contents: str
    speaker: str = ""
    away: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()


def study(month: int, subject: str, speaker: str, away: tuple[str, ...] = ()) -> Activity:
    return Activity(month, 24, KIND.STUDY, f"{month}月党员集体学习", f"集体学习：{subject}。", speaker, away)


def theme_day(month: int, subject: str) -> Activity:
    return Activity(month, 24, KIND.THEME_DAY, f"{month}月主题党日：{subject}", f"{subject}，交流体会。")


YEAR = (
    theme_day(1, "重温入党誓词"),
    study(2, "党章总纲", "王建业", (MADE_UP,)),
    theme_day(3, "参观廉政教育基地"),
    study(4, "党支部工作条例", "李秋月"),
    Activity(4, 17, KIND.CENTRE_GROUP, "理论学习中心组上半年学习", "专题研讨：网络强国建设。", "丁一凡"),
    theme_day(5, "政治生日"),
    Activity(5, 15, KIND.VOLUNTEER, "社区网络安全宣传", "到社区宣传个人信息保护，帮助老年人设置手机。"),
    study(6, "党的纪律", "田苗", (MISSED,)),
    theme_day(7, "庆祝建党"),
    study(8, "民主集中制", "周子涵"),
    Activity(
        8, 13, KIND.VOLUNTEER, "机房防汛值守", "汛期值守，保障网络畅通。",
        guests=("于海", "方立新", "许诺"),
    ),
    theme_day(9, "走访困难党员"),
    study(10, "全会精神", "魏长征"),
    Activity(10, 16, KIND.CENTRE_GROUP, "理论学习中心组下半年学习", "专题研讨：全会精神。", "王建业"),
    Activity(10, 30, KIND.VOLUNTEER, "敬老志愿服务", "到养老院检修网络和电视。"),
    theme_day(11, "宪法学习"),
    study(12, "总结全年学习", "孙䶮"),
)  # fmt: skip


def live_together(house: House, today: date) -> None:
    """What the year has brought up to the day, and what was made up of it."""
    for one in YEAR:
        on = workday(date(today.year, one.month, one.day))
        if on < today:
            held = hold(house, one, on)
            if one.away and on + timedelta(days=10) < today:
                make_up(house, held, on)


def hold(house: House, one: Activity, on: date) -> Meeting:
    """Planned and called three days before, held in an afternoon, signed off and filed the same day."""
    secretary, begins = house.secretary, moment(on, "15:30")
    before = {"by": secretary, "at": begins - timedelta(days=3)}
    with standing_at(begins - timedelta(days=3)):
        meeting = activities.plan_activity(
            house.branch,
            kind=one.kind,
            title=one.title,
            begins_at=begins,
            place="三楼会议室" if one.kind != KIND.VOLUNTEER else "现场",
            chair=secretary.person,
            recorder=house.person("王建业"),
            requirements=one.contents,
            for_all_members=not one.guests,
            **before,
        )
        for name in one.guests:
            planning.invite_observer(meeting, person=house.person(name), **before)
        planning.send_notice(meeting, **before)
    with standing_at(begins + timedelta(hours=2)):
        holding.start_sign_in(meeting, by=secretary, at=begins - timedelta(minutes=20))
        here = meeting.attendances.exclude(person__name__in=one.away)
        holding.copy_sign_in_sheet(meeting, entries={row.pk: begins for row in here}, by=secretary, at=begins)
        holding.open_meeting(meeting, by=secretary, at=begins)
        if one.speaker:
            row = here.get(person__name=one.speaker)
            activities.name_key_speaker(row, topic="结合岗位谈体会", by=secretary, at=begins + timedelta(minutes=40))
        ended = {"by": secretary, "at": begins + timedelta(minutes=90)}
        holding.close_meeting(meeting, **ended)
        holding.sign_off(meeting, **ended)
        holding.archive_meeting(meeting, signed_paper=None, **ended)
    return meeting


def make_up(house: House, study: Meeting, on: date) -> None:
    """The absentee is told on the next day; one hands in within a week and is reviewed, the other never does."""
    at = moment(on + timedelta(days=1), "09:30")
    with standing_at(at):
        makeups.require_make_up(
            study,
            content="自学本次学习内容，写一篇学习心得。",
            due_on=on + timedelta(days=15),
            mode=MakeUp.Mode.AFTER_RETURN,
            by=house.secretary,
            at=at,
        )
    row = MakeUp.objects.select_related("attendance__person__user").get(attendance__meeting=study)
    absentee = row.attendance.person
    if absentee.name != MADE_UP:
        return
    pdf = to_pdf("print/base.html", {"heading": "学习心得和补课记录", "signed_by": absentee.name})
    scan = SimpleUploadedFile("学习心得和补课记录.pdf", pdf, "application/pdf")
    at = moment(on + timedelta(days=7), "10:00")
    with standing_at(at):
        makeups.hand_in_make_up(row, scan=scan, by=absentee.user, at=at)
    at = moment(on + timedelta(days=8), "14:00")
    with standing_at(at):
        makeups.review_make_up(row, by=house.person("司马青").user, at=at)
