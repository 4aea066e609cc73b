"""Stage 3: examination, pre-review, form, the general meeting, the resolution, dossier and approval."""

from datetime import date, timedelta

import pytest

from archives.actions import forward
from meetings.actions import planning, voting
from meetings.models import Attendance, Matter, Meeting, Remark
from members.models import RightsSuspension
from recruitment import actions
from rulebook.ledger import DutyState
from tests.factories import agenda_item, committee_meeting, general_meeting, present
from tests.factories.meeting import meeting
from tests.factories.recruit import Way, decided, noon
from tests.recruitment.refusals import refusals, warnings
from tests.recruitment.test_activists import states

pytestmark = pytest.mark.django_db
MEETING = date(2026, 7, 28)
ALL_PARTS = ["view_of_party", "motive", "life_record", "family_and_relations", "other"]


@pytest.mark.clause("13.3.1a")
def test_the_examination_has_its_papers(way):
    way.to_candidate()
    held = committee_meeting(way.house, begins_at=noon(date(2026, 7, 1)))
    item = agenda_item(held, Matter.ADMISSION, concerns=way.person)
    present(held, 5)
    said = refusals(voting.open_vote, item, method="voice", by=way.house.secretary, at=held.begins_at)
    assert said == ["审查前缺：两名入党介绍人、政治审查结论、集中培训（第13篇 三（一））"]


def put_up(way, on=MEETING, prepared_in=None):
    """The item on him onto the agenda of a general meeting that is being planned."""
    planned = meeting(way.house, Meeting.Kind.GENERAL, begins_at=noon(on))
    return planning.add_item(
        planned, matter=Matter.ADMISSION, title="讨论接收", concerns=way.person, prepared_in=prepared_in,
        by=way.house.secretary, at=noon(on - timedelta(days=8)),
    )  # fmt: skip


@pytest.mark.clause("6.1.3", "13.3.1b", "13.3.2a")
def test_onto_the_agenda_by_the_committee_after_the_pre_review(way):
    way.to_examined()
    assert refusals(put_up, way) == [
        "须先经支委会研究（第6篇 一（三））",
        "由支部委员会提交支部大会讨论（第13篇 三（二））",
        "须机关党委预审合格（第13篇 三（一）（二））",
    ]
    way.replied(way.on("request_pre_review", date(2026, 7, 2)), date(2026, 7, 10))
    examined = way.recruit.records.get(kind="examination").item
    assert put_up(way, prepared_in=examined).concerns == way.person


@pytest.mark.clause("13.3.1b")
def test_a_pass_of_the_level_between_is_not_enough(way):
    way.to_examined()
    record = way.on("request_pre_review", date(2026, 7, 2))
    forward(record.submission, note="同意", by=way.house.superior_officer, at=noon(date(2026, 7, 4)))
    examined = way.recruit.records.get(kind="examination").item
    assert refusals(put_up, way, prepared_in=examined) == ["须机关党委预审合格（第13篇 三（一）（二））"]


@pytest.mark.clause("N13.19b")
def test_the_form_is_handed_out_after_the_pass(way):
    way.to_examined()
    assert refusals(way.on, "hand_out_form", date(2026, 7, 3)) == [
        "预审合格后方可发放《入党志愿书》（第13篇 三（一）（二）、《发展党员工作细则》（2014年）第十九条）"
    ]


@pytest.mark.clause("N13.19a")
@pytest.mark.parametrize(("leaves", "refused"), [(date(2026, 10, 1), True), (date(2026, 10, 2), False)])
def test_who_leaves_within_three_months_is_normally_not_processed(way, leaves, refused):
    way.to_examined()
    way.act("note_leaving", date(2026, 7, 1), leaving_on=leaves)
    if refused:
        said = refusals(way.on, "request_pre_review", date(2026, 7, 2))
        assert [text.split("，")[0] for text in said] == ["将于2026-10-01离开本单位"]
        assert way.on("request_pre_review", date(2026, 7, 2), excuse="组织已协商").submission
    else:
        assert way.on("request_pre_review", date(2026, 7, 2)).submission


