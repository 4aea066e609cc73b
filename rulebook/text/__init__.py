"""Reading the branch's own printed 制度汇编, as text, Word or PDF, into chapters, articles and paragraphs."""

from rulebook.text.citations import pointed_at
from rulebook.text.files import UnreadableText, lines_of
from rulebook.text.paragraphs import paragraphs_of
from rulebook.text.structure import Passage, Reading, structured

__all__ = ["Passage", "Reading", "UnreadableText", "pointed_at", "read_text"]


def read_text(content: bytes) -> Reading:
    """The file's chapters and articles with what is wrong in them. Raises UnreadableText with the cure."""
    reading = structured(paragraphs_of(lines_of(content)))
    if not reading.passages:
        raise UnreadableText(
            "文件里没有找到任何一篇制度。每篇开头应为篇号和篇名，如“8. 党支部‘三会一课’制度”；"
            "若 Word 文件的编号是自动生成的，请另存为 PDF 或纯文本后再上传"
        )
    return reading
