"""What a person fills in about people and posts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from accounts.models import Organization
from members.amendments import CIVIL_FACTS, RECORDED_DATES
from members.identity import faults, normalise, sex_of
from members.models import CorrectionRequest, GroupMembership, Kinship, Person, RosterUpload, Term, Topic
from members.names import clean_name, unusual_characters
from members.posts import SUPERIOR, Post
from members.reading import is_large, read_apart
from members.roster import UnreadableWorkbook, is_phone, plain_phone
from members.rules.corrections import answerer_labels
from members.tasks import begin_check
from rulebook import clock
from rulebook.web import ActForm, DateField


class NameField(forms.CharField):
    """A person's name as it is stored: one form of dot, no stray spaces; no digits or brackets."""

    def __init__(self) -> None:
        super().__init__(label="姓名", max_length=60)

    def to_python(self, value: Any) -> str:
        return clean_name(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if odd := "".join(sign for sign in unusual_characters(value) if not sign.isalpha()):
            raise forms.ValidationError(f"“{odd}”不是姓名的一部分，请对照证件改正。")


class PhoneField(forms.CharField):
    """A mobile phone of eleven digits or a landline, without spaces and hyphens."""

    def to_python(self, value: Any) -> str:
        return plain_phone(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not is_phone(value):
            raise forms.ValidationError("请填写11位手机号码，或带区号的座机号码。")


class UploadRosterForm(ActForm):
    workbook = forms.FileField(
        label="党员名册（xlsx）",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    posts_since = DateField(
        label="本届任职起始日期", help_text="名册中党内职务的任职日期，可事后更正。", initial=clock.today
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workbook"].help_text = format_html(
            "办公室现有的名册即可，列的顺序、叫法不限；没有的，可<a href='{}'>下载模板</a>填写。先预览，确认后才导入。",
            reverse("members:roster_template", args=[self.subject.code]),
        )

    def clean_workbook(self) -> Any:
        upload = self.cleaned_data["workbook"]
        if upload.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError("文件超过 20 MB，请分成几份导入。")
        self.content = upload.read()
        self.reading = None
        if not is_large(self.content):
            try:
                self.reading = read_apart(self.content, clock.today())
            except UnreadableWorkbook as error:
                raise forms.ValidationError(str(error)) from error
        return upload

    def inputs(self) -> dict[str, Any]:
        name = self.cleaned_data["workbook"].name[:150]
        return {"name": name, "content": self.content, "posts_since": self.cleaned_data["posts_since"]}

    def perform(self, action: Callable[..., Any], at: datetime, excuse: str) -> Any:
        upload = super().perform(action, at, excuse)
        begin_check(upload, self.reading)
        return upload

    def next_url(self, result: RosterUpload) -> str:
        return result.get_absolute_url()


class ExportRosterForm(ActForm):
    sensitive = forms.BooleanField(
        label="含完整的公民身份号码、出生日期和手机号码",
        required=False,
        help_text="导出会留下记录，名册上的每个人都能在“谁看过我的资料”里看到。",
    )
    reason = forms.CharField(
        label="理由", max_length=200, required=False, help_text="含完整号码时必填，写明用途和依据。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.user.has_perm("members.read_sensitive", self.subject):
            del self.fields["sensitive"], self.fields["reason"]

    def inputs(self) -> dict[str, Any]:
        return {"sensitive": False, "reason": "", **super().inputs()}


class AppointForm(ActForm):
    person = forms.ModelChoiceField(label="姓名", queryset=Person.objects.none())
    post = forms.ChoiceField(
        label="职务",
        choices=[(post.value, post.label) for post in Post if post not in SUPERIOR | {Post.GROUP_LEADER}],
    )
    since = DateField(label="任职日期", initial=clock.today)
    basis = forms.CharField(label="任职依据", max_length=120, help_text="选举结果或上级批复的文号。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.members(self.subject.organization, clock.today()).order_by(
            "pinyin_key"
        )

    def next_url(self, result: Any) -> str:
        return result.person.get_absolute_url()


class DeclareRelativeForm(ActForm):
    kin = forms.ModelChoiceField(label="亲属", queryset=Person.objects.none(), help_text="同在本支部的亲属。")
    relation = forms.CharField(label="亲属关系", max_length=20, help_text="如：配偶、父子、兄妹。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Person.objects.of(self.subject.organization, clock.today()).exclude(pk=self.subject.pk)
        self.fields["kin"].queryset = here.order_by("pinyin_key")


class WithdrawRelativeForm(ActForm):
    kin = forms.ModelChoiceField(label="登记有误的亲属", queryset=Person.objects.none())
    reason = forms.CharField(label="更正理由", max_length=200, help_text="如：登记时选错了人。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Person = self.subject
        known = Kinship.objects.of(person).values_list("person", "kin")
        people = {pk for pair in known for pk in pair} - {person.pk}
        self.fields["kin"].queryset = Person.objects.filter(pk__in=people).order_by("pinyin_key")


class CorrectPersonForm(ActForm):
    name = NameField()
    sex = forms.ChoiceField(label="性别", choices=Person.Sex.choices)
    nationality = forms.CharField(label="民族", max_length=20, required=False)
    birth_on = DateField(label="出生日期", required=False)
    education = forms.CharField(label="学历", max_length=20, required=False)
    department = forms.CharField(label="工作岗位", max_length=60, required=False)
    mobile = forms.BooleanField(label="流动党员", required=False)
    identity_number = forms.CharField(
        label="公民身份号码", max_length=60, required=False, help_text="不填则不改。现有号码不在这里显示。"
    )
    phone = PhoneField(label="手机号码", max_length=30, required=False, help_text="不填则不改。")
    ground = forms.CharField(label="更正理由", max_length=200, help_text="如：本人申请，已核对身份证。随记录长期保留。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CIVIL_FACTS:
            self.fields[name].initial = getattr(self.subject, name)

    def clean_identity_number(self) -> str:
        return normalise(self.cleaned_data["identity_number"])


class RecordDatesForm(ActForm):
    applied_on = DateField(label="递交入党申请书日期", required=False)
    activist_on = DateField(label="确定为入党积极分子日期", required=False)
    candidate_on = DateField(label="列为发展对象日期", required=False)
    admitted_on = DateField(label="加入党组织日期", required=False, help_text="支部大会接收为预备党员之日。")
    approved_on = DateField(label="上级批准日期", required=False)
    full_on = DateField(label="转为正式党员日期", required=False)
    ground = forms.CharField(label="依据文件", max_length=200, help_text="文件名称和文号，如入党志愿书、上级批复。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in RECORDED_DATES:
            self.fields[name].initial = getattr(self.subject, name)


class RequestCorrectionForm(ActForm):
    explains = "答复人和最迟答复日期由系统告知您；答复后在“我的更正申请”里看。只有答复人和您自己看得到内容。"
    topic = forms.ChoiceField(label="哪一类记录", choices=Topic.choices)
    about = forms.CharField(label="哪一项", max_length=60, help_text="如：加入党组织日期。")
    text = forms.CharField(
        label="哪里不对，应当是什么",
        max_length=5000,
        widget=forms.Textarea,
        help_text="有依据的一并写明，如入党志愿书、缴费凭证。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = "；".join(f"{topic.label}由{'、'.join(answerer_labels(topic))}" for topic in Topic)
        self.fields["topic"].help_text = f"{told}答复。"

    def next_url(self, result: CorrectionRequest) -> str:
        return result.get_absolute_url()


class AnswerCorrectionForm(ActForm):
    outcome = forms.ChoiceField(
        label="结果", choices=CorrectionRequest.Outcome.choices, widget=forms.RadioSelect,
        help_text="须先在相应的页面更正记录，再在这里答复。",
    )  # fmt: skip
    answer = forms.CharField(
        label="答复",
        max_length=5000,
        widget=forms.Textarea,
        help_text="写明更正了什么，或为什么维持原记录。本人会看到。",
    )


class SuspendRightsForm(ActForm):
    since = DateField(label="停止日期", initial=clock.today)
    until = DateField(label="恢复日期", required=False, help_text="文件写明期限的填写，自这一天起恢复。")
    basis = forms.CharField(label="依据文件", max_length=120, help_text="处分决定等文件的名称和文号。")


class RestoreRightsForm(ActForm):
    until = DateField(label="恢复日期", initial=clock.today, help_text="自这一天起恢复。")
    basis = forms.CharField(label="依据文件", max_length=200)


class DismissForm(ActForm):
    until = DateField(label="免职日期", help_text="自这一天起不再任职。", initial=clock.today)


class FormGroupForm(ActForm):
    name = forms.CharField(label="党小组名称", max_length=30, help_text="如：第一党小组")
    founded_on = DateField(label="划分日期", initial=clock.today)

    def next_url(self, result: Organization) -> str:
        return reverse("members:group", args=[result.code])


class AssignToGroupForm(ActForm):
    people = forms.ModelMultipleChoiceField(
        label="党员", queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    since = DateField(label="编入日期", initial=clock.today, help_text="原来在其他党小组的，自这一天起转入。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group: Organization = self.subject
        already = GroupMembership.objects.filter(group=group, until__isnull=True)
        members = Person.objects.members(group.superior, clock.today()) if group.superior else Person.objects.none()
        self.fields["people"].queryset = members.exclude(pk__in=already.values("person")).order_by("pinyin_key")

    def next_url(self, result: Organization) -> str:
        return reverse("members:group", args=[result.code])


class NameGroupLeaderForm(ActForm):
    person = forms.ModelChoiceField(label="组长", queryset=Person.objects.none())
    since = DateField(label="任职日期", initial=clock.today)
    basis = forms.CharField(label="依据", max_length=120, help_text="如：支部指定，或党小组推荐产生。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group: Organization = self.subject
        self.fields["person"].queryset = Person.objects.in_group(group, clock.today()).order_by("pinyin_key")

    def next_url(self, result: Any) -> str:
        return reverse("members:group", args=[self.subject.code])


class DivideWorkForm(ActForm):
    division = forms.CharField(
        label="分工", max_length=200, help_text="如：主持支部全面工作；分管党员发展、党费、组织生活。"
    )

    def next_url(self, result: Any) -> str:
        return reverse("administration:posts", args=[self.subject.organization.code])


class SlipForm(ActForm):
    """A form whose act hands out an activation slip: the answer itself shows the code, as it is kept nowhere."""

    def answer(self, request: HttpRequest, result: Any) -> HttpResponse:
        return render(request, "accounts/slip.html", {"slip": result, "subject": self.subject})


class OpenAccountForm(SlipForm):
    username = forms.RegexField(
        r"^[A-Za-z0-9_.-]+\Z",
        label="登录名",
        max_length=40,
        help_text="字母、数字、点和横线，如姓名全拼。定下后不再更改。",
        error_messages={"invalid": "登录名只用字母、数字、点和横线。"},
    )
    email = forms.EmailField(label="邮箱", required=False, help_text="用于接收提醒，可以不填。")


class FoundOrganizationForm(ActForm):
    code = forms.SlugField(label="代码", max_length=32, help_text="小写字母、数字和横线，用在网址里，不再更改。")
    name = forms.CharField(label="全称", max_length=100)
    short_name = forms.CharField(label="简称", max_length=30)
    level = forms.ChoiceField(label="层级")
    founded_on = DateField(label="成立日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = list(Organization.Level)
        below = levels[levels.index(Organization.Level(self.subject.level)) + 1 : -1]
        self.fields["level"].choices = [(level.value, level.label) for level in below]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Organization.objects.filter(code=code).exists():
            raise forms.ValidationError("这个代码已有党组织使用。")
        Organization._meta.get_field("code").run_validators(code)
        return code

    def next_url(self, result: Any) -> str:
        return reverse("administration:organizations")


class RegisterOfficerForm(OpenAccountForm):
    name = NameField()
    sex = forms.ChoiceField(label="性别", choices=Person.Sex.choices)
    post = forms.ChoiceField(label="职务", choices=[(post.value, post.label) for post in Post if post in SUPERIOR])
    since = DateField(label="任职日期", initial=clock.today)


class RemoveOfficerForm(ActForm):
    officer = forms.ModelChoiceField(label="经办人", queryset=Term.objects.none())
    until = DateField(label="免职日期", help_text="自这一天起不再任职。", initial=clock.today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        superior: Organization = self.subject
        running_here = Term.objects.running(clock.today()).filter(organization=superior, post__in=SUPERIOR)
        self.fields["officer"].queryset = running_here.filter(until__isnull=True).select_related("person")


class InstallSecretaryForm(OpenAccountForm):
    name = NameField()
    sex = forms.ChoiceField(label="性别", choices=Person.Sex.choices)
    identity_number = forms.CharField(
        label="公民身份号码",
        help_text="导入名册时据此认出书记本人。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    since = DateField(label="任职日期", initial=clock.today)

    def clean_identity_number(self) -> str:
        number = normalise(self.cleaned_data["identity_number"])
        if problems := faults(number):
            raise forms.ValidationError(problems)
        return number

    def clean(self) -> None:
        super().clean()
        number, sex = self.cleaned_data.get("identity_number"), self.cleaned_data.get("sex")
        if number and sex and Person.Sex(sex).label != sex_of(number):
            self.add_error("sex", "性别与公民身份号码不一致。")
