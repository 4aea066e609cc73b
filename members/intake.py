"""A roster workbook on its way in: read apart, compared, its new people made ready before anything is locked."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from accounts.encryption import EncryptedTextField, seal
from accounts.models import Organization
from members.comparison import (
    Comparison,
    Entry,
    Records,
    batches,
    compare_people,
    entries_of,
    keyed,
    people_missing,
)
from members.loading import converter
from members.models import Person, RosterUpload
from members.proposals import propose_mentors, propose_posts
from members.reading import read_apart
from members.roster import RosterReading

Tell = Callable[[int, int], None]  # how many of how many are done
FIELDS = [field for field in Person._meta.concrete_fields if not field.primary_key]
FIELD_NAMES = [field.name for field in FIELDS]
DEFAULTS = {field.name: field.get_default() for field in FIELDS}
CONVERTERS = [(field.name, converter(field)) for field in FIELDS]
SEALED_FIELDS = [field for field in FIELDS if isinstance(field, EncryptedTextField)]


@dataclass
class Intake:
    """What a workbook says for one branch. Compared once: in an act, when the act holds its lock."""

    organization: Organization
    posts_since: date
    reading: RosterReading
    on: date

    @cached_property
    def entries(self) -> list[Entry]:
        return entries_of(self.reading)

    @cached_property
    def comparison(self) -> Comparison:
        result = Comparison(errors=list(self.reading.errors), warnings=list(self.reading.warnings))
        records = Records.about(self.organization, self.entries, self.on)
        compare_people(self.entries, records, result)
        propose_posts(self.organization, self.entries, records, self.posts_since, result)
        propose_mentors(self.entries, records, self.on, result)
        result.missing += people_missing(self.reading, records, self.entries)
        return result

    @cached_property
    def ready(self) -> dict[str, list[Any]]:
        """Rows of new people by digest, with their keys reckoned and their numbers sealed."""
        return {}

    def prepare(self, tell: Tell) -> None:
        """Makes the new people ready, so that the lock of the act is not held for it."""
        done = 0
        for entries in batches(self.entries):
            digests = [entry.digest for entry in entries]
            known = set(Person.objects.filter(identity_digest__in=digests).values_list("identity_digest", flat=True))
            self.ready |= {entry.digest: row_of(entry) for entry in entries if entry.digest not in known}
            done += len(entries)
            tell(done, len(self.entries))

    def row_for(self, entry: Entry) -> list[Any]:
        return self.ready.get(entry.digest) or row_of(entry)


def row_of(entry: Entry) -> list[Any]:
    """A new person as a row of the database, in the order of FIELDS."""
    uid = uuid.uuid4()
    values = {**DEFAULTS, **keyed(entry.values), "uid": uid}
    for field in SEALED_FIELDS:
        values[field.name] = seal(values[field.name], field.binding_of(uid))
    return [convert(values[name]) for name, convert in CONVERTERS]


def intake_of(upload: RosterUpload, on: date) -> Intake:
    """The upload's workbook, read again. Raises UnreadableWorkbook; SealedRoster.DoesNotExist where it is gone."""
    reading = read_apart(upload.open_workbook(), on)
    return Intake(upload.organization, upload.posts_since, reading, on)
