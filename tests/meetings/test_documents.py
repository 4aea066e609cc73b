"""What meetings print: every figure equals its row, and nobody reads what is not his."""

import re
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn
from icalendar import Calendar
from pypdf import PdfReader

from accounts.models import User
from meetings import documents
from meetings.actions import holding, voting
from meetings.documents import Version
from meetings.models import AgendaItem, Matter, Meeting, Recusal, Remark, Resolution, Vote
from rulebook.clock import standing_at
from tests.factories import BranchFactory, agenda_item, committee_meeting, general_meeting, person, present, user_of
from tests.factories.meeting import BEGINS, meeting

pytestmark = pytest.mark.django_db
MEETING_PAPERS = (
    "own_sign_in", "notice", "agenda", "sign_in_sheet", "calendar", "minutes", "minutes_as_word",
)  # fmt: skip
ITEM_PAPERS = ("ballot_paper", "tally", "resolution")


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=10, name="中共测试支部委员会")


@pytest.fixture
def held(house: BranchFactory) -> Meeting:
    """A committee of five: 党员005 on leave, 党员002 withdraws, two of three in favour."""
    held = committee_meeting(house, title="三月支委会会议")
    present(held, 4)
    held.attendances.filter(person=house.people[4]).update(
        leave_asked_at=BEGINS - timedelta(days=1), leave_reason="住院治疗", leave_granted=True
    )
    item = agenda_item(held, title="研究年度计划", introduction="计划的说明")
    Remark.objects.create(item=item, speaker=house.people[2], text="我有不同看法")
    Remark.objects.create(item=item, speaker=house.people[4], text="请补充培训", absent_opinion=True)
    Remark.objects.create(item=item, text="会议认为应当完善")
    Recusal.objects.create(item=item, person=house.people[1], reason="涉及配偶")
    counted(item, method="voice", eligible=5, present=3, in_favour=2, against=1)
    return held


def counted(item: AgendaItem, **figures: object) -> Vote:
    item.state = AgendaItem.State.DECIDED
    item.save()
    moment = BEGINS + timedelta(minutes=30)
    return Vote.objects.create(
        item=item, opened_at=moment, counted_at=moment, **{"passed": True, "arithmetic": "甲乙丙", **figures}
    )


def balloted(house: BranchFactory) -> AgendaItem:
    item = agenda_item(general_meeting(house), title="讨论重点工作")
    people = present(item.meeting, 8)
    counted(
        item, method="secret_ballot", eligible=10, present=8, issued=8, returned=7, spoiled=1, in_favour=4, against=2,
        abstained=0, passed=False, scrutineer=people[5], teller=people[6],
    )  # fmt: skip
    return item


def text_of(pdf: bytes) -> str:
    """Everything that is printed, without spaces and line ends."""
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def addresses(item: AgendaItem) -> list[str]:
    of_meeting = [reverse(f"meetings:{name}", args=[item.meeting_id]) for name in MEETING_PAPERS]
    return of_meeting + [reverse(f"meetings:{name}", args=[item.pk]) for name in ITEM_PAPERS]


@pytest.mark.clause("6.3.4e", "6.3.5a")
def test_the_minutes_hold_every_printed_field_of_the_vote(held):
    text = text_of(documents.minutes(held, Version.FULL))
    assert "议题1：研究年度计划议题介绍：计划的说明" in text
    assert "表决方式应到实到赞成反对弃权结果口头53210通过" in text
    assert "缺席：党员005。回避：党员002。甲乙丙。" in text
    assert "应到5人，其中有表决权5人实到4人，其中有表决权4人" in text


@pytest.mark.clause("6.3.3b")
def test_the_minutes_show_an_absentees_opinion_as_not_counted(held):
    assert "党员005（书面意见，不计票）：请补充培训" in text_of(documents.minutes(held, Version.FULL))


def test_the_minutes_of_a_secret_ballot_show_issued_returned_valid_and_spoiled(house):
    text = text_of(documents.minutes(balloted(house).meeting, Version.FULL))
    assert "发出票收回票有效票废票监票人计票人8761党员006党员007" in text
    assert "无记名投票108420未通过" in text
    assert "缺席：2人。回避：无。" in text


def test_who_signed_in_after_the_vote_began_was_absent_from_it(held):
    held.attendances.filter(person__name="党员004").update(signed_at=BEGINS + timedelta(minutes=31))
    assert "缺席：党员004、党员005。" in text_of(documents.minutes(held, Version.FULL))