class Assembly:
    """The general meeting on him, open, with so many of twelve voters there and himself beside."""

    def __init__(self, way: Way, here: int = 8, candidate: bool = True, on: date = MEETING) -> None:
        self.way, self.on = way, on
        self.meeting = general_meeting(way.house, begins_at=noon(on))
        self.item = agenda_item(self.meeting, Matter.ADMISSION, concerns=way.person)
        present(self.meeting, here)
        if candidate:
            self.beside(way.person)

    def beside(self, person):
        Attendance.objects.create(
            meeting=self.meeting, person=person, role="observer", signed_at=self.meeting.begins_at, signed_by="paper"
        )

    @property
    def by(self):
        return {"by": self.way.house.secretary, "at": self.meeting.begins_at + timedelta(minutes=10)}

    def hear(self, sponsors: int = 2, committee: bool = True) -> "Assembly":
        actions.hear_candidate(self.way.recruit, parts=ALL_PARTS, text="汇报", **self.by)
        for sponsor in self.way.house.people[5 : 5 + sponsors]:
            actions.hear_sponsor(self.way.recruit, sponsor=sponsor, text="介绍", favourable=True, **self.by)
        if committee:
            actions.hear_committee(self.way.recruit, text="审查情况", **self.by)
        return self

    def open(self, method: str = "secret_ballot"):
        return voting.open_vote(self.item, method=method, **self.by)


@pytest.mark.clause("13.3.2b")
@pytest.mark.parametrize(("here", "refused"), [(6, True), (7, False)])
def test_more_than_half_of_those_due_are_there(way, here, refused):
    """12 due: exactly half, 6, is not enough; letters count nowhere here."""
    assembly = Assembly(way.to_formed(), here).hear()
    if refused:
        quorum = "到会有表决权党员6人，须超过应到12人的半数（至少7人）；书面意见不计到会"
        assert refusals(assembly.open) == [f"{quorum}（第13篇 三（二）、第13篇 四（五））"]
    else:
        assert assembly.open().present == 7


@pytest.mark.clause("13.3.3.4a")
@pytest.mark.parametrize("method", ["voice", "show_of_hands"])
def test_admission_is_voted_in_secret(way, method):
    assembly = Assembly(way.to_formed()).hear()
    assert refusals(assembly.open, method) == ["须无记名投票（第13篇 三（三）4）"]


@pytest.mark.clause("13.3.3.1")
def test_the_candidate_is_there_and_reports_all_five_parts(way):
    assembly = Assembly(way.to_formed(), candidate=False)
    said = refusals(actions.hear_candidate, way.recruit, parts=ALL_PARTS[:4], text="汇报", **assembly.by)
    assert said == ["发展对象须到会汇报（第13篇 三（三）1）", "汇报缺：需向党组织说明的问题（第13篇 三（三）1）"]
    introduced = refusals(voting.introduce_item, assembly.item, introduction="介绍", **assembly.by)
    assert introduced == ["发展对象须到会汇报（第13篇 三（三）1）"]


@pytest.mark.clause("13.3.3.2")
def test_both_sponsors_speak_before_the_committee_reports(way):
    assembly = Assembly(way.to_formed()).hear(sponsors=1, committee=False)
    said = refusals(actions.hear_committee, way.recruit, text="审查情况", **assembly.by)
    assert said == ["介绍人党员007还没有介绍情况、表明意见（第13篇 三（三）2）"]


@pytest.mark.clause("13.3.3.3")
def test_the_committee_reports_before_the_ballot(way):
    assembly = Assembly(way.to_formed()).hear(committee=False)
    assert refusals(assembly.open) == ["支委会须报告审查情况（第13篇 三（三）3）"]


@pytest.mark.clause("13.2.2c")
def test_the_sponsors_have_written_into_the_form(way):
    way.to_examined()
    way.replied(way.on("request_pre_review", date(2026, 7, 2)), date(2026, 7, 10))
    assembly = Assembly(way)
    said = refusals(voting.introduce_item, assembly.item, introduction="介绍", **assembly.by)
    assert said == ["介绍人意见未填写（第13篇 二（二）1-5）"]


@pytest.mark.clause("13.2.2b")
def test_a_sponsor_who_lost_his_rights_since_stops_the_vote(way):
    assembly = Assembly(way.to_formed()).hear()
    RightsSuspension.objects.create(person=way.house.people[5], since=date(2026, 7, 20), basis="留党察看")
    assert refusals(assembly.open) == ["党员006受留党察看处分未恢复权利，不能作介绍人（第13篇 二（二））"]


@pytest.mark.clause("13.3.3.4d")
def test_one_person_at_a_time(way):
    """The second's discussion does not begin while the first's vote is out."""
    assembly = Assembly(way.to_formed())
    other = agenda_item(
        assembly.meeting, Matter.ADMISSION, concerns=way.house.people[11], introduction="", discussed=False
    )
    said = refusals(voting.record_remark, other, speaker=None, text="发言", **assembly.by)
    assert "必须逐个讨论和表决（第13篇 三（三）4）" in said
    assert Remark.objects.filter(item=other).count() == 0


