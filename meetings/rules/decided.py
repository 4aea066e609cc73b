"""Whether an item is a decision that another act may rest on."""

from meetings.models import AgendaItem, Meeting
from members.models import Person


def not_decided(decision: AgendaItem, about: Person | None = None) -> str | None:
    """Why the item decides nothing yet, or nothing on that person; None where its meeting is over and it was passed."""
    if about is not None and decision.concerns_id != about.pk:
        return f"“{decision}”不是关于{about}的议题"
    if decision.meeting.state not in (Meeting.State.CLOSED, Meeting.State.ARCHIVED):
        return f"{decision.meeting}还没有结束"
    passed = hasattr(decision, "vote") and decision.vote.passed
    return None if passed else f"“{decision}”没有表决通过"
