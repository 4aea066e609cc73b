"""The one way a value is written before it is hashed; the same characters on every database."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class CanonicalJSONField(models.TextField):  # type: ignore[type-arg]
    """JSON kept as its canonical text.

    Databases rewrite JSON columns in their own ways; a text stays as it was hashed, so a million acts can be
    verified without parsing them.
    """

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, *_: object) -> Any:
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str:
        return canonical(value)
