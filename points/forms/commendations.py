"""What the committee fills in of a selection, and members of what they have written: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms

from archives.scans import ScanField
from meetings.decided_items import DecisionField, decided_items
from meetings.models import Matter, Meeting
from members.models import Person
from points.models import AwardRound, Nomination, Work
from points.rules.commendations import Check
from rulebook import clock
from rulebook.web import ActForm, DateField

ANSWERS = [("yes", "符合"), ("no", "不符合")]
LONGEST_CRITERION = 200


def this_year() -> int:
    return clock.today().year


class CriteriaField(forms.CharField):
    """One condition a line."""

    def __init__(self) -> None:
        super().__init__(
            label="评选条件",
            widget=forms.Textarea(attrs={"rows": 6}),
            required=False,
            help_text="一行一条；提名时逐条对照。不填的，沿用上一年度同一称号的条件。",
        )

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if any(len(line) > LONGEST_CRITERION for line in lines):
            raise forms.ValidationError(f"每条不超过{LONGEST_CRITERION}字。")
        return lines


def last_criteria(organization: Any, title: str, year: int) -> list[str]:
    """The conditions of the last round of the title before that year."""
    before = AwardRound.objects.filter(organization=organization, title=title, year__lt=year).order_by("-year").first()
    return [criterion.text for criterion in before.criteria.all()] if before else []


class OpenRoundForm(ActForm):
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2199, initial=this_year)
    title = forms.ChoiceField(label="称号", choices=AwardRound.Title.choices, widget=forms.RadioSelect)
    places = forms.IntegerField(label="名额", min_value=1, max_value=500, initial=1)
    criteria = CriteriaField()
    opened_on = DateField(label="启动日期", initial=clock.today)

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        known = given["criteria"] or last_criteria(self.subject, given["title"], given["year"])
        return {**given, "criteria": known}

    def next_url(self, result: AwardRound) -> str:
        return result.get_absolute_url()


class AmendRoundForm(ActForm):
    places = forms.IntegerField(label="名额", min_value=1, max_value=500)
    criteria = CriteriaField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criteria"].help_text = "一行一条；已有提名的不能再改。"
        self.initial.setdefault("places", self.subject.places)
        self.initial.setdefault("criteria", "\n".join(str(one) for one in self.subject.criteria.all()))


class ChecksForm(ActForm):
    """Merits, and each condition of the round with an answer and its ground."""

    merits = forms.CharField(label="事迹", widget=forms.Textarea(attrs={"rows": 6}), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        award = self.subject.round if isinstance(self.subject, Nomination) else self.subject
        self.criteria = list(award.criteria.all())
        for criterion in self.criteria:
            self.fields[f"met_{criterion.pk}"] = forms.ChoiceField(
                label=f"条件{criterion.position}：{criterion}",
                choices=ANSWERS,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"note_{criterion.pk}"] = forms.CharField(
                label=f"条件{criterion.position}的依据", max_length=200, required=False
            )

    def checks(self) -> Sequence[Check]:
        given = self.cleaned_data
        answers = {"yes": True, "no": False}
        return [
            Check(criterion, answers.get(given[f"met_{criterion.pk}"]), given[f"note_{criterion.pk}"])
            for criterion in self.criteria
        ]

    def inputs(self) -> dict[str, Any]:
        own = {name: value for name, value in super().inputs().items() if not name.startswith(("met_", "note_"))}
        return {**own, "checks": self.checks()}


class NominateForm(ChecksForm):
    person = forms.ModelChoiceField(label="提名人选", queryset=Person.objects.none())
    nominated_on = DateField(label="提名日期", initial=clock.today)
    field_order = ("person", "nominated_on", "merits")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Person.objects.members(self.subject.organization, clock.today())
        self.fields["person"].queryset = members.order_by("pinyin_key")

    def next_url(self, result: Nomination) -> str:
        return result.get_absolute_url()


class AmendNominationForm(ChecksForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("merits", self.subject.merits)
        for check in self.subject.checks.all():
            self.initial.setdefault(f"met_{check.criterion_id}", "yes" if check.met else "no")
            self.initial.setdefault(f"note_{check.criterion_id}", check.note)


class WithdrawNominationForm(ActForm):
    reason = forms.CharField(label="原因", max_length=200)


class AwardDecisionForm(ActForm):
    """What meetings of the kind have passed on the person."""

    decision = DecisionField(label="表决通过的议题", required=False)
    kind = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = decided_items(self.subject.organization, Matter.COMMENDATION)
        self.fields["decision"].queryset = items.filter(meeting__kind=self.kind, concerns=self.subject.person)
        self.fields["decision"].help_text = "议事类别为“评优评先、表彰党员”、涉及人员为本人、已表决通过的议题。"


class StudyForm(AwardDecisionForm):
    kind = Meeting.Kind.COMMITTEE


class AdoptForm(AwardDecisionForm):
    kind = Meeting.Kind.GENERAL


class NoticeForm(ActForm):
    since = DateField(label="公示开始日期", initial=clock.today)
    until = DateField(label="公示结束日期（含当日）")
    explains = "登记后全体党员都能看到；制度没有规定公示天数，由支部确定。公示期满无异议的，才能确认表彰。"


class ObjectionForm(ActForm):
    received_on = DateField(label="收到日期", initial=clock.today)
    text = forms.CharField(label="反映的问题", widget=forms.Textarea, max_length=2000)
    explains = "不记录反映人；被反映的人看不到。"


class AnswerObjectionForm(ActForm):
    answered_on = DateField(label="答复日期", initial=clock.today)
    answer = forms.CharField(label="核实情况和答复", widget=forms.Textarea, max_length=2000)
    upheld = forms.BooleanField(label="反映属实，影响表彰", required=False)


class ConfirmForm(ActForm):
    confirmed_on = DateField(label="确认日期", initial=clock.today)
    explains = "确认后可以打印表彰公示；登记公布之前，一直标明“尚未公布”。"


class PublishAwardsForm(ActForm):
    published_on = DateField(label="公布日期", initial=clock.today)
    explains = "已确认的全部公布，列入光荣榜。"


class FileCommendationForm(ActForm):
    scan = ScanField(label="盖章的表彰公示（扫描件）")


class ConcludeForm(ActForm):
    concluded_on = DateField(label="结束日期", initial=clock.today)
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="没有表彰任何人的，须写明。")


class WrittenWorkForm(ActForm):
    kind = forms.ChoiceField(label="类别", choices=Work.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="题目", max_length=120)
    written_on = DateField(label="写作或发表日期", initial=clock.today)
    link = forms.URLField(label="网址", max_length=300, required=False, assume_scheme="https")
    scan = ScanField(label="文稿", required=False)
    explains = "自愿登记，没有的不提醒、不扣分。"

    def next_url(self, result: Work) -> str:
        return result.get_absolute_url()
