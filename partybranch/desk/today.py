"""What is to be done next, for each kind of user."""

from datetime import date, timedelta
from typing import Any

from accounts.models import Organization, User
from archives.models import Submission
from meetings.models import Meeting
from partybranch.desk.ledger import named
from rulebook.ledger import DutyState, assess

SOON = timedelta(days=45)


def tasks_of(user: User, organization: Organization | None, on: date) -> dict[str, Any]:
    """First what is late or due, then the coming meetings; for a superior what waits for his reply."""
    if organization is None:
        return {"organization": None}
    context: dict[str, Any] = {"organization": organization}
    if organization.level == Organization.Level.BRANCH:
        statuses = assess(Organization.objects.filter(pk=organization.pk), on, on.year)
        context["open_duties"] = named(
            [
                status
                for status in statuses
                if status.state == DutyState.MISSED or (status.state == DutyState.DUE and status.until <= on + SOON)
            ]
        )
    meetings = Meeting.objects.visible_to(user).filter(organization=organization)
    context["coming"] = meetings.filter(state__in=[Meeting.State.PLANNED, Meeting.State.OPEN]).order_by("begins_at")[
        :10
    ]
    if user.has_perm("archives.decide", organization):
        context["waiting"] = Submission.objects.filter(recipient=organization).waiting().select_related("organization")
    return context
