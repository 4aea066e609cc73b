"""Passwords and activation codes. The kernel stands above this app: the acts that call these are in members."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.encryption import lookup_digest
from accounts.models import Activation, PastPassword, User

VALID_FOR = timedelta(days=14)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without signs that are mistaken for one another on paper
GROUPS, GROUP_LENGTH = 3, 4


@dataclass(frozen=True)
class Slip:
    """An activation slip as it is handed out. The code is known nowhere else: it is shown this once."""

    user: User
    code: str
    expires_at: datetime


def new_code() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def code_digest(user: User, code: str) -> str:
    """What is kept of a code, however it was typed: with or without dashes, in small letters."""
    plain = "".join(sign for sign in code.upper() if sign in ALPHABET)
    return lookup_digest(f"activation:{user.pk}:{plain}")


def open_user(username: str, name: str, at: datetime, *, email: str = "", administration: str = "") -> Slip:
    """A new account that nobody can enter yet, and the slip by which its holder sets the password."""
    user = User.objects.create_user(username, name=name, email=email, administration=administration)
    return issue(user, at)


def issue(user: User, at: datetime) -> Slip:
    """The account waits for this code: older codes, the password and all sessions are void."""
    code = new_code()
    with transaction.atomic():
        user.activations.unused().update(withdrawn_at=at)
        remember(user, at)
        user.set_unusable_password()
        user.save(update_fields=["password"])
        activation = Activation.objects.create(
            user=user, digest=code_digest(user, code), issued_at=at, expires_at=at + VALID_FOR
        )
    return Slip(user, code, activation.expires_at)


def activate(user: User, password: str, at: datetime) -> bool:
    """The password is set and the code used up. False where another request was quicker with the same code."""
    with transaction.atomic():
        if not user.activations.usable(at).update(used_at=at):
            return False
        change_password(user, password, at)
    return True


def change_password(user: User, password: str, at: datetime) -> None:
    """The password is another from now on; every session that knows the old one is dead, and an unused code void."""
    with transaction.atomic():
        user.activations.unused().update(withdrawn_at=at)
        remember(user, at)
        user.set_password(password)
        user.password_changed_at = at
        user.save(update_fields=["password", "password_changed_at"])


def remember(user: User, at: datetime) -> None:
    """Keeps the hash of the present password among the last ones that are not taken again."""
    if not user.has_usable_password():
        return
    PastPassword.objects.create(user=user, password=user.password, replaced_at=at)
    kept = user.past_passwords.order_by("-replaced_at", "-pk").values("pk")[: settings.PASSWORD_HISTORY]
    user.past_passwords.exclude(pk__in=[row["pk"] for row in kept]).delete()


def end_sessions(user: User) -> None:
    """Whoever is logged in with the account has to log in again."""
    user.sessions_ended += 1
    user.save(update_fields=["sessions_ended"])
