"""What a password must look like, in two profiles: 等保 (dengbao), and the length and lists of ASVS."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

DJANGO = "django.contrib.auth.password_validation"
UNLIKE_THE_NAME = {
    "NAME": f"{DJANGO}.UserAttributeSimilarityValidator",
    "OPTIONS": {"user_attributes": ["username", "name"]},
}


@dataclass(frozen=True)
class Profile:
    """The validators of a profile; after how many days a password is too old, None for never."""

    validators: list[dict[str, Any]]
    days: int | None


PROFILES = {
    "dengbao": Profile(
        [
            {
                "NAME": f"{DJANGO}.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ["username", "name"]},
            },
            {"NAME": "accounts.passwords.LengthValidator", "OPTIONS": {"least": 10}},
            {"NAME": f"{DJANGO}.CommonPasswordValidator"},
            {"NAME": "accounts.passwords.ComplexityValidator"},
            {"NAME": "accounts.passwords.HistoryValidator"},
        ],
        days=90,
    ),
    "asvs": Profile(
        [
            {
                "NAME": f"{DJANGO}.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ["username", "name"]},
            },
            {"NAME": "accounts.passwords.LengthValidator", "OPTIONS": {"least": 12}},
            {"NAME": "accounts.passwords.GuessableValidator"},
        ],
        days=None,
    ),
}


class LengthValidator:
    """At least so many signs. Django's own has no Chinese sentence."""

    def __init__(self, least: int) -> None:
        self.least = least

    def validate(self, password: str, user: object = None) -> None:
        if len(password) < self.least:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        return f"密码至少 {self.least} 位。"


class ComplexityValidator:
    """Three of the four kinds: lower case, upper case, digits, other signs."""

    KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")

    def validate(self, password: str, user: object = None) -> None:
        if sum(bool(re.search(kind, password)) for kind in self.KINDS) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return "密码须含大写字母、小写字母、数字、其他符号中的三类。"


class HistoryValidator:
    """Not the present password, nor one of those before it, as many as the settings say in all."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is None or user.pk is None:
            return
        past = user.past_passwords.order_by("-replaced_at", "-pk").values_list("password", flat=True)
        used = ([user.password] if user.has_usable_password() else []) + list(past)
        if any(check_password(password, one) for one in used[: settings.PASSWORD_HISTORY]):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return f"不能使用最近 {settings.PASSWORD_HISTORY} 次用过的密码。"


class GuessableValidator(CommonPasswordValidator):
    """Not on the list of leaked passwords, nor one of these repeated or lengthened by digits and signs."""

    def validate(self, password: str, user: object = None) -> None:
        word = password.lower()
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", word)
        once = repeated(core or word)
        # What is left once the padding is gone is as weak as it would be alone.
        if {word, core, once} & self.passwords or len(once) < 4:
            raise ValidationError(self.get_help_text(), code="password_too_common")

    def get_help_text(self) -> str:
        return "不能是常见或泄露过的密码，也不能只是在它后面加数字、符号或把它重复几遍。"


def repeated(word: str) -> str:
    """The shortest beginning that, written over and over, makes the word; the word itself where none does."""
    lengths = range(1, len(word))
    return next((word[:n] for n in lengths if (word[:n] * len(word)).startswith(word)), word)
