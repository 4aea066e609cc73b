"""A year's selection of one title, from its criteria to the publication of the awards."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import Organization, User
from archives.actions import keep_paper
from meetings.models import AgendaItem
from members.models import Person
from points.models import AwardObjection, AwardRound, Criterion, CriterionCheck, Nomination
from points.rules import commendations as rules
from points.rules.commendations import Check
from rulebook.kernel import action, built


@built("18.1")
@action(rules.round_opened_once, rules.criteria_are_set, rules.has_a_place, rules.year_has_begun, label="启动评选")
def open_round(
    organization: Organization,
    *,
    year: int,
    title: str,
    opened_on: date,
    places: int,
    criteria: Sequence[str],
    by: User,
    at: datetime,
) -> AwardRound:
    """The year's selection for the title is open, with its conditions and places; members can be nominated."""
    award = AwardRound.objects.create(
        organization=organization, year=year, title=title, opened_on=opened_on, places=places
    )
    set_criteria(award, criteria)
    return award


def set_criteria(award: AwardRound, criteria: Iterable[str]) -> None:
    texts = [text.strip() for text in criteria if text.strip()]
    Criterion.objects.bulk_create(
        Criterion(round=award, position=position, text=text) for position, text in enumerate(texts, start=1)
    )


@action(
    rules.round_is_open,
    rules.criteria_are_set,
    rules.criteria_stand_once_nominated,
    rules.has_a_place,
    rules.places_cover_the_confirmed,
    label="修改条件和名额",
)
def amend_round(award: AwardRound, *, places: int, criteria: Sequence[str], by: User, at: datetime) -> AwardRound:
    """Places as given; conditions anew, as long as nobody has been held against them."""
    award.places = places
    award.save()
    if not award.nominations.exists():
        award.criteria.all().delete()
        set_criteria(award, criteria)
    return award


@built("18.1", "31.4b")
@action(
    rules.round_is_open,
    rules.nominated_while_open,
    rules.member_of_the_branch,
    rules.full_member_for_outstanding_member,
    rules.worker_held_a_post_in_the_year,
    rules.not_disqualified,
    rules.not_vetoed,
    rules.nominated_once,
    rules.merits_are_written,
    rules.every_criterion_is_checked,
    label="提名",
)
def nominate(
    award: AwardRound,
    *,
    person: Person,
    merits: str,
    nominated_on: date,
    checks: Sequence[Check],
    by: User,
    at: datetime,
) -> Nomination:
    """The person is put forward, held against every condition; the committee studies it next."""
    nomination = Nomination.objects.create(
        round=award, person=person, merits=merits.strip(), nominated_on=nominated_on, nominated_by=by
    )
    write_checks(nomination, checks)
    return nomination


def write_checks(nomination: Nomination, checks: Iterable[Check]) -> None:
    CriterionCheck.objects.bulk_create(
        CriterionCheck(nomination=nomination, criterion=check.criterion, met=bool(check.met), note=check.note.strip())
        for check in checks
    )


@action(
    rules.round_is_open,
    rules.nomination_stands,
    rules.not_studied_yet,
    rules.merits_are_written,
    rules.every_criterion_is_checked,
    label="修改提名",
)
def amend_nomination(
    nomination: Nomination, *, merits: str, checks: Sequence[Check], by: User, at: datetime
) -> Nomination:
    """Merits and conditions as the committee is going to study them."""
    nomination.merits = merits.strip()
    nomination.save()
    nomination.checks.all().delete()
    write_checks(nomination, checks)
    return nomination


@action(
    rules.round_is_open,
    rules.nomination_stands,
    rules.not_published_yet,
    rules.withdrawal_has_a_reason,
    label="撤销提名",
)
def withdraw_nomination(nomination: Nomination, *, reason: str, by: User, at: datetime) -> Nomination:
    """The person is no longer put forward; what was written stays with the reason, and his place is free."""
    nomination.withdrawn_on, nomination.withdrawn_for = timezone.localdate(at), reason.strip()
    nomination.save()
    return nomination


@built("6.1.5")
@action(
    rules.round_is_open,
    rules.nomination_stands,
    rules.not_adopted_yet,
    rules.not_disqualified,
    rules.not_vetoed,
    rules.meets_every_criterion,
    rules.committee_has_studied,
    rules.decision_serves_no_other,
    label="登记支委会研究",
)
def study_nomination(nomination: Nomination, *, decision: AgendaItem | None, by: User, at: datetime) -> Nomination:
    """The committee has studied it and is in favour; the general meeting decides next."""
    nomination.committee_item = decision
    nomination.save()
    return nomination


