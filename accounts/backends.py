"""Who enters: by password, or once by the code of the activation slip. Axes stands before both and counts failures."""

from typing import Any

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.actions import code_digest
from accounts.models import Activation, User


class PasswordBackend(ModelBackend):
    """Name and password. A closed or locked account is as unknown, and its sessions are dead at once."""

    def user_can_authenticate(self, user: Any) -> bool:
        return user is None or user.may_log_in


class ActivationBackend(BaseBackend):
    """Name and activation code; good for nothing but to set the password."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest, username: str, secret_code: str
    ) -> User | None:
        usable = Activation.objects.usable(timezone.now()).select_related("user")
        activation = usable.filter(user__username=username).first() or Activation(user=User(), digest="")
        right = constant_time_compare(activation.digest, code_digest(activation.user, secret_code))
        return activation.user if right and activation.user.may_log_in else None
