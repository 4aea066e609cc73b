"""Official papers: HTML from templates/print to PDF by WeasyPrint, with nothing fetched but our own static files."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "static"


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
    """Answers `static:…` from the program's own static files and refuses everything else."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        found = finders.find(parts.path.lstrip("/")) if parts.scheme == SCHEME else None
        if found is None:
            raise ValueError("papers are printed from the program's own files only")
        return URLFetcherResponse(url, Path(found).read_bytes())


def to_pdf(template: str, context: dict[str, Any], style: str = "print/official.css") -> bytes:
    """The template as PDF in the official layout."""
    fonts = FontConfiguration()
    fetcher = OwnFilesOnly()
    # Without the fetcher: it would refuse local(), and our own sheet names nothing from outside.
    sheet = CSS(filename=finders.find(style), font_config=fonts)
    html = HTML(string=render_to_string(template, context), url_fetcher=fetcher, base_url=f"{SCHEME}:/")
    pdf: bytes = html.write_pdf(stylesheets=[sheet], font_config=fonts)
    return pdf
