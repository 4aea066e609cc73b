"""What a participant fills in on his phone."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.urls import reverse

from archives.scans import ScanField
from members.models import Person
from points.items import MOST_GAINED
from points.models import Entry, Honour
from points.scheme import scheme_on
from rulebook import clock
from rulebook.periods import last_of_month
from rulebook.web import ActForm, DateField, MonthField

SCREENSHOT = "截图、照片或扫描件，PDF、PNG 或 JPEG，不超过 20 MB。涉密文件不得上传。"
WEB = URLValidator(schemes=["http", "https"], message="请填写以 http:// 或 https:// 开头的网址。")


class LinkField(forms.CharField):
    """The address of a page on the web."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=300, required=False, validators=[WEB], **options)


class OneTapForm(ActForm):
    """What is on record already needs no input; afterwards stand all of one's points."""

    def next_url(self, result: Entry) -> str:
        return reverse("points:of_person", args=[result.person_id])


class ProofForm(OneTapForm):
    proof = ScanField(label="证明材料", required=False, help_text=SCREENSHOT)


class ReflectionForm(OneTapForm):
    explains = (
        "在“灯塔党建在线”发表后，填写网址或上传截图。发展对象、积极分子的心得由支委会代为发表，积分记给作者本人。"
    )
    link = LinkField(label="网址")
    proof = ScanField(label="截图", required=False, help_text=SCREENSHOT)


class MonthFigureForm(OneTapForm):
    """Only the month's gain counts: it is typed in, or found from two month-end totals."""

    explains = "只记当月获得的积分，不得填写累计总分。已由支部导入当月积分的，请直接申报，不必在这里填写。"
    month = MonthField(label="月份")
    gained = forms.IntegerField(label="当月积分", required=False, min_value=0, max_value=MOST_GAINED)
    total_before = forms.IntegerField(label="或：上月末累计积分", required=False, min_value=0, max_value=100_000_000)
    total_after = forms.IntegerField(label="　　本月末累计积分", required=False, min_value=0, max_value=100_000_000)
    proof = ScanField(label="当月积分截图", required=False, help_text=SCREENSHOT)

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        return {**given, "event_on": last_of_month(given.pop("month"))}


class TaskForm(OneTapForm):
    owner = forms.ModelChoiceField(label="责任人", queryset=Person.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = self.subject.owners.order_by("pinyin_key", "pk")
        self.fields["owner"].queryset = owners
        self.fields["owner"].initial = owners.filter(user=self.user).first()


class ArticleForm(OneTapForm):
    title = forms.CharField(label="文章题目", max_length=120)
    event_on = DateField(label="发表日期", initial=clock.today)
    own_byline = forms.BooleanField(label="以本人名义署名（单位署名的不计分）", required=False)
    link = LinkField(label="网址")
    proof = ScanField(label="截图", required=False, help_text=SCREENSHOT)


class HonourForm(OneTapForm):
    level = forms.ChoiceField(label="级别", choices=Honour.Level.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="荣誉名称", max_length=80)
    issuer = forms.CharField(label="授予单位", max_length=80)
    event_on = DateField(label="证书或文件日期", initial=clock.today)
    regular = forms.BooleanField(
        label="是固定的定期评优", required=False, help_text="省局和信息计算中心固定评优的荣誉不计分。"
    )
    proof = ScanField(label="证书或文件", required=False, help_text=SCREENSHOT)


class ItemForm(OneTapForm):
    code = forms.ChoiceField(label="项目", choices=())
    title = forms.CharField(label="说明", max_length=120)
    event_on = DateField(label="事项日期", initial=clock.today)
    link = LinkField(label="网址")
    proof = ScanField(label="证明材料", required=False, help_text=SCREENSHOT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Person = self.subject
        lines = scheme_on(person.organization, clock.today())
        self.fields["code"].choices = [(code, f"{code} {line.label}") for code, line in lines.items() if line.is_new]
