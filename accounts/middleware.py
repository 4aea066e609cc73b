"""What holds for every request: how long a session lives, and that no page is kept by a cache."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

Handler = Callable[[HttpRequest], HttpResponse]
PASSWORD_EXPIRED = "password_expired"  # in the session, from a log-in with a password that is too old until its change
WITH_OLD_PASSWORD = {"accounts:change_password", "accounts:log_out", "accounts:large_print"}


class SessionAgeMiddleware:
    """Ends a session 30 minutes after its last page, and 12 hours after its log-in at the latest."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if now - request.session.setdefault("began", now) > settings.SESSION_ABSOLUTE_AGE:
                logout(request)
            elif now - request.session.get("seen", 0) >= 60:
                # Its row lives 30 minutes from each write; once a minute at most, as a page must not cost a write.
                request.session["seen"] = now
        return self.get_response(request)


class PasswordAgeMiddleware:
    """Whoever logged in with a password that is too old gets no page before he has changed it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in WITH_OLD_PASSWORD:
            return None
        if request.user.is_authenticated and request.session.get(PASSWORD_EXPIRED):
            return redirect("accounts:change_password")
        return None


class PrivatePagesMiddleware:
    """Marks every dynamic answer as not to be stored. The outermost, so that no error page is left out."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
