"""Correction requests made as their persons make them."""

from datetime import datetime
from typing import Any

from members.actions import request_correction
from members.models import CorrectionRequest, Person
from tests.factories.branch import user_of

TEXT = "志愿书上写的是2010年6月1日，请核对。"


def correction_of(person: Person, at: datetime, **fields: Any) -> CorrectionRequest:
    """He says that the day he joined is wrong, unless said otherwise."""
    told = {"topic": "record", "about": "加入党组织日期", "text": TEXT, **fields}
    return request_correction(person, by=user_of(person), at=at, **told)
