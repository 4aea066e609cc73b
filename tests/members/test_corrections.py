"""Correction requests: asked by the person alone, answered once by another, by a day, and seen by nobody else."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from members.actions import answer_correction, request_correction, withdraw_correction
from members.models import CorrectionRequest
from members.posts import Post
from members.tasks import call_for_answers
from rulebook.clock import standing_at
from rulebook.kernel import NotEntitled, Refused
from rulebook.models import Act, Choice, Reminder
from tests.factories import BranchFactory, user_of
from tests.factories.branch import holding, person
from tests.factories.correction import TEXT, correction_of

pytestmark = pytest.mark.django_db
ASKED = datetime(2026, 3, 2, 9, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def today():
    with standing_at(ASKED):
        yield


@pytest.fixture
def house() -> BranchFactory:
    """Eight with their accounts: five on the committee, the last three plain members."""
    house = BranchFactory(members=8, committee=5)
    for one in house.people:
        user_of(one)
    return house


@pytest.fixture
def keeper(house):
    """党费管理员, without a seat on the committee."""
    return user_of(holding(house.people[5], house.branch, Post.DUES_KEEPER))


def member(house):
    return house.people[7]


def ask(house, topic: str = "record", by=None, **fields) -> CorrectionRequest:
    return correction_of(by or member(house), ASKED, topic=topic, **fields)


def answer(request: CorrectionRequest, by, **fields) -> CorrectionRequest:
    told = {"outcome": "corrected", "answer": "已按志愿书更正。", **fields}
    return answer_correction(request, by=by, at=ASKED + timedelta(days=1), **told)


def refusal(call, *subject, **inputs) -> str:
    with pytest.raises(Refused) as refused:
        call(*subject, **inputs)
    return str(refused.value)


def told(user, channel: str = "inbox") -> list[str]:
    return list(Reminder.objects.filter(recipient=user, channel=channel).order_by("pk").values_list("title", flat=True))


def test_an_answer_is_owed_ten_days_after_the_day_it_is_asked(house):
    assert ask(house).due_on == date(2026, 3, 12)


@pytest.mark.parametrize("days", [0, 3, 30])
def test_the_branch_may_choose_another_number_of_days(house, days):
    Choice.objects.create(
        organization=house.branch, name="prompt_days_correction", value=str(days), since=date(2026, 1, 1),
        reason="支委会决定",
    )  # fmt: skip
    assert ask(house).due_on == date(2026, 3, 2) + timedelta(days=days)


def test_who_is_on_the_way_into_the_party_asks_as_well(house):
    activist = person(house.branch, "积极分子", admitted_on=None, full_on=None, activist_on=date(2025, 7, 1))
    assert ask(house, by=activist).person == activist


def test_nobody_asks_for_another(house):
    for other in (house.secretary, user_of(house.people[6])):
        told = {"topic": "record", "about": "姓名", "text": TEXT, "by": other, "at": ASKED}
        assert refusal(request_correction, member(house), **told) == "更正由本人申请"


def test_who_is_of_another_branch_cannot_ask(house):
    stranger = user_of(BranchFactory(members=1, committee=0).people[0])
    with pytest.raises(NotEntitled):
        request_correction(member(house), topic="record", about="姓名", text=TEXT, by=stranger, at=ASKED)


@pytest.mark.parametrize("empty", [{"about": " "}, {"text": ""}, {"text": "\n　"}])
def test_what_is_wrong_has_to_be_said(house, empty):
    assert refusal(ask, house, **empty) == "请写明哪一项不对，应当是什么"


def test_the_same_thing_is_asked_again_only_after_the_answer(house):
    request = ask(house)
    assert refusal(ask, house) == "同一项的更正申请还没有答复"
    assert ask(house, about="学历").is_open
    answer(request, house.secretary)
    assert ask(house).is_open


@pytest.mark.parametrize("sign", ["阿依古丽·买买提", "孙䶮", "𠮷田", "O'Neil"])
def test_rare_characters_come_back_as_they_were_written(house, sign):
    asked = ask(house, about=f"姓名{sign}", text=f"应为{sign}")
    request = CorrectionRequest.objects.get(pk=asked.pk)
    assert (request.about, request.text) == (f"姓名{sign}", f"应为{sign}")


@pytest.mark.parametrize(("length", "status"), [(4999, 302), (5000, 302), (5001, 422)])
def test_five_thousand_characters_are_the_most(house, client, length, status):
    client.force_login(user_of(member(house)))
    filled = {"topic": "record", "about": "工作岗位", "text": "错" * length}
    page = reverse("members:request_correction", args=[member(house).pk])
    assert client.post(page, filled).status_code == status
    assert CorrectionRequest.objects.count() == (status == 302)


ANSWERS = {
    "record": {0: True, 1: True, 2: False, 3: False, 4: False, 5: False},
    "meetings": {0: True, 1: True, 2: False, 3: False, 4: True, 5: False},
    "dues": {0: False, 1: False, 2: False, 3: False, 4: False, 5: True},  # what he pays is the keeper's to read
    "points": {0: True, 1: False, 2: True, 3: False, 4: False, 5: False},
    "other": {0: True, 1: False, 2: False, 3: False, 4: False, 5: False},
}


@pytest.mark.parametrize(
    ("topic", "place", "may"), [(topic, place, may) for topic, row in ANSWERS.items() for place, may in row.items()]
)
def test_the_posts_of_the_topic_answer_it_and_no_others(house, keeper, topic, place, may):
    request, user = ask(house, topic), user_of(house.people[place])
    seen = CorrectionRequest.objects.visible_to(user).filter(pk=request.pk).exists()
    assert seen is may
    if may:
        assert answer(request, user).answered_by == user
    else:
        assert "的更正申请由党" in refusal(answer, request, user)


@pytest.mark.parametrize(("asker", "answerer"), [(6, 1), (1, 0), (0, 1)])
def test_without_a_keeper_the_commissioner_answers_of_dues_and_for_himself_the_secretary(house, asker, answerer):
    request = ask(house, "dues", by=house.people[asker])
    may = [
        place
        for place in range(5)
        if CorrectionRequest.objects.answerable_by(user_of(house.people[place])).filter(pk=request.pk).exists()
    ]
    assert may == [answerer]
    assert [term.person for term in request.answerers(timezone.localdate())] == [house.people[answerer]]


def test_the_keeper_s_own_dues_are_the_commissioner_s_to_answer(house, keeper):
    request = ask(house, "dues", by=house.people[5])
    assert answer(request, user_of(house.people[1])).outcome == "corrected"


def test_a_plain_member_answers_nothing(house):
    with pytest.raises(NotEntitled):
        answer(ask(house), user_of(house.people[6]))


@pytest.mark.parametrize(("place", "topic"), [(0, "record"), (0, "other"), (1, "record"), (1, "dues"), (2, "points")])
def test_nobody_answers_his_own(house, place, topic):
    request = ask(house, topic, by=house.people[place])
    assert "这是您自己的申请，由他人答复" in refusal(answer, request, user_of(house.people[place]))
    assert not CorrectionRequest.objects.answerable_by(user_of(house.people[place])).exists()


@pytest.mark.parametrize("place", [1, 2, 3, 4])
def test_the_secretary_s_own_is_answered_by_another_of_the_committee(house, place):
    request = ask(house, "other", by=house.people[0])
    assert answer(request, user_of(house.people[place])).outcome == "corrected"


def test_the_secretary_s_own_is_not_shown_to_who_has_no_seat(house, keeper):
    ask(house, "other", by=house.people[0])
    assert not CorrectionRequest.objects.visible_to(keeper).exists()


def test_the_secretary_of_another_branch_sees_nothing(house):
    ask(house)
    assert not CorrectionRequest.objects.visible_to(BranchFactory().secretary).exists()


def test_the_superior_sees_nothing(house):
    ask(house)
    assert not CorrectionRequest.objects.visible_to(house.superior_officer).exists()


@pytest.mark.parametrize("outcome", ["corrected", "unchanged"])
def test_the_answer_says_what_came_of_it_and_who_gave_it(house, outcome):
    answer(ask(house), house.secretary, outcome=outcome)
    request = CorrectionRequest.objects.get()
    assert (request.outcome, request.answer, request.answered_by) == (outcome, "已按志愿书更正。", house.secretary)
    assert not request.is_open


def test_an_answer_is_given_once(house):
    request = answer(ask(house), house.secretary)
    assert "已经答复，不能再改" in refusal(answer, request, user_of(house.people[1]))


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_an_empty_answer_is_none(house, blank):
    assert refusal(answer, ask(house), house.secretary, answer=blank) == "请写明答复"


def test_what_was_withdrawn_is_not_answered(house):
    request = withdraw_correction(ask(house), by=user_of(member(house)), at=ASKED)
    assert refusal(answer, request, house.secretary) == "本人已撤回"


def test_only_he_himself_withdraws_and_only_before_the_answer(house):
    request = ask(house)
    assert refusal(withdraw_correction, request, by=house.secretary, at=ASKED) == "更正申请由本人撤回"
    answer(request, house.secretary)
    assert "已经答复" in refusal(withdraw_correction, request, by=user_of(member(house)), at=ASKED)


def test_what_was_withdrawn_stays_so_and_is_not_withdrawn_twice(house):
    request = withdraw_correction(ask(house), by=user_of(member(house)), at=ASKED)
    assert request.state_label == "已撤回"
    assert refusal(withdraw_correction, request, by=user_of(member(house)), at=ASKED) == "本人已撤回"


@pytest.mark.parametrize(("day", "late"), [(11, False), (12, False), (13, True)])
def test_it_is_late_on_the_day_after_its_day(house, day, late):
    assert ask(house).is_late(date(2026, 3, day)) is late


def test_what_is_answered_is_never_late(house):
    assert not answer(ask(house), house.secretary).is_late(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "titles"),
    [
        (9, []),
        (10, ["有一件更正申请即将到期"]),
        (11, ["有一件更正申请即将到期"]),
        (12, ["更正申请今天到期，还没有答复"]),
        (13, []),
    ],
)
def test_who_owes_the_answer_is_called_two_days_before_and_on_the_day(house, day, titles):
    ask(house)
    Reminder.objects.all().delete()
    for _ in range(3):
        call_for_answers(f"2026-03-{day:02}T08:10:00+08:00")
    assert told(house.secretary) == titles
    assert told(user_of(house.people[1])) == titles
    assert told(user_of(member(house))) == []


def test_each_call_comes_once_through_all_the_days(house):
    ask(house)
    for day in range(2, 20):
        call_for_answers(f"2026-03-{day:02}T08:10:00+08:00")
    calls = ["有一件更正申请待答复", "有一件更正申请即将到期", "更正申请今天到期，还没有答复"]
    assert told(house.secretary) == calls


@pytest.mark.parametrize("ended_by", ["answer", "withdrawal"])
def test_nobody_is_called_for_what_is_over(house, ended_by):
    request = ask(house)
    if ended_by == "answer":
        answer(request, house.secretary)
    else:
        withdraw_correction(request, by=user_of(member(house)), at=ASKED)
    Reminder.objects.all().delete()
    call_for_answers("2026-03-12T08:10:00+08:00")
    assert not Reminder.objects.exists()


def test_those_who_answer_are_told_of_the_request_and_he_of_the_answer(house, keeper):
    request = ask(house, "dues")
    assert [told(user_of(house.people[place])) for place in (0, 1, 2)] == [[], [], []]
    assert told(keeper) == ["有一件更正申请待答复"]
    answer(request, keeper)
    assert told(user_of(member(house))) == ["更正申请已答复"]


def test_no_mail_and_no_title_says_who_or_what(house):
    house.people[0].user = house.secretary
    house.secretary.email = "secretary@example.org"
    house.secretary.save()
    himself = user_of(member(house))
    himself.email = "member@example.org"
    himself.save()
    answer(ask(house), house.secretary)
    sent = list(Reminder.objects.filter(channel="mail"))
    assert len(sent) == 2
    for row in [*sent, *Reminder.objects.all()]:
        words = row.title + row.url + (row.text if row.channel == "mail" else "")
        for secret in (TEXT, "加入党组织日期", "已按志愿书更正", member(house).name, "个人信息"):
            assert secret not in words


def test_text_and_answer_are_sealed_in_the_database_and_stand_in_no_act(house):
    answer(ask(house), house.secretary)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, answer FROM members_correctionrequest")
        row = cursor.fetchone()
    assert TEXT not in row[0]
    assert "志愿书" not in row[1]
    assert not [act for act in Act.objects.all() if "志愿书" in str(act.changes) or "加入党组织" in str(act.changes)]


def test_the_task_takes_no_words_of_a_request(house):
    assert call_for_answers.name == "members.tasks.call_for_answers"
    assert list(call_for_answers.run.__annotations__) == ["at", "return"]


def page(client, user, name: str, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"members:{name}", args=args), query)


def test_the_person_and_who_answers_see_it_and_everybody_else_gets_404(house, keeper, client):
    request = ask(house)
    seen = {
        place: page(client, user_of(house.people[place]), "correction", request.pk).status_code for place in range(8)
    }
    assert seen == {0: 200, 1: 200, 2: 404, 3: 404, 4: 404, 5: 404, 6: 404, 7: 200}
    assert page(client, house.superior_officer, "correction", request.pk).status_code == 404


def test_the_list_has_the_longest_waiting_first_and_marks_the_late(house, client):
    first, second = ask(house), ask(house, about="学历", by=house.people[6])
    done = answer(ask(house, about="民族"), house.secretary)
    CorrectionRequest.objects.filter(pk=first.pk).update(due_on=date(2026, 3, 20))
    with standing_at(ASKED + timedelta(days=11)):
        lines = page(client, house.secretary, "corrections", house.branch.code).context["lines"]
    assert [(line["request"], line["late"]) for line in lines] == [(second, True), (first, False), (done, False)]


@pytest.mark.parametrize(("state", "found"), [("open", 1), ("answered", 1), ("withdrawn", 1), ("", 3), ("\x00", 3)])
def test_the_list_is_filtered(house, client, state, found):
    ask(house)
    answer(ask(house, about="学历"), house.secretary)
    withdraw_correction(ask(house, about="民族"), by=user_of(member(house)), at=ASKED)
    shown = page(client, house.secretary, "corrections", house.branch.code, state=state, before="x", topic="record")
    assert len(shown.context["lines"]) == found


def test_ones_own_list_leads_to_the_answer(house, client):
    request = answer(ask(house), house.secretary)
    shown = page(client, user_of(member(house)), "own_corrections").content.decode()
    assert request.get_absolute_url() in shown
    assert "已按志愿书更正。" in page(client, user_of(member(house)), "correction", request.pk).content.decode()


def test_the_form_comes_filled_with_what_is_meant(house, client):
    shown = page(
        client, user_of(member(house)), "request_correction", member(house).pk, topic="dues", about="2026年3月党费"
    )
    form = shown.context["form"]
    assert (form["topic"].value(), form["about"].value()) == ("dues", "2026年3月党费")


def test_an_unknown_topic_is_no_topic(house, client):
    client.force_login(user_of(member(house)))
    address = reverse("members:request_correction", args=[member(house).pk])
    assert client.post(address, {"topic": "salary", "about": "a", "text": "b"}).status_code == 422


@pytest.mark.parametrize("number", [1, 40])
def test_the_list_takes_the_same_number_of_queries(house, client, number, django_assert_max_num_queries):
    for each in range(number):
        ask(house, about=f"第{each}项")
    client.force_login(house.secretary)
    with django_assert_max_num_queries(16):
        client.get(reverse("members:corrections", args=[house.branch.code]))