@built("1.4.1c")
@action(
    rules.round_is_open,
    rules.nomination_stands,
    rules.was_studied,
    rules.not_on_notice_yet,
    rules.not_disqualified,
    rules.not_vetoed,
    rules.general_meeting_has_decided,
    rules.decision_serves_no_other,
    label="登记党员大会表决",
)
def adopt_nomination(nomination: Nomination, *, decision: AgendaItem | None, by: User, at: datetime) -> Nomination:
    """The general meeting has decided on the commendation; it is put on public notice next."""
    nomination.general_item = decision
    nomination.save()
    return nomination


@built("22.1")
@action(
    rules.round_is_open,
    rules.nomination_stands,
    rules.was_adopted,
    rules.not_confirmed_yet,
    rules.not_disqualified,
    rules.not_vetoed,
    rules.notice_follows_the_decision,
    label="登记公示",
)
def give_notice(nomination: Nomination, *, since: date, until: date, by: User, at: datetime) -> Nomination:
    """The whole branch reads of it from now on, and may object until the last day, which may still be moved."""
    nomination.notice_since, nomination.notice_until = since, until
    nomination.save()
    return nomination


@action(
    rules.nomination_stands,
    rules.was_put_on_notice,
    rules.not_confirmed_yet,
    rules.received_during_the_notice,
    rules.dealt_with_by_another,
    label="登记异议",
)
def record_objection(nomination: Nomination, *, received_on: date, text: str, by: User, at: datetime) -> AwardObjection:
    """The objection is on record; nobody is confirmed before it is answered."""
    return AwardObjection.objects.create(nomination=nomination, received_on=received_on, text=text.strip())


@action(rules.not_answered_yet, rules.answered_after_receipt, rules.dealt_with_by_another, label="答复异议")
def answer_objection(
    objection: AwardObjection, *, answered_on: date, answer: str, upheld: bool, by: User, at: datetime
) -> AwardObjection:
    """What was found; where it is true and stands against the award, nothing is left but to withdraw the nomination."""
    objection.answered_on, objection.answer, objection.upheld = answered_on, answer.strip(), upheld
    objection.save()
    return objection


@built("22.1", "31.4b")
@action(
    rules.round_is_open,
    rules.nomination_stands,
    rules.not_confirmed_yet,
    rules.was_studied,
    rules.was_adopted,
    rules.was_put_on_notice,
    rules.notice_is_over,
    rules.objections_are_settled,
    rules.not_disqualified,
    rules.not_vetoed,
    rules.a_place_is_left,
    label="确认表彰",
)
def confirm_award(nomination: Nomination, *, confirmed_on: date, by: User, at: datetime) -> Nomination:
    """The title is awarded and the notice can be printed; it counts as not yet published until that is recorded."""
    nomination.confirmed_on = confirmed_on
    nomination.save()
    return nomination


@built("22.1", "31.4b")
@action(
    rules.round_is_open,
    rules.somebody_waits_to_be_published,
    rules.nobody_disqualified_meanwhile,
    rules.nobody_vetoed_meanwhile,
    rules.published_after_the_confirmation,
    label="公布表彰",
)
def publish_awards(award: AwardRound, *, published_on: date, by: User, at: datetime) -> AwardRound:
    """Whoever was confirmed stands on the board of honours."""
    rules.waiting(award).update(published_on=published_on)
    return award


@built("22.1")
@action(rules.something_is_published, label="归档表彰公示")
def file_commendation(award: AwardRound, *, scan: UploadedFile, by: User, at: datetime) -> AwardRound:
    """The sealed notice is among the papers of the branch."""
    award.notice = keep_paper(award.organization, upload=scan, by=by, at=at)
    award.save()
    return award


@built("18.1")
@action(
    rules.round_is_open,
    rules.every_nomination_is_settled,
    rules.somebody_was_chosen_or_it_says_why_not,
    rules.concluded_after_the_rest,
    label="结束评选",
)
def conclude_round(award: AwardRound, *, concluded_on: date, note: str, by: User, at: datetime) -> AwardRound:
    """The year's selection for the title is done; with that of the other title the year's duty is."""
    award.concluded_on, award.note = concluded_on, note.strip()
    award.save()
    return award
