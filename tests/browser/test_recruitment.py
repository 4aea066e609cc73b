"""From the application to the personal file by clicking, as commissioner, sponsor, applicant and superior."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.actions import change_password
from accounts.models import User
from archives.models import Submission
from meetings.models import AgendaItem, Attendance, Matter, Meeting
from members.models import Person
from members.posts import Post
from recruitment.models import Recruit
from tests.browser.conftest import PASSWORD, Desk
from tests.factories import BranchFactory, agenda_item, general_meeting, present, user_of
from tests.factories.branch import holding, person
from tests.factories.lecture import PDF
from tests.factories.recruit import Way, decided, noon
from tests.recruitment.test_admission import ALL_PARTS
from tests.recruitment.test_probation import FIVE

OPINIONS = ("联系人说他踏实", "党员说他上进", "群众说他热心", "介绍人说他合格", "大家说可以转正")


class Office:
    """The branch with its accounts, and the desks of one day: whoever comes logs in once."""

    def __init__(self, house: BranchFactory, open_desk: Any) -> None:
        self.house, self.open_desk = house, open_desk
        self.desks: dict[int, Desk] = {}
        self.traveller: Any = None

    def begin_day(self, day: date) -> None:
        """It is noon of that day; everybody logs in anew."""
        self.end_day()
        self.traveller = time_machine.travel(noon(day), tick=False)
        self.traveller.start()

    def end_day(self) -> None:
        if self.traveller is not None:
            self.traveller.stop()
        self.desks, self.traveller = {}, None

    def at(self, user: User) -> Desk:
        if user.pk not in self.desks:
            change_password(User.objects.get(pk=user.pk), PASSWORD, timezone.now())
            self.desks[user.pk] = self.open_desk(User.objects.get(pk=user.pk))
        return self.desks[user.pk]

    @property
    def commissioner(self) -> User:
        return user_of(Person.objects.get(pk=self.house.people[1].pk))

    def answer(self, kind: str, officer: User, decision: str = "approved") -> None:
        """党总支 sends on what went up last, 机关党委 answers, both online."""
        paper = Submission.objects.filter(matter=f"recruitment.{kind}").latest("pk")
        between, top = self.at(self.house.superior_officer), self.at(officer)
        between.go(paper.get_absolute_url()).press("审阅转报").fill(note="同意上报。").press("审阅转报")
        top.go(paper.get_absolute_url()).press("批复")
        top.fill(decision=decision, note="同意。", number="机党1号").press("批复")


def superior_of(house: BranchFactory) -> Person:
    top = house.branch.superior.superior
    return holding(person(top, "机关党委"), top, Post.SUPERIOR_OFFICER)


@pytest.fixture
def office(transactional_db: None, desk: Any) -> Iterator[Office]:
    made = Office(BranchFactory(members=8, committee=5), desk)
    yield made
    made.end_day()


def do(desk: Desk, recruit: Recruit, label: str, **fields: Any) -> Desk:
    """The act from the person's own page, by its button."""
    main, url = desk.page.locator("#main"), recruit.get_absolute_url()
    button = main.get_by_role("button", name=label, exact=True).or_(main.get_by_role("link", name=label, exact=True))
    if not desk.page.url.endswith(url) or button.count() == 0:
        desk.go(url)
    desk.press(label)
    if fields:
        fill(desk, **fields).press(label)
    assert desk.says(f"{label}：已办理"), desk.page.locator("#main").inner_text()
    return desk


def fill(desk: Desk, **fields: Any) -> Desk:
    """As the desk does, and besides the last decision of a list and several ticks."""
    decision, ticks = fields.pop("decision", None), fields.pop("ticks", {})
    desk.fill(**fields)
    if decision:
        desk.page.locator("#main [name=decision]").select_option(value=str(decision.pk))
    for name, values in ticks.items():
        for value in values:
            desk.page.locator(f"#main [name={name}][value={value}]").check()
    return desk


