"""The slow-down of guessing: after many failures one must wait between two attempts. No worker waits with him.

The lock of five failures (axes) is for one name at one address. This is for one name tried from many
addresses, and for one address that tries many names; a room behind that address still gets in.
"""

from datetime import datetime, timedelta
from math import ceil

from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest

WINDOW = timedelta(minutes=30)
FREE_OF_NAME, LONGEST_OF_NAME = 10, 10  # failures, seconds
FREE_OF_ADDRESS, LONGEST_OF_ADDRESS = 20, 4


def client_address(request: HttpRequest) -> str:
    """Who asks. Behind proxies of ours, what the outermost of them saw: all before it anybody may have written."""
    if not settings.PROXIES:
        return str(request.META.get("REMOTE_ADDR", ""))
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return seen[-settings.PROXIES] if len(seen) >= settings.PROXIES else str(request.META.get("REMOTE_ADDR", ""))


def seconds_to_wait(request: HttpRequest, username: str, now: datetime) -> int:
    """How long until the next attempt is looked at; 0 where it may be made now."""
    late = AccessAttempt.objects.filter(attempt_time__gt=now - WINDOW)
    return max(
        left(late.filter(username=username), FREE_OF_NAME, LONGEST_OF_NAME, now),
        left(late.filter(ip_address=get_client_ip_address(request)), FREE_OF_ADDRESS, LONGEST_OF_ADDRESS, now),
    )


def left(attempts: "QuerySet[AccessAttempt]", free: int, longest: int, now: datetime) -> int:
    found = attempts.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    over = (found["failures"] or 0) - free
    if over < 0:
        return 0
    until = found["last"] + timedelta(seconds=min(longest, 2 ** min(over, 10)))
    return max(0, ceil((until - now).total_seconds()))
