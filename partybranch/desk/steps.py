"""The next lawful step for a duty: explain the lapse, begin the next one, with the earliest day."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Organization, User
from rulebook.catalogue import Clause
from rulebook.kernel import VERBS
from rulebook.ledger import DutyState, Status
from rulebook.periods import name_of, span_of


@dataclass(frozen=True)
class Step:
    """What can still be done; without `url` the user may not do it himself."""

    text: str
    label: str = ""
    url: str = ""
    clause: Clause | None = None


def steps_after(status: Status, organization: Organization, on: date, user: User) -> list[Step]:
    """What is lawful after a lapse: its reason in writing, and the next one in time."""
    duty = status.duty
    text = "可写明原因，台账显示“缺漏已说明”，年度报告照列"
    steps = [Step(text, "写明原因", explain_url(status, organization, user), duty.clause)]
    if duty.clause.kind != "cadence":
        if status.done_on is None:
            steps.append(Step("仍应尽快补办，补办日期如实记录", "现在办理", begin_url(status, organization, on, user)))
        return steps
    period = duty.clause.cadence.period
    if span_of(on, period) == status.span:
        return steps
    text = f"尽早办理{name_of(span_of(on, period), period)}的{duty.title}"
    return [*steps, Step(text + earliest(status, on), "现在筹备", begin_url(status, organization, on, user), duty.lead)]


def earliest(status: Status, on: date) -> str:
    """The first day the event can lawfully be held, where a clause puts days before it."""
    lead = status.duty.lead
    if lead is None:
        return ""
    first = on + timedelta(days=lead.lead.days)
    return f"，最早{first.month}月{first.day}日：须提前{lead.lead.days}天报上级"


def explain_url(status: Status, organization: Organization, user: User) -> str:
    """The form that explains this lapse, for those who may; '' where there is no lapse to explain."""
    if status.state not in (DutyState.MISSED, DutyState.EXPLAINED):
        return ""
    if not user.has_perm("rulebook.explain_lapse", organization):
        return ""
    lapse = {"duty": status.duty.clause.id, "subject_id": status.subject_id, "since": status.since.isoformat()}
    return f"{reverse('rulebook:explain_lapse', args=[organization.code])}?{urlencode(lapse)}"


def begin_url(status: Status, organization: Organization, on: date, user: User) -> str:
    """The prefilled form of the act the duty begins with, for those who may; '' where there is none."""
    duty = status.duty
    if not duty.act or duty.act not in VERBS or not user.has_perm(duty.act, organization):
        return ""
    if duty.subject is not Organization:
        return reverse(VERBS[duty.act].url_name, args=[status.subject_id])
    if status.subject_id != organization.pk:
        return reverse("desk:duty", args=[organization.code, duty.clause.id])
    span = span_of(on, duty.clause.cadence.period) if status.state == DutyState.MISSED else status.span
    words = {"year": span.since.year, "period": name_of(span, duty.clause.cadence.period)}
    filled = {name: text.format(**words) for name, text in duty.prefill.items()}
    return f"{reverse(VERBS[duty.act].url_name, args=[organization.code])}?{urlencode(filled)}"
