"""What a password must look like (等保 profile)."""

import re

from django.core.exceptions import ValidationError


class ComplexityValidator:
    """Three of the four kinds: lower case, upper case, digits, other signs."""

    KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")

    def validate(self, password: str, user: object = None) -> None:
        if sum(bool(re.search(kind, password)) for kind in self.KINDS) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return "密码须含大写字母、小写字母、数字、其他符号中的三类。"