def hear(desk: Desk, recruit: Recruit, label: str, day: str, opinions: dict[str, str]) -> None:
    for source, text in opinions.items():
        do(desk, recruit, label, source=source, happened_on=day, text=text, favourable="yes")


def receive(office: Office, desk: Desk) -> Recruit:
    desk.go(f"/b/{office.house.branch.code}/recruits/").press("登记入党申请")
    desk.fill(name="周子涵", sex="男", birth_on="1998-03-02", department="办公室", received_on="2025-01-06")
    desk.press("登记入党申请")
    assert desk.says("须有书面入党申请书")
    scan = {"name": "申请书.pdf", "mimeType": "application/pdf", "buffer": PDF}
    desk.page.set_input_files("#main [name=paper]", scan)
    desk.press("登记入党申请")
    return Recruit.objects.get()


def become_activist(office: Office, officer: User) -> Recruit:
    office.begin_day(date(2025, 5, 26))
    desk, house = office.at(office.commissioner), office.house
    recruit = receive(office, desk)
    do(desk, recruit, "登记谈话", talker="党员002", happened_on="2025-01-20", text="基本情况")
    do(desk, recruit, "登记推荐", source="member_recommendation", happened_on="2025-04-10", text="党员推荐")
    fixed = decided(house, Matter.ACTIVIST, recruit.person, date(2025, 5, 20))
    do(desk, recruit, "确定为入党积极分子", decision=fixed)
    for mentor in ("党员006", "党员007"):
        do(desk, recruit, "指定培养联系人", mentor=mentor, happened_on="2025-05-22")
    do(desk, recruit, "报积极分子备案", happened_on="2025-05-22")
    office.answer("activist_filing", officer)
    return recruit


def become_candidate(office: Office, recruit: Recruit, officer: User, own: User) -> None:
    office.begin_day(date(2026, 6, 8))
    desk, house = office.at(office.commissioner), office.house
    mentor = office.at(user_of(house.people[5]))
    for day in ("2025-11-18", "2026-05-15"):
        do(mentor, recruit, "登记半年考察", happened_on=day, finding="表现良好")
    do(office.at(own), recruit, "提交思想汇报", happened_on="2026-06-01", text="学习党章的体会")
    sides = dict(zip(("mentors", "members", "masses"), OPINIONS, strict=False))
    hear(desk, recruit, "登记听取的意见", "2026-05-21", sides)
    agreed = decided(house, Matter.CANDIDATE, recruit.person, date(2026, 5, 25))
    do(desk, recruit, "登记支委会同意列为发展对象", decision=agreed)
    do(desk, recruit, "登记公示", since="2026-05-27", happened_on="2026-06-02", text="无异议")
    do(desk, recruit, "报发展对象备案", happened_on="2026-06-03")
    office.answer("listing_filing", officer)
    do(desk, recruit, "列为发展对象", happened_on="2026-06-08")


def pass_the_review(desk: Desk, recruit: Recruit) -> None:
    do(desk, recruit, "开始政治审查")
    desk.go(recruit.get_absolute_url()).page.get_by_role("link", name="政治审查材料").click()
    parts = {"attitude": "拥护", "history": "清楚", "conduct": "守法", "relations": "清白"}
    means = {"talked": True, "consulted_files": True, "asked_people": True, "wrote_letters": True}
    desk.press("填写政治审查情况").fill(**parts, **means).press("填写政治审查情况")
    desk.press("作出政治审查结论").fill(conclusion="passed", concluded_on="2026-06-08").press("作出政治审查结论")
    assert desk.says("合格（2026-06-08）")


