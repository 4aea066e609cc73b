"""Where one recruit stands: for every step the day it was done, its earliest and last lawful day, and what blocks it.

Computed from the records, the dates of the person and the running clocks; nothing here is stored or ticked.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from accounts.models import Organization
from meetings.models import AgendaItem, Matter
from members.models import GroupMembership, Mentorship, running
from recruitment.models import Deadline, Kind, PoliticalReview, Record, Recruit, Source
from recruitment.steps import STEPS, Key, Step, up_to
from rulebook.kernel import built
from rulebook.periods import add_months

INSPECTIONS = 2  # half-years in the year of training (13.1.4)
LEAST_DAYS, LEAST_HOURS = 3, 24  # of training, either (《细则》第十七条)
ADMISSION_ROUND = frozenset(
    {
        Kind.EXAMINATION, Kind.PRE_REVIEW, Kind.FORM, Kind.SPONSOR_OPINION, Kind.HEARD_CANDIDATE, Kind.HEARD_SPONSOR,
        Kind.HEARD_COMMITTEE, Kind.RESOLUTION, Kind.FORM_ENTRY, Kind.DOSSIER, Kind.SUPERIOR_TALK,
    }
)  # fmt: skip
CONVERSION_ROUND = frozenset(
    {
        Kind.CONVERSION_APPLICATION, Kind.CONVERSION_OPINION, Kind.CONVERSION_EXAMINATION, Kind.CONVERSION_RESOLUTION,
        Kind.CONVERSION_REPORT,
    }
)  # fmt: skip
CLOCKS = {
    Key.TALK: Deadline.Kind.TALK,
    Key.INSPECTION: Deadline.Kind.INSPECTION,
    Key.DOSSIER: Deadline.Kind.DOSSIER,
    Key.APPROVAL: Deadline.Kind.APPROVAL,
    Key.OATH: Deadline.Kind.OATH,
    Key.CONVERSION_APPLICATION: Deadline.Kind.CONVERSION_REQUEST,
    Key.CONVERSION_RESOLUTION: Deadline.Kind.CONVERSION,
    Key.CONVERSION: Deadline.Kind.CONVERSION_APPROVAL,
    Key.HAND_OVER: Deadline.Kind.HAND_OVER,
}
# A dated standing shows that these steps, and all before them, lie behind him.
SHOWS = {
    "activist_on": Key.ACTIVIST,
    "candidate_on": Key.LISTED,
    "admitted_on": Key.ADMISSION,
    "full_on": Key.CONVERSION,
}


def with_journey(recruits: QuerySet[Recruit]) -> QuerySet[Recruit]:
    """The recruits with all that a journey reads; the same number of queries for any number of recruits."""
    records = Record.objects.valid().select_related("submission", "item__meeting__request", "person", "paper")
    about = AgendaItem.objects.select_related("meeting__request", "vote").order_by("meeting__held_on", "pk")
    return recruits.select_related("person", "organization", "review").prefetch_related(
        Prefetch("records", records, to_attr="known_records"),
        Prefetch("person__mentorships", Mentorship.objects.select_related("mentor"), to_attr="known_mentorships"),
        Prefetch("person__items_about", about, to_attr="known_items"),
        Prefetch("deadlines", Deadline.objects.all(), to_attr="known_deadlines"),
    )


def has_groups(organization: Organization, on: date) -> bool:
    """Whether the branch has party groups that day, so that they are heard too (X1-23)."""
    return GroupMembership.objects.filter(running(on), group__superior=organization).exists()


def journey_of(recruit: Recruit, on: date) -> "Journey":
    """The journey of one recruit, read once until his row is read anew."""
    if on not in recruit.journeys:
        loaded = with_journey(Recruit.objects.filter(pk=recruit.pk)).get()
        recruit.journeys[on] = Journey(loaded, on, has_groups(loaded.organization, on))
    return recruit.journeys[on]


@dataclass(frozen=True)
class Place:
    """One step of one recruit."""

    step: Step
    done_on: date | None
    earliest: date | None
    due_on: date | None
    blocked_by: tuple[Step, ...]
    on: date
    is_current: bool = False
    is_gap: bool = False
    explanation: Record | None = None

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.due_on is not None and self.due_on < self.on

    @property
    def is_too_early(self) -> bool:
        return not self.is_done and self.earliest is not None and self.on < self.earliest


@dataclass
class Journey:
    """The recruit with his steps as of a day; `recruit` was loaded by `with_journey`."""

    recruit: Recruit
    on: date
    has_groups: bool = False
    records: list[Record] = field(init=False)

    def __post_init__(self) -> None:
        self.records = self.recruit.known_records  # type: ignore[attr-defined]

    def of(self, *kinds: str) -> list[Record]:
        """The valid records of these kinds, by day; none of a round without success, none that was recalled."""
        return [
            record
            for record in self.records
            if record.kind in kinds and record.pk > self.round_began(record.kind) and not record.is_recalled
        ]

    def first(self, kind: str) -> Record | None:
        return next(iter(self.of(kind)), None)

    def last(self, kind: str) -> Record | None:
        return next(reversed(self.of(kind)), None)

    def round_began(self, kind: str) -> int:
        """The id of the record after which papers of this kind have to be made anew; 0 where none has."""
        if kind in ADMISSION_ROUND:
            return self.setback(Kind.ADMISSION)
        return self.setback(Kind.CONVERSION) if kind in CONVERSION_ROUND else 0

    def setback(self, kind: str) -> int:
        """The id of the last record of a refusal, or of an extension."""
        return max((row.pk for row in self.records if row.kind == kind and not row.favourable), default=0)

    @property
    def every_mentorship(self) -> list[Mentorship]:
        """Those that run and those that have ended."""
        known: list[Mentorship] = self.recruit.person.known_mentorships  # type: ignore[attr-defined]
        return known

    @cached_property
    def mentorships(self) -> list[Mentorship]:
        """Those that run on the day."""
        return [
            row for row in self.every_mentorship if row.since <= self.on and (row.until is None or row.until > self.on)
        ]

    @property
    def items(self) -> list[AgendaItem]:
        """What stands or stood on an agenda about him, by the day of the meeting."""
        known: list[AgendaItem] = self.recruit.person.known_items  # type: ignore[attr-defined]
        return known

    @property
    def review(self) -> PoliticalReview | None:
        return getattr(self.recruit, "review", None)

    @property
    def sponsors(self) -> list[Record]:
        return self.of(Kind.SPONSOR)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who has to be heard before the listing."""
        group = (Source.PARTY_GROUP,) if self.has_groups else ()
        return (Source.MENTORS, Source.MEMBERS, Source.MASSES, *group)

    @property
    def conversion_sources(self) -> tuple[Source, ...]:
        """Who has to be heard before the conversion."""
        group = (Source.PARTY_GROUP,) if self.has_groups else ()
        return (Source.MEMBERS, Source.MASSES, *group)

    def unheard(self, kind: str, sources: tuple[Source, ...]) -> list[Source]:
        heard = {record.source for record in self.of(kind)}
        return [source for source in sources if source not in heard]

    @property
    @built("13.2.1a")
    def listing_earliest(self) -> date | None:
        """A year after the committee fixed the activist, the anniversary included (X1-51)."""
        fixed = self.recruit.person.activist_on
        return add_months(fixed, 12) if fixed else None

    @property
    def resolved_on(self) -> date | None:
        """The day of the general meeting that admitted him: probation counts from it (13.4.4a)."""
        resolution = self.last(Kind.RESOLUTION)
        return self.recruit.person.admitted_on or (resolution.happened_on if resolution else None)

    @property
    @built("13.4.4a")
    def probation_end(self) -> date | None:
        """A year after the general meeting that admitted him, or the end of the extension."""
        resolved = self.resolved_on
        return self.recruit.extended_until or (add_months(resolved, 12) if resolved else None)

    def approved(self, kind: str) -> date | None:
        """The day the superior agreed to what was last sent up under this kind."""
        record = self.last(kind)
        submission = record.submission if record else None
        return submission.decided_on if submission is not None and submission.is_approved else None

    def done_on(self, key: Key) -> date | None:
        """The day the step was done; None while it is not."""
        special = getattr(self, f"_{key}", None)
        if special is not None:
            day: date | None = special()
            return day
        record = self.last(Kind(key.value))
        return record.happened_on if record else None

    def _application(self) -> date | None:
        return self.recruit.received_on

    def _talk(self) -> date | None:
        """The first of them counts: whoever talks with him again does not put off what followed."""
        record = self.first(Kind.TALK)
        return record.happened_on if record else None

    def _recommendation(self) -> date | None:
        record = self.first(Kind.RECOMMENDATION)
        return record.happened_on if record else None

    def _activist(self) -> date | None:
        return self.recruit.person.activist_on

    def _activist_filing(self) -> date | None:
        return self.approved(Kind.ACTIVIST_FILING)

    def _mentors(self) -> date | None:
        """Named now; once he is a candidate it stays done, whoever has accompanied him until then."""
        listed = self.recruit.person.candidate_on
        named = self.mentorships or [row for row in self.every_mentorship if listed is not None and row.since <= listed]
        return min((row.since for row in named), default=None)

    def _inspection(self) -> date | None:
        made = self.of(Kind.INSPECTION)
        return made[INSPECTIONS - 1].happened_on if len(made) >= INSPECTIONS else None

    def _opinions(self) -> date | None:
        """Heard before the committee agreed; party groups that were formed later had no part in it."""
        agreed = self.recruit.person.candidate_on or self.of(Kind.LISTING)
        return self.heard_on(Kind.OPINION, self.sources[:3] if agreed else self.sources)

    def _listed(self) -> date | None:
        return self.recruit.person.candidate_on

    def _sponsors(self) -> date | None:
        named = self.sponsors
        return named[1].happened_on if len(named) == 2 else None

    def _review(self) -> date | None:
        review = self.review
        return review.concluded_on if review and review.conclusion == PoliticalReview.Conclusion.PASSED else None

    def _training(self) -> date | None:
        enough = [row for row in self.of(Kind.TRAINING) if trained_enough(row.days, row.hours)]
        return enough[0].happened_on if enough else None

    def _pre_review(self) -> date | None:
        return self.approved(Kind.PRE_REVIEW)

    def _form(self) -> date | None:
        """Handed out, and both sponsors have written their opinion into it."""
        form, written = self.last(Kind.FORM), {row.person_id: row for row in self.of(Kind.SPONSOR_OPINION)}
        opinions = [written.get(sponsor.person_id) for sponsor in self.sponsors]
        if form is None or len(opinions) != 2 or not all(opinions):
            return None
        return max(form.happened_on, *(row.happened_on for row in opinions if row))

    def _meeting_cleared(self) -> date | None:
        """The superior agreed to the general meeting on whose agenda he stands; those of an earlier way are not his."""
        branch, since = self.recruit.organization_id, self.recruit.received_on or date.min
        meetings = [item.meeting for item in self.items if item.matter == Matter.ADMISSION and item.meeting.is_general]
        ours = [one for one in meetings if one.organization_id == branch and one.held_on >= since]
        requests = [meeting.request for meeting in ours if meeting.request and meeting.request.is_approved]
        return requests[-1].decided_on if requests else None

    def _dossier(self) -> date | None:
        record = self.last(Kind.DOSSIER)
        return record.happened_on if record else None

    def _approval(self) -> date | None:
        return self.recruit.person.approved_on or self.approved(Kind.DOSSIER)

    def _admission(self) -> date | None:
        record = self.last(Kind.ADMISSION)
        return record.happened_on if record and record.favourable else None

    def _probation(self) -> date | None:
        record = self.last(Kind.PROBATION_INSPECTION)
        return record.happened_on if record else None

    def _conversion_opinions(self) -> date | None:
        examined = self.of(Kind.CONVERSION_EXAMINATION)
        sources = self.conversion_sources
        return self.heard_on(Kind.CONVERSION_OPINION, sources[:2] if examined else sources)

    def _conversion(self) -> date | None:
        record = self.last(Kind.CONVERSION)
        return record.happened_on if record and record.favourable else None

    def heard_on(self, kind: str, sources: tuple[Source, ...]) -> date | None:
        if self.unheard(kind, sources):
            return None
        return max(record.happened_on for record in self.of(kind))

    def earliest(self, key: Key) -> date | None:
        if key in (Key.OPINIONS, Key.LISTING, Key.LISTED):
            return self.listing_earliest
        return self.probation_end if key == Key.CONVERSION_RESOLUTION else None

    def due_on(self, key: Key) -> date | None:
        clocks: list[Deadline] = self.recruit.known_deadlines  # type: ignore[attr-defined]
        running_clocks = [row.due_on for row in clocks if row.kind == CLOCKS.get(key) and row.done_on is None]
        return running_clocks[0] if running_clocks else None

    @cached_property
    def done(self) -> dict[Key, date | None]:
        """Every step with the day it was done."""
        return {key: self.done_on(key) for key in STEPS}

    @cached_property
    def gaps(self) -> list[Step]:
        """Steps that his dated standing shows to lie behind him, and of which there is no record."""
        shown = [up_to(key) for name, key in SHOWS.items() if getattr(self.recruit.person, name)]
        passed = frozenset().union(*shown)
        return [step for key, step in STEPS.items() if key in passed and self.done[key] is None]

    @cached_property
    def explanations(self) -> dict[Key, Record]:
        """The last explanation of each gap."""
        gaps = {step.key for step in self.gaps}
        told = [(Key(part), record) for record in self.of(Kind.GAP) for part in record.parts]
        return {key: record for key, record in told if key in gaps}

    @property
    def open_gaps(self) -> list[Step]:
        """The gaps that nobody has explained: nothing after them goes on."""
        return [step for step in self.gaps if step.key not in self.explanations]

    def is_behind(self, key: Key) -> bool:
        """Whether the step is done, or a gap that is explained."""
        return self.done[key] is not None or key in self.explanations

    def before(self, key: Key) -> tuple[Step, ...]:
        """What has to come first: steps not done, and gaps not explained."""
        gaps = {step.key for step in self.open_gaps} & up_to(key) - {key}
        missing = {other for other in STEPS[key].after if not self.is_behind(other)}
        return tuple(step for other, step in STEPS.items() if other in gaps | missing)

    @cached_property
    @built("13.0p")
    def places(self) -> list[Place]:
        """Every step in its order; the first that is not done and that nothing blocks is the current one."""
        gaps = {step.key for step in self.gaps}
        found, current = [], False
        for key, step in STEPS.items():
            done_on, blocked, is_gap = self.done[key], self.before(key), key in gaps
            is_next = self.recruit.is_running and not (current or done_on or blocked or is_gap)
            current = current or is_next
            found.append(
                Place(
                    step, done_on, self.earliest(key), self.due_on(key), blocked, self.on, is_next, is_gap,
                    self.explanations.get(key),
                )
            )  # fmt: skip
        return found

    @property
    def current(self) -> Place | None:
        return next((place for place in self.places if place.is_current), None)


@built("13.2.4")
def trained_enough(days: int | None, hours: int | None) -> bool:
    """At least three days or 24 class hours; either suffices (《细则》第十七条)."""
    return (days or 0) >= LEAST_DAYS or (hours or 0) >= LEAST_HOURS
