"""Whether the program and its database answer; for load balancers, says nothing else."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from accounts.access import public


@public
def health(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