@pytest.mark.clause("6.4.2")
def test_the_released_minutes_have_neither_speakers_nor_opinions_nor_reasons(held):
    text = text_of(documents.minutes(held, Version.RELEASED))
    hidden = ("党员003：", "我有不同看法", "请补充培训", "涉及配偶", "住院治疗", "党员002回避", "讨论要点")
    assert [word for word in hidden if word in text] == []
    assert "会议认为应当完善" in text
    assert "1人回避本项议题。" in text
    assert "口头53210通过" in text


@pytest.mark.clause("6.4.2")
@pytest.mark.parametrize("asked", ["", "?released"])
def test_a_member_gets_only_the_released_minutes_and_a_committee_member_may_choose(house, held, asked):
    held.released_at = BEGINS + timedelta(days=1)
    held.save()
    address = reverse("meetings:minutes", args=[held.pk]) + asked
    member = text_of(logged_in(user_of(house.people[9])).get(address).content)
    committee = text_of(logged_in(house.secretary).get(address).content)
    assert ("我有不同看法" in member, "我有不同看法" in committee) == (False, asked == "")


def test_members_read_the_minutes_of_a_general_meeting_without_the_reasons_of_leave(house):
    general = agenda_item(general_meeting(house)).meeting
    general.attendances.filter(person=house.people[7]).update(
        leave_asked_at=BEGINS - timedelta(days=1), leave_reason="住院治疗", leave_granted=True
    )
    address = reverse("meetings:minutes", args=[general.pk])
    member, secretary = (
        text_of(logged_in(user).get(address).content) for user in (user_of(house.people[9]), house.secretary)
    )
    assert ("请假人员党员008" in member, "住院治疗" in member) == (True, False)
    assert "请假人员党员008（住院治疗）" in secretary


@pytest.mark.parametrize(("days", "marked"), [(0, False), (3, True)])
def test_what_was_recorded_on_a_later_day_is_marked(house, days, marked):
    item = agenda_item(general_meeting(house), introduction="")
    people = present(item.meeting, 10)
    item.meeting.attendances.filter(person=people[9]).update(signed_at=None, signed_by="")
    absent = item.meeting.attendances.get(person=people[9])
    written_at = BEGINS + timedelta(hours=1, days=days)
    with standing_at(written_at):
        at = BEGINS + timedelta(hours=1)
        voting.introduce_item(item, introduction="说明", by=house.secretary, at=written_at)
        holding.copy_sign_in_sheet(item.meeting, entries={absent.pk: BEGINS}, by=house.secretary, at=written_at)
        item.refresh_from_db()
        voting.note_item(item, by=house.secretary, at=written_at)
        holding.close_meeting(item.meeting, by=house.secretary, at=at)
    text = text_of(documents.minutes(Meeting.objects.get(pk=item.meeting_id), Version.FULL))
    assert ("补录事项宣布散会（2026年3月23日补录）；纸质签到簿（2026年3月23日录入）" in text) is marked
    assert ("（补录：本议题的记录于2026年3月23日录入。）" in text) is marked
    assert ("补录" in text) is marked


def test_word_holds_the_same_facts_as_the_pdf(house):
    meeting = balloted(house).meeting
    paper = Document(BytesIO(documents.minutes_as_word(meeting, Version.FULL)))
    said = [paragraph.text for paragraph in paper.paragraphs]
    cells = ["".join(cell.text for cell in row.cells) for table in paper.tables for row in table.rows]
    text = text_of(documents.minutes(meeting, Version.FULL))
    missing = [words for words in said[1:] if "".join(words.split()) not in text]
    assert (said[0], missing) == (f"{meeting.title}记录", [])
    assert cells[-3:-1] == ["发出票收回票有效票废票监票人计票人", "8761党员006党员007"]


def test_word_is_laid_out_as_an_official_paper(held):
    paper = Document(BytesIO(documents.minutes_as_word(held, Version.FULL)))
    page = paper.sections[0]
    margins = [
        round(length.mm) for length in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    ]
    faces = [paper.styles[name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) for name in ("Normal", "Title")]
    assert (margins, faces) == ([37, 35, 28, 26], ["仿宋_GB2312", "方正小标宋简体"])
    assert paper.tables[1].style.name == "Table Grid"


@pytest.mark.clause("8.1.2b")
def test_the_notice_says_when_where_what_about_and_what_is_asked(house):
    planned = general_meeting(house, opened=False, title="第一季度党员大会", requirements="请带学习笔记。")
    agenda_item(planned, title="讨论年度计划")
    agenda_item(planned, title="不该出现", state=AgendaItem.State.PROPOSED)
    text = text_of(documents.notice(planned))
    assert "关于召开第一季度党员大会的通知全体党员：" in text
    assert "时间：2026年3月20日（星期五）14:30二、地点：会议室" in text
    assert "1.讨论年度计划" in text
    assert "请带学习笔记。" in text
    assert "中共测试支部委员会（盖章）2026年3月17日" in text
    assert "不该出现" not in text


