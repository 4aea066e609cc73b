"""The branch's printed 制度汇编 in the forms in which it is uploaded."""

import io
from pathlib import Path

from docx import Document
from docx.enum.text import WD_BREAK
from weasyprint import HTML

from rulebook.chapters import NAMES

EXCERPT = Path(__file__).parent.parent / "data" / "rulebook-excerpt.txt"
BETWEEN_PAGES = "\n\n\n\n"
PAPER = """
@page { size: A4; margin: 2.5cm }
@page { @top-center { content: "党建制度汇编" } @bottom-center { content: "- " counter(page) " -" } }
p { font-size: 16pt; text-indent: 2em; margin: 0 }
"""


def excerpt() -> str:
    return EXCERPT.read_text(encoding="utf-8")


def title(number: str) -> str:
    """As it is printed: the dues chapter as a second 8."""
    return f"8.{NAMES[number]}" if number == "DF" else f"{number}. {NAMES[number]}"


def excerpted() -> dict[str, str]:
    """The chapters of the excerpt."""
    titles = {title(number): number for number in NAMES}
    chapters: dict[str, str] = {}
    current = ""
    for line in excerpt().splitlines():
        current = titles.get(line, current)
        if current:
            chapters[current] = chapters.get(current, "") + line + "\n"
    return chapters


def whole_text(without: str = "") -> str:
    """All chapters in their order: those of the excerpt as there, the others with a made-up article."""
    own = excerpted()
    made_up = "{title}\n\n一、第{number}篇第一项\n\n(一) 第{number}篇第一项第一款。"
    return BETWEEN_PAGES.join(
        own.get(number) or made_up.format(title=title(number), number=number) for number in NAMES if number != without
    )


def as_word(text: str) -> bytes:
    document, blanks = Document(), 0
    for line in text.splitlines():
        if not line.strip():
            blanks += 1
            continue
        if blanks >= 3:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        document.add_paragraph(line.strip().removeprefix("- "))
        blanks = 0
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_pdf(text: str) -> bytes:
    """On numbered pages under a running heading, lines broken by the paper's width."""
    paragraphs = "".join(f"<p>{line.strip().removeprefix('- ')}</p>" for line in text.splitlines() if line.strip())
    pdf: bytes = HTML(string=f"<style>{PAPER}</style>{paragraphs}").write_pdf()
    return pdf
