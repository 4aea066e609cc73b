"""The political review and who may read it."""

from typing import Any

from django import forms

from accounts.models import User
from archives.scans import ScanField
from members.models import Term
from members.posts import COMMITTEE, SUPERIOR
from recruitment.models import PoliticalReview, ReviewGrant
from recruitment.models.reviews import MEANS, PARTS
from rulebook import clock
from rulebook.web import ActForm, DateField


class ReviewForm(ActForm):
    """What was written before is not shown here: reading it is an act of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in PARTS.items():
            self.fields[name] = forms.CharField(
                label=label,
                widget=forms.Textarea(attrs={"rows": 4}),
                required=False,
                help_text="已写过、不改的，留空。",
            )
        for name, label in MEANS.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        self.fields["clear_reason"] = forms.CharField(
            label="情况清楚、未函调外调的说明", max_length=200, required=False
        )
        self.initial.update({name: getattr(self.subject, name) for name in MEANS})


class ConcludeForm(ActForm):
    conclusion = forms.ChoiceField(label="结论", choices=PoliticalReview.Conclusion.choices, widget=forms.RadioSelect)
    concluded_on = DateField(label="结论日期", initial=clock.today)
    scan = ScanField(
        label="综合审查报告（扫描件）", required=False, help_text="报告打印签名后扫描的，作出结论以后也可以补上。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject.conclusion:
            self.initial.update(conclusion=self.subject.conclusion, concluded_on=self.subject.concluded_on)


class ReaderForm(ActForm):
    reader = forms.ModelChoiceField(label="授权给谁", queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization = self.subject.organization
        seats = Term.objects.running(clock.today()).filter(organization=organization, post__in=COMMITTEE)
        above = Term.objects.running(clock.today()).filter(
            organization__in=organization.superior_codes[:-1], post__in=SUPERIOR
        )
        people = (seats | above).values("person__user")
        self.fields["reader"].queryset = User.objects.filter(pk__in=people).exclude(pk=self.user.pk)


class WithdrawGrantForm(ActForm):
    """Whoever was granted it, whatever post he holds by now."""

    reader = forms.ModelChoiceField(label="收回谁的授权", queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        granted = ReviewGrant.objects.filter(content_object=self.subject.pk)
        self.fields["reader"].queryset = User.objects.filter(pk__in=granted.values("user")).exclude(pk=self.user.pk)