def test_a_notice_that_was_not_sent_leaves_the_date_open(house):
    assert "（盖章）年月日" in text_of(documents.notice(meeting(house, Meeting.Kind.COMMITTEE)))


def test_the_sheet_lists_everybody_by_name_and_carries_its_code(house):
    for name in ("孙䶮", "阿依古丽·买买提"):
        person(house.branch, name)
    general = general_meeting(house, opened=False)
    text = text_of(documents.sign_in_sheet(general))
    assert [row.person.name for row in general.attendances.all() if row.person.name not in text] == []
    assert f"QD-{house.branch.code}-{general.pk}" in text


def test_a_sheet_without_a_list_is_one_page_of_lines(house):
    pages = PdfReader(BytesIO(documents.sign_in_sheet(meeting(house, Meeting.Kind.COMMITTEE)))).pages
    assert len(pages) == 1
    assert "本人签名" in pages[0].extract_text()


def test_the_agenda_leaves_out_what_still_waits_for_the_secretary(house):
    planned = meeting(house, Meeting.Kind.COMMITTEE)
    agenda_item(planned, Matter.ANNUAL_PLAN, title="研究年度计划", proposed_by=house.people[2])
    agenda_item(planned, title="不该出现", state=AgendaItem.State.PROPOSED)
    text = text_of(documents.agenda(planned))
    assert "1研究年度计划年度工作计划党员003" in text
    assert "不该出现" not in text


