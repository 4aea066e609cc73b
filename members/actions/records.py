"""What is done with a person's record: looked into, mended, completed; rights suspended and restored."""

from datetime import date, datetime

from django.utils import timezone

from accounts.models import User
from members import rules
from members.amendments import amend
from members.models import Amendment, Person, RightsSuspension
from rulebook.kernel import action


@action(rules.own_record_or_keeper, label="查看敏感资料")
def open_sensitive(person: Person, *, by: User, at: datetime) -> None:
    """It is on record who looked at the full number and phone; the person sees it on his own page."""


@action(
    rules.something_changes,
    rules.number_is_sound,
    rules.number_is_his_alone,
    rules.agrees_with_the_number,
    label="更正资料",
)
def correct_person(
    person: Person,
    *,
    name: str,
    sex: str,
    nationality: str,
    birth_on: date | None,
    education: str,
    department: str,
    mobile: bool,
    identity_number: str,
    phone: str,
    ground: str,
    by: User,
    at: datetime,
) -> Amendment:
    """The civil facts of the person are as given; a number or phone not given stays as it was."""
    given = {
        "name": name,
        "sex": sex,
        "nationality": nationality,
        "birth_on": birth_on,
        "education": education,
        "department": department,
        "mobile": mobile,
        "identity_number": identity_number,
        "phone": phone,
    }
    return Amendment.objects.create(
        person=person, items=amend(person, given), ground=ground, made_on=timezone.localdate(at)
    )


@action(
    rules.something_changes,
    rules.dates_follow_each_other,
    rules.committee_keeps_full_members,
    label="登记入党各环节日期",
)
def record_dates(
    person: Person,
    *,
    applied_on: date | None,
    activist_on: date | None,
    candidate_on: date | None,
    admitted_on: date | None,
    approved_on: date | None,
    full_on: date | None,
    ground: str,
    by: User,
    at: datetime,
) -> Amendment:
    """The dates on the person's way into the Party are those of the document named."""
    given = {
        "applied_on": applied_on,
        "activist_on": activist_on,
        "candidate_on": candidate_on,
        "admitted_on": admitted_on,
        "approved_on": approved_on,
        "full_on": full_on,
    }
    return Amendment.objects.create(
        person=person, items=amend(person, given), ground=ground, made_on=timezone.localdate(at)
    )


@action(rules.is_a_member_with_rights, label="停止党员权利")
def suspend_rights(
    person: Person, *, since: date, until: date | None, basis: str, by: User, at: datetime
) -> RightsSuspension:
    """From that day the person has no vote and is not among those who should attend with one."""
    return RightsSuspension.objects.create(person=person, since=since, until=until, basis=basis)


@action(rules.rights_are_suspended, label="恢复党员权利")
def restore_rights(person: Person, *, until: date, basis: str, by: User, at: datetime) -> Amendment:
    """The suspension that had no end ends that day; from it on the person votes again."""
    person.rights_suspensions.filter(until__isnull=True).update(until=until)
    return Amendment.objects.create(person=person, items="恢复党员权利", ground=basis, made_on=timezone.localdate(at))
