"""From the activist to the candidate who has passed review and training."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from archives.models import Submission
from meetings.models import AgendaItem
from members.models import Person
from recruitment import access
from recruitment.actions.writing import enter, keep, send_up
from recruitment.models import Kind, PoliticalReview, Record, Recruit
from recruitment.rules import admission, candidates, order, reviews
from recruitment.steps import Key
from rulebook.kernel import action, built
from rulebook.workdays import working_days


@built("13.1.3b", "13.2.1b")
@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    candidates.heard_before_the_listing,
    candidates.trained_for_a_year,
    order.follows(Key.ACTIVIST),
    label="登记听取的意见",
)
def record_opinion(
    recruit: Recruit,
    *,
    source: str,
    happened_on: date,
    text: str,
    favourable: bool,
    by: User,
    at: datetime,
    scan: UploadedFile | None = None,
) -> Record:
    """Mentors, members, the masses or the party group were heard on listing him as a candidate."""
    given: dict[str, Any] = {"source": source, "text": text, "favourable": favourable}
    return enter(recruit, Kind.OPINION, happened_on, scan, by=by, at=at, **given)


@action(
    order.still_running,
    order.is_the_branchs,
    candidates.not_a_candidate_yet,
    candidates.all_sides_were_heard,
    candidates.party_group_was_heard,
    candidates.mentors_gave_opinion,
    order.not_before(Key.ACTIVIST_FILING, Key.INSPECTION, Key.OPINIONS),
    candidates.listing_agreed_by_committee,
    label="登记支委会同意列为发展对象",
)
def agree_listing(recruit: Recruit, *, decision: AgendaItem, by: User, at: datetime) -> Record:
    """The committee has discussed and agreed; the filing comes next."""
    return enter(recruit, Kind.LISTING, decision.meeting.held_on, item=decision, by=by, at=at)


@built("N13.13n")
@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    order.follows(Key.LISTING),
    candidates.notice_ends_after_it_began,
    label="登记公示",
)
def record_public_notice(
    recruit: Recruit,
    *,
    since: date,
    happened_on: date,
    text: str,
    by: User,
    at: datetime,
    scan: UploadedFile | None = None,
) -> Record:
    """The notice stood from the first day to the last, with this result; the working days are counted."""
    days = working_days(since, happened_on)
    return enter(recruit, Kind.PUBLIC_NOTICE, happened_on, scan, since=since, days=days, text=text, by=by, at=at)


@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    order.follows(Key.LISTING),
    admission.has_department_committee,
    admission.sent_once(Kind.LISTING_FILING),
    label="报发展对象备案",
)
def file_listing(recruit: Recruit, *, happened_on: date, by: User, at: datetime) -> Record:
    """The listing is reported to 机关党委; its reply is the filing."""
    title = f"关于拟将{recruit.person.name}列为发展对象的备案报告"
    return send_up(recruit, Kind.LISTING_FILING, Submission.Purpose.FOR_RECORD, title, happened_on, by=by, at=at)


@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    candidates.not_a_candidate_yet,
    order.follows(Key.MENTORS, Key.LISTING),
    order.not_before(Key.ACTIVIST_FILING, Key.INSPECTION),
    candidates.activist_is_filed,
    candidates.mentors_gave_opinion,
    candidates.inspected_every_half_year,
    candidates.trained_for_a_year,
    candidates.listing_is_filed,
    candidates.public_notice_given,
    label="列为发展对象",
)
def list_candidate(recruit: Recruit, *, happened_on: date, by: User, at: datetime) -> Record:
    """A candidate from that day, which is not before the filing (13.2.1d)."""
    recruit.person.candidate_on = happened_on
    recruit.person.save(update_fields=["candidate_on"])
    return enter(recruit, Kind.LISTED, happened_on, by=by, at=at)


@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    order.follows(Key.LISTED),
    candidates.sponsor_is_full_member,
    candidates.two_sponsors_at_most,
    candidates.sponsor_has_full_rights,
    candidates.sponsor_is_no_relative,
    candidates.named_by_the_organization,
    label="确定入党介绍人",
)
def name_sponsor(
    recruit: Recruit, *, sponsor: Person, happened_on: date, named_by_branch: bool, by: User, at: datetime
) -> Record:
    """The full member is one of the two sponsors."""
    text = "党组织指定" if named_by_branch else "由培养联系人担任"
    return enter(recruit, Kind.SPONSOR, happened_on, person=sponsor, text=text, by=by, at=at)


@action(
    order.still_running,
    order.is_the_branchs,
    order.follows(Key.LISTED),
    candidates.review_not_begun,
    label="开始政治审查",
)
def begin_review(recruit: Recruit, *, by: User, at: datetime) -> PoliticalReview:
    """The review is open; only whoever began it may read it, until he grants it to others one by one.

    One that was left without anybody who may handle it goes on in his hands.
    """
    review, _ = PoliticalReview.objects.get_or_create(recruit=recruit)
    access.give_review(review, by)
    return review


@action(
    reviews.granted_to,
    candidates.no_review_of_oneself,
    reviews.way_still_running,
    candidates.review_is_open,
    label="填写政治审查情况",
)
def write_review(
    review: PoliticalReview,
    *,
    attitude: str,
    history: str,
    conduct: str,
    relations: str,
    talked: bool,
    consulted_files: bool,
    asked_people: bool,
    wrote_letters: bool,
    went_there: bool,
    clear_reason: str,
    by: User,
    at: datetime,
) -> PoliticalReview:
    """What was found in the four parts, and by which means, is on record, sealed; a part left blank stays as it was."""
    given = {"attitude": attitude, "history": history, "conduct": conduct, "relations": relations}
    for name, text in given.items():
        setattr(review, name, text.strip() or getattr(review, name))
    review.talked, review.consulted_files, review.asked_people = talked, consulted_files, asked_people
    review.wrote_letters, review.went_there = wrote_letters, went_there
    review.clear_reason = clear_reason.strip() or review.clear_reason
    review.save()
    return review


@built("13.2.3c")
@action(
    reviews.granted_to,
    candidates.no_review_of_oneself,
    reviews.way_still_running,
    candidates.concluded_once,
    reviews.concluded_by_today,
    candidates.all_parts_are_written,
    candidates.basic_means_were_used,
    candidates.inquiry_or_clear,
    label="作出政治审查结论",
)
def conclude_review(
    review: PoliticalReview,
    *,
    conclusion: str,
    concluded_on: date,
    by: User,
    at: datetime,
    scan: UploadedFile | None = None,
) -> PoliticalReview:
    """The review has its conclusive document, mended or with its scan where it had one; no pass, no admission."""
    review.conclusion, review.concluded_on = conclusion, concluded_on
    review.report = keep(review.recruit, scan, by, at) if scan else review.report
    review.save()
    return review


@action(reviews.granted_to, candidates.no_review_of_oneself, label="查阅政治审查材料")
def open_review(review: PoliticalReview, *, by: User, at: datetime) -> None:
    """It is on record who has read the review."""


@action(reviews.granted_to, reviews.reader_is_fit, label="授权查阅")
def grant_review(review: PoliticalReview, *, reader: User, by: User, at: datetime) -> PoliticalReview:
    """This one account may read the review from now on."""
    access.give_review(review, reader)
    return review


@action(reviews.granted_to, reviews.reader_was_granted, label="收回授权")
def withdraw_grant(review: PoliticalReview, *, reader: User, by: User, at: datetime) -> PoliticalReview:
    """The account may not read the review any more, the same second."""
    access.take_review(review, reader)
    return review


@action(
    order.still_running, order.is_the_branchs, order.not_in_the_future, order.follows(Key.LISTED), label="登记集中培训"
)
def record_training(
    recruit: Recruit,
    *,
    happened_on: date,
    organ: str,
    days: int | None,
    hours: int | None,
    by: User,
    at: datetime,
    scan: UploadedFile | None = None,
) -> Record:
    """He has taken part in the superior's training of so many days or class hours, which ended that day."""
    return enter(recruit, Kind.TRAINING, happened_on, scan, organ=organ, days=days, hours=hours, by=by, at=at)
