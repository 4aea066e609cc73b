"""The published month, the quarter as it is put to the general branch, the notice of the pioneers."""

from points.models import PointMonth, Settlement
from rulebook.kernel import built
from rulebook.printing import to_pdf


@built("39.4.3")
def published_paper(month: PointMonth) -> bytes:
    """Names, month and quarter; no items and no facts behind a veto."""
    organization = month.organization
    context = {
        "heading": f"{organization.short_name}{month}公布表",
        "month": month,
        "lines": list(month.lines.select_related("person")),
        "signed_by": organization.name,
        "signed_on": month.corrected_on or month.published_on,
        "seal": True,
    }
    return to_pdf("print/points/published.html", context)


def settlement_paper(settlement: Settlement) -> bytes:
    """The order of those who can be chosen, with the proposal, for the general branch's opinion."""
    organization = settlement.organization
    context = {
        "heading": f"{organization.short_name}{settlement.quarter_name}“网信先锋标兵”呈报表",
        "settlement": settlement,
        "places": list(settlement.places.filter(rank__isnull=False).select_related("person")),
        "signed_by": organization.name,
        "signed_on": settlement.submission.sent_on if settlement.submission else None,
        "seal": True,
    }
    return to_pdf("print/points/settlement.html", context)


@built("22.1")
def pioneers_paper(settlement: Settlement) -> bytes:
    """The public notice of the approved pioneers; a place for the seal is left."""
    organization = settlement.organization
    context = {
        "heading": f"关于表彰{settlement.quarter_name}“网信先锋标兵”的公示",
        "settlement": settlement,
        "pioneers": list(settlement.places.filter(proposed=True).select_related("person")),
        "signed_by": organization.name,
        "signed_on": settlement.published_on,
        "seal": True,
    }
    return to_pdf("print/points/pioneers.html", context)
