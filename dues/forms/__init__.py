"""What is filled in about dues; the shape of the input, nothing else."""

from dues.forms.accounts import (
    AllotmentForm,
    AnnouncementForm,
    BookForm,
    HandOverForm,
    PaymentForm,
    PublishForm,
    ReasonForm,
    RepayForm,
    ReturnForm,
)
from dues.forms.arrears import TalkForm
from dues.forms.assessing import AssessForm, CorrectForm, MonthForm, RatesForm, ReductionForm, ReportForm
from dues.forms.spending import ConsentForm, PayForm, PutForwardForm, SendForm, SignForm

__all__ = [
    "AllotmentForm",
    "AnnouncementForm",
    "AssessForm",
    "BookForm",
    "ConsentForm",
    "CorrectForm",
    "HandOverForm",
    "MonthForm",
    "PayForm",
    "PaymentForm",
    "PublishForm",
    "PutForwardForm",
    "RatesForm",
    "ReasonForm",
    "ReductionForm",
    "RepayForm",
    "ReportForm",
    "ReturnForm",
    "SendForm",
    "SignForm",
    "TalkForm",
]
