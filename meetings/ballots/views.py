"""Pages of the box: the permission, the key slips, and the voter's own page."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import Request, in_organization, sees
from accounts.models import Organization
from meetings.ballots import documents, door
from meetings.ballots.actions import prepare_box as prepare
from meetings.ballots.forms import BallotForm, PrepareBoxForm
from meetings.ballots.models import SMALL_GROUP, BallotBox, BallotPermission, Choice
from meetings.models import AgendaItem
from rulebook import clock
from rulebook.kernel import VERBS, Finding, Refused
from rulebook.printing import pdf_response
from rulebook.web import standing_against


@in_organization("meetings.read")
def ballots(request: Request, organization: Organization) -> HttpResponse:
    """Whether the branch may use the box, since when and by whose word; and what the box promises."""
    permissions = BallotPermission.objects.filter(organization=organization).select_related("scan")
    current = BallotPermission.objects.in_force(organization, clock.today()).first()
    context = {
        "organization": organization,
        "permissions": permissions,
        "current": current,
        "may_read_scan": request.user.has_perm("archives.read_submissions", organization),
    }
    return render(request, "meetings/ballots/ballots.html", context)


@sees(AgendaItem, "meeting__organization", "meeting__chair", "concerns")
def prepare_box(request: Request, item: AgendaItem) -> HttpResponse:
    """The only answer that ever holds the key: the slips, sent once in reply to the form."""
    refused = None
    against = standing_against("meetings.prepare_box", item, request.user)
    if request.method == "POST":
        form = PrepareBoxForm(request.POST, subject=item, user=request.user)
        if form.is_valid():
            try:
                return slips_of(form.perform(prepare, clock.now(), ""), form.key)
            except Refused as refusal:
                refused = refusal
    else:
        form = PrepareBoxForm(subject=item, user=request.user)
        refused = Refused(against) if against else None
    context = {
        "item": item,
        "form": form,
        "refused": refused,
        "verb": VERBS["meetings.prepare_box"],
        "small": item.voters_present < SMALL_GROUP,
    }
    return render(request, "meetings/ballots/prepare.html", context, status=422 if request.method == "POST" else 200)


def slips_of(box: BallotBox, key: bytes) -> HttpResponse:
    if box.keeping == BallotBox.Keeping.SLIPS:
        return pdf_response(documents.key_slips(box, key), "密钥条.pdf")
    response = HttpResponse(documents.key_file(box, key), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = "attachment; filename=ballot-key.txt"
    return response


@sees(BallotBox, "item__meeting__organization", "item__meeting__chair", "scrutineer", "teller")
def box(request: Request, box: BallotBox) -> HttpResponse:
    return box_page(request, box, door.standing_against(box, request.user, clock.now()))


def box_page(request: Request, box: BallotBox, against: list[Finding], status: int = 200) -> HttpResponse:
    """The voter's page; it is of one length whatever somebody has chosen, for it does not know."""
    counts = BallotBox.objects.with_counts().get(pk=box.pk)
    context = {
        "box": box,
        "item": box.item,
        "meeting": box.meeting,
        "against": against,
        "voted": any(finding.gate == "everybody_votes_once" for finding in against),
        "counts": counts,
        "small": box.is_open and counts.voters < SMALL_GROUP,  # type: ignore[attr-defined]
        "choices": Choice.choices,
    }
    return render(request, "meetings/ballots/box.html", context, status=status)


@sees(BallotBox, "item__meeting__organization", "item__meeting__chair", "scrutineer", "teller")
@sensitive_post_parameters()
@require_POST
def confirm(request: Request, box: BallotBox) -> HttpResponse:
    """Says once more what was chosen. Nothing is written; the choice travels in the form, never in an address."""
    form = BallotForm(request.POST)
    against = door.standing_against(box, request.user, clock.now())
    if against or not form.is_valid():
        return box_page(request, box, against, status=422)
    choice = Choice(form.cleaned_data["choice"])
    return render(request, "meetings/ballots/confirm.html", {"box": box, "item": box.item, "choice": choice})


@sees(BallotBox, "item__meeting__organization", "item__meeting__chair", "scrutineer", "teller")
@sensitive_post_parameters()
@require_POST
def cast(request: Request, box: BallotBox) -> HttpResponse:
    """The ballot goes into the box. Who has voted before, or may not, gets the reasons and nothing is written."""
    form = BallotForm(request.POST)
    if not form.is_valid():
        return box_page(request, box, door.standing_against(box, request.user, clock.now()), status=422)
    try:
        door.cast(box, by=request.user, choice=form.cleaned_data["choice"], at=clock.now())
    except Refused as refused:
        return box_page(request, box, refused.findings, status=422)
    return HttpResponseRedirect(box.get_absolute_url())
