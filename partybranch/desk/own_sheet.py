"""本人情况一览: what 我的 says of a person, on one sheet of paper for himself."""

from datetime import date

from meetings.attendance import attendance_of_year
from members.models import Person
from members.records import declared_of, record_of
from partybranch.desk.own import dues_of_year
from rulebook.printing import to_pdf


def own_sheet_of(person: Person, on: date) -> bytes:
    """Dates, posts, meetings and dues of the year; numbers in full stand on no paper."""
    dues = dues_of_year(person, on)
    context = {
        "heading": "本人情况一览",
        "on": on,
        **record_of(person, on),
        **declared_of(person),
        "groups": person.group_memberships.select_related("group").order_by("since"),
        "meetings": attendance_of_year(person, on),
        "dues": dues.shown if dues else None,
    }
    return to_pdf("print/desk/own_sheet.html", context)
