"""What recruitment prints: facts from the records, blanks for the rest, nobody reads what is not his."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from meetings.models import Matter, Meeting, Vote
from recruitment.documents import PAPERS
from recruitment.documents.admission import OATH
from recruitment.journey import journey_of
from recruitment.models import Kind, Record
from rulebook.models import Act
from tests.factories import BranchFactory, user_of
from tests.factories.recruit import Way, noon

pytestmark = pytest.mark.django_db
LATER = date(2027, 9, 1)
ALWAYS = {"talk_record", "recommendation", "inspections", "oath_record"}


def words(pdf: bytes) -> str:
    """Everything that is printed, without spaces and line ends."""
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def printed(way: Way, name: str, on: date = LATER) -> str:
    way.recruit.refresh_from_db()
    return words(PAPERS[name].draw(journey_of(way.recruit, on), way.house.secretary))


def offered(way: Way, on: date = LATER) -> set[str]:
    way.recruit.refresh_from_db()
    journey = journey_of(way.recruit, on)
    return {name for name, paper in PAPERS.items() if paper.offered(journey)}


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, "accounts.backends.PasswordBackend")
    return client


def address(way: Way, name: str) -> str:
    return reverse("recruitment:printed_paper", args=[way.recruit.pk, name])


def known(way: Way, **facts: object) -> None:
    person = way.person
    for name, fact in facts.items():
        setattr(person, name, fact)
    person.save()


@pytest.mark.clause("13.1.1c")
def test_the_talk_record_is_blank_before_the_talk_and_names_the_last_day_for_it(way):
    text = printed(way, "talk_record")
    assert "姓名周子涵性别男民族出生年月1998年3月学历工作岗位办公室" in text
    assert "收到入党申请书日期2025年1月6日谈话日期年月日谈话人谈话地点基本情况和谈话内容收到" in text
    assert "最迟2025年2月6日" in text


@pytest.mark.clause("13.1.1c")
def test_the_talk_record_holds_talker_day_and_basic_situation(way):
    way.on("record_talk", date(2025, 1, 20), talker=way.house.people[1], text="生于云岭\n热爱工作")
    text = printed(way, "talk_record")
    assert "谈话日期2025年1月20日谈话人党员002谈话地点" in text
    assert "基本情况和谈话内容生于云岭热爱工作" in text


def test_the_month_of_birth_is_printed_for_keepers_of_sensitive_records_only(house, way):
    way.to_recommended()
    paper = PAPERS["talk_record"]
    journey = journey_of(way.recruit, LATER)
    texts = [words(paper.draw(journey, user)) for user in (house.secretary, user_of(house.people[2]))]
    assert ["1998年3月" in text for text in texts] == [True, False]


@pytest.mark.clause("13.1.2a")
def test_the_recommendation_has_boxes_until_one_is_recorded(way):
    assert "推荐方式党员推荐群团组织推优其他方式推荐日期年月日推荐情况" in printed(way, "recommendation")
    way.to_recommended()
    assert "推荐方式党员推荐推荐日期2025年4月10日推荐情况党员推荐" in printed(way, "recommendation")


@pytest.mark.clause("13.1.4")
def test_every_inspection_stands_on_the_form_with_the_day_of_the_next(way):
    way.to_trained()
    way.on("inspect", date(2026, 5, 20), finding="肯学习", problems="发言少", measures="安排发言")
    text = printed(way, "inspections", date(2026, 6, 1))
    assert "确定为积极分子日期2025年5月20日培养联系人党员006、党员007" in text
    assert "12025年11月18日表现良好22026年5月15日表现良好32026年5月20日肯学习存在问题：发言少安排发言" in text
    assert "下次考察最迟2026年11月20日" in text


def test_three_hundred_and_one_inspections_are_printed_on_many_pages(way):
    way.to_activist()
    Record.objects.bulk_create(
        Record(recruit=way.recruit, kind=Kind.INSPECTION, happened_on=date(2025, 6, 1), text="表现良好" * 20)
        for _ in range(301)
    )
    way.recruit.refresh_from_db()
    pdf = PAPERS["inspections"].draw(journey_of(way.recruit, LATER), way.house.secretary)
    assert "3012025年6月1日表现良好" in words(pdf)
    assert len(PdfReader(BytesIO(pdf)).pages) > 20


@pytest.mark.clause("13.1.3b")
def test_the_mentors_opinion_and_their_reports(way):
    way.to_activist()
    assert "对列为发展对象的意见结论同意不同意提出日期年月日" in printed(way, "mentor_opinions")
    way.recruit.refresh_from_db()
    Record.objects.create(
        recruit=way.recruit,
        kind=Kind.MENTOR_REPORT,
        happened_on=date(2025, 9, 1),
        text="常谈心",
        person=way.house.people[5],
    )
    way.hear(date(2026, 5, 21))
    text = printed(way, "mentor_opinions")
    assert "对列为发展对象的意见同意结论同意提出日期2026年5月21日" in text
    assert "2025年9月1日党员006常谈心" in text


@pytest.mark.clause("13.2.1b")
def test_opinions_have_a_line_for_each_side_that_was_not_heard(way):
    way.to_trained()
    way.on("record_opinion", date(2026, 5, 21), source="members", text="党员一致赞成", favourable=True)
    text = printed(way, "opinions")
    assert "党员2026年5月21日党员一致赞成同意培养联系人群众" in text
    assert "培养教育考察满一年，最早2026年5月20日" in text


def test_the_notice_leaves_its_first_day_to_be_written_in(way):
    way.to_agreed()
    text = printed(way, "notice")
    assert "关于拟列为发展对象人选的公示" in text
    assert "经支部委员会2026年5月25日讨论同意，拟将周子涵同志列为发展对象" in text
    assert "公示时间：自年月日起至年月日止，共个工作日" in text
    assert "（盖章）年月日" in text
    way.on("record_public_notice", date(2026, 6, 2), since=date(2026, 5, 27), text="无异议")
    assert "公示时间：自2026年5月27日起至2026年6月2日止，共5个工作日" in printed(way, "notice")
    assert "于2026年6月2日结束，共公示5个工作日。公示结果如下：无异议" in printed(way, "notice_result")


@pytest.mark.clause("13.2.4")
def test_the_training_stands_with_its_length(way):
    way.to_examined()
    assert "机关党委2026年6月25日3" in printed(way, "training_record")


@pytest.mark.clause("13.3.4b", "13.3.3.4c")
def test_the_resolution_has_its_five_elements(way):
    way.to_resolved()
    votes = Vote.objects.filter(item__meeting__kind=Meeting.Kind.GENERAL)
    votes.update(eligible=12, present=10, in_favour=8, against=1, abstained=1, written_in_favour=1, written_against=1)
    text = printed(way, "resolution")
    assert "于2026年7月28日召开党员大会" in text
    assert "主要表现是：表现良好。" in text
    assert "应到会有表决权的党员12人，实到会有表决权的党员10人" in text
    assert "赞成8票，反对1票，弃权1票。另有会前书面意见2份，其中赞成1票、反对1票、弃权0票。合计赞成9票。" in text
    assert "党支部书记（签名）：（党员001）" in text
    assert "（盖章）2026年7月28日" in text


@pytest.mark.clause("13.4.2")
def test_the_oath_record_has_the_words_and_blanks_for_what_is_not_known(way):
    assert OATH in printed(way, "oath_record")
    assert "宣誓日期年月日宣誓地点组织单位领誓人" in printed(way, "oath_record")
    way.to_applied()
    text = printed(way, "oath_record")
    assert "通过日期2026年7月28日批准日期2026年9月1日宣誓日期2026年9月20日宣誓地点会议室组织单位机关党委" in text


@pytest.mark.clause("13.4.3", "13.4.4a")
def test_the_probation_form_has_the_ways_and_the_year(way):
    way.to_applied()
    text = printed(way, "probation_inspections", date(2027, 7, 15))
    assert "预备期起算2026年7月28日预备期满2027年7月28日" in text
    assert "12027年1月20日个别谈心谈心" in text


@pytest.mark.clause("13.4.5b")
def test_conversion_opinions_are_of_members_and_masses(way):
    way.to_heard()
    assert "党员2027年7月20日同意同意群众2027年7月20日同意同意" in printed(way, "conversion_opinions")


@pytest.mark.clause("13.4.4c", "13.4.4d", "13.4.4f")
@pytest.mark.parametrize(
    ("matter", "months", "heading", "decided"),
    [
        (Matter.CONVERSION, None, "关于周子涵同志转正的决议", "同意周子涵同志转为正式党员，党龄自2027年7月28日算起"),
        (
            Matter.PROBATION_EXTENSION,
            6,
            "关于延长周子涵同志预备期的决议",
            "延长周子涵同志的预备期6个月，自2027年7月28日起至2028年1月28日止",
        ),
        (Matter.PROBATION_CANCELLATION, None, "关于取消周子涵同志预备党员资格的决议", "取消周子涵同志的预备党员资格"),
    ],
)
def test_each_outcome_has_its_resolution(way, matter, months, heading, decided):
    way.to_heard().resolve_outcome(matter, date(2027, 7, 30), months=months, ground="理由如下")
    text = printed(way, "outcome_resolution")
    assert text.startswith(heading)
    assert f"大会决定，{decided}。本决议报上级党组织审批后生效。" in text


def test_after_an_extension_both_resolutions_are_printed_the_last_first(way):
    way.to_heard().resolve_outcome(Matter.PROBATION_EXTENSION, date(2027, 7, 30), months=6)
    way.replied(way.on("send_outcome", date(2027, 8, 1)), date(2027, 8, 20))
    way.act("settle_outcome", date(2027, 8, 21))
    way.on("apply_for_conversion", date(2028, 1, 10), text="申请转正")
    way.hear(date(2028, 1, 20), "record_conversion_opinion", ("members", "masses"))
    way.resolve_outcome(Matter.CONVERSION, date(2028, 1, 30))
    text = printed(way, "outcome_resolution", date(2028, 2, 1))
    assert text.startswith("关于周子涵同志转正的决议")
    assert "党龄自2028年1月28日算起" in text
    assert text.index("关于延长周子涵同志预备期的决议") > text.index("党龄自2028年1月28日算起")


@pytest.mark.clause("13.4.6")
def test_the_hand_over_list_names_the_five_papers(way):
    way.to_converted()
    text = printed(way, "hand_over_list")
    assert "接收单位人事培训处" in text
    assert (
        "1入党志愿书2026年7月13日2入党申请书2025年1月6日3政治审查材料4转正申请书2027年7月10日5培养教育考察材料" in text
    )


@pytest.mark.parametrize("name", ["<b>阿卜杜拉·买买提江䶮</b>＜Ａ＞", "㐂" * 60], ids=["odd", "long"])
def test_every_paper_takes_any_name_and_leaves_blank_what_is_not_known(way, name):
    way.to_converted()
    known(way, name=name, nationality="", education="", department="", birth_on=None)
    texts = {paper: printed(way, paper) for paper in PAPERS}
    assert [paper for paper, text in texts.items() if name not in text] == []
    assert "民族出生年月学历工作岗位" in texts["talk_record"]


def test_a_paper_is_offered_from_its_step_on(way):
    assert offered(way) == ALWAYS
    way.to_activist()
    assert offered(way) == ALWAYS | {"mentor_opinions", "opinions"}


def test_a_member_taken_over_from_the_roster_has_no_resolution_to_print(way):
    way.to_recommended()
    Record.objects.create(recruit=way.recruit, kind=Kind.RESOLUTION, happened_on=date(2026, 1, 5), favourable=True)
    assert "resolution" not in offered(way)


def test_papers_are_served_by_the_kinds_the_reader_is_shown(house, way):
    way.to_applied()
    readers = [house.secretary, user_of(house.people[2]), user_of(house.people[5]), user_of(way.person)]
    readers += [user_of(house.people[9]), BranchFactory().secretary]
    with time_machine.travel(noon(date(2027, 7, 15)), tick=False):
        served = {
            name: [client_of(user).get(address(way, name)).status_code == 200 for user in readers]
            for name in (
                "opinions",
                "inspections",
                "oath_record",
                "review_frame",
                "notice_result",
                "outcome_resolution",
            )
        }
    committee, mentor, own = [True, True], [True], [True]
    assert served == {
        "opinions": [*committee, False, False, False, False],
        "inspections": [*committee, *mentor, False, False, False],
        "oath_record": [*committee, *mentor, *own, False, False],
        "review_frame": [*committee, False, False, False, False],
        "notice_result": [*committee, False, False, False, False],
        "outcome_resolution": [False] * 6,
    }


def test_a_paper_nobody_knows_is_not_found(house, way):
    assert client_of(house.secretary).get(address(way, "nothing")).status_code == 404


@pytest.mark.clause("13.2.3b", "13.2.3c")
def test_the_report_of_the_review_is_printed_by_the_act_of_opening_it(house, way):
    way.to_candidate()
    review = way.review(date(2026, 6, 20), history="历史清楚得很")
    assert "历史清楚得很" not in printed(way, "review_frame", date(2026, 7, 1))
    url = reverse("recruitment:review_report", args=[review.pk])
    client = client_of(house.secretary)
    assert client.get(url).status_code == 405
    text = words(client.post(url).content)
    assert "历史清楚得很" in text
    assert "审查方法同本人谈话、查阅有关档案材料、找有关单位和人员了解" in text
    assert "结论合格结论日期2026年6月20日" in text
    assert Act.objects.filter(verb="recruitment.open_review", by=house.secretary).count() == 1
    assert client_of(user_of(house.people[1])).post(url).status_code == 404


def body(way: Way, kind: str) -> str:
    return way.recruit.records.filter(kind=kind).last().submission.body


@pytest.mark.clause("13.1.2c", "13.2.1d")
def test_the_filings_say_what_is_recorded_and_no_day_of_birth(way):
    known(way, nationality="汉族", education="大学")
    way.recruit.refresh_from_db()
    way.to_agreed()
    way.on("record_public_notice", date(2026, 6, 2), since=date(2026, 5, 27), text="无异议")
    way.on("file_listing", date(2026, 6, 3))
    assert body(way, Kind.ACTIVIST_FILING) == (
        "周子涵，男，汉族，大学学历，办公室，2025年1月6日递交入党申请书。"
        "经党员推荐，支部委员会2025年5月20日研究，确定其为入党积极分子。\n"
        "现予报告，请备案。"
    )
    assert body(way, Kind.LISTING_FILING) == (
        "周子涵，男，汉族，大学学历，办公室，2025年1月6日递交入党申请书。"
        "2025年5月20日确定为入党积极分子，培养联系人为党员006、党员007，培养教育期间考察2次。"
        "支部听取了培养联系人、党员、群众的意见。支部委员会2026年5月25日讨论，同意将其列为发展对象。"
        "公示5个工作日，公示结果：无异议。\n"
        "现予报告，请备案。"
    )


@pytest.mark.clause("13.3.1b", "13.3.4c", "13.4.5e")
def test_the_requests_give_the_superior_what_he_decides_on(way):
    way.to_converted()
    who = "周子涵，男，办公室，2025年1月6日递交入党申请书。"
    assert body(way, Kind.PRE_REVIEW) == (
        f"{who}2026年6月8日列为发展对象，入党介绍人为党员006、党员007。"
        "政治审查已于2026年6月20日形成结论性材料，结论为合格。"
        "已参加上级党组织举办的短期集中培训，2026年6月25日结业。"
        "支部委员会2026年7月1日审查，集体讨论认为合格。\n"
        "当否，请批示。"
    )
    assert body(way, Kind.DOSSIER) == (
        f"{who}2026年7月28日党员大会讨论，应到会有表决权的党员12人，实到12人，赞成12票，反对0票，弃权0票，"
        "通过接收其为预备党员的决议。预备期自2026年7月28日起计算，为期一年。"
        "随文报送：入党志愿书、入党申请书、政治审查材料、培养教育考察材料。\n"
        "当否，请批示。"
    )
    assert body(way, Kind.CONVERSION_REPORT) == (
        f"{who}2026年7月28日成为预备党员，预备期于2027年7月28日届满。2027年7月10日提出书面转正申请。"
        "2027年7月30日党员大会讨论，应到会有表决权的党员12人，实到12人，赞成12票，反对0票，弃权0票，"
        "决定同意其转为正式党员。理由：履行义务。\n"
        "当否，请批示。"
    )
