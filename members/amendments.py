"""Which facts of a person may be mended or entered later, and what a given set of them would change."""

from typing import Any

from members.comparison import keyed
from members.models import Person

CIVIL_FACTS = ("name", "sex", "nationality", "birth_on", "education", "department", "mobile")
SEALED_FACTS = ("identity_number", "phone")  # left blank in the form, they stay
RECORDED_DATES = ("applied_on", "activist_on", "candidate_on", "admitted_on", "approved_on", "full_on")
AMENDABLE = frozenset({*CIVIL_FACTS, *SEALED_FACTS, *RECORDED_DATES})


def label_of(name: str) -> str:
    return str(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def amended(person: Person, given: dict[str, Any]) -> dict[str, Any]:
    """What of the given differs from the record."""
    return {
        name: value
        for name, value in given.items()
        if getattr(person, name) != value and not (name in SEALED_FACTS and not value)
    }


def amend(person: Person, given: dict[str, Any]) -> str:
    """Writes what differs, with the keys that hang on it; returns the labels of the changed facts."""
    changed = amended(person, given)
    for name, value in keyed(changed).items():
        setattr(person, name, value)
    person.save()
    return "、".join(map(label_of, changed))