@pytest.mark.parametrize(("voters", "pages"), [(10, 5), (9, 5), (1, 1)])
def test_there_is_a_slip_for_each_voter_and_all_are_the_same(voters, pages):
    house = BranchFactory(members=voters, committee=1)
    paper = PdfReader(BytesIO(documents.ballot_paper(agenda_item(general_meeting(house)))))
    whole = [page.get_contents().get_data() for page in paper.pages[: voters // 2]]
    slips = sum(page.extract_text().count("赞成") for page in paper.pages)
    assert (len(paper.pages), slips, len(set(whole))) == (pages, voters, 1 if voters > 1 else 0)


def test_a_recruitment_tally_adds_written_opinions(house):
    item = agenda_item(general_meeting(house), Matter.ADMISSION)
    counted(item, method="voice", eligible=10, present=8, in_favour=7, against=1, written_in_favour=1)
    assert "书面意见赞成1书面意见反对0书面意见弃权0赞成合计8" in text_of(documents.tally(item))


def test_the_tally_repeats_the_rows_and_shows_that_they_add_up(house):
    text = text_of(documents.tally(balloted(house)))
    assert "发出票8收回票7有效票6废票1赞成4反对2弃权0结果未通过监票人党员006计票人党员007" in text
    assert "发出票8张，收回票7张，未收回1张。有效票6张＋废票1张＝7张。赞成4票＋反对2票＋弃权0票＝6票。" in text


def test_the_tally_before_the_count_is_a_form(house):
    item = agenda_item(general_meeting(house))
    present(item.meeting, 6)
    Vote.objects.create(item=item, method="secret_ballot", opened_at=BEGINS, eligible=10, present=6)
    text = text_of(documents.tally(item))
    assert "应到会有表决权党员10实到会有表决权党员6" in text
    assert "发出票收回票有效票废票赞成反对弃权结果监票人计票人" in text


def test_the_resolution_rests_on_its_vote(house):
    item = balloted(house)
    Resolution.objects.create(item=item, text="同意。", owner=house.people[3], due_on=date(2026, 6, 30))
    text = text_of(documents.resolution(item))
    assert "应到会有表决权的党员10人，实到8人。经无记名投票表决，赞成4票，反对2票，弃权0票。" in text
    assert "会议决议：同意。由党员004负责落实，2026年6月30日前完成。" in text
    assert "中共测试支部委员会（盖章）2026年3月20日" in text


def test_the_calendar_entry_keeps_its_identity_and_names_nobody(house):
    general = general_meeting(house, opened=False, title="第一季度党员大会")
    first, later = (documents.calendar(general, BEGINS - timedelta(days=days)) for days in (3, 1))
    event, again = (Calendar.from_ical(content).walk("VEVENT")[0] for content in (first, later))
    assert (event["SUMMARY"], event["LOCATION"], event.decoded("DTSTART")) == ("第一季度党员大会", "会议室", BEGINS)
    assert event["UID"] == again["UID"]
    assert [name for name in ("ORGANIZER", "ATTENDEE", "DESCRIPTION") if name in event] == []
    assert "党员0" not in first.decode()


def test_a_cancelled_meeting_is_cancelled_in_the_calendar(house):
    planned = meeting(house, Meeting.Kind.COMMITTEE, state="cancelled", cancelled_at=BEGINS - timedelta(days=1))
    assert Calendar.from_ical(documents.calendar(planned, BEGINS)).walk("VEVENT")[0]["STATUS"] == "CANCELLED"


def test_another_branchs_user_finds_no_paper(house):
    item = balloted(house)
    Resolution.objects.create(item=item, text="同意。")
    stranger = logged_in(BranchFactory(members=2).secretary)
    assert {stranger.get(address).status_code for address in addresses(item)} == {404}
    assert {logged_in(house.secretary).get(address).status_code for address in addresses(item)} == {200}


@pytest.mark.clause("6.4.2")
def test_an_ordinary_member_finds_no_paper_of_a_committee_meeting(house, held):
    item = held.items.get()
    Resolution.objects.create(item=item, text="同意。")
    member = logged_in(user_of(house.people[9]))
    assert {member.get(address).status_code for address in addresses(item)} == {404}
    assert {logged_in(house.secretary).get(address).status_code for address in addresses(item)} == {200}


def test_papers_without_their_facts_are_not_found(house):
    planned = meeting(house, Meeting.Kind.GENERAL)
    election = agenda_item(planned, Matter.ELECTION)
    pages = ["minutes", "minutes_as_word"]
    wanted = [reverse(f"meetings:{name}", args=[planned.pk]) for name in pages]
    wanted += [reverse(f"meetings:{name}", args=[election.pk]) for name in ITEM_PAPERS]
    assert {logged_in(house.secretary).get(address).status_code for address in wanted} == {404}


def test_a_paper_is_saved_under_its_chinese_name(house):
    general = general_meeting(house, title="一季度/大会")
    answer = logged_in(house.secretary).get(reverse("meetings:minutes_as_word", args=[general.pk]))
    assert answer["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote('一季度/大会记录.docx', safe='')}"


def test_the_minutes_cost_the_same_queries_for_one_item_and_for_many(house):
    general = balloted(house).meeting
    costs = []
    for more in (0, 11):
        for _ in range(more):
            agenda_item(general)
        with CaptureQueriesContext(connection) as queries:
            documents.minutes_as_word(Meeting.objects.get(pk=general.pk), Version.FULL)
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.clause("6.3.5b")
def test_the_code_leads_through_the_log_in_to_ones_own_button_alone(house):
    general = general_meeting(house, begins_at=timezone.now())
    user = user_of(house.people[6])
    user.set_password("Kuaizi-2026-Nanhu")
    user.password_changed_at = timezone.now()
    user.save()
    address = reverse("meetings:own_sign_in", args=[general.pk])
    client = Client()
    asked = client.get(address)
    assert asked["Location"] == f"{reverse('accounts:log_in')}?next={address}"
    entered = client.post(asked["Location"], {"username": user.username, "password": "Kuaizi-2026-Nanhu"})
    assert entered["Location"] == address
    own = general.attendances.get(person=house.people[6])
    page = client.get(address).content.decode()
    assert set(re.findall(r"/attendances/\d+/sign_in/", page)) == {reverse("meetings:sign_in", args=[own.pk])}


@pytest.mark.clause("6.3.5b")
def test_nobody_signs_in_for_another_with_the_code(house):
    general = general_meeting(house)
    other = general.attendances.get(person=house.people[7])
    answer = logged_in(user_of(house.people[6])).post(reverse("meetings:sign_in", args=[other.pk]))
    other.refresh_from_db()
    assert (answer.status_code, other.signed_at) == (422, None)


def test_who_has_signed_in_sees_when(house):
    general = general_meeting(house)
    present(general, 1)
    page = logged_in(house.secretary).get(reverse("meetings:own_sign_in", args=[general.pk])).content.decode()
    assert "您已于14:25签到" in page


def test_the_pages_link_to_their_papers(house):
    item = balloted(house)
    Resolution.objects.create(item=item, text="同意。")
    client = logged_in(house.secretary)
    pages = (
        client.get(item.meeting.get_absolute_url()).content.decode()
        + client.get(item.get_absolute_url()).content.decode()
    )
    later_only = {
        reverse("meetings:own_sign_in", args=[item.meeting_id]),
        reverse("meetings:ballot_paper", args=[item.pk]),
    }
    assert [address for address in addresses(item) if address not in later_only and f'"{address}"' not in pages] == []
