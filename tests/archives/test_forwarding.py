"""What goes up through the level between: looked through and sent on there, answered by its recipient alone."""

from datetime import date, timedelta

import pytest

from archives.actions import decide, forward, record_forwarding, record_reply, submit
from archives.models import Submission
from members.posts import Post
from rulebook.kernel import Refused
from tests.factories import BranchFactory, user_of
from tests.factories.branch import holding, person
from tests.factories.meeting import BEGINS

pytestmark = pytest.mark.django_db
SENT = date(2026, 3, 20)


@pytest.fixture
def house():
    return BranchFactory()


@pytest.fixture
def highest(house):
    top = house.branch.superior.superior
    return user_of(holding(person(top, "机关党委"), top, Post.SUPERIOR_OFFICER))


@pytest.fixture
def submission(house):
    between = house.branch.superior
    return submit(
        house.branch, recipient=between.superior, via=between, purpose="pre_review", matter="admission",
        title="关于预审的请示", sent_on=SENT, by=house.secretary, at=BEGINS,
    )  # fmt: skip


def refusal(action, *given, **inputs):
    with pytest.raises(Refused) as caught:
        action(*given, **inputs)
    return [str(finding) for finding in caught.value.findings]


def answer(submission, by, at=BEGINS):
    return decide(submission, decision="approved", note="", by=by, at=at)


def test_the_recipient_waits_until_the_level_between_has_sent_it_on(house, submission, highest):
    between = house.branch.superior.short_name
    assert refusal(answer, submission, highest) == [f"尚待{between}审阅转报"]
    forward(submission, note="情况属实，同意上报。", by=house.superior_officer, at=BEGINS)
    assert answer(submission, highest).is_approved


def test_the_level_between_cannot_answer_in_the_recipients_place(house, submission):
    forward(submission, note="", by=house.superior_officer, at=BEGINS)
    top = house.branch.superior.superior.short_name
    assert refusal(answer, submission, house.superior_officer) == [f"由{top}批复"]


def test_each_superior_sees_what_is_his_to_do_next(house, submission):
    between = house.branch.superior
    waiting = Submission.objects.waiting_for
    assert [list(waiting(between)), list(waiting(between.superior))] == [[submission], []]
    forward(submission, note="", by=house.superior_officer, at=BEGINS)
    assert [list(waiting(between)), list(waiting(between.superior))] == [[], [submission]]


@pytest.mark.parametrize(
    ("days", "said"),
    [(-1, "转报日期早于报送日期2026-03-20"), (0, None), (1, "转报日期不能晚于今天")],
)
def test_forwarding_on_paper_is_recorded_with_its_day(house, submission, days, said):
    given = {"forwarded_on": SENT + timedelta(days=days), "forwarded_by": "李", "by": house.secretary, "at": BEGINS}
    if said:
        assert refusal(record_forwarding, submission, **given) == [said]
    else:
        assert record_forwarding(submission, **given).forwarded_on == SENT


def test_the_reply_is_not_dated_before_the_forwarding(house, submission):
    later = BEGINS + timedelta(days=3)
    record_forwarding(
        submission, forwarded_on=SENT + timedelta(days=2), forwarded_by="李", by=house.secretary, at=later
    )
    reply = {"decision": "approved", "decided_by": "王", "number": "1号", "by": house.secretary, "at": later}
    said = refusal(record_reply, submission, decided_on=SENT + timedelta(days=1), **reply)
    assert said == ["批复日期早于报送日期2026-03-22"]
    assert record_reply(submission, decided_on=SENT + timedelta(days=2), **reply).is_approved
