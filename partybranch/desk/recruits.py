"""Recruitment on the page of today: a recruit's own next step, a mentor's people and their half-yearly inspections."""

from datetime import date, timedelta

from django.urls import reverse

from members.models import Person
from partybranch.desk.tasks import Task
from recruitment.faces import Face, Faces, faces_of
from rulebook.catalogue import catalogue

SOON = timedelta(days=45)  # before an inspection falls due, its form is one tap away


def own_way(face: Face) -> Task:
    """Where he stands and what comes next; near the end of probation, his application."""
    page, title = face.recruit.get_absolute_url(), f"我的入党进程：{face.standing}"
    applies, current = face.application_due_on, face.current
    if applies is not None and applies <= face.journey.on + SOON and not face.journey.open_gaps:
        text = f"预备期{applies}届满，请在此前书面提出转正申请"
        url = reverse("recruitment:apply_for_conversion", args=[face.recruit.pk])
        return Task(*until(applies, face), title, text, (catalogue["13.4.5a"],), url, "提出转正申请")
    if face.journey.open_gaps or current is None:
        return Task("none", "入党", "进程", title, next_of(face), (), page, "查看")
    if current.due_on is not None:
        return Task(*until(current.due_on, face), title, next_of(face), (current.step.clause,), page, "查看")
    return Task("soon", "第", f"{current.step.number} 步", title, next_of(face), (current.step.clause,), page, "查看")


def accompanied(face: Face) -> Task:
    """One of his people: what comes next, and the half-yearly inspection with its form once it is near."""
    due_on, recruit = face.inspection_due_on, face.recruit
    title, page, text = f"{recruit}：{face.standing}", recruit.get_absolute_url(), next_of(face)
    if due_on is None:
        return Task("soon", "培养", "联系", title, text, (), page, "查看")
    text = f"半年考察最迟{due_on}。{text}"
    if due_on > face.journey.on + SOON:
        return Task("soon", f"{due_on.year}年", f"{due_on.month}月", title, text, (catalogue["13.1.4"],), page, "查看")
    url = reverse("recruitment:inspect", args=[recruit.pk])
    return Task(*until(due_on, face), title, text, (catalogue["13.1.4"],), url, "登记半年考察")


def until(day: date, face: Face) -> tuple[str, str, str]:
    """Tone and the two lines of how long it is to the day."""
    left = (day - face.journey.on).days
    if left < 0:
        return "late", "逾期", f"{-left} 天"
    return ("due" if left <= SOON.days else "soon"), "还剩", f"{left} 天" if left else "今天"


def next_of(face: Face) -> str:
    if face.journey.open_gaps:
        return "以前的步骤缺记录，支部正在核对"
    current, following = face.current, face.following
    said = f"现在：{current.step.title}（{current.step.actor}）" if current else "等候办理"
    return f"{said}，接着：{following.step.title}" if following else said


def ways(person: Person | None, on: date) -> dict[str, list[Task]]:
    """The context's two parts: `way` his own, `mentees` those he accompanies."""
    return tasks_of_faces(faces_of(person, on) if person else Faces(None, []))


def tasks_of_faces(faces: Faces) -> dict[str, list[Task]]:
    return {
        "way": [own_way(faces.own)] if faces.own else [],
        "mentees": [accompanied(face) for face in faces.accompanied],
    }
