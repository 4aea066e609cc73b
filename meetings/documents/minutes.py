"""The minutes as PDF in the official layout, and the same facts as Word to go on editing."""

from meetings.documents.record import Version, record_of
from meetings.models import Meeting
from rulebook.printing import OfficialWord, to_pdf

PLACES = ("主持人（签字）：", "记录人（签字）：")


def minutes(meeting: Meeting, version: Version) -> bytes:
    """The record with the count and arithmetic of each vote, and places for chair and recorder to sign."""
    record = record_of(meeting, version)
    context = {"heading": record.title, "record": record, "places": PLACES, "agenda": meeting.has_agenda}
    return to_pdf("print/meetings/minutes.html", context)


def minutes_as_word(meeting: Meeting, version: Version) -> bytes:
    """The same record as Word."""
    record = record_of(meeting, version)
    paper = OfficialWord(record.title, record.organ)
    paper.paragraph(record.organ, indented=False)
    paper.fields(record.fields)
    for number, item in enumerate(record.items, start=1):
        paper.heading(f"议题{number}：{item.title}")
        for line in item.before:
            paper.paragraph(line)
        for heads, *rows in item.counts:
            paper.grid(heads, rows)
        for line in item.after:
            paper.paragraph(line)
    paper.signatures(*PLACES)
    return paper.to_bytes()
