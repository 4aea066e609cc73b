"""The two import pages: bases and payments."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from accounts.access import Request, in_organization
from accounts.models import Organization
from dues import sheets
from dues.money import yuan
from dues.sealed_lines import BASES, PAYMENTS
from members.importing.page import Import, UploadForm, import_page


class BasesForm(UploadForm):
    basis = forms.CharField(label="依据", max_length=120, initial="核定表导入")


def base_cells(line: Any) -> tuple[object, ...]:
    base = f"定额{yuan(line.fixed)}" if line.base is None else line.base
    return line.person.name, line.kind.label, base, f"{line.since:%Y-%m}"


def payment_cells(line: Any) -> tuple[object, ...]:
    return line.person.name, line.paid_on, yuan(line.amount), line.bank_number


@in_organization("dues.import_bases")
def import_bases(request: Request, organization: Organization) -> HttpResponse:
    job = Import(
        verb="dues.import_bases",
        columns=("姓名", "人员类型", "月计费基数（元）", "核定起始月"),
        read=sheets.read_bases,
        shape=BASES,
        cells=base_cells,
        back=reverse("dues:dues", args=[organization.code]),
        form=BasesForm,
    )
    return import_page(request, organization, job)


@in_organization("dues.import_payments")
def import_payments(request: Request, organization: Organization) -> HttpResponse:
    job = Import(
        verb="dues.import_payments",
        columns=("姓名", "交费日期", "金额（元）", "银行流水号"),
        read=sheets.read_payments,
        shape=PAYMENTS,
        cells=payment_cells,
        back=reverse("dues:dues", args=[organization.code]),
    )
    return import_page(request, organization, job)
