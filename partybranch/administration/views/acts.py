"""The list of acts as the audit administrator reads it: who, when, what verb, where, late; never what it says."""

from datetime import timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import Request, administrators
from rulebook.kernel import VERBS
from rulebook.models import Act
from rulebook.web import DateField

PAGE = 50


class ActFilter(forms.Form):
    """What the list can be narrowed to; an empty field does not narrow."""

    organization = forms.CharField(label="党组织（简称或代码）", required=False)
    by = forms.CharField(label="办理人（姓名或登录名）", required=False)
    verb = forms.ChoiceField(label="事项", required=False)
    since = DateField(label="登记日期自", required=False)
    until = DateField(label="至", required=False)
    late = forms.BooleanField(label="只看补录", required=False)
    account = forms.IntegerField(required=False, widget=forms.HiddenInput)
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        verbs = sorted((name, verb.label) for name, verb in VERBS.items())
        self.fields["verb"].choices = [("", "全部"), *verbs]  # type: ignore[attr-defined]

    def narrow(self, acts: "QuerySet[Act]") -> "QuerySet[Act]":
        asked = self.cleaned_data
        if text := asked.get("organization"):
            acts = acts.filter(Q(organization__short_name__contains=text) | Q(organization__code=text))
        if text := asked.get("by"):
            acts = acts.filter(Q(by__name__contains=text) | Q(by__username=text))
        if asked.get("verb"):
            acts = acts.filter(verb=asked["verb"])
        if asked.get("since"):
            acts = acts.filter(recorded_at__date__gte=asked["since"])
        if asked.get("until"):
            acts = acts.filter(recorded_at__date__lt=asked["until"] + timedelta(days=1))
        if asked.get("account"):
            acts = acts.filter(by=asked["account"])
        if asked.get("before"):
            acts = acts.filter(pk__lt=asked["before"])
        return late(acts) if asked.get("late") else acts


def late(acts: "QuerySet[Act]") -> "QuerySet[Act]":
    """Those recorded on a later day than they happened."""
    return acts.filter(recorded_at__date__gt=TruncDate("at", tzinfo=timezone.get_default_timezone()))


@administrators("audit")
def acts(request: Request) -> HttpResponse:
    """The latest first. What is asked for comes in the body, as names do not belong in addresses."""
    form = ActFilter(request.POST if request.method == "POST" else request.GET)
    form.is_valid()
    found = Act.objects.order_by("-pk").select_related("by", "organization")
    found = found.only("verb", "at", "recorded_at", "by__name", "by__administration", "organization__short_name")
    rows = list(form.narrow(found)[: PAGE + 1])
    lines = [(act, VERBS[act.verb].label if act.verb in VERBS else act.verb) for act in rows[:PAGE]]
    context = {"form": form, "lines": lines, "next_before": rows[PAGE - 1].pk if len(rows) > PAGE else ""}
    return render(request, "administration/acts.html", context)
