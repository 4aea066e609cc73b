"""A refusal that no view has caught still reaches the user as a page with its clauses, never as an error."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from members.posts import RIGHTS
from rulebook.kernel import NotEntitled, Refused


class RefusalMiddleware:
    """Shows Refused as 422, and NotEntitled as 403 with the posts that may do it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return render(request, "rulebook/refused.html", {"refused": error}, status=422)
        if isinstance(error, NotEntitled):
            return render(request, "403.html", {"who": "、".join(RIGHTS[error.action].holder_labels)}, status=403)
        return None
