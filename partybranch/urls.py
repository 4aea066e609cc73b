"""All addresses of the house."""

from django.urls import include, path

from partybranch.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("", include("partybranch.desk.urls")),
    path("", include("partybranch.reports.urls")),
    path("", include("partybranch.administration.urls")),
    path("", include("recruitment.urls")),
    path("", include("dues.urls")),
    path("", include("points.urls")),
    path("", include("meetings.urls")),
    path("", include("archives.urls")),
    path("", include("members.urls")),
    path("", include("rulebook.urls")),
    path("", include("accounts.urls")),
]
