"""The signed paper comes back as a scan; the bundle of a person's papers leaves the program."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from recruitment.actions.candidates import open_review
from recruitment.actions.writing import keep
from recruitment.models import Record, Recruit
from recruitment.rules import course, order, papers
from rulebook.kernel import action


@action(order.withdrawn_once, papers.has_no_scan_yet, papers.is_signed_by_hand, course.not_his_own, label="补充扫描件")
def add_scan(record: Record, *, scan: UploadedFile, by: User, at: datetime) -> Record:
    """The paper that was printed and signed is with the record it belongs to."""
    record.paper = keep(record.recruit, scan, by, at)
    record.save(update_fields=["paper"])
    record.recruit.forget_journeys()
    return record


@action(order.is_the_branchs, label="导出材料包")
def export_papers(recruit: Recruit, *, with_review: bool, by: User, at: datetime) -> None:
    """It is on record that the person's papers left the program as one file, and who has so read the review."""
    if with_review:
        open_review(recruit.review, by=by, at=at)
