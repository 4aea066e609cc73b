"""Performs real acts with past dates: every record of the demo branch has passed the same gates as a user's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from accounts.actions import Slip, change_password
from accounts.models import Organization, User
from archives.actions import decide
from archives.models import IncomingDocument
from meetings.actions import holding, planning, plans, voting
from meetings.ballots.actions import permit_ballots
from meetings.models import AgendaItem, Matter, Meeting, Vote
from members import actions as people
from members.intake import intake_of
from members.models import Person
from members.posts import Post
from rulebook.clock import standing_at

ROSTER = Path(__file__).parent / "roster.xlsx"


def moment(day: date, clock: str) -> datetime:
    """That day at a time such as '14:30', in China."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=timezone.get_default_timezone())


def workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


@dataclass(frozen=True)
class Item:
    """An item to put on an agenda; `vote` is how many vote in favour, None where it is only discussed."""

    matter: str
    title: str
    introduction: str = "主持人介绍了有关情况。"
    remark: str = "与会人员结合工作进行了讨论，意见一致。"
    in_favour: int | None = None
    resolution: str = ""
    important: bool = False
    carry_out: bool = True
    document: IncomingDocument | None = None
    concerns: Person | None = None
    heard: Callable[[AgendaItem, datetime], None] | None = None


@dataclass
class House:
    """The organizations and accounts that the acts are done with."""

    committee: Organization
    general_branch: Organization
    branch: Organization
    system: User
    officer: User
    secretary: User

    def person(self, name: str) -> Person:
        return Person.objects.of(self.branch, timezone.localdate()).get(name=name)


def found_empty_house(founded_on: date, begun_on: date, password: str | None = None) -> House:
    """机关党委, 党总支 and a branch that knows only its secretary; accounts of him, a superior and an administrator."""
    with standing_at(moment(begun_on, "09:00")):
        at = moment(begun_on, "09:00")
        system, _, _ = (
            User.objects.create_user(login, password, name=kind.label, administration=kind)
            for login, kind in (
                ("xitong", User.Administration.SYSTEM),
                ("anquan", User.Administration.SECURITY),
                ("shenji", User.Administration.AUDIT),
            )
        )
        committee = people.found_root(
            "jgdw", "中共××学会机关委员会", "机关党委", Organization.Level.DEPARTMENT_COMMITTEE, founded_on
        )
        general_branch = people.found_organization(
            committee,
            code="dzz",
            name="中共××学会信息中心总支部委员会",
            short_name="信息中心党总支",
            level=Organization.Level.GENERAL_BRANCH,
            founded_on=founded_on,
            by=system,
            at=at,
        )
        branch = people.found_organization(
            general_branch,
            code="demo",
            name="中共××学会网络通信支部委员会",
            short_name="网络通信支部",
            level=Organization.Level.BRANCH,
            founded_on=founded_on,
            by=system,
            at=at,
        )
        slip = people.register_officer(
            general_branch, username="zongzhi", name="何清", sex=Person.Sex.FEMALE, post=Post.SUPERIOR_OFFICER,
            since=founded_on, by=system, at=at,
        )  # fmt: skip
        officer = entered(slip, password)
        secretary = first_secretary(branch, system, at, password)
        return House(committee, general_branch, branch, system, officer, secretary)


def found_house(founded_on: date, begun_on: date, password: str | None = None) -> House:
    """The house with the branch's roster imported."""
    house, at = found_empty_house(founded_on, begun_on, password), moment(begun_on, "10:00")
    with standing_at(at):
        upload = people.upload_roster(
            house.branch,
            name=ROSTER.name,
            content=ROSTER.read_bytes(),
            posts_since=begun_on,
            by=house.secretary,
            at=at,
        )
        people.import_roster(upload, intake=intake_of(upload, begun_on), by=house.secretary, at=at)
        permit_ballots(house.branch, number=f"信党〔{begun_on.year}〕12号", by=house.officer, at=at)
    return house


def first_secretary(branch: Organization, system: User, at: datetime, password: str | None) -> User:
    slip = people.install_secretary(
        branch,
        username="dingyifan",
        name="丁一凡",
        sex=Person.Sex.MALE,
        identity_number="370000197103081030",
        since=timezone.localdate(at),
        by=system,
        at=at,
    )
    return entered(slip, password)


def entered(slip: Slip, password: str | None) -> User:
    """The account of a slip; with a password, as though its holder had set it today."""
    if password is not None:
        change_password(slip.user, password, timezone.now())
    return slip.user


def open_account(house: House, name: str, username: str, password: str | None) -> User:
    """An account for one of the branch's people, its slip handed out by the secretary."""
    at = timezone.now()
    return entered(people.open_account(house.person(name), username=username, by=house.secretary, at=at), password)


def hold_committee(house: House, on: date, items: list[Item], away: tuple[str, ...] = ()) -> Meeting:
    """A committee meeting from its plan to the archive, on one afternoon."""
    secretary = house.secretary
    with standing_at(moment(on - timedelta(days=2), "10:00")):
        before = moment(on - timedelta(days=2), "10:00")
        meeting = planning.plan_meeting(
            house.branch,
            kind=Meeting.Kind.COMMITTEE,
            title=f"{on.year}年{on.month}月支委会会议",
            begins_at=moment(on, "15:00"),
            place="小会议室",
            chair=secretary.person,
            recorder=house.person("王建业"),
            by=secretary,
            at=before,
        )
        add_items(house, meeting, items, before)
        planning.send_notice(meeting, by=secretary, at=before)
    run(house, meeting, items, away)
    return meeting


