"""What the pages show of a person's record, and who has looked at its sealed part."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Organization, User
from members.models import Kinship, Mentorship, Person, RosterExport, Standing, running
from members.sections import sections_of
from members.story import LOOKING
from rulebook.models import Act


def record_of(person: Person, on: date) -> dict[str, Any]:
    """Standing, dates, posts and branches of the person: what every member of the branch may see."""
    standing = person.standing_on(on)
    return {
        "person": person,
        "standing_label": Standing(standing).label if standing else "",
        "party_standing": person.party_standing(on),
        "terms": person.terms.select_related("organization").order_by("-since", "-pk"),
        "affiliations": person.homes,
        "mentors": Mentorship.objects.filter(running(on), person=person).select_related("mentor"),
    }


def declared_of(person: Person) -> dict[str, Any]:
    """His relatives in the branch, and the times in which his rights were suspended."""
    kinships = Kinship.objects.of(person).select_related("person", "kin")
    suspensions = list(person.rights_suspensions.order_by("-since"))
    relatives = [(row.kin if row.person_id == person.pk else row.person, row.relation) for row in kinships]
    return {
        "relatives": relatives,
        "suspensions": suspensions,
        "suspended": any(pause.until is None for pause in suspensions),
    }


def confidential_part(person: Person, on: date) -> dict[str, Any]:
    """What only the person himself and the branch's keepers see besides."""
    return {**declared_of(person), "sections": sections_of(person, on)}


def knows(user: User, person: Person, organization: Organization) -> bool:
    """Whether the confidential part is shown: to himself, and to who may read sensitive records of his branch."""
    return person.user_id == user.pk or user.has_perm("members.read_sensitive", organization)


@dataclass(frozen=True)
class Opening:
    """A verb of an upper app by which somebody reads or takes out what is sealed about a person.

    `subjects` are the keys of the verb's subjects that are about him.
    """

    verb: str
    subject_type: str
    what: str
    subjects: Callable[[Person], QuerySet[Any, Any]]


_openings: dict[str, Opening] = {}


def counts_as_look(opening: Opening) -> None:
    """From the app's ready(): whom the opened papers are about sees it on his own page."""
    _openings[opening.verb] = opening


@dataclass(frozen=True)
class Look:
    """Somebody has seen what is sealed about the person."""

    at: datetime
    who: str
    what: str


def looks_at(person: Person, since: datetime) -> list[Look]:
    """Who but himself has opened the sealed part of the person's record from that moment on, the last one first."""
    opened = Q(verb=LOOKING, subject_type="members.person", subject_id=person.pk)
    exports = person.exports.values("pk")
    opened |= Q(verb="members.export_roster", result_type="members.rosterexport", result_id__in=exports)
    for opening in _openings.values():
        opened |= Q(verb=opening.verb, subject_type=opening.subject_type, subject_id__in=opening.subjects(person))
    acts = Act.objects.filter(opened, at__gte=since).exclude(by=person.user_id).select_related("by")
    found = list(acts.order_by("-at", "-pk"))
    taken_out = [act.result_id for act in found if act.result_id and act.verb not in _openings]
    reasons = dict(RosterExport.objects.filter(pk__in=taken_out).values_list("pk", "reason")) if taken_out else {}
    return [Look(act.at, act.by.name, what_was_seen(act, reasons)) for act in found]


def what_was_seen(act: Act, reasons: dict[int, str]) -> str:
    if act.verb in _openings:
        return _openings[act.verb].what
    return f"导出含完整号码的名册：{reasons[act.result_id]}" if act.result_id else "查看证件号码和手机号码"
