"""Correction requests on the page of today: what he has to answer, and by when."""

from datetime import date

from accounts.models import Organization, User
from members.models import CorrectionRequest
from partybranch.desk.tasks import Task

MOST = 8  # the page leads on; all of them stand in the list


def corrections_to_answer(user: User, branch: Organization, on: date) -> list[Task]:
    """Those he may answer, the first due first. They name nobody: that is read on their own pages."""
    if not user.has_perm("members.answer_correction", branch):
        return []
    rows = CorrectionRequest.objects.answerable_by(user).filter(organization=branch).open()
    return [task_of(row, on) for row in rows.order_by("due_on", "pk")[:MOST]]


def task_of(row: CorrectionRequest, on: date) -> Task:
    days = (row.due_on - on).days
    tone, above = ("late", "逾期") if row.is_late(on) else ("due", "还剩")
    below = f"{abs(days)} 天" if days else "今天"
    text = f"最迟{row.due_on.month}月{row.due_on.day}日答复本人"
    title = f"答复更正申请：{row.get_topic_display()}"
    return Task(tone, above, below, title, text, (), row.get_absolute_url(), "答复")