def hold_general(
    house: House,
    on: date,
    title: str,
    items: list[Item],
    away: tuple[str, ...] = (),
    prepared: Iterable[Item] = (),
) -> Meeting:
    """A general meeting: agenda settled by the committee nine days before, reported, approved, held, filed.

    What is `prepared` is decided by that committee too.
    """
    secretary, officer = house.secretary, house.officer
    settling = [Item(Matter.OTHER, f"研究确定{title}议题", in_favour=4), *prepared]
    decided = hold_committee(house, on - timedelta(days=9), settling).items.get(matter=Matter.OTHER)
    with standing_at(moment(on - timedelta(days=8), "09:30")):
        before = moment(on - timedelta(days=8), "09:30")
        meeting = planning.plan_meeting(
            house.branch,
            kind=Meeting.Kind.GENERAL,
            title=title,
            begins_at=moment(on, "14:30"),
            place="三楼会议室",
            chair=secretary.person,
            recorder=house.person("王建业"),
            requirements="请全体党员提前安排好工作，准时参加；不能到会的事先请假。",
            by=secretary,
            at=before,
        )
        add_items(house, meeting, items, before)
        planning.settle_agenda(meeting, decision=decided, by=secretary, at=before)
        request = planning.report_meeting(meeting, sent_on=timezone.localdate(before), by=secretary, at=before)
    with standing_at(moment(on - timedelta(days=6), "16:00")):
        at = moment(on - timedelta(days=6), "16:00")
        decide(
            request, decision="approved", note="同意召开。", number=f"信党〔{on.year}〕{on.month}号", by=officer, at=at
        )
        planning.send_notice(meeting, by=secretary, at=at + timedelta(minutes=30))
    run(house, meeting, items, away)
    return meeting


def add_items(house: House, meeting: Meeting, items: list[Item], at: datetime) -> None:
    for item in items:
        if item.document is not None:
            plans.study_document(meeting, document=item.document, by=house.secretary, at=at)
            continue
        planning.add_item(
            meeting,
            matter=item.matter,
            title=item.title,
            important=item.important,
            concerns=item.concerns,
            prepared_in=examination(meeting, item),
            by=house.secretary,
            at=at,
        )
        if item.heard is not None:
            planning.invite_observer(meeting, person=item.concerns, by=house.secretary, at=at)


def examination(meeting: Meeting, item: Item) -> AgendaItem | None:
    """The committee's own item on the person, without which the general meeting does not take him up."""
    if item.concerns is None or meeting.is_committee:
        return None
    items = AgendaItem.objects.filter(meeting__kind=Meeting.Kind.COMMITTEE, concerns=item.concerns, matter=item.matter)
    return items.latest("meeting__held_on")


def run(house: House, meeting: Meeting, items: list[Item], away: tuple[str, ...]) -> None:
    """From the first signature to the archive; `away` asked leave the day before."""
    secretary, begins = house.secretary, timezone.localtime(meeting.begins_at)
    with standing_at(begins + timedelta(hours=2)):
        for attendance in meeting.attendances.filter(person__name__in=away):
            holding.ask_leave(attendance, reason="出差", by=secretary, at=begins - timedelta(days=1))
            holding.answer_leave(attendance, granted=True, by=secretary, at=begins - timedelta(days=1))
        holding.start_sign_in(meeting, by=secretary, at=begins - timedelta(minutes=20))
        here = meeting.attendances.exclude(person__name__in=away).order_by("person__stroke_key")
        entries = {
            row.pk: begins - timedelta(minutes=15) + timedelta(seconds=30 * place) for place, row in enumerate(here)
        }
        holding.copy_sign_in_sheet(meeting, entries=entries, by=secretary, at=begins)
        holding.open_meeting(meeting, by=secretary, at=begins)
        for minutes, (item, plan) in enumerate(zip(meeting.items.all(), items, strict=True), start=1):
            conduct(house, item, plan, begins + timedelta(minutes=10 * minutes))
        closed = begins + timedelta(minutes=10 * len(items) + 20 if items else 90)
        holding.close_meeting(meeting, by=secretary, at=closed)
        holding.sign_off(meeting, by=secretary, at=closed + timedelta(minutes=30))
        holding.archive_meeting(meeting, signed_paper=None, by=secretary, at=closed + timedelta(minutes=40))


def conduct(house: House, item: AgendaItem, plan: Item, at: datetime) -> None:
    secretary = house.secretary
    voting.introduce_item(item, introduction=plan.introduction, by=secretary, at=at)
    if plan.heard is not None:
        plan.heard(item, at)
    voting.record_remark(item, speaker=secretary.person, text=plan.remark, by=secretary, at=at)
    if plan.in_favour is None:
        voting.note_item(item, by=secretary, at=at)
        return
    committee = item.meeting.is_committee
    secret = plan.concerns is not None and not committee
    method = Vote.Method.VOICE if committee else Vote.Method.SHOW_OF_HANDS
    method = Vote.Method.SECRET_BALLOT if secret else method
    vote = voting.open_vote(item, method=method, by=secretary, at=at)
    in_favour = min(plan.in_favour, vote.present)
    paper = {"issued": vote.present, "returned": vote.present} | tellers(house) if secret else {}
    voting.count_vote(
        item, in_favour=in_favour, against=0, abstained=vote.present - in_favour, by=secretary, at=at, **paper
    )
    if plan.resolution:
        voting.resolve(
            item,
            text=plan.resolution,
            owner=secretary.person if plan.carry_out else None,
            due_on=None,
            carry_out=plan.carry_out,
            by=secretary,
            at=at,
        )


def tellers(house: House) -> dict[str, Person]:
    return {"scrutineer": house.person("田苗"), "teller": house.person("孙䶮")}
