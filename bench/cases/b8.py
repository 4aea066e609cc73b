"""B8: a branch's annual report as PDF, and the roster of 2,000 members, against WeasyPrint with the same HTML."""

from datetime import date
from functools import partial
from io import BytesIO
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from pypdf import PdfReader
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from accounts.models import Organization
from bench import fixtures
from bench.cases.processor import ratio_of, spent, wall_of
from members.balance import balance
from members.report import roster
from partybranch.reports.assembly import Report, assemble
from partybranch.reports.documents.pdf import STYLE, as_pdf
from rulebook.reporting import ReportYear

PAIRS = 3


def year_of(code: str) -> ReportYear:
    organization = Organization.objects.get(code=code)
    return ReportYear(organization, fixtures.YEAR, date(fixtures.YEAR, 12, 31), date(fixtures.YEAR + 1, 1, 10))


def whole_report() -> bytes:
    report = assemble(year_of("b0"))
    report.must_balance()
    return as_pdf(report)


def long_roster() -> bytes:
    of = year_of("b1")
    return as_pdf(Report(of, [roster(of, balance(of.organization, of.year, of.as_of))]))


def raw(html: str) -> bytes:
    fonts = FontConfiguration()
    pdf: bytes = HTML(string=html).write_pdf(
        stylesheets=[CSS(filename=finders.find(STYLE), font_config=fonts)], font_config=fonts
    )
    return pdf


def this() -> dict[str, Any]:
    html = render_to_string("print/reports/annual_report.html", {"report": assemble(year_of("b0"))})
    pages = len(PdfReader(BytesIO(whole_report())).pages)
    assert pages == len(PdfReader(BytesIO(raw(html))).pages)
    pairs = [(spent(whole_report), spent(partial(raw, html))) for _ in range(PAIRS)]
    ours, floors = map(list, zip(*pairs, strict=True))
    rosters = [spent(long_roster) for _ in range(PAIRS)]
    return {
        "pages": pages,
        "ratio": ratio_of(ours, floors),
        "whole report": wall_of(ours),
        "roster of 2,000 rows": wall_of(rosters),
    }
