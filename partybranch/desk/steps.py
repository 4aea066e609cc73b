"""The next lawful step for a duty: explain the lapse, begin the next one, with the earliest day."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Organization, User
from rulebook.catalogue import Clause
from rulebook.kernel import VERBS
from rulebook.ledger import DutyState, Status


@dataclass(frozen=True)
class Step:
    """What can still be done; without `url` the user may not do it himself."""

    text: str
    label: str = ""
    url: str = ""
    clause: Clause | None = None


@dataclass(frozen=True)
class Steps:
    """The steps of one branch on one day, for one user; `statuses` are all of its year."""

    organization: Organization
    on: date
    user: User
    statuses: list[Status]

    @cached_property
    def seats(self) -> dict[int, Organization]:
        """The party groups that owe a duty themselves, by id."""
        ids = {status.subject_id for status in self.statuses if status.duty.subject is Organization}
        return Organization.objects.in_bulk(ids - {self.organization.pk})

    def after(self, lapse: Status) -> list[Step]:
        """What is lawful after a lapse: its reason in writing, and the next one in time."""
        duty = lapse.duty
        text = "可写明原因，台账显示“缺漏已说明”，年度报告照列"
        steps = [Step(text, "写明原因", self.explain_url(lapse), duty.clause)]
        if duty.is_deadline:
            if lapse.done_on is None:
                steps.append(Step("仍应尽快补办，补办日期如实记录", "现在办理", self.begin_url(lapse)))
        elif following := self.following(lapse):
            text = f"尽早办理{following.period_name}的{duty.title}{self.earliest(following)}"
            steps.append(Step(text, "现在筹备", self.begin_url(following), duty.lead))
        return steps

    def following(self, lapse: Status) -> Status | None:
        """The next period, from today on, in which the same one still owes the duty."""
        ahead = (
            status
            for status in self.statuses
            if (status.duty, status.subject_id) == (lapse.duty, lapse.subject_id)
            and status.until > self.on
            and status.state in (DutyState.DUE, DutyState.UPCOMING)
        )
        return next(ahead, None)

    def earliest(self, status: Status) -> str:
        """The first day the event can lawfully be held, where a clause puts days before it."""
        lead = status.duty.lead
        if lead is None:
            return ""
        first = max(self.on + timedelta(days=lead.lead.days), status.since)
        return f"，最早{first.month}月{first.day}日：须提前{lead.lead.days}天报上级"

    def explain_url(self, status: Status) -> str:
        """The form that explains this lapse, for those who may; '' where there is no lapse to explain."""
        if status.state not in (DutyState.MISSED, DutyState.EXPLAINED):
            return ""
        if not self.user.has_perm("rulebook.explain_lapse", self.organization):
            return ""
        lapse = {"duty": status.duty.clause.id, "subject_id": status.subject_id, "since": status.since.isoformat()}
        return f"{reverse('rulebook:explain_lapse', args=[self.organization.code])}?{urlencode(lapse)}"

    def begin_url(self, status: Status) -> str:
        """The prefilled form of the act the duty begins with, for those who may; '' where there is none."""
        duty = status.duty
        if duty.act not in VERBS:
            return ""
        seat = self.seats.get(status.subject_id, self.organization)
        if not self.user.has_perm(duty.act, seat):
            return ""
        if duty.subject is not Organization:
            return reverse(VERBS[duty.act].url_name, args=[status.subject_id])
        words = {"year": status.since.year, "period": status.period_name}
        filled = urlencode({name: text.format(**words) for name, text in duty.prefill.items()})
        address = reverse(VERBS[duty.act].url_name, args=[seat.code])
        return f"{address}?{filled}" if filled else address
