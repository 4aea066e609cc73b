"""The two import pages: the month's figures of 学习强国, the marks of a test."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from accounts.access import Request, in_organization
from accounts.models import Organization
from members.importing.page import Import, UploadForm, import_page
from points import sheets
from rulebook.web import DateField, MonthField


class FiguresForm(UploadForm):
    month = MonthField(label="月份")
    field_order = ("month", "file")


class MarksForm(UploadForm):
    title = forms.CharField(label="测试名称", max_length=80)
    held_on = DateField(label="测试日期")
    field_order = ("title", "held_on", "file")


@in_organization("points.import_figures")
def import_figures(request: Request, organization: Organization) -> HttpResponse:
    job = Import(
        verb="points.import_figures",
        columns=("姓名", "本月积分"),
        read=sheets.read_figures,
        shape=sheets.FIGURES,
        cells=sheets.cells,
        back=reverse("points:points", args=[organization.code]),
        note="只取“本月积分”一列，累计积分不取；导入后由本人申报，才计入积分。",
        form=FiguresForm,
    )
    return import_page(request, organization, job)


@in_organization("points.import_marks")
def import_marks(request: Request, organization: Organization) -> HttpResponse:
    job = Import(
        verb="points.import_marks",
        columns=("姓名", "成绩"),
        read=sheets.read_marks,
        shape=sheets.MARKS,
        cells=sheets.cells,
        back=reverse("points:points", args=[organization.code]),
        note="成绩按卷面原始分，至多两位小数；导入后由本人申报，才计入积分。",
        form=MarksForm,
    )
    return import_page(request, organization, job)
