"""What the pages show of journeys: the lanes of a branch, and the acts that come next for one person."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from recruitment.journey import Journey, Place
from recruitment.models import PoliticalReview
from recruitment.models.reviews import MEANS, PARTS
from recruitment.steps import STAGES, Key


@dataclass(frozen=True)
class Card:
    """One person in a lane: the step that comes next, who has it in hand, and by when."""

    title: str
    url: str
    note: str
    tone: str = ""


@dataclass(frozen=True)
class Lane:
    """One stage and the people in it."""

    title: str
    cards: list[Card]


def lanes(journeys: list[Journey]) -> list[Lane]:
    """The four stages in order, each with those whose current step is in it."""
    found: list[list[Card]] = [[] for _ in STAGES]
    for journey in journeys:
        ahead = [place.step.stage for place in journey.places if not place.is_done and not place.is_gap]
        found[min(ahead, default=len(STAGES) - 1)].append(card(journey, journey.current))
    return [Lane(title, cards) for title, cards in zip(STAGES, found, strict=True)]


def card(journey: Journey, current: Place | None) -> Card:
    recruit, gaps = journey.recruit, journey.open_gaps
    if gaps:
        return Card(str(recruit), recruit.get_absolute_url(), f"缺 {len(gaps)} 步的记录：待说明", "late")
    if current is None:
        return Card(str(recruit), recruit.get_absolute_url(), "等候")
    day = f" · 最迟{current.due_on}" if current.due_on else ""
    day = f" · 最早{current.earliest}" if current.is_too_early else day
    note = f"{current.step.title}（{current.step.actor}）{day}"
    return Card(str(recruit), recruit.get_absolute_url(), note, "late" if current.is_late else "")


VERBS: dict[Key, tuple[str, ...]] = {
    Key.TALK: ("record_talk",),
    Key.RECOMMENDATION: ("recommend",),
    Key.ACTIVIST: ("fix_activist",),
    Key.ACTIVIST_FILING: ("file_activist",),
    Key.MENTORS: ("name_mentor",),
    Key.INSPECTION: ("inspect",),
    Key.OPINIONS: ("record_opinion",),
    Key.LISTING: ("agree_listing",),
    Key.LISTED: ("record_public_notice", "file_listing", "list_candidate"),
    Key.SPONSORS: ("name_sponsor",),
    Key.REVIEW: ("begin_review",),
    Key.TRAINING: ("record_training",),
    Key.EXAMINATION: ("record_examination",),
    Key.PRE_REVIEW: ("request_pre_review",),
    Key.FORM: ("hand_out_form", "write_sponsor_opinion"),
    Key.MEETING_CLEARED: (),
    Key.RESOLUTION: ("hear_candidate", "hear_sponsor", "hear_committee", "adopt_resolution"),
    Key.DOSSIER: ("enter_resolution", "send_dossier"),
    Key.APPROVAL: ("record_superior_talk", "admit", "record_refusal"),
    Key.ADMISSION: ("admit",),
    Key.OATH: ("record_oath",),
    Key.PROBATION: ("inspect_probation",),
    Key.CONVERSION_APPLICATION: ("apply_for_conversion",),
    Key.CONVERSION_OPINIONS: ("record_conversion_opinion",),
    Key.CONVERSION_EXAMINATION: ("record_conversion_examination",),
    Key.CONVERSION_RESOLUTION: ("adopt_outcome",),
    Key.CONVERSION: ("send_outcome", "settle_outcome", "refuse_outcome"),
    Key.HAND_OVER: ("hand_over",),
}


@dataclass(frozen=True)
class Coming:
    """One step that can be taken now, with its verbs."""

    place: Place
    verbs: tuple[str, ...]


def acts_now(journey: Journey) -> list[Coming]:
    """Every step ahead that nothing blocks, the first one first: steps of one parallel group come in any order."""
    if not journey.recruit.is_running:
        return []
    return [
        Coming(place, tuple(f"recruitment.{verb}" for verb in VERBS.get(place.step.key, ())))
        for place in journey.places
        if not place.is_done and not place.is_gap and not place.blocked_by
    ]


# What goes on after the step counts as done: a second mentor, the next half-year, one more inspection on probation.
GOES_ON: dict[Key, str] = {Key.MENTORS: "name_mentor", Key.INSPECTION: "inspect", Key.PROBATION: "inspect_probation"}


def acts_again(journey: Journey) -> list[str]:
    """The verbs that are done again for as long as he is at that stage."""
    person = journey.recruit.person
    if not journey.recruit.is_running or person.full_on:
        return []
    keys = (Key.PROBATION,) if person.admitted_on else (Key.MENTORS, Key.INSPECTION)
    return [f"recruitment.{GOES_ON[key]}" for key in keys if journey.done[key]]


HIS_OWN = frozenset({"recruitment.apply_for_conversion"})


def acts_for(journey: Journey, user: User) -> list[Coming]:
    """What comes next as the reader may do it: the branch all of it; he, his mentor, the superior what is theirs."""
    branch, is_own = journey.recruit.organization, journey.recruit.person.user_id == user.pk
    if user.has_perm("recruitment.run", branch):
        return acts_now(journey)
    offered = []
    for coming in acts_now(journey):
        verbs = tuple(verb for verb in coming.verbs if (verb in HIS_OWN) == is_own and user.has_perm(verb, branch))
        offered += [Coming(coming.place, verbs)] if verbs else []
    return offered


def cancelling_acts(journey: Journey) -> list[str]:
    """A cancellation may be discussed at any time of the probation: its acts, where the steps do not offer them."""
    person = journey.recruit.person
    if not journey.recruit.is_running or person.admitted_on is None or person.full_on:
        return []
    offered = {verb for coming in acts_now(journey) for verb in coming.verbs}
    ways = {
        Key.CONVERSION_EXAMINATION: "recruitment.record_conversion_examination",
        Key.CONVERSION_RESOLUTION: "recruitment.adopt_outcome",
    }
    return [verb for key, verb in ways.items() if journey.done[key] is None and verb not in offered]


# What happened before the way was on record here can be entered with its true day by these verbs.
LATE_VERBS: dict[Key, str] = {
    Key.TALK: "record_talk",
    Key.RECOMMENDATION: "recommend",
    Key.MENTORS: "name_mentor",
    Key.INSPECTION: "inspect",
    Key.OPINIONS: "record_opinion",
    Key.SPONSORS: "name_sponsor",
    Key.TRAINING: "record_training",
}


@dataclass(frozen=True)
class Gap:
    """A step behind him without a record: the page on which it can still be entered late, '' where there is none."""

    place: Place
    late_url: str


def gaps_of(journey: Journey) -> list[Gap]:
    return [
        Gap(place, reverse(f"recruitment:{verb}", args=[journey.recruit.pk]) if verb else "")
        for place in journey.places
        if place.is_gap
        for verb in [LATE_VERBS.get(place.step.key)]
    ]


def review_parts(review: PoliticalReview) -> list[tuple[str, str]]:
    """The four parts, the means and the reason, as the page shows them once it was opened."""
    used = [label for name, label in MEANS.items() if getattr(review, name)]
    parts = [(label, getattr(review, name)) for name, label in PARTS.items()]
    return [*parts, ("审查方法", "、".join(used)), ("情况清楚、未函调外调的说明", review.clear_reason)]
