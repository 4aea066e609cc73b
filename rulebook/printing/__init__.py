"""Official papers as PDF and Word, the codes on them, and how a file is handed to the browser."""

from rulebook.printing.codes import qr_code
from rulebook.printing.files import WORD, download, pdf_response
from rulebook.printing.pdf import to_pdf
from rulebook.printing.word import OfficialWord

__all__ = ["WORD", "OfficialWord", "download", "pdf_response", "qr_code", "to_pdf"]
