"""What is recorded at the steps."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from archives.scans import ScanField
from meetings.models import AgendaItem, Meeting
from members.models import Person, Term
from members.posts import Post
from recruitment.journey import journey_of
from recruitment.models import Record, Recruit, Source
from recruitment.rules.admission import REPORTED
from recruitment.rules.probation import PAPERS
from rulebook import clock
from rulebook.web import ActForm, DateField
from rulebook.workdays import LAST_KNOWN

YES_NO = [("yes", "同意"), ("no", "不同意")]


def long_text(label: str, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def agreement(label: str = "意见") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, coerce=lambda value: value == "yes", widget=forms.RadioSelect
    )


def choices_of(sources: Iterable[Source]) -> list[tuple[str, str]]:
    return [(source.value, str(source.label)) for source in sources]


def passed_items(recruit: Recruit, kind: str) -> QuerySet[AgendaItem]:
    """What meetings of this kind have passed about him, the last one first."""
    items = AgendaItem.objects.filter(
        concerns=recruit.person, meeting__organization=recruit.organization, meeting__kind=kind, vote__passed=True
    )
    return items.select_related("meeting").order_by("-meeting__held_on", "position")


class DatedForm(ActForm):
    happened_on = DateField(label="日期", initial=clock.today)


class DecisionForm(ActForm):
    """A decision of the committee on him."""

    kind = Meeting.Kind.COMMITTEE
    decision = forms.ModelChoiceField(
        label="会议决定",
        queryset=AgendaItem.objects.none(),
        help_text="关于此人、已表决通过的议题；没有的，请先开会讨论。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recruit: Recruit = self.subject
        self.fields["decision"].queryset = passed_items(recruit, self.kind)
        self.fields["decision"].label_from_instance = lambda item: f"{item.meeting.held_on} {item.meeting}：{item}"


class StopForm(DecisionForm):
    reason = forms.CharField(label="原因", max_length=200)


class TalkForm(DatedForm):
    talker = forms.ModelChoiceField(label="谈话人", queryset=Person.objects.none())
    text = long_text("基本情况")
    scan = ScanField(label="谈话记录（扫描件）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Person.objects.members(self.subject.organization, clock.today())
        self.fields["talker"].queryset = members.order_by("pinyin_key")


class RecommendForm(DatedForm):
    source = forms.ChoiceField(
        label="方式",
        choices=choices_of((Source.MEMBER_RECOMMENDATION, Source.MASS_ORGANISATION, Source.OTHER_WAY)),
        widget=forms.RadioSelect,
    )
    text = long_text("推荐情况", help_text="采用其他方式的，请写明。")
    scan = ScanField(label="推荐记录（扫描件）", required=False)


class InspectionForm(DatedForm):
    finding = long_text("考察情况")
    problems = long_text("存在问题", 2, required=False)
    measures = long_text("改进措施", 2, required=False)
    scan = ScanField(label="考察表（扫描件）", required=False)


class ReportForm(DatedForm):
    text = long_text("汇报内容")


class ThoughtReportForm(DatedForm):
    text = long_text("内容", 8)
    scan = ScanField(label="扫描件", required=False)


class EndMentorshipForm(ActForm):
    mentor = forms.ModelChoiceField(label="培养联系人", queryset=Person.objects.none())
    until = DateField(label="自哪天起不再联系", initial=clock.today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = Person.objects.filter(
            mentees__person=self.subject.person, mentees__until__isnull=True
        )


class OpinionForm(DatedForm):
    sources = (Source.MENTORS, Source.MEMBERS, Source.MASSES, Source.PARTY_GROUP)
    source = forms.ChoiceField(label="听取谁的意见", widget=forms.RadioSelect)
    text = long_text("意见")
    favourable = agreement()
    scan = ScanField(label="意见记录（扫描件）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = choices_of(self.sources)


class ConversionOpinionForm(OpinionForm):
    sources = (Source.MEMBERS, Source.MASSES, Source.PARTY_GROUP)


class PublicNoticeForm(DatedForm):
    since = DateField(label="公示开始日期")
    happened_on = DateField(
        label="公示结束日期",
        initial=clock.today,
        help_text=f"工作日按国务院放假安排计算，首尾两天都计入；{LAST_KNOWN.year}年以后按周末推算，请核对。",
    )
    text = long_text("公示结果", 2)
    scan = ScanField(label="公示（扫描件）", required=False)


class TrainingForm(DatedForm):
    happened_on = DateField(label="结业日期", initial=clock.today)
    organ = forms.CharField(label="举办单位", max_length=80)
    days = forms.IntegerField(label="天数", min_value=0, max_value=60, required=False)
    hours = forms.IntegerField(label="学时", min_value=0, max_value=500, required=False)
    scan = ScanField(label="结业证明（扫描件）", required=False)


class ChosenSponsorForm(ActForm):
    """One of his two sponsors."""

    sponsor = forms.ModelChoiceField(label="入党介绍人", queryset=Person.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recruit: Recruit = self.subject
        named = [record.person_id for record in journey_of(recruit, clock.today()).sponsors if record.person_id]
        self.fields["sponsor"].queryset = Person.objects.filter(pk__in=named)


class SponsorOpinionForm(ChosenSponsorForm):
    happened_on = DateField(label="填写日期", initial=clock.today)
    text = long_text("志愿书上的意见")
    favourable = agreement()


class SponsorSpeechForm(ChosenSponsorForm):
    text = long_text("介绍的情况")
    favourable = agreement("能否入党")


class CandidateReportForm(ActForm):
    parts = forms.MultipleChoiceField(
        label="汇报了", choices=list(REPORTED.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    text = long_text("汇报要点")


class TextForm(ActForm):
    text = long_text("内容")


class ToldForm(ActForm):
    told_on = DateField(label="告知本人日期", initial=clock.today)
    text = long_text("情况", 2)


class AdoptResolutionForm(DecisionForm):
    kind = Meeting.Kind.GENERAL
    main_conduct = long_text("发展对象的主要表现")
    signed_by = forms.ModelChoiceField(label="签名的支部书记", queryset=Person.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = Term.objects.filter(organization=self.subject.organization, post=Post.SECRETARY)
        self.fields["signed_by"].queryset = Person.objects.filter(pk__in=terms.values("person"))


class AdoptOutcomeForm(AdoptResolutionForm):
    main_conduct = None
    ground = long_text(
        "依据", help_text="转正的写履行义务、具备条件的情况；延长的写需继续考察教育的情况；取消的写不具备条件的情况。"
    )
    months = forms.IntegerField(
        label="延长几个月", min_value=1, max_value=36, required=False, help_text="只在延长预备期时填写。"
    )
    field_order = ["decision", "ground", "months", "signed_by"]


class SuperiorTalkForm(DatedForm):
    organ = forms.CharField(label="谈话人（单位、姓名）", max_length=80)
    text = long_text("谈话情况和意见")


class OathForm(DatedForm):
    happened_on = DateField(label="宣誓日期", initial=clock.today)
    organ = forms.CharField(label="组织单位", max_length=80, initial="机关党委")
    text = forms.CharField(label="地点", max_length=100)
    scan = ScanField(label="宣誓记录（扫描件）", required=False)


class ProbationInspectionForm(DatedForm):
    source = forms.ChoiceField(
        label="方式",
        choices=choices_of(
            (
                Source.ORGANISATIONAL_LIFE,
                Source.HEARD_REPORTS,
                Source.INDIVIDUAL_TALKS,
                Source.TRAINED,
                Source.PRACTICE,
            )
        ),
    )
    text = long_text("考察情况")
    scan = ScanField(label="考察材料（扫描件）", required=False)


class HandOverForm(DatedForm):
    happened_on = DateField(label="移交日期", initial=clock.today)
    organ = forms.CharField(label="接收单位和接收人", max_length=80, initial="人事培训处")
    papers = forms.MultipleChoiceField(
        label="移交清单", choices=list(PAPERS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    scan = ScanField(label="移交清单（扫描件）", required=False)


class LeavingForm(ActForm):
    leaving_on = DateField(label="将离开本单位的日期", required=False, help_text="不离开的留空。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["leaving_on"] = self.subject.leaving_on


class MoveOutForm(DatedForm):
    organ = forms.CharField(label="转往单位", max_length=80)
    text = long_text("转去的材料", 3)


class GapForm(ActForm):
    steps = forms.MultipleChoiceField(
        label="没有记录的步骤", widget=forms.CheckboxSelectMultiple, help_text="原因相同的，可以一并说明。"
    )
    text = long_text(
        "说明", 3, help_text="写明当时由谁办理、材料存放何处，或者为什么没有材料。说明后仍显示为缺项，不算已完成。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recruit: Recruit = self.subject
        journey = journey_of(recruit, clock.today())
        self.fields["steps"].choices = [(step.key.value, f"{step.number} {step.title}") for step in journey.gaps]
        self.initial["steps"] = [step.key.value for step in journey.open_gaps]


class WithdrawForm(ActForm):
    reason = forms.CharField(label="更正原因", max_length=200)

    def next_url(self, result: Record) -> str:
        return self.subject.recruit.get_absolute_url()
