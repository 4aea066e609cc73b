"""Ways round the order of a meeting that were open once: each is closed, and the way that is meant leads on."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from archives.actions import decide
from archives.models import Submission
from meetings.actions import holding, lectures, planning, voting
from meetings.documents import Version
from meetings.documents.calling import addressees, caller, notice
from meetings.documents.record import record_of
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.rules.planning import expected_people
from members.models import Term
from rulebook.kernel import Refused
from rulebook.models import Reminder
from tests.factories import BranchFactory, agenda_item, committee_meeting, general_meeting, person, present, user_of
from tests.factories.lecture import group, lecture, scan
from tests.factories.meeting import BEGINS, before_notice, meeting

pytestmark = pytest.mark.django_db
EARLY = BEGINS - timedelta(days=4)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=10, committee=5)


def refusal(action, subject, **inputs) -> str:
    with pytest.raises(Refused) as refused:
        action(subject, **inputs)
    return str(refused.value)


def page_of(user, subject) -> str:
    client = Client()
    client.force_login(user)
    return client.get(subject.get_absolute_url()).content.decode()


def test_the_notice_goes_once_to_each_and_again_to_who_has_joined_since(house):
    planned = before_notice(general_meeting(house, opened=False))
    agenda_item(planned, discussed=False)
    by = {"by": house.secretary}
    for one in house.people:
        user_of(one)
    planning.send_notice(planned, at=EARLY, **by)
    said = refusal(planning.send_notice, planned, at=EARLY, **by)
    newcomer = person(house.branch, "新转入")
    told_before = Reminder.objects.filter(cause="meetings.send_notice").count()
    user_of(newcomer)
    planning.send_notice(planned, at=EARLY + timedelta(days=1), **by)
    assert (said, told_before) == ("名单上的人都已经通知", 10)
    assert Reminder.objects.filter(cause="meetings.send_notice").count() == 11
    assert planned.attendances.get(person=newcomer).notified_at == EARLY + timedelta(days=1)


def test_the_frozen_list_is_not_laid_out_again_by_a_notice(house):
    frozen = general_meeting(house, opened=False)
    agenda_item(frozen, discussed=False)
    person(house.branch, "新转入")
    assert refusal(planning.send_notice, frozen, by=house.secretary, at=BEGINS) == "应到名单已经固定"


@pytest.mark.clause("6.3.5b")
def test_sign_in_begins_on_the_day_of_the_meeting(house):
    planned = committee_meeting(house, opened=False)
    agenda_item(planned, discussed=False)
    Meeting.objects.filter(pk=planned.pk).update(roll_frozen_at=None)
    said = refusal(holding.start_sign_in, planned, by=house.secretary, at=BEGINS - timedelta(days=1))
    assert said == "会议定于3月20日召开"
    assert holding.start_sign_in(planned, by=house.secretary, at=BEGINS).roll_frozen_at == BEGINS


@pytest.mark.clause("6.3.5b")
def test_nobody_signs_in_the_day_after_a_meeting_left_open(house):
    own = committee_meeting(house).attendances.get(person=house.people[0])
    said = refusal(holding.sign_in, own, by=house.secretary, at=BEGINS + timedelta(days=1))
    assert said == "会议是3月20日，只能当天签到（第6篇 三（五））"


@pytest.mark.clause("6.3.5b")
def test_who_signed_in_for_a_meeting_that_was_put_off_has_not_signed_in_for_the_new_day(house):
    put_off = committee_meeting(house, opened=False)
    present(put_off, 2)
    planning.reschedule(put_off, begins_at=BEGINS + timedelta(days=3), place="会议室", by=house.secretary, at=BEGINS)
    assert (put_off.voters_present, put_off.roll_frozen_at, put_off.notified_at) == (0, None, None)


def test_another_time_and_a_cancelling_reach_those_who_were_told(house):
    planned = committee_meeting(house, opened=False)
    by = {"by": house.secretary, "at": EARLY}
    user_of(house.people[1])
    planning.reschedule(planned, begins_at=BEGINS + timedelta(hours=1), place="会议室", **by)
    planning.cancel_meeting(planned, reason="停电", **by)
    told = Reminder.objects.filter(recipient=house.people[1].user).order_by("pk")
    assert [message.title for message in told] == ["会议改期：3月20日支委会会议", "会议取消：3月20日支委会会议"]


def test_the_superior_is_not_asked_any_more_for_a_cancelled_meeting(house):
    planned = meeting(house, Meeting.Kind.GENERAL)
    settled = general_meeting(house, opened=False)
    planned.request, settled.request = settled.request, None
    settled.save()
    planned.save()
    Submission.objects.update(decision="", decided_on=None)
    by = {"by": house.secretary, "at": EARLY}
    planning.cancel_meeting(planned, reason="停电", **by)
    asked = Submission.objects.get(pk=planned.request_id)
    assert (asked.recalled_on, asked.recall_reason) == (timezone.localdate(EARLY), "会议已取消：停电")
    assert not Submission.objects.waiting_for(house.branch.superior).exists()
    said = refusal(decide, asked, decision="approved", note="", by=house.superior_officer, at=EARLY)
    assert said == f"已于{asked.recalled_on}撤回"
    assert "已于" in page_of(house.secretary, asked)


def test_what_a_cancelled_meeting_had_taken_up_waits_again(house):
    postponed = agenda_item(committee_meeting(house), state=AgendaItem.State.CARRIED_OVER)
    following = meeting(house, Meeting.Kind.COMMITTEE, begins_at=BEGINS + timedelta(days=30))
    by = {"by": house.secretary, "at": BEGINS}
    planning.take_up(following, pending=postponed, **by)
    planning.cancel_meeting(following, reason="停电", **by)
    third = meeting(house, Meeting.Kind.COMMITTEE, begins_at=BEGINS + timedelta(days=31))
    assert list(AgendaItem.objects.pending_for(third)) == [postponed]
    assert planning.take_up(third, pending=postponed, **by).carried_from == postponed


def test_an_item_of_a_general_meeting_without_a_quorum_waits_for_the_next_one(house):
    item = agenda_item(general_meeting(house))
    voting.carry_over(item, by=house.secretary, at=BEGINS)
    later = {"begins_at": BEGINS + timedelta(days=30)}
    assert list(AgendaItem.objects.pending_for(meeting(house, Meeting.Kind.GENERAL, **later))) == [item]
    assert list(AgendaItem.objects.pending_for(meeting(house, Meeting.Kind.COMMITTEE, **later))) == []
    said = refusal(voting.open_vote, item, method="show_of_hands", by=house.secretary, at=BEGINS)
    assert "本项议题已经暂缓表决，留待下次会议" in said


@pytest.mark.clause("6.2.3a")
def test_no_notice_goes_out_while_a_proposal_waits_for_the_secretary(house):
    planned = meeting(house, Meeting.Kind.COMMITTEE)
    proposal = agenda_item(planned, state=AgendaItem.State.PROPOSED, discussed=False, title="添置书柜")
    by = {"by": house.secretary, "at": EARLY}
    assert refusal(planning.send_notice, planned, **by) == "委员提出的议题须由书记确定：添置书柜（第6篇 二（三））"
    planning.accept_item(proposal, **by)
    assert planning.send_notice(planned, **by).notified_at == EARLY


@pytest.mark.clause("6.2.3a")
def test_a_meeting_called_at_once_does_not_begin_with_a_proposal_nobody_can_answer_any_more(house):
    urgent = committee_meeting(house, opened=False, ad_hoc=True)
    agenda_item(urgent, state=AgendaItem.State.PROPOSED, discussed=False, title="添置书柜")
    present(urgent, 5)
    said = refusal(holding.open_meeting, urgent, by=house.secretary, at=BEGINS)
    assert said == "委员提出的议题须由书记确定：添置书柜（第6篇 二（三））"


@pytest.mark.clause("1.4.2d", "6.1.2")
@pytest.mark.parametrize(("state", "studied"), [("open", False), ("cancelled", False), ("closed", True)])
def test_only_a_committee_meeting_that_is_over_has_studied_a_matter(house, state, studied):
    before = agenda_item(committee_meeting(house, begins_at=BEGINS - timedelta(days=12)), state="noted")
    moments = {"opened_at": before.meeting.begins_at, "closed_at": None, "cancelled_at": None}
    moments |= {"closed_at": before.meeting.begins_at} if state == "closed" else {}
    moments |= {"opened_at": None, "cancelled_at": before.meeting.begins_at} if state == "cancelled" else {}
    Meeting.objects.filter(pk=before.meeting.pk).update(state=state, **moments)
    item = agenda_item(general_meeting(house, opened=False), important=True, prepared_in=before)
    assert list(item.meeting.items.not_studied()) == ([] if studied else [item])


def test_an_item_on_which_another_meetings_item_rests_is_not_removed(house):
    planned = agenda_item(meeting(house, Meeting.Kind.COMMITTEE), discussed=False)
    resting = agenda_item(meeting(house, Meeting.Kind.GENERAL, title="大会"), prepared_in=planned, discussed=False)
    by = {"by": house.secretary, "at": EARLY}
    assert refusal(planning.remove_item, planned, **by) == "“大会”的议题以本项为支委会讨论记录，不能删除"
    planning.remove_item(resting, **by)
    planning.remove_item(planned, **by)
    assert AgendaItem.objects.count() == 0


@pytest.mark.clause("6.2.2a", "6.2.2b")
def test_a_chair_who_lost_his_post_after_the_notice_is_replaced(house):
    planned = committee_meeting(house, opened=False)
    agenda_item(planned, discussed=False)
    present(planned, 5)
    Term.objects.filter(person=house.people[0]).update(until=date(2026, 3, 19))
    deputy = user_of(house.people[4])
    assert refusal(holding.open_meeting, planned, by=deputy, at=BEGINS) == (
        "只能委托党支部委员召集和主持，党员001不是委员（第6篇 二（二））"
    )
    inputs = {"recorder": house.people[2], "chair_reason": "书记已调离", "by": deputy, "at": BEGINS}
    planning.change_chair(planned, chair=house.people[4], **inputs)
    assert holding.open_meeting(planned, by=deputy, at=BEGINS).chair == house.people[4]


def test_a_stranger_does_not_take_the_chair(house):
    planned = meeting(house, Meeting.Kind.COMMITTEE)
    stranger = BranchFactory(members=1).people[0]
    inputs = {"chair": stranger, "recorder": house.people[1], "by": house.secretary, "at": EARLY}
    assert refusal(planning.change_chair, planned, **inputs) == f"{stranger}不在{house.branch.short_name}"


@pytest.mark.clause("8.3.4b")
def test_the_lecturer_hands_his_own_outline_in_and_nobody_elses(house):
    taught = lecture(house, outlined=False)
    own, other = user_of(house.people[5]), user_of(house.people[6])
    said = refusal(lectures.file_outline, taught, outline=scan(), by=other, at=EARLY)
    assert said == "只有授课人本人可以提交提纲（第8篇 三（四））"
    assert ("存入党课提纲" in page_of(own, taught.meeting), "存入党课提纲" in page_of(other, taught.meeting)) == (
        True,
        False,
    )
    assert lectures.file_outline(taught, outline=scan(), by=own, at=EARLY).outline is not None


def test_the_notice_of_a_party_group_names_the_group_and_asks_for_no_seal(house):
    first = group(house, house.people[:5], name="第一党小组")
    planned = meeting(house, Meeting.Kind.GROUP, group=first)
    assert addressees(planned) == "第一党小组全体党员"
    assert caller(planned) == f"{house.branch.short_name}第一党小组"
    assert [one for one, _ in expected_people(planned)] == house.people[:5]


def test_a_member_finds_no_link_that_leads_nowhere_and_no_empty_box(house):
    held = general_meeting(house)
    item = agenda_item(held, prepared_in=held.agenda_decision)
    member = user_of(house.people[9])
    page, of_item = page_of(member, held), page_of(member, item)
    hidden = [held.agenda_decision.get_absolute_url(), held.request.get_absolute_url()]
    assert [link in page for link in hidden] == [False, False]
    assert held.agenda_decision.meeting.get_absolute_url() not in of_item
    assert "<h2>办理</h2>" not in page
    assert [link in page_of(house.secretary, held) for link in hidden] == [True, True]


def test_a_meeting_the_superior_refused_is_reported_anew_from_its_page(house):
    planned = meeting(house, Meeting.Kind.GENERAL, begins_at=BEGINS + timedelta(days=3650))
    settled = general_meeting(house, opened=False)
    planned.agenda_decision, planned.request = settled.agenda_decision, settled.request
    settled.request = None
    settled.save()
    planned.save()
    planned.request.decision = "refused"
    planned.request.save()
    assert "report_meeting" in page_of(house.secretary, planned)


def test_leave_that_was_answered_is_not_answered_again(house):
    row = committee_meeting(house).attendances.get(person=house.people[3])
    Attendance.objects.filter(pk=row.pk).update(leave_asked_at=EARLY, leave_granted=True)
    assert refusal(holding.answer_leave, row, granted=False, by=house.secretary, at=BEGINS) == "已经准假"


def test_a_resolution_is_not_worded_anew_behind_the_chairs_signature(house):
    item = agenda_item(committee_meeting(house), state=AgendaItem.State.NOTED)
    inputs = {"owner": None, "due_on": None, "by": house.secretary, "at": BEGINS}
    voting.resolve(item, text="同意", **inputs)
    assert voting.resolve(item, text="原则同意", **inputs).text == "原则同意"
    Meeting.objects.filter(pk=item.meeting.pk).update(signed_off_at=BEGINS)
    item.refresh_from_db()
    assert refusal(voting.resolve, item, text="不同意", **inputs) == "决议已经形成，会议记录已经主持人审签，不能再改"


def test_leave_reaches_the_convener_and_its_answer_comes_back_without_the_reason(house):
    planned = committee_meeting(house, opened=False)
    convener, asking = house.secretary, user_of(house.people[3])
    row = planned.attendances.get(person=house.people[3])
    holding.ask_leave(row, reason="住院手术", by=asking, at=EARLY)
    holding.answer_leave(row, granted=False, by=convener, at=EARLY)
    told = Reminder.objects.filter(channel="inbox").order_by("pk")
    assert [(one.recipient, one.title) for one in told] == [
        (convener, "请假待批复：3月20日支委会会议"),
        (asking, "请假批复：3月20日支委会会议"),
    ]
    assert not any("手术" in one.title + one.text for one in told)


def test_a_waiting_leave_is_seen_by_both_sides(house):
    planned = committee_meeting(house, opened=False, begins_at=timezone.now() + timedelta(days=1))
    asking = user_of(house.people[3])
    planned.attendances.filter(person=house.people[3]).update(leave_asked_at=EARLY, leave_reason="出差")
    assert "1 人请假，等候批复" in page_of(house.secretary, planned)
    assert "您已请假（出差）：等候批复" in page_of(asking, planned)


def test_the_minutes_of_a_lecture_name_its_topic_lecturer_and_reviewer(house):
    taught = lecture(house, held=True)
    record = record_of(taught.meeting, Version.FULL)
    assert record.fields[:3] == [
        ("授课题目", "《学习党章》"),
        ("授课人", "党员006", "类别", "先进党员"),
        ("提纲审核", "党员001，2026年3月14日"),
    ]


def test_the_notice_of_a_lecture_says_who_teaches_what(house):
    taught = lecture(house)
    text = PdfReader(BytesIO(notice(taught.meeting))).pages[0].extract_text()
    assert "题目《学习党章》" in text.replace("\n", "")
    assert "议题：" not in text


def test_after_a_void_vote_the_item_is_voted_again_and_the_record_says_so(house):
    item = agenda_item(general_meeting(house))
    here = present(item.meeting, 8)
    by = {"by": house.secretary, "at": BEGINS}
    tellers = {"scrutineer": here[1], "teller": here[2]}
    voting.open_vote(item, method="secret_ballot", **by)
    voting.count_vote(item, issued=8, returned=9, in_favour=9, against=0, abstained=0, **tellers, **by)
    assert "开始表决" in page_of(house.secretary, item)
    voting.open_vote(item, method="secret_ballot", **by)
    vote = voting.count_vote(item, issued=8, returned=8, in_favour=8, against=0, abstained=0, **tellers, **by)
    assert (vote.passed, vote.void) == (True, False)
    assert item.remarks.last().text == "无记名投票：收回票9张多于发出票8张，表决无效，重新表决。"
    assert refusal(voting.open_vote, item, method="secret_ballot", **by) == "本项议题已表决"


@pytest.mark.clause("6.3.5c")
def test_the_chair_signs_off_even_when_his_term_has_ended(house):
    held = committee_meeting(house)
    Meeting.objects.filter(pk=held.pk).update(state="closed", closed_at=BEGINS + timedelta(hours=1))
    chair = house.secretary
    Term.objects.filter(person=house.people[0]).update(until=BEGINS.date() + timedelta(days=1))
    at = BEGINS + timedelta(days=2)
    assert (
        refusal(holding.sign_off, held, by=user_of(house.people[9]), at=at) == "由主持人党员001审签（第6篇 三（五））"
    )
    assert holding.sign_off(held, by=chair, at=at).signed_off_at == at


def test_a_text_as_long_as_a_book_is_sent_back(house):
    item = agenda_item(committee_meeting(house))
    client = Client()
    client.force_login(house.secretary)
    address = reverse("meetings:record_remark", args=[item.pk])
    assert client.post(address, {"text": "字" * 20_001}).status_code == 422
    assert client.post(address, {"text": "字" * 20_000}).status_code == 302
