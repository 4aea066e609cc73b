"""What is filled in round the box; the shape of the input, nothing else."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from archives.scans import ScanField
from meetings.ballots.box import CODE_LENGTH, new_key
from meetings.ballots.models import BallotBox, BallotPermission, Choice
from meetings.ballots.rules import present_voters
from meetings.forms import letter_fields
from meetings.models import Vote
from members.models import Person
from rulebook import clock
from rulebook.web import ActForm, DateField

KEY_FILE_LIMIT = 4096  # bytes


class PermitForm(ActForm):
    number = forms.CharField(label="批准文号", max_length=60)

    def next_url(self, result: BallotPermission) -> str:
        return result.get_absolute_url()


class RecordPermissionForm(ActForm):
    number = forms.CharField(label="批准文号", max_length=60)
    permitted_on = DateField(label="批准日期", initial=clock.today)
    permitted_by = forms.CharField(label="批准人", max_length=60)
    scan = ScanField(label="批准扫描件")

    def next_url(self, result: BallotPermission) -> str:
        return result.get_absolute_url()


class WithdrawForm(ActForm):
    reason = forms.CharField(label="收回原因", max_length=200)


class PrepareBoxForm(ActForm):
    """Its action also gets a key made here, of which only the printed slips remain."""

    scrutineer = forms.ModelChoiceField(label="监票人", queryset=Person.objects.none())
    teller = forms.ModelChoiceField(label="计票人", queryset=Person.objects.none())
    keeping = forms.ChoiceField(
        label="密钥保管",
        choices=BallotBox.Keeping.choices,
        initial=BallotBox.Keeping.SLIPS,
        widget=forms.RadioSelect,
        help_text="三张密钥条由监票人、计票人、主持人各持一张，任意两张才能开箱。人少的支部也可以只用一个密钥文件："
        "拿到文件的人一人就能开箱，保密程度较低。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item: Any = self.subject
        fit = Person.objects.filter(pk__in=present_voters(item)).exclude(pk=item.meeting.chair_id)
        if item.concerns_id:
            fit = fit.exclude(pk=item.concerns_id)
        self.fields["scrutineer"].queryset = self.fields["teller"].queryset = fit.order_by("pinyin_key")

    def inputs(self) -> dict[str, Any]:
        self.key = new_key()
        return {**super().inputs(), "key": self.key}


class OpenBoxForm(ActForm):
    """The confirmation number of every slip: the proof that each is in its holder's hand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, holder in enumerate(self.subject.slip_holders):
            self.fields[f"number_{number}"] = forms.RegexField(
                r"^\d{4}$",
                label=f"{holder}的确认号",
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}),
                error_messages={"invalid": "确认号是密钥条上的四位数字。"},
            )

    def inputs(self) -> dict[str, Any]:
        return {"numbers": [self.cleaned_data[name] for name in self.fields]}


class CodeField(forms.CharField):
    """A code as it stands on a slip; the box judges it."""

    def __init__(self, label: str) -> None:
        attributes = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__(label=label, max_length=3 * CODE_LENGTH, widget=forms.TextInput(attrs=attributes))


class CloseBoxForm(ActForm):
    """Two of the three codes, or the key file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject.keeping == BallotBox.Keeping.FILE:
            self.fields["file"] = forms.FileField(label="密钥文件", allow_empty_file=False)
        else:
            self.fields["first"] = CodeField("第一张密钥条的密钥码")
            self.fields["second"] = CodeField("第二张密钥条的密钥码")
        self.fields["wait_no_longer"] = forms.BooleanField(
            label="不再等候没有投票的人", required=False, help_text="全部投完的不用勾选。"
        )
        self.fields.update(letter_fields(self.subject.item))

    def clean_file(self) -> str:
        upload: UploadedFile = self.cleaned_data["file"]
        if upload.size is None or upload.size > KEY_FILE_LIMIT:
            raise forms.ValidationError("这不是密钥文件。")
        lines = upload.read().decode("utf-8", errors="replace").split("\n")
        codes = [line.removeprefix("密钥码：") for line in lines if line.startswith("密钥码：")]
        if len(codes) != 1:
            raise forms.ValidationError("文件里没有密钥码。")
        return codes[0]

    def inputs(self) -> dict[str, Any]:
        names = ["file"] if "file" in self.fields else ["first", "second"]
        return {
            "codes": [self.cleaned_data[name] for name in names],
            "wait_no_longer": self.cleaned_data["wait_no_longer"],
            **{name: value for name, value in self.cleaned_data.items() if name.startswith("written_")},
        }

    def next_url(self, result: Vote) -> str:
        return self.subject.item.get_absolute_url()


class AbortBoxForm(ActForm):
    reason = forms.CharField(label="作废原因", max_length=200)

    def next_url(self, result: BallotBox) -> str:
        return self.subject.item.get_absolute_url()


class BallotForm(forms.Form):
    choice = forms.ChoiceField(choices=Choice.choices)
