"""纪实 of a person: the dated facts of his record and the acts on it, as one story, the last first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from members.amendments import AMENDABLE, RECORDED_DATES, label_of
from members.models import Person, Term
from rulebook.kernel import VERBS
from rulebook.models import Act

PAGE = 30
LOOKING = "members.open_sensitive"  # who looked stands on the person's own page
ON_TERMS, ON_PERSONS = "members.term", "members.person"


@dataclass(frozen=True)
class Event:
    """One line of the story, as the timeline shows it. Nothing in it that the record's pages do not show."""

    moment: datetime
    title: str
    text: str = ""
    tone: str = "told"

    @property
    def at(self) -> str:
        return f"{timezone.localdate(self.moment)}"


@dataclass(frozen=True)
class StoryPage:
    """Thirty acts with the facts of their time; `before` leads to what was earlier."""

    events: list[Event]
    before: str


def story_of(person: Person, before: str = "") -> StoryPage:
    """The page of the story that ends before the mark; the same number of queries however long it is."""
    terms = list(person.terms.select_related("organization"))
    place = place_of(before)
    acts = acts_on(person, [term.pk for term in terms])
    if place:
        moment, pk = place
        acts = acts.filter(at__lte=moment).filter(Q(at__lt=moment) | Q(pk__lt=pk))
    found = list(acts[: PAGE + 1])
    shown, more = found[:PAGE], len(found) > PAGE
    until = place[0] if place else None
    since = shown[-1].at if more else None
    facts = [
        event
        for event in facts_of(person, terms)
        if (until is None or event.moment < until) and (since is None or event.moment >= since)
    ]
    events = [*acts_told(shown, terms), *facts]
    events.sort(key=lambda event: event.moment, reverse=True)
    return StoryPage(events, f"{shown[-1].at.isoformat()}_{shown[-1].pk}" if more else "")


def acts_on(person: Person, terms: list[int]) -> QuerySet[Act]:
    on_him = Q(subject_type=ON_PERSONS, subject_id=person.pk)
    on_his_posts = Q(subject_type=ON_TERMS, subject_id__in=terms) | Q(result_type=ON_TERMS, result_id__in=terms)
    acts = Act.objects.filter(on_him | on_his_posts).exclude(verb=LOOKING)
    return acts.select_related("by").order_by("-at", "-pk")


def acts_told(acts: list[Act], terms: list[Term]) -> Iterator[Event]:
    posts = {term.pk: str(term.get_post_display()) for term in terms}
    for act in acts:
        label = VERBS[act.verb].label if act.verb in VERBS else act.verb
        if act.subject_type == ON_PERSONS:
            about = "、".join(label_of(name) for name in act.changes if name in AMENDABLE)
        else:
            about = posts[(act.subject_id if act.subject_type == ON_TERMS else act.result_id) or 0]
        late = "（补录）" if act.is_late else ""
        yield Event(act.at, f"{label}：{about}" if about else label, f"{act.by.name}办理{late}", "none")


def facts_of(person: Person, terms: list[Term]) -> list[Event]:
    """What the record says by its dates alone."""
    dated: list[tuple[date | None, str, str]] = [
        (getattr(person, name), label_of(name).removesuffix("日期"), "done") for name in RECORDED_DATES
    ]
    dated.append((person.ended_on, "党籍终止", "late"))
    for term in terms:
        place = term.organization.short_name
        dated += spanned(term, f"任{place}{term.get_post_display()}", f"不再任{place}{term.get_post_display()}")
    for home in person.homes:
        dated += spanned(
            home, f"组织关系在{home.organization.short_name}", f"组织关系离开{home.organization.short_name}"
        )
    for pause in person.rights_suspensions.all():
        dated += spanned(pause, "停止党员权利", "恢复党员权利")
    for one in person.group_memberships.select_related("group"):
        dated += spanned(one, f"编入{one.group.short_name}", f"离开{one.group.short_name}")
    for mentorship in person.mentorships.select_related("mentor"):
        dated += spanned(
            mentorship, f"培养联系人：{mentorship.mentor.name}", f"{mentorship.mentor.name}不再任培养联系人"
        )
    return [Event(beginning_of(day), title, tone=tone) for day, title, tone in dated if day]


def spanned(span: Any, begun: str, ended: str) -> list[tuple[date | None, str, str]]:
    return [(span.since, begun, "told"), (span.until, ended, "told")]


def beginning_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def place_of(mark: str) -> tuple[datetime, int] | None:
    """The moment and record of the last act seen; None for what is no mark."""
    moment, _, pk = mark.partition("_")
    try:
        parsed = parse_datetime(moment)
    except ValueError:
        return None
    if parsed is None or parsed.tzinfo is None or not pk.isdecimal() or len(pk) > 18:
        return None
    return parsed, int(pk)
