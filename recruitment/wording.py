"""The text of what goes up about a person, from what is recorded; a fact that is not known is not mentioned."""

from collections.abc import Callable, Mapping
from datetime import date

from meetings.models import Matter
from recruitment.contradictions import vote_on
from recruitment.journey import Journey
from recruitment.models import Kind, Record, Source
from recruitment.steps import Key
from rulebook.reporting import in_words

PLEASE_FILE, PLEASE_ANSWER = "现予报告，请备案。", "当否，请批示。"


def report_text(journey: Journey, kind: str) -> str:
    """What happened in one paragraph, what is asked for in another."""
    *happened, asked = TEXTS[kind](journey)
    return f"{who(journey)}{''.join(happened)}\n{asked}"


def who(journey: Journey) -> str:
    """His particulars; the day of his birth is sensitive and stays out."""
    person, received = journey.recruit.person, journey.recruit.received_on
    facts = [person.name, person.get_sex_display(), person.nationality]
    facts += [f"{person.education}学历" if person.education else "", person.department]
    applied = f"{in_words(received)}递交入党申请书" if received else ""
    return f"{'，'.join(filter(None, [*facts, applied]))}。"


def said(when: date | None, sentence: str) -> str:
    """The sentence with its day; nothing where the day is not known."""
    return sentence.format(in_words(when)) if when else ""


def activist_filing(journey: Journey) -> list[str]:
    way = journey.last(Kind.RECOMMENDATION)
    chosen = f"经{way.get_source_display()}，" if way and way.source != Source.OTHER_WAY else ""
    return [said(journey.done[Key.ACTIVIST], chosen + "支部委员会{}研究，确定其为入党积极分子。"), PLEASE_FILE]


def listing_filing(journey: Journey) -> list[str]:
    mentors = "、".join(row.mentor.name for row in journey.mentorships)
    heard = "、".join(source.label for source in journey.sources if source not in unheard(journey))
    notice = journey.last(Kind.PUBLIC_NOTICE)
    return [
        said(journey.done[Key.ACTIVIST], "{}确定为入党积极分子，" + (f"培养联系人为{mentors}，" if mentors else ""))
        + f"培养教育期间考察{len(journey.of(Kind.INSPECTION))}次。",
        f"支部听取了{heard}的意见。" if heard else "",
        said(journey.done[Key.LISTING], "支部委员会{}讨论，同意将其列为发展对象。"),
        f"公示{notice.days}个工作日，公示结果：{closed(notice.text)}" if notice else "",
        PLEASE_FILE,
    ]


def unheard(journey: Journey) -> list[Source]:
    return journey.unheard(Kind.OPINION, journey.sources)


def closed(text: str) -> str:
    """With a full stop where none closes it."""
    return text if text.endswith(("。", "！", "；")) else f"{text.rstrip()}。"


def pre_review(journey: Journey) -> list[str]:
    sponsors = "、".join(record.person.name for record in journey.sponsors if record.person)
    return [
        said(
            journey.recruit.person.candidate_on,
            "{}列为发展对象" + (f"，入党介绍人为{sponsors}。" if sponsors else "。"),
        ),
        said(journey.done[Key.REVIEW], "政治审查已于{}形成结论性材料，结论为合格。"),
        said(journey.done[Key.TRAINING], "已参加上级党组织举办的短期集中培训，{}结业。"),
        said(journey.done[Key.EXAMINATION], "支部委员会{}审查，集体讨论认为合格。"),
        PLEASE_ANSWER,
    ]


def dossier(journey: Journey) -> list[str]:
    record = journey.last(Kind.RESOLUTION)
    return [
        said(journey.done[Key.RESOLUTION], f"{{}}党员大会讨论，{voted(journey, record)}通过接收其为预备党员的决议。"),
        said(journey.resolved_on, "预备期自{}起计算，为期一年。"),
        "随文报送：入党志愿书、入党申请书、政治审查材料、培养教育考察材料。",
        PLEASE_ANSWER,
    ]


def voted(journey: Journey, record: Record | None) -> str:
    """The count of the general meeting with the opinions of absentees; '' where none is on record."""
    vote = vote_on(journey, record)
    if vote is None or vote.counted_at is None:
        return ""
    written = f"，会前书面意见赞成{vote.written_in_favour}票" if vote.written_in_favour else ""
    return (
        f"应到会有表决权的党员{vote.eligible}人，实到{vote.present}人，赞成{vote.in_favour}票，反对{vote.against}票，"
        f"弃权{vote.abstained}票{written}，"
    )


def conversion_report(journey: Journey) -> list[str]:
    record = journey.last(Kind.CONVERSION_RESOLUTION)
    matter = record.item.matter if record and record.item else ""
    months = f"{record.months}个月" if record and record.months else ""
    resolved = {
        Matter.CONVERSION: "同意其转为正式党员",
        Matter.PROBATION_EXTENSION: f"延长其预备期{months}",
        Matter.PROBATION_CANCELLATION: "取消其预备党员资格",
    }
    return [
        said(journey.resolved_on, "{}成为预备党员，") + said(journey.probation_end, "预备期于{}届满。"),
        said(journey.done[Key.CONVERSION_APPLICATION], "{}提出书面转正申请。"),
        said(
            record.happened_on if record else None,
            f"{{}}党员大会讨论，{voted(journey, record)}决定{resolved.get(Matter(matter), '')}。" if matter else "",
        ),
        f"理由：{closed(record.text)}" if record and record.text else "",
        PLEASE_ANSWER,
    ]


TEXTS: Mapping[str, Callable[[Journey], list[str]]] = {
    Kind.ACTIVIST_FILING: activist_filing,
    Kind.LISTING_FILING: listing_filing,
    Kind.PRE_REVIEW: pre_review,
    Kind.DOSSIER: dossier,
    Kind.CONVERSION_REPORT: conversion_report,
}