def pass_the_pre_review(office: Office, recruit: Recruit, officer: User) -> AgendaItem:
    """Sponsors, review, training, the committee, 机关党委, the form: on the day of the listing."""
    desk, house = office.at(office.commissioner), office.house
    for sponsor in ("党员006", "党员007"):
        do(desk, recruit, "确定入党介绍人", sponsor=sponsor, happened_on="2026-06-08")
    pass_the_review(desk, recruit)
    do(desk, recruit, "登记集中培训", happened_on="2026-06-08", organ="机关党委", days="3")
    examined = decided(house, Matter.ADMISSION, recruit.person, date(2026, 6, 8))
    do(desk, recruit, "登记支委会审查合格", decision=examined)
    do(desk, recruit, "报上级预审", happened_on="2026-06-08")
    office.answer("pre_review", officer)
    do(desk, recruit, "登记发放志愿书", happened_on="2026-06-08")
    for sponsor in house.people[5:7]:
        given = {"sponsor": sponsor.name, "happened_on": "2026-06-08", "text": OPINIONS[3], "favourable": "yes"}
        do(office.at(user_of(sponsor)), recruit, "登记介绍人意见", **given)
    return examined


def hold_the_general_meeting(office: Office, recruit: Recruit, examined: AgendaItem) -> AgendaItem:
    """Four steps, one after the other: he reports, his sponsors speak, the committee reports, all vote in secret."""
    house, secretary = office.house, office.at(office.house.secretary)
    held = general_meeting(house, begins_at=timezone.now())
    facts = {"concerns": recruit.person, "prepared_in": examined, "introduction": ""}
    item = agenda_item(held, Matter.ADMISSION, discussed=False, **facts)
    present(held, 7)
    Attendance.objects.create(
        meeting=held, person=recruit.person, role="observer", signed_at=held.begins_at, signed_by="paper"
    )

    def on_the_item(label: str, **fields: Any) -> None:
        secretary.go(item.get_absolute_url()).press(label)
        fill(secretary, **fields).press(label)
        assert secretary.says(f"{label}：已办理"), secretary.page.locator("#main").inner_text()

    on_the_item("记录议题介绍", introduction="书记介绍了有关情况。")
    on_the_item("记录发展对象汇报", ticks={"parts": ALL_PARTS}, text="本人汇报")
    for sponsor in ("党员006", "党员007"):
        on_the_item("记录介绍人介绍", sponsor=sponsor, text=OPINIONS[3], favourable="yes")
    on_the_item("记录支委会报告", text="审查合格，预审合格。")
    on_the_item("记录发言", text="大家一致赞成。")
    secretary.go(item.get_absolute_url()).press("开始表决").fill(method="secret_ballot").press("开始表决")
    figures = {"issued": "7", "returned": "7", "in_favour": "7", "against": "0", "abstained": "0"}
    on_the_item("登记计票", **figures, scrutineer="党员003", teller="党员004")
    assert secretary.says("赞成7票（到会7票，书面意见0票），须超过应到8人的半数（至少5票），通过")
    secretary.go(held.get_absolute_url()).press("宣布散会")
    return item


def become_probationary(office: Office, recruit: Recruit, officer: User, examined: AgendaItem) -> None:
    office.begin_day(date(2026, 6, 30))
    item = hold_the_general_meeting(office, recruit, examined)
    desk = office.at(office.house.secretary)
    resolution = {"decision": item, "main_conduct": "表现良好", "signed_by": "党员001"}
    do(desk, recruit, "登记接收预备党员决议", **resolution)
    do(desk, recruit, "登记决议写入志愿书", happened_on="2026-06-30")
    do(desk, recruit, "报送审批", happened_on="2026-06-30")
    do(desk, recruit, "登记上级派人谈话", happened_on="2026-06-30", organ="机关党委组织委员", text="同意接收")
    office.answer("dossier", officer)
    do(desk, recruit, "编入支部，登记为预备党员")
    do(desk, recruit, "登记入党宣誓", happened_on="2026-06-30", organ="机关党委", text="会议室")


