"""Who applies, who comes from elsewhere, who accompanies and who sponsors."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from accounts.models import Organization
from archives.scans import ScanField
from members.models import Person
from members.names import clean_name, unusual_characters
from recruitment.models import Recruit
from rulebook import clock
from rulebook.web import ActForm, DateField


def full_members(organization: Organization) -> QuerySet[Person]:
    today = clock.today()
    return Person.objects.members(organization, today).filter(full_on__lte=today).order_by("pinyin_key")


class PersonForm(ActForm):
    """Somebody who is on record in the branch already, or a new name."""

    person = forms.ModelChoiceField(
        label="已登记的人",
        queryset=Person.objects.none(),
        required=False,
        help_text="名册里已有的，请选择；没有的，填写下面几项。",
    )
    name = forms.CharField(label="姓名", max_length=60, required=False)
    sex = forms.ChoiceField(label="性别", choices=Person.Sex.choices, initial=Person.Sex.MALE)
    birth_on = DateField(label="出生日期", required=False)
    department = forms.CharField(label="工作岗位", max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.of(self.subject.organization, clock.today())
        no_member = Q(admitted_on__isnull=True) | Q(ended_on__isnull=False)
        self.fields["person"].queryset = people.filter(no_member).order_by("pinyin_key")

    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        if odd := "".join(sign for sign in unusual_characters(name) if not sign.isalpha()):
            raise forms.ValidationError(f"“{odd}”不是姓名的一部分，请对照证件改正。")
        return name

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        if given["person"] is not None and given["birth_on"] is None:
            given["birth_on"] = given["person"].birth_on
        return given

    def next_url(self, result: Recruit) -> str:
        return result.get_absolute_url()


class ApplicationForm(PersonForm):
    received_on = DateField(label="收到申请书日期", initial=clock.today)
    view_of_party = forms.BooleanField(label="写明对党的认识", required=False, initial=True)
    motive = forms.BooleanField(label="写明入党动机", required=False, initial=True)
    own_conduct = forms.BooleanField(label="写明本人表现", required=False, initial=True)
    paper = ScanField(label="入党申请书（扫描件）", required=False)


class MoveInForm(PersonForm):
    moved_on = DateField(label="转入日期", initial=clock.today)
    from_organ = forms.CharField(label="原党组织", max_length=80)
    received_on = DateField(label="原党组织收到申请书日期")
    activist_on = DateField(label="原党组织确定为积极分子日期", required=False, help_text="培养教育时间连续计算。")
    papers = forms.CharField(label="转来的材料", widget=forms.Textarea(attrs={"rows": 3}))
    paper = ScanField(label="转来的材料（扫描件）", required=False)


class MentorForm(ActForm):
    mentor = forms.ModelChoiceField(label="培养联系人", queryset=Person.objects.none())
    happened_on = DateField(label="指定日期", initial=clock.today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = full_members(self.subject.organization)


class SponsorForm(ActForm):
    sponsor = forms.ModelChoiceField(
        label="入党介绍人", queryset=Person.objects.none(), help_text="一般由培养联系人担任。"
    )
    happened_on = DateField(label="确定日期", initial=clock.today)
    named_by_branch = forms.BooleanField(label="由党组织指定（不是培养联系人的）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sponsor"].queryset = full_members(self.subject.organization)
