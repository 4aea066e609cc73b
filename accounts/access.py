"""The access marks. Each view wears exactly one; what a user may not see does not exist for him (404)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import get_backends
from django.contrib.auth.decorators import login_not_required
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django_htmx.middleware import HtmxDetails

from accounts.models import Organization, User

View = Callable[..., HttpResponseBase]


def organizations_of(user: User, right: str) -> QuerySet[Organization]:
    """All organizations in which the user holds the right, as the back end that knows posts answers."""
    for backend in get_backends():
        if hasattr(backend, "organizations_of"):
            return backend.organizations_of(user, right)
    return Organization.objects.none()


class Request(HttpRequest):
    """What a marked view gets: somebody is logged in, and the organization in question is found."""

    user: User
    organization: Organization
    htmx: HtmxDetails


def public(view: View) -> View:
    """Open to everybody, logged in or not."""
    view.access_mark = "public"  # type: ignore[attr-defined]
    return login_not_required(view)


def signed_in(view: View) -> View:
    """Open to every account; shows the user only what is his own."""
    view.access_mark = "signed_in"  # type: ignore[attr-defined]
    return view


def administrators(*kinds: str) -> Callable[[View], View]:
    """Open to the administrators of these kinds (三员) only."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if getattr(request.user, "administration", "") not in kinds:
                raise Http404
            return view(request, **kwargs)

        guarded.access_mark = f"administrators:{','.join(kinds)}"  # type: ignore[attr-defined]
        return guarded

    return mark


def in_organization(right: str) -> Callable[[View], View]:
    """Open to those who hold the right in the organization named by `code` in the address."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
            organization = get_object_or_404(Organization, code=code)
            if not request.user.has_perm(right, organization):
                raise Http404
            request.organization = organization  # type: ignore[attr-defined]
            return view(request, organization, **kwargs)

        guarded.access_mark = f"in_organization:{right}"  # type: ignore[attr-defined]
        return guarded

    return mark


def sees(model: type[Model], *related: str, scope: str = "visible_to") -> Callable[[View], View]:
    """Open to those whom the model's `visible_to`, or another scope, shows the row with this `pk`; the view gets it."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
            rows = getattr(model.objects, scope)(request.user)  # type: ignore[attr-defined]
            row = get_object_or_404(rows.select_related(*related) if related else rows, pk=pk)
            request.organization = row.organization  # type: ignore[attr-defined]
            return view(request, row, **kwargs)

        guarded.access_mark = f"sees:{model._meta.label}"  # type: ignore[attr-defined]
        return guarded

    return mark
