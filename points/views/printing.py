"""Papers of points, and the proofs that were handed in."""

from django.http import FileResponse, Http404, HttpResponse

from accounts.access import Request, sees
from archives.scans import attachment
from points import documents
from points.models import Entry, PointMonth, Settlement
from rulebook.printing import pdf_response


@sees(PointMonth, "organization")
def published_paper(request: Request, point_month: PointMonth) -> HttpResponse:
    if point_month.published_on is None:
        raise Http404
    return pdf_response(documents.published_paper(point_month), f"{point_month}公布表.pdf")


@sees(Settlement, "organization", "submission")
def settlement_paper(request: Request, settlement: Settlement) -> HttpResponse:
    """For the general branch: the committee's proposal with the order it rests on."""
    if not request.user.has_perm("points.read_entries", settlement.organization):
        raise Http404
    return pdf_response(documents.settlement_paper(settlement), f"{settlement}呈报表.pdf")


@sees(Settlement, "organization", "submission")
def pioneers_paper(request: Request, settlement: Settlement) -> HttpResponse:
    """The notice of the pioneers, from the approval on."""
    reads_entries = request.user.has_perm("points.read_entries", settlement.organization)
    if not settlement.is_approved or (settlement.published_on is None and not reads_entries):
        raise Http404
    return pdf_response(documents.pioneers_paper(settlement), f"{settlement.quarter_name}网信先锋标兵公示.pdf")


@sees(Entry, "proof", "organization")
def proof(request: Request, entry: Entry) -> FileResponse:
    """The proof as it came, as an attachment that no browser runs, for whoever is shown the entry."""
    if entry.proof is None:
        raise Http404
    return attachment(entry.proof)
