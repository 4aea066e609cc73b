"""The administrator's today page."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import Request, administrators
from partybranch.administration.waiting import FOR
from rulebook import clock


@administrators("system", "security", "audit")
def waiting(request: Request) -> HttpResponse:
    now = clock.now()
    context = {"tasks": FOR[request.user.administration](now), "on": clock.today()}
    return render(request, "administration/waiting.html", context)
