"""The addresses of the house and one page that asks nobody anything; for the matrix's negative control only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from meetings.models import Meeting
from partybranch.urls import urlpatterns as ours


def leak(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(get_object_or_404(Meeting, pk=pk).title)


urlpatterns = [*ours, path("meetings/<int:pk>/leak/", leak, name="leak")]
