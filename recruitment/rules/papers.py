"""What stands before a signed paper is added to its record."""

from typing import Any

from recruitment.models import Kind, Record
from rulebook.kernel import gate

# Of these a paper is signed by hand; what the superior or a meeting decides has its own place.
SIGNED = frozenset(
    {
        Kind.APPLICATION, Kind.TALK, Kind.RECOMMENDATION, Kind.INSPECTION, Kind.MENTOR_REPORT, Kind.THOUGHT_REPORT,
        Kind.OPINION, Kind.PUBLIC_NOTICE, Kind.TRAINING, Kind.FORM, Kind.SPONSOR_OPINION, Kind.RESOLUTION,
        Kind.FORM_ENTRY, Kind.SUPERIOR_TALK, Kind.OATH, Kind.PROBATION_INSPECTION, Kind.CONVERSION_APPLICATION,
        Kind.CONVERSION_OPINION, Kind.CONVERSION_RESOLUTION, Kind.HAND_OVER, Kind.GAP, Kind.MOVE,
    }
)  # fmt: skip


@gate(cure="扫描件有误的，请更正记录后重新登记")
def has_no_scan_yet(record: Record, **_: Any) -> str | None:
    return "已有扫描件" if record.paper_id else None


@gate()
def is_signed_by_hand(record: Record, **_: Any) -> str | None:
    return None if record.kind in SIGNED else f"“{record.get_kind_display()}”没有单独签字的材料"
