"""What chapter 13 allows, told a second time: read from the rows alone, without the program's gates and journey.

`complaints` names everything in one person's standing that his papers, days and votes do not bear out.
"""

import json
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

from django.db import connection

from recruitment.models import Recruit

ADMISSION_PAPERS = {
    "examination", "pre_review", "form", "sponsor_opinion", "heard_candidate", "heard_sponsor", "heard_committee",
    "resolution", "form_entry", "dossier", "superior_talk",
}  # fmt: skip
CONVERSION_PAPERS = {
    "conversion_application", "conversion_opinion", "conversion_examination", "conversion_resolution",
    "conversion_report",
}  # fmt: skip
STATES = ("activist_on", "candidate_on", "admitted_on", "approved_on")


def later(day: date, months: int) -> date:
    """The same day so many months on, the month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def read(statement: str, *given: object) -> list[SimpleNamespace]:
    """The rows as they lie in the database."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        names = [column[0] for column in cursor.description]
        return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


RECORDS = """
SELECT r.id, r.kind, r.happened_on, r.person_id, r.source, r.favourable, r.days, r.hours, r.months, r.parts, r.item_id,
    r.submission_id, p.full_on AS person_full_on, i.matter, i.concerns_id, m.kind AS meeting_kind, m.held_on, m.state,
    m.organization_id, v.method, v.eligible, v.present, v.in_favour, v.written_in_favour, v.passed, v.void,
    v.counted_at, q.decision AS cleared, q.decided_on AS cleared_on, s.decision, s.sent_on, s.decided_on, o.level
FROM recruitment_record r
LEFT JOIN members_person p ON p.id = r.person_id
LEFT JOIN meetings_agendaitem i ON i.id = r.item_id
LEFT JOIN meetings_meeting m ON m.id = i.meeting_id
LEFT JOIN meetings_vote v ON v.item_id = i.id
LEFT JOIN archives_submission q ON q.id = m.request_id
LEFT JOIN archives_submission s ON s.id = r.submission_id
LEFT JOIN accounts_organization o ON o.id = s.recipient_id
WHERE r.recruit_id = %s AND r.withdrawn_on IS NULL ORDER BY r.happened_on, r.id
"""
MENTORS = """
SELECT t.since, t.until, p.full_on FROM members_mentorship t JOIN members_person p ON p.id = t.mentor_id
WHERE t.person_id = %s
"""
SUSPENDED = "SELECT since FROM members_rightssuspension WHERE person_id = %s AND since <= %s AND until IS NULL"


class Facts:
    """The rows on one way, read anew."""

    def __init__(self, recruit: Recruit) -> None:
        self.recruit = read("SELECT * FROM recruitment_recruit WHERE id = %s", recruit.pk)[0]
        self.person = read("SELECT * FROM members_person WHERE id = %s", recruit.person_id)[0]
        self.records = read(RECORDS, recruit.pk)
        self.review = next(
            iter(read("SELECT * FROM recruitment_politicalreview WHERE recruit_id = %s", recruit.pk)), None
        )
        self.mentorships = read(MENTORS, recruit.person_id)

    def of(self, kind: str) -> list[SimpleNamespace]:
        """Those that count, by day: after a refusal or an extension the papers of that round are made anew."""
        since = 0
        for papers, turn in ((ADMISSION_PAPERS, "admission"), (CONVERSION_PAPERS, "conversion")):
            if kind in papers:
                since = max((row.id for row in self.records if row.kind == turn and not row.favourable), default=0)
        return [row for row in self.records if row.kind == kind and row.id > since]

    def last(self, kind: str) -> SimpleNamespace | None:
        return max(self.of(kind), key=lambda row: row.id, default=None)

    def by(self, kind: str, day: date) -> list[SimpleNamespace]:
        """Those of a day no later than this one."""
        return [row for row in self.of(kind) if row.happened_on <= day]

    def reply(self, kind: str, decision: str = "approved") -> SimpleNamespace | None:
        """What went up last under this kind, where the superior has answered it so."""
        record = self.last(kind)
        return record if record is not None and record.decision == decision else None

    def answered_by(self, kind: str, day: date) -> bool:
        paper = self.reply(kind)
        return paper is not None and paper.level == "department_committee" and paper.sent_on <= paper.decided_on <= day

    @property
    def probation_end(self) -> date | None:
        return self.recruit.extended_until or (later(self.person.admitted_on, 12) if self.person.admitted_on else None)


