"""`{% act %}` draws a verb's button or the reasons against it; `{% cite %}` a clause's tag."""

from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.urls import reverse

from accounts.models import Organization
from rulebook import clock
from rulebook.catalogue import Clause, catalogue
from rulebook.kernel import VERBS, findings, seat_of
from rulebook.web import FORMS

register = template.Library()


@register.inclusion_tag("rulebook/act_button.html", takes_context=True)
def act(context: Context, name: str, subject: Model, *, quiet: bool = False, primary: bool = True) -> dict[str, Any]:
    """The verb's button on a detail page, or why it cannot be done; nothing for who may not do it.

    `quiet` leaves out the reasons: the button is then there or not. Never use it in a list.
    """
    user = context["user"]
    if not user.has_perm(name, seat_of(subject)):
        return {"hidden": True}
    verb = VERBS[name]
    against = findings(name, subject, by=user, at=clock.now())
    refusing = [finding for finding in against if finding.force == "must"]
    key = subject.code if isinstance(subject, Organization) else subject.pk
    return {
        "hidden": bool(quiet and refusing),
        "verb": verb,
        "url": reverse(verb.url_name, args=[key]),
        "refusing": refusing,
        "needs_reason": any(finding.force == "normally" for finding in against),
        "hints": [finding for finding in against if finding.force == "may"],
        "late_entry": name in FORMS and FORMS[name].late_entry,
        "primary": primary,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/clause.html")
def cite(id: str, short: bool = False) -> dict[str, Clause | bool]:
    """The clause's tag: where it stands; a tap shows its text."""
    return {"clause": catalogue[id], "short": short}
