"""Lists of accounts, an account's page, and the printed slip."""

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import Request, administrators, in_organization, sees, signed_in
from accounts.actions import code_digest
from accounts.models import Activation, Organization
from members.models import Account, Affiliation, Person, Term
from rulebook import clock
from rulebook.printing import pdf_response, to_pdf
from rulebook.web import numbered

PAGE = 50


@administrators("system", "security")
def accounts(request: Request) -> HttpResponse:
    """Every account, the newest first: whose it is and whether it is open; nothing of what it does.

    What is asked for comes in the body: names do not belong in addresses, which proxies write down.
    """
    person = {"person__user": OuterRef("pk")}
    home = Affiliation.objects.filter(**person).order_by("-since").values("organization__short_name")[:1]
    post = Term.objects.filter(**person).order_by("-since").values("organization__short_name")[:1]
    found = Account.objects.order_by("-pk").annotate(place=Coalesce(Subquery(home), Subquery(post)))
    if asked := request.POST.get("q", "").strip():
        found = found.filter(Q(username__icontains=asked) | Q(name__contains=asked))
    if before := numbered(request.POST.get("before", "")):
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    context = {
        "accounts": rows[:PAGE],
        "next_before": rows[PAGE - 1].pk if len(rows) > PAGE else "",
        "asked": asked,
    }
    return render(request, "administration/accounts.html", context)


@in_organization("members.open_account")
def branch_accounts(request: Request, organization: Organization) -> HttpResponse:
    """The people of the branch, who of them has an account, and what it waits for."""
    people = Person.objects.of(organization, clock.today()).exclude(ended_on__lte=clock.today())
    people = people.select_related("user").order_by("pinyin_key", "pk")
    if last := Person.objects.filter(pk=numbered(request.GET.get("after", ""))).first():
        people = people.filter(Q(pinyin_key__gt=last.pinyin_key) | Q(pinyin_key=last.pinyin_key, pk__gt=last.pk))
    rows = list(people[: PAGE + 1])
    held = {account.pk: account for account in Account.objects.filter(pk__in=[row.user_id for row in rows])}
    context = {
        "organization": organization,
        "rows": [(row, held.get(row.user_id or 0)) for row in rows[:PAGE]],
        "next_after": rows[PAGE - 1].pk if len(rows) > PAGE else "",
    }
    return render(request, "administration/branch_accounts.html", context)


@sees(Account)
def account(request: Request, account: Account) -> HttpResponse:
    context = {"account": account, "waiting": account.activations.usable(clock.now()).first()}
    return render(request, "administration/account.html", context)


@signed_in
@require_POST
@sensitive_post_parameters()
def activation_slip(request: Request) -> HttpResponse:
    """The slip as PDF, for whoever has just been shown its code; without the right code there is none."""
    usable = Activation.objects.usable(clock.now()).select_related("user")
    activation = usable.filter(user__username=request.POST.get("username", "")).first()
    code = request.POST.get("secret_code", "")
    if activation is None or not constant_time_compare(activation.digest, code_digest(activation.user, code)):
        raise Http404
    slip = {"user": activation.user, "code": code, "expires_at": activation.expires_at}
    place = Account.objects.get(pk=activation.user_id).organization
    context = {"slip": slip, "organization": place, "address": settings.SITE_ADDRESS.rstrip("/")}
    return pdf_response(to_pdf("print/accounts/activation_slip.html", context, "print/slip.css"), "激活单.pdf")
