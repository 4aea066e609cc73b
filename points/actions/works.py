"""Articles and reflections that members write (18.4): kept, never asked for."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import User
from archives.actions import keep_paper
from members.models import Person
from points.models import Work
from points.rules import works as rules
from rulebook.kernel import action, built


@built("18.4")
@action(rules.work_entered_by_himself, rules.work_is_there, rules.written_by_today, label="登记文章或体会")
def record_work(
    person: Person,
    *,
    kind: str,
    title: str,
    written_on: date,
    link: str,
    scan: UploadedFile | None,
    by: User,
    at: datetime,
) -> Work:
    """The work stands in the member's file."""
    organization = person.organization
    return Work.objects.create(
        organization=organization,
        person=person,
        kind=kind,
        title=title.strip(),
        written_on=written_on,
        link=link.strip(),
        paper=keep_paper(organization, upload=scan, by=by, at=at) if scan else None,
        recorded_on=timezone.localdate(at),
    )


@action(rules.work_entered_by_himself, rules.work_stands, label="撤回登记")
def withdraw_work(work: Work, *, by: User, at: datetime) -> Work:
    """The work stands in the file no more."""
    work.withdrawn_on = timezone.localdate(at)
    work.save()
    return work
