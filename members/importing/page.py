"""The page of an import: asks for the file, shows what is in it, does it when that is confirmed. All or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import Request
from accounts.models import Organization
from members.importing.sealing import Shape, binding, opened, sealed
from members.importing.sheets import Reading
from members.roster import UnreadableWorkbook
from rulebook import clock
from rulebook.kernel import VERBS, Refused, findings

SHOWN = 300  # problems and lines on one page


class UploadForm(forms.Form):
    """The file; an import that has to know more adds its fields before it."""

    file = forms.FileField(label="工作簿（xlsx）", max_length=150)

    def given(self) -> dict[str, str]:
        """What was typed in beside the file, as it was typed."""
        return {name: str(self.data.get(name, "")) for name in self.fields if name != "file"}

    def cleaned(self, given: dict[str, str]) -> dict[str, Any]:
        return {name: self.fields[name].clean(text) for name, text in given.items()}


@dataclass(frozen=True)
class Import:
    """One kind of workbook: the verb it serves, its columns, how it is read, sealed, shown and done."""

    verb: str
    columns: tuple[str, ...]
    read: Callable[[BinaryIO, Organization], Reading]
    shape: Shape
    cells: Callable[[Any], tuple[object, ...]]
    back: str  # the address of the page it belongs to
    note: str = "同一份文件再次导入不会重复登记。"
    form: type[UploadForm] = UploadForm


def import_page(request: Request, organization: Organization, job: Import) -> HttpResponse:
    """GET asks for the file, POST of a file shows what is in it, POST of what was shown does it."""
    verb = VERBS[job.verb]
    bound_to = binding(job.verb, organization, request.user)
    context: dict[str, Any] = {"organization": organization, "job": job, "verb": verb}
    if against := findings(job.verb, organization, by=request.user, at=clock.now()):
        context["refused"] = Refused(against)
        return render(request, "members/import_lines.html", context, status=422 if request.method == "POST" else 200)
    context["form"], status = job.form(initial=request.GET.dict()), 200
    if "payload" in request.POST:
        try:
            lines, given = opened(job.shape, request.POST["payload"], bound_to)
            inputs = job.form().cleaned(given)
            done = verb.perform(organization, lines=lines, by=request.user, at=clock.now(), **inputs)
            messages.success(request, f"已登记{len(done)}条")
            return redirect(job.back)
        except ValueError as error:
            context["trouble"], status = str(error), 422
        except Refused as refused:
            context["refused"], status = refused, 422
    elif request.method == "POST":
        context["form"] = form = job.form(request.POST, request.FILES)
        if form.is_valid():
            show_file(context, job, form, bound_to)
        status = 200 if "payload" in context else 422
    return render(request, "members/import_lines.html", context, status=status)


def show_file(context: dict[str, Any], job: Import, form: UploadForm, bound_to: str) -> None:
    """What the file says, ready to be confirmed; or everything that is wrong with it."""
    try:
        reading = job.read(form.cleaned_data["file"], context["organization"])
    except UnreadableWorkbook as error:
        context["trouble"] = str(error)
        return
    context["problems"] = reading.problems[:SHOWN]
    context["lines"] = [list(zip(job.columns, job.cells(line), strict=True)) for line in reading.lines[:SHOWN]]
    context["count"], context["wrong"] = len(reading.lines), len(reading.problems)
    context["lines_more"] = len(reading.lines[SHOWN:])
    context["problems_more"] = len(reading.problems[SHOWN:])
    if not reading.problems:
        context["payload"] = sealed(job.shape, reading.lines, form.given(), bound_to)