def wrong_vote(record: SimpleNamespace, facts: Facts, kind: str, matters: set[str]) -> str:
    """Why the record's item is no valid decision of that body on him; empty where it is one."""
    if record.item_id is None or not record.passed or record.void or record.counted_at is None:
        return "nothing was passed"
    if (record.concerns_id, record.organization_id) != (facts.person.id, facts.recruit.organization_id):
        return "it is about another, or elsewhere"
    if record.meeting_kind != kind or record.matter not in matters:
        return "another body, or another matter"
    if record.state not in ("closed", "archived"):
        return "the meeting is not over"
    due, here, yes = record.eligible, record.present, record.in_favour
    if kind == "general":
        few = 2 * here <= due or 2 * (yes + record.written_in_favour) <= due
    else:
        few = 3 * here < 2 * due or 2 * yes <= due
    return f"{here} of {due} present, {yes} in favour" if few else ""


def wrong_activist(facts: Facts) -> Iterator[str]:
    fixed, record, received = facts.person.activist_on, facts.last("activist"), facts.recruit.received_on
    if fixed is None:
        if record is not None or any(facts.of(kind) for kind in ("listed", "activist_filing")):
            yield "fixed without the date"
        return
    if record is None and facts.of("move"):
        return  # he was fixed where he came from; what his papers say of it is no act of this branch
    if record is None or record.item_id is None:
        yield "an activist without a decision"
        return
    if error := wrong_vote(record, facts, "committee", {"fix_activist"}):
        yield f"activist: {error}"
    if not record.happened_on == record.held_on == fixed:
        yield "activist of another day than the committee's"
    if not any(row.happened_on == received for row in facts.of("application")):
        yield "an activist without an application"
    talks = [talk.happened_on for talk in facts.of("talk") if talk.happened_on >= received]
    recommended = facts.by("recommendation", fixed)
    if not any(day <= row.happened_on for day in talks for row in recommended):
        yield "an activist without talk and recommendation before"


def wrong_mentors(facts: Facts) -> Iterator[str]:
    for row in facts.mentorships:
        together = [one for one in facts.mentorships if one.since <= row.since and (one.until or date.max) > row.since]
        if len(together) > 2:
            yield f"{len(together)} mentors on {row.since}"
        if row.full_on is None or row.full_on > row.since:
            yield "a mentor who is no full member"


def wrong_listing(facts: Facts) -> Iterator[str]:
    fixed, on, listed, listing = (
        facts.person.activist_on, facts.person.candidate_on, facts.last("listed"), facts.last("listing"),
    )  # fmt: skip
    if on is None and listed is None:
        return
    if None in (fixed, on, listed, listing) or fixed is None or on is None or listing is None or listed is None:
        yield "a candidate without a date or a decision"
        return
    met, year = listing.happened_on, later(fixed, 12)
    if listed.happened_on != on or on < year or met < year:
        yield f"fixed {fixed}, agreed {met}, listed {on}"
    if error := wrong_vote(listing, facts, "committee", {"list_candidate"}):
        yield f"candidate: {error}"
    heard = {row.source for row in facts.by("opinion", met) if row.happened_on >= year}
    if not heard >= {"mentors", "members", "masses"}:
        yield f"heard only {heard}"
    if len([row for row in facts.by("inspection", on) if row.happened_on >= fixed]) < 2:
        yield "fewer than two half-years inspected"
    if not facts.answered_by("activist_filing", on) or not facts.answered_by("listing_filing", on):
        yield "listed before the filing"
    if not any(row.since <= on and (row.until is None or row.until >= row.since) for row in facts.mentorships):
        yield "a candidate without a mentor"


