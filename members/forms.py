"""What a person fills in about people and posts."""

from typing import Any

from django import forms
from django.conf import settings

from members.models import Person, RosterUpload
from members.posts import Post
from members.roster import UnreadableWorkbook, read_workbook
from rulebook import clock
from rulebook.web import ActForm, DateField


class UploadRosterForm(ActForm):
    workbook = forms.FileField(
        label="党员名册（xlsx）",
        help_text="办公室现有的名册即可，列的顺序、表头的叫法不限。先预览，确认后才导入。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    posts_since = DateField(
        label="本届任职起始日期", help_text="名册中党内职务的任职日期，可事后更正。", initial=clock.today
    )

    def clean_workbook(self) -> Any:
        upload = self.cleaned_data["workbook"]
        if upload.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError("文件超过 20 MB，请分成几份导入。")
        try:
            read_workbook(upload)
        except UnreadableWorkbook as error:
            raise forms.ValidationError(str(error)) from error
        return upload

    def inputs(self) -> dict[str, Any]:
        upload = self.cleaned_data["workbook"]
        upload.seek(0)
        return {"name": upload.name[:150], "content": upload.read(), "posts_since": self.cleaned_data["posts_since"]}

    def next_url(self, result: RosterUpload) -> str:
        return result.get_absolute_url()


class AppointForm(ActForm):
    person = forms.ModelChoiceField(label="姓名", queryset=Person.objects.none())
    post = forms.ChoiceField(label="职务", choices=Post.choices)
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


class DismissForm(ActForm):
    until = DateField(label="免职日期", help_text="自这一天起不再任职。", initial=clock.today)
