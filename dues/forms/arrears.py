"""Talks with who is behind."""

from typing import Any

from django import forms

from accounts.models import Organization
from dues.arrears import arrears
from members.models import Person
from rulebook import clock
from rulebook.web import ActForm, DateField


class TalkForm(ActForm):
    """With one of those who owe today."""

    explains = "记录本次谈话，由您本人谈话；只作纪实，不改变党员的任何状态。"
    person = forms.ModelChoiceField(label="谈话对象", queryset=Person.objects.none())
    held_on = DateField(label="谈话日期", initial=clock.today)
    note = forms.CharField(
        label="谈话内容", widget=forms.Textarea, max_length=2000, help_text="未交的原因、本人态度、限期改正的日期。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization: Organization = self.subject
        late = [row.person.pk for row in arrears(organization, clock.today())]
        self.fields["person"].queryset = Person.objects.filter(pk__in=late).order_by("pinyin_key")

    def next_url(self, result: Any) -> str:
        return result.get_absolute_url()