def wrong_preparation(facts: Facts) -> Iterator[str]:
    """Sponsors, review and training of a candidate."""
    sponsors, listed = facts.of("sponsor"), facts.person.candidate_on
    if len(sponsors) > 2 or len({row.person_id for row in sponsors}) != len(sponsors):
        yield "too many sponsors, or one twice"
    for row in [*sponsors, *facts.of("training")]:
        if listed is None or row.happened_on < listed:
            yield f"{row.kind} before the listing"
    for row in sponsors:
        if row.person_full_on is None or row.person_full_on > row.happened_on:
            yield "a sponsor who is no full member"
        if read(SUSPENDED, row.person_id, row.happened_on):
            yield "a sponsor without rights"
    review = facts.review
    if review is not None and review.concluded_on and (listed is None or review.concluded_on < listed):
        yield "a review before the listing"


def wrong_examination(facts: Facts) -> Iterator[str]:
    record, review = facts.last("examination"), facts.review
    if record is None:
        if facts.of("pre_review") or facts.of("form"):
            yield "sent up without an examination"
        return
    day = record.happened_on
    if error := wrong_vote(record, facts, "committee", {"admit_probationary"}):
        yield f"examination: {error}"
    if review is None or review.conclusion != "passed" or review.concluded_on is None or review.concluded_on > day:
        yield "examined without a passed review"
    if not any((row.days or 0) >= 3 or (row.hours or 0) >= 24 for row in facts.by("training", day)):
        yield "examined without enough training"
    if any(row.happened_on < day for row in facts.of("pre_review")):
        yield "sent for pre-review before the examination"
    if any(not facts.answered_by("pre_review", row.happened_on) for row in facts.of("form")):
        yield "the form before the pass"
    handed = facts.of("form")
    if any(not handed or row.happened_on < handed[0].happened_on for row in facts.of("sponsor_opinion")):
        yield "an opinion in a form that was not there"


def wrong_resolution(facts: Facts) -> Iterator[str]:
    record = facts.last("resolution")
    if record is None or record.item_id is None:
        if facts.of("form_entry") or facts.of("dossier") or facts.person.admitted_on:
            yield "after the meeting without the meeting"
        return
    day = record.happened_on
    if len(facts.of("resolution")) > 1 or day != record.held_on:
        yield "two resolutions, or of another day"
    if error := wrong_vote(record, facts, "general", {"admit_probationary"}):
        yield f"admission: {error}"
    if record.method != "secret_ballot":
        yield "not in secret"
    if not facts.answered_by("pre_review", day) or not facts.by("examination", day):
        yield "the meeting before the pre-review"
    if record.cleared != "approved" or record.cleared_on > day:
        yield "a meeting that was not cleared"
    sponsors = {row.person_id for row in facts.by("sponsor", day)}
    if len(sponsors) != 2 or not sponsors <= {row.person_id for row in facts.by("sponsor_opinion", day)}:
        yield "without the opinions of both sponsors"
    heard = [row for row in facts.records if row.item_id == record.item_id]
    kinds = {row.kind for row in heard}
    if not kinds >= {"heard_candidate", "heard_committee"} or not sponsors <= {
        row.person_id for row in heard if row.kind == "heard_sponsor"
    }:
        yield "voted on somebody who was not heard at that meeting"
    if any(row.happened_on < day for kind in ("form_entry", "dossier") for row in facts.of(kind)):
        yield "sent up before the meeting"
    if facts.of("dossier") and not facts.by("form_entry", facts.of("dossier")[-1].happened_on):
        yield "sent up before the resolution was in the form"


def wrong_admission(facts: Facts) -> Iterator[str]:
    person, resolution = facts.person, facts.last("resolution")
    placed = [row for row in facts.of("admission") if row.favourable]
    refused = [row for row in facts.of("admission") if not row.favourable]
    for row in refused:
        papers = [paper for paper in facts.records if paper.kind == "dossier" and paper.id < row.id]
        if not any(one.decision == "refused" and one.decided_on <= row.happened_on for one in papers):
            yield "told of a refusal that was not there yet"
    if person.admitted_on is None:
        sworn = facts.of("oath") and not facts.reply("dossier")
        if placed or person.approved_on or person.full_on or sworn:
            yield "what only a probationary member has"
        return
    if resolution is None or person.admitted_on != resolution.happened_on or len(placed) != 1:
        yield "admitted on another day than the meeting's"
    answer = facts.reply("dossier")
    if answer is None or answer.decided_on != person.approved_on or not facts.answered_by("dossier", date.max):
        yield "admitted without the approval"
    if any(row.decision == "refused" for row in facts.of("dossier")):
        yield "admitted by a dossier that was refused once"
    for kind in ("oath", "probation_inspection", "conversion_application"):
        if any(row.happened_on < (person.approved_on or date.max) for row in facts.of(kind)):
            yield f"{kind} before the approval"