@pytest.mark.clause("13.3.3.4b", "13.3.3.4c")
@pytest.mark.parametrize(("in_favour", "passed"), [(6, False), (7, True)])
def test_more_than_half_of_those_due_are_in_favour(way, in_favour, passed):
    """12 due, 8 present: 6 in favour is half, and half is not enough."""
    assembly = Assembly(way.to_formed()).hear()
    assembly.open()
    people = way.house.people
    vote = voting.count_vote(
        assembly.item, in_favour=in_favour, against=8 - in_favour, abstained=0, issued=8, returned=8,
        scrutineer=people[1], teller=people[2], **assembly.by,
    )  # fmt: skip
    assert (vote.passed, f"赞成{in_favour}票" in vote.arithmetic, "至少7票" in vote.arithmetic) == (passed, True, True)


@pytest.mark.clause("N13.19c")
@pytest.mark.parametrize(("day", "warned"), [(date(2026, 8, 10), False), (date(2026, 8, 11), True)])
def test_the_meeting_comes_within_a_month_of_the_pass(way, day, warned):
    """Passed on 2026-07-10."""
    Assembly(way.to_formed(), on=day).hear().open()
    assert any("一个月内应召开大会" in text for text in warnings()) is warned


@pytest.mark.clause("13.3.4b")
def test_a_resolution_has_its_elements(way):
    way.to_formed()
    item = decided(way.house, Matter.ADMISSION, way.person, MEETING, Meeting.Kind.GENERAL)
    said = refusals(way.act, "adopt_resolution", MEETING, decision=item, main_conduct=" ", signed_by=None)
    assert said == ["决议缺：主要表现、支部书记签名（第13篇 三（四））"]
    other = refusals(
        way.act, "adopt_resolution", MEETING, decision=item, main_conduct="好", signed_by=way.house.people[1]
    )
    assert other == ["党员002那天不是支部书记（第13篇 三（四））"]


@pytest.mark.clause("13.3.4a", "13.3.4c")
def test_the_dossier_goes_up_whole_and_with_the_resolution_in_the_form(way):
    way.to_resolved()
    assert refusals(way.on, "send_dossier", date(2026, 7, 30)) == ["决议未写入志愿书（第13篇 三（四））"]
    way.on("enter_resolution", date(2026, 7, 29))
    way.recruit.records.filter(kind="application").delete()
    assert refusals(way.on, "send_dossier", date(2026, 7, 30)) == ["缺入党申请书（第13篇 三（四））"]


@pytest.mark.clause("13.3.4a", "13.3.4c")
@pytest.mark.parametrize("clause", ["13.3.4a", "13.3.4c"])
def test_what_follows_the_meeting_promptly_is_due_in_seven_days(way, clause):
    way.to_resolved()
    found = [states(way.house, clause, date(2026, 8, day)) for day in (4, 5)]
    assert found == [[DutyState.DUE], [DutyState.MISSED]]


@pytest.mark.clause("13.3.4d", "N13.24")
def test_nobody_is_in_the_register_before_the_approval(way):
    way.to_sent()
    assert refusals(way.act, "admit", date(2026, 8, 30)) == ["尚未经机关党委批准（第13篇 三（四））"]
    assert way.person.admitted_on is None
    way.replied(way.dossier, date(2026, 9, 1))
    way.act("admit", date(2026, 9, 1))
    assert warnings() == ["未记录上级派人谈话（《发展党员工作细则》（2014年）第二十四条）"]


@pytest.mark.clause("13.3.4d", "N13.26")
@pytest.mark.parametrize(("on", "state"), [(date(2026, 10, 30), DutyState.DUE), (date(2026, 10, 31), DutyState.MISSED)])
def test_the_superior_answers_within_three_months(way, on, state):
    way.to_sent()
    assert states(way.house, "13.3.4d", on) == [state]


@pytest.mark.clause("13.4.1")
@pytest.mark.parametrize(("on", "state"), [(date(2026, 9, 8), DutyState.DUE), (date(2026, 9, 9), DutyState.MISSED)])
def test_who_is_approved_is_promptly_entered(way, on, state):
    way.to_sent()
    way.replied(way.dossier, date(2026, 9, 1))
    assert states(way.house, "13.4.1", on) == [state]
