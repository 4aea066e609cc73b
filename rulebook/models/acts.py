"""Acts in one chain an organization, and the roots that prove the chains."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Organization, User
from accounts.secrecy import Secrecy, classify
from rulebook import clock
from rulebook.canonical import CanonicalJSONField, canonical

GENESIS = "0" * 64
SEPARATOR = "\x1f"  # stands in no column but `excuse`, which comes last


class ActHeadManager(models.Manager["ActHead"]):
    def lock(self, organization: Organization) -> "ActHead":
        """The organization's head row, locked until the transaction ends, so that its chain cannot fork."""
        heads = self.select_for_update().filter(organization=organization)
        if head := heads.first():
            return head
        self.get_or_create(organization=organization)
        return heads.get()


class ActHead(models.Model):
    """Where an organization's chain of acts ends now."""

    organization = models.OneToOneField(Organization, models.PROTECT, primary_key=True)
    number = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)

    objects = ActHeadManager()
    secrecy = classify(internal="organization number digest")


class ActManager(models.Manager["Act"]):
    def write(
        self,
        organization: Organization,
        *,
        verb: str,
        by: User,
        at: datetime,
        subject: models.Model,
        before: dict[str, Any],
        result: Any,
        clauses: list[str],
        passed: list[str],
        excuse: str,
    ) -> "Act":
        """Adds the next act to the organization's chain. Within an action, which holds the head's lock."""
        head = ActHead.objects.lock(organization)
        after = Act.picture(subject)
        changes = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
        made = result if isinstance(result, models.Model) and result.pk and result != subject else None
        act = Act(
            organization_id=head.organization_id,
            number=head.number + 1,
            verb=verb,
            by=by,
            at=at,
            recorded_at=clock.now(),
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            result_type=made._meta.label_lower if made else "",
            result_id=made.pk if made else None,
            clauses=clauses,
            passed=passed,
            excuse=excuse,
            changes=changes,
            previous=head.digest,
        )
        act.digest = act.computed_digest()
        act.save(force_insert=True)
        head.number, head.digest = act.number, act.digest
        head.save(update_fields=["number", "digest"])
        return act


class Act(models.Model):
    """Who did what, when, under which clauses, and what changed. Never edited, never deleted."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="acts")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acts")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    result_type = models.CharField(max_length=60, blank=True)
    result_id = models.BigIntegerField(null=True)
    clauses = CanonicalJSONField()
    passed = CanonicalJSONField()
    excuse = models.TextField(blank=True)
    changes = CanonicalJSONField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = ActManager()
    secrecy = classify(
        internal="id organization number verb by at recorded_at subject_type subject_id result_type result_id "
        "clauses passed excuse previous digest",
        sensitive="changes",
    )

    class Meta:
        constraints = [models.UniqueConstraint(name="act_one_number_in_chain", fields=["organization", "number"])]
        indexes = [
            models.Index(name="act_by_subject", fields=["subject_type", "subject_id"]),
            models.Index(name="act_by_result", fields=["result_type", "result_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}/{self.number} {self.verb}"

    @property
    def is_late(self) -> bool:
        """Whether it was recorded on a later day than it happened (补录)."""
        return timezone.localdate(self.recorded_at) > timezone.localdate(self.at)

    @staticmethod
    def picture(subject: models.Model) -> dict[str, Any]:
        """The subject's fields as an act shows them; of sensitive ones only that they changed."""
        secrecy = subject.secrecy  # type: ignore[attr-defined]
        picture = {}
        for field in subject._meta.concrete_fields:
            value = field.value_to_string(subject) if field.value_from_object(subject) is not None else None
            if secrecy[field.name] >= Secrecy.SENSITIVE and value is not None:
                value = hashlib.sha256(f"{settings.LOOKUP_KEY}{value}".encode()).hexdigest()[:12]
            picture[field.name] = value
        return picture

    def computed_digest(self) -> str:
        """The hash of everything in the act and of the act before it; chain.py has the database write the same text."""
        moments = [moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") for moment in (self.at, self.recorded_at)]
        content = [
            self.organization_id, self.number, self.verb, self.by_id, *moments,
            self.subject_type, self.subject_id, self.result_type, "" if self.result_id is None else self.result_id,
            canonical(self.clauses), canonical(self.passed), canonical(self.changes), self.previous, self.excuse,
        ]  # fmt: skip
        return hashlib.sha256(SEPARATOR.join(map(str, content)).encode()).hexdigest()


class ChainRoot(models.Model):
    """One night's Merkle root over the heads of all chains and the root before; whoever keeps it can prove them."""

    taken_at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    secrecy = classify(internal="id taken_at previous digest")

    def __str__(self) -> str:
        return f"{self.taken_at:%Y-%m-%d} {self.digest}"


class ChainAnchor(models.Model):
    """Where an organization's chain ended when a root was taken; a chain that has not grown needs no new one."""

    root = models.ForeignKey(ChainRoot, models.PROTECT, related_name="anchors")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    secrecy = classify(internal="id root organization number digest")

    class Meta:
        constraints = [models.UniqueConstraint(name="chain_anchor_once", fields=["root", "organization"])]

    def __str__(self) -> str:
        return f"{self.organization_id}/{self.number} {self.digest}"
