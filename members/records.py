"""What the pages show of a person's record, and who has looked at its sealed part."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from accounts.models import Organization, User
from members.models import Kinship, Mentorship, Person, Standing, running
from members.sections import sections_of
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


def confidential_part(person: Person, on: date) -> dict[str, Any]:
    """What only the person himself and the branch's keepers see besides."""
    kinships = Kinship.objects.filter(Q(person=person) | Q(kin=person)).select_related("person", "kin")
    suspensions = list(person.rights_suspensions.order_by("-since"))
    relatives = [(row.kin if row.person_id == person.pk else row.person, row.relation) for row in kinships]
    return {
        "relatives": relatives,
        "suspensions": suspensions,
        "suspended": any(pause.until is None for pause in suspensions),
        "sections": sections_of(person, on),
    }


def knows(user: User, person: Person, organization: Organization) -> bool:
    """Whether the confidential part is shown: to himself, and to who may read sensitive records of his branch."""
    return person.user_id == user.pk or user.has_perm("members.read_sensitive", organization)


@dataclass(frozen=True)
class Look:
    """Somebody has seen the person's full number."""

    at: datetime
    who: str
    what: str


def looks_at(person: Person, since: datetime) -> list[Look]:
    """Who but himself has opened the sealed part of the person's record from that moment on, the last one first."""
    opened = Q(verb="members.open_sensitive", subject_type="members.person", subject_id=person.pk)
    reasons = dict(person.exports.values_list("pk", "reason"))
    exported = Q(verb="members.export_roster", result_type="members.rosterexport", result_id__in=list(reasons))
    acts = Act.objects.filter(opened | exported, at__gte=since).exclude(by=person.user_id).select_related("by")
    return [
        Look(
            act.at,
            act.by.name,
            f"导出含完整号码的名册：{reasons[act.result_id]}" if act.result_id else "查看证件号码和手机号码",
        )
        for act in acts.order_by("-at", "-pk")
    ]
