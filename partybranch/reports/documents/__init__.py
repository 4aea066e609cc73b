"""The report on paper: PDF, Word and Excel from the same data."""

from collections.abc import Callable

from partybranch.reports.assembly import Report
from partybranch.reports.documents.excel import as_excel
from partybranch.reports.documents.pdf import as_pdf
from partybranch.reports.documents.word import as_word

WRITERS: dict[str, Callable[[Report], bytes]] = {"pdf": as_pdf, "docx": as_word, "xlsx": as_excel}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
