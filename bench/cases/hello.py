"""The floor of pages: a Django of its own that says hello, without middleware, session or database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello, world")


urlpatterns = [path("", hello)]
settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[], SECRET_KEY="for benches only")
application = get_wsgi_application()