def wrong_outcome(facts: Facts) -> Iterator[str]:
    """What the general meeting resolved at the end of probation."""
    record, person = facts.last("conversion_resolution"), facts.person
    outcomes = {"regularise_probationary", "extend_probation", "cancel_probation"}
    if record is None or record.item_id is None:
        if person.full_on is not None:
            yield "converted without a resolution"
        return
    day = record.happened_on
    if error := wrong_vote(record, facts, "general", outcomes):
        yield f"outcome: {error}"
    examined = facts.by("conversion_examination", day)
    if not examined or wrong_vote(examined[-1], facts, "committee", outcomes):
        yield "an outcome without the committee's examination"
    if person.approved_on is None or day < person.approved_on:
        yield "an outcome before the admission"
    if record.matter == "cancel_probation":
        return
    for kind in ("oath", "probation_inspection", "conversion_application"):
        if not facts.by(kind, day):
            yield f"an outcome without {kind}"
    if not {row.source for row in facts.by("conversion_opinion", day)} >= {"members", "masses"}:
        yield "an outcome without the opinions"
    months = record.months
    if record.matter == "extend_probation" and (months is None or not 6 <= months <= 12):
        yield f"an extension of {months} months"
    end = facts.probation_end
    if record.matter == "regularise_probationary" and (end is None or day < end):
        yield f"converted on {day}, probation ends {end}"


def wrong_end(facts: Facts) -> Iterator[str]:
    """Extension, full membership, and how the way ended."""
    person, recruit = facts.person, facts.recruit
    settled = [row for row in facts.of("conversion") if row.matter == "extend_probation"]
    if len(settled) > 1 or bool(settled) != bool(recruit.extended_until):
        yield "extended twice, or without an approval"
    extension = later(later(person.admitted_on, 12), settled[0].months or 0) if settled else None
    if recruit.extended_until != extension:
        yield f"extended until {recruit.extended_until}"
    full = person.full_on is not None
    if full and (person.full_on != facts.probation_end or facts.reply("conversion_report") is None):
        yield "full without the approval, or from another day"
    ended, outcome = recruit.ended_on, recruit.outcome
    if ended is None:
        return
    reached = [day for name in STATES if (day := getattr(person, name)) is not None]
    if ended < max([recruit.received_on, *reached]):
        yield f"ended {ended}, before what was reached"
    if outcome == "stopped" and (person.admitted_on or facts.of("resolution")):
        yield "stopped after the general meeting had admitted him"
    answered = [
        row.decided_on for row in facts.records if row.kind == "conversion_report" and row.decision == "approved"
    ]
    if outcome == "cancelled" and (person.full_on or person.ended_on != ended or ended not in answered):
        yield "cancelled without the approval"
    if outcome == "completed":
        papers = facts.last("hand_over")
        settled_on = [row.happened_on for row in facts.of("conversion") if row.favourable]
        if person.full_on is None or papers is None or len(json.loads(papers.parts)) != 5 or not settled_on:
            yield "completed without five papers or full membership"
        elif papers.happened_on < settled_on[-1]:
            yield "handed over before the approval"


CHECKS = (
    wrong_activist, wrong_mentors, wrong_listing, wrong_preparation, wrong_examination, wrong_resolution,
    wrong_admission, wrong_outcome, wrong_end,
)  # fmt: skip


def complaints(recruit: Recruit) -> list[str]:
    facts = Facts(recruit)
    return [said for check in CHECKS for said in check(facts)]