def become_full(office: Office, recruit: Recruit, officer: User, own: User) -> None:
    office.begin_day(date(2027, 7, 2))
    desk, house = office.at(office.commissioner), office.house
    do(desk, recruit, "登记预备期考察", source="个别谈心", happened_on="2027-01-20", text="谈心")
    do(office.at(own), recruit, "提出转正申请", happened_on="2027-06-20", text="申请转正")
    hear(desk, recruit, "登记转正前听取的意见", "2027-06-25", dict.fromkeys(("members", "masses"), OPINIONS[4]))
    examined = decided(house, Matter.CONVERSION, recruit.person, date(2027, 6, 28))
    do(desk, recruit, "登记支委会转正审查", decision=examined)
    resolved = decided(house, Matter.CONVERSION, recruit.person, date(2027, 6, 30), Meeting.Kind.GENERAL)
    outcome = {"decision": resolved, "ground": "履行党员义务", "signed_by": "党员001"}
    do(desk, recruit, "登记转正、延长或取消的决议", **outcome)
    do(desk, recruit, "报批转正等决议", happened_on="2027-07-01")
    office.answer("conversion_report", officer)
    do(desk, recruit, "登记批准生效")
    do(desk, recruit, "移交材料", happened_on="2027-07-02", organ="人事培训处", ticks={"papers": FIVE})


def account_of(recruit: Recruit) -> User:
    return user_of(Person.objects.get(pk=recruit.person_id))


def sees_no_opinion(desk: Desk, recruit: Recruit) -> None:
    desk.go(recruit.get_absolute_url())
    assert [text for text in OPINIONS if desk.says(text)] == []


@pytest.mark.clause("13.0p")
def test_from_the_application_to_the_personal_file(office):
    officer = user_of(superior_of(office.house))
    recruit = become_activist(office, officer)
    own = account_of(recruit)
    become_candidate(office, recruit, officer, own)
    examined = pass_the_pre_review(office, recruit, officer)
    stranger = office.at(user_of(office.house.people[7]))
    assert stranger.page.goto(recruit.get_absolute_url()).status == 404
    sees_no_opinion(office.at(own), recruit)
    become_probationary(office, recruit, officer, examined)
    become_full(office, recruit, officer, own)
    sees_no_opinion(office.at(own), recruit)
    commissioner = office.at(office.commissioner).go(recruit.get_absolute_url())
    assert commissioner.says("已转正，材料已移交")
    assert [text for text in OPINIONS if not commissioner.says(text)] == []
    him = Person.objects.get(pk=recruit.person_id)
    assert (him.admitted_on, him.full_on) == (date(2026, 6, 30), date(2027, 6, 30))


def resolve(office: Office, way: Way, matter: str, on: date, ground: str, **more: str) -> None:
    """The committee and the general meeting have decided; the branch records it, the superior answers."""
    desk, recruit, house = office.at(office.commissioner), way.recruit, office.house
    do(desk, recruit, "登记支委会转正审查", decision=decided(house, matter, way.person, on))
    resolved = decided(house, matter, way.person, on, Meeting.Kind.GENERAL)
    outcome = {"decision": resolved, "ground": ground, "signed_by": "党员001", **more}
    do(desk, recruit, "登记转正、延长或取消的决议", **outcome)
    do(desk, recruit, "报批转正等决议", happened_on=str(on))
    desk.go(recruit.get_absolute_url())
    assert desk.says("须经上级党组织批准")
    office.answer("conversion_report", way.officer)
    do(desk, recruit, "登记批准生效")


@pytest.mark.clause("13.4.4d", "13.4.4e")
def test_through_extension_to_cancellation(office):
    """Probation ends 2027-07-28 and is extended by six months; before their end the branch cancels."""
    way = Way(office.house).to_heard()
    office.begin_day(date(2027, 7, 30))
    desk = office.at(office.commissioner)
    resolve(office, way, Matter.PROBATION_EXTENSION, date(2027, 7, 30), "需要继续考察", months="6")
    assert desk.says("2028-01-28（已延长）")
    office.begin_day(date(2028, 1, 10))
    resolve(office, way, Matter.PROBATION_CANCELLATION, date(2028, 1, 10), "不履行党员义务")
    desk = office.at(office.commissioner)
    assert desk.says("取消预备党员资格")
    own = office.at(account_of(way.recruit)).go(way.recruit.get_absolute_url())
    assert own.says("取消预备党员资格")
    assert (own.says("不履行党员义务"), way.person.ended_on) == (False, date(2028, 1, 10))
