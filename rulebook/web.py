"""From a page to an action: one generic view for every verb, and the base of its forms."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.core.validators import MaxLengthValidator
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.access import Request, View, in_organization, sees
from accounts.models import Organization, User
from rulebook import clock
from rulebook.kernel import VERBS, Finding, NotEntitled, Refused, Verb, findings, seat_of
from rulebook.periods import YEARS

LONGEST = 20_000  # signs in one field; what is longer is a paper, and is uploaded
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def printable(text: str) -> None:
    """Refuses signs that no Word document takes; they come along unseen when text is pasted."""
    if UNPRINTABLE.search(text):
        raise forms.ValidationError("有看不见的控制字符，请删去或重新输入。")


def on_one_line(text: str) -> None:
    if "\n" in text or "\r" in text:
        raise forms.ValidationError("请写在一行内。")


class ActForm(forms.Form):
    """The inputs of one action on one subject. Field names are the action's own."""

    late_entry: ClassVar[bool] = False
    explains: ClassVar[str] = ""  # what comes of the act, where its name and fields do not say it

    def __init__(self, *args: Any, subject: Model, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.user = subject, user
        for entry in self.fields.values():
            if isinstance(entry, forms.CharField):
                one_line = not isinstance(entry.widget, forms.Textarea)
                if entry.max_length is None:
                    entry.validators.append(MaxLengthValidator(LONGEST))
                entry.validators += [printable, on_one_line] if one_line else [printable]
        if self.late_entry:
            self.fields["at"] = MomentField(
                label="实际时间", required=False, help_text="不填即为现在；补录时填写当时的时间。"
            )

    def clean_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and at > clock.now():
            raise forms.ValidationError("不能填写将来的时间。")
        return at

    def inputs(self) -> dict[str, Any]:
        """What the action is given besides its subject, `by` and `at`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "at"}

    def perform(self, action: Callable[..., Any], at: datetime, excuse: str) -> Any:
        """Asks the action with these inputs; a form that needs several actions does more here."""
        return action(self.subject, by=self.user, at=at, excuse=excuse, **self.inputs())

    def next_url(self, result: Any) -> str:
        """The page that shows what is different now."""
        return self.subject.get_absolute_url()  # type: ignore[attr-defined, no-any-return]

    def answer(self, request: HttpRequest, result: Any) -> HttpResponseBase:
        """What the user gets after the act: he is led to the page that shows it."""
        return redirect(self.next_url(result))


class LateActForm(ActForm):
    """No input but, for a late entry, when it happened."""

    late_entry = True


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def of_a_known_year(value: date | datetime | None) -> None:
    """Refuses the year 206 for 2026, and what no calendar can reckon with."""
    if value is not None and value.year not in YEARS:
        raise forms.ValidationError("请核对年份。")


class DateField(forms.DateField):
    widget = DateInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        of_a_known_year(value)


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class MomentField(forms.DateTimeField):
    """A day and time in the zone of the branch."""

    widget = MomentInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        of_a_known_year(value)

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except OverflowError:  # the first and the last day there are have no neighbour in another zone
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class MonthInput(forms.DateInput):
    input_type = "month"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m", **options)


def this_month() -> date:
    return clock.today().replace(day=1)


class MonthField(forms.DateField):
    """A month, as its first day."""

    widget = MonthInput

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m", "%Y年%m月", "%Y-%m-%d"], **{"initial": this_month, **options})

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        of_a_known_year(day)
        return day.replace(day=1) if day else None


def numbered(text: str) -> int:
    """The key of a row an address names, 0 where it names none: keys begin at 1 and have at most 18 digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def standing_against(name: str, subject: Model, user: User) -> list[Finding]:
    """What would refuse the act now, as far as can be said before its form is filled in."""
    if not user.has_perm(name, seat_of(subject)):
        raise NotEntitled(name)
    return findings(name, subject, by=user, at=clock.now())


FORMS: dict[str, type[ActForm]] = {}  # the form of each verb's page


def act_view(name: str, model: type[Model], form_class: type[ActForm] = LateActForm) -> View:
    """The page of one verb: GET shows its form and what stands against it; POST asks the action.

    A refusal answers 422 with every reason, and the form comes back filled.
    """

    FORMS[name] = form_class

    def view(request: Request, subject: Model) -> HttpResponseBase:
        user = request.user
        verb = VERBS[name]
        if not user.has_perm(name, seat_of(subject)):
            raise NotEntitled(name)
        hints: list[Finding] = []
        if request.method == "POST":
            # A mere button posts nothing but its token: its form is filled in all the same.
            form = form_class(request.POST, request.FILES, subject=subject, user=user)
            done, refused = attempt(request, verb, form)
            if done is not None:
                return done
        else:
            form = form_class(subject=subject, user=user, initial=request.GET.dict())
            against = standing_against(name, subject, user)
            refusing = [finding for finding in against if finding.refuses()]
            refused = Refused(refusing) if refusing else None
            hints = [finding for finding in against if not finding.refuses()]
        context = {
            "verb": verb,
            "subject": subject,
            "form": form,
            "refused": refused,
            "back": back_of(request, subject),
        }
        context["hints"] = hints
        return render(request, "rulebook/act.html", context, status=422 if request.method == "POST" else 200)

    view.__name__ = name.split(".")[1]
    return in_organization(name)(view) if model is Organization else sees(model)(view)


def attempt(request: HttpRequest, verb: Verb, form: ActForm) -> tuple[HttpResponseBase | None, Refused | None]:
    """The redirect after the act, or why the form comes back: its own errors, or the refusal."""
    if not form.is_valid():
        return None, None
    at = form.cleaned_data.get("at") or clock.now()
    try:
        result = form.perform(verb.perform, at, request.POST.get("excuse", ""))
    except Refused as refused:
        return None, refused
    messages.success(request, f"{verb.label}：已办理")
    return form.answer(request, result), None


def back_of(request: HttpRequest, subject: Model) -> str:
    """The subject's page; an organization has many, so there the page the reader came from."""
    if not isinstance(subject, Organization):
        return subject.get_absolute_url()  # type: ignore[attr-defined, no-any-return]
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    is_ours = came_from.netloc == request.get_host() and url_has_allowed_host_and_scheme(came_from.path, None)
    return came_from.path if is_ours and came_from.path != request.path else reverse("desk:today")
