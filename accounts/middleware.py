"""What holds for every request: how long a session lives, and that no page is kept by a cache."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

Handler = Callable[[HttpRequest], HttpResponse]


class SessionAgeMiddleware:
    """Ends a session 30 minutes after its last page, and 12 hours after its log-in at the latest."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if now - request.session.setdefault("began", now) > settings.SESSION_ABSOLUTE_AGE:
                logout(request)
            elif now - request.session.get("seen", 0) > 300:
                # Written every five minutes at most: a page must not cost a write.
                request.session["seen"] = now
        return self.get_response(request)


class PrivatePagesMiddleware:
    """Marks every dynamic answer as not to be stored, log-in and error pages included."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
