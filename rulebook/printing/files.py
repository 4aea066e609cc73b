"""A printed file on its way to the browser, under its Chinese name."""

from urllib.parse import quote

from django.http import HttpResponse

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """The PDF shown in the browser, named in Chinese when saved."""
    return _named(HttpResponse(pdf, content_type="application/pdf"), name, "inline")


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """The file saved by the browser under its Chinese name."""
    return _named(HttpResponse(content, content_type=content_type), name, "attachment")


def _named(response: HttpResponse, name: str, disposition: str) -> HttpResponse:
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(name, safe='')}"
    return response
