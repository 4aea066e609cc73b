"""The two import pages: bases and payments."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import Request, in_organization
from accounts.models import Organization
from dues import actions, sealed_lines, sheets
from dues.sealed_lines import BASES, PAYMENTS, Shape, binding
from members.roster import UnreadableWorkbook
from rulebook import clock
from rulebook.kernel import Refused, findings

SHOWN = 300  # problems and lines on one page


class UploadForm(forms.Form):
    file = forms.FileField(label="工作簿（xlsx）", max_length=150)


def importing(
    request: Request,
    organization: Organization,
    *,
    kind: str,
    shape: Shape,
    read: Callable[..., sheets.Reading],
    perform: Callable[[list[Any]], Any],
    columns: tuple[str, ...],
) -> HttpResponse:
    """GET asks for the file, POST of a file shows what is in it, POST of what was shown does it."""
    bound_to = binding(kind, organization, request.user)
    context: dict[str, Any] = {"organization": organization, "kind": kind, "columns": columns}
    if against := findings(f"dues.import_{kind}", organization, by=request.user, at=clock.now()):
        context["refused"] = Refused(against)
        return render(request, "dues/import.html", context, status=422 if request.method == "POST" else 200)
    context["form"], status = UploadForm(), 200
    if "payload" in request.POST:
        try:
            done = perform(sealed_lines.opened(shape, request.POST["payload"], bound_to))
            messages.success(request, f"已登记{len(done)}条")
            return redirect(reverse("dues:dues", args=[organization.code]))
        except ValueError as error:
            context["trouble"], status = str(error), 422
        except Refused as refused:
            context["refused"], status = refused, 422
    elif request.method == "POST":
        context["form"] = form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            show_file(context, form.cleaned_data["file"], shape, read, bound_to)
        status = 200 if "payload" in context else 422
    return render(request, "dues/import.html", context, status=status)


def show_file(
    context: dict[str, Any], file: Any, shape: Shape, read: Callable[..., sheets.Reading], bound_to: str
) -> None:
    """What the file says, ready to be confirmed; or everything that is wrong with it."""
    try:
        reading = read(file, context["organization"])
    except UnreadableWorkbook as error:
        context["trouble"] = str(error)
        return
    context["problems"], context["lines"] = reading.problems[:SHOWN], reading.lines[:SHOWN]
    context["count"], context["wrong"] = len(reading.lines), len(reading.problems)
    context["lines_more"] = len(reading.lines[SHOWN:])
    context["problems_more"] = len(reading.problems[SHOWN:])
    if not reading.problems:
        context["payload"] = sealed_lines.sealed(shape, reading.lines, bound_to)


@in_organization("dues.import_bases")
def import_bases(request: Request, organization: Organization) -> HttpResponse:
    def perform(lines: list[Any]) -> Any:
        return actions.import_bases(organization, lines=lines, basis="核定表导入", by=request.user, at=clock.now())

    return importing(
        request, organization, kind="bases", shape=BASES, read=sheets.read_bases, perform=perform,
        columns=("姓名", "人员类型", "月计费基数（元）", "核定起始月"),
    )  # fmt: skip


@in_organization("dues.import_payments")
def import_payments(request: Request, organization: Organization) -> HttpResponse:
    def perform(lines: list[Any]) -> Any:
        return actions.import_payments(organization, lines=lines, by=request.user, at=clock.now())

    return importing(
        request, organization, kind="payments", shape=PAYMENTS, read=sheets.read_payments, perform=perform,
        columns=("姓名", "交费日期", "金额（元）", "银行流水号"),
    )  # fmt: skip
