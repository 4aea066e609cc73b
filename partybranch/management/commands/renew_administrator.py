"""A new slip for one of the three administrators: none of them may hand one out to another."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions import issue
from accounts.models import User


class Command(BaseCommand):
    help = "Voids an administrator's password and prints a new activation code, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login")

    def handle(self, *args: Any, login: str, **options: Any) -> None:
        user = User.objects.filter(username=login).exclude(administration="").first()
        if user is None:
            raise CommandError("None of the three administrators has this login name.")
        slip = issue(user, timezone.now())
        self.stdout.write(f"{login}\t{slip.code}\t{timezone.localtime(slip.expires_at):%F %R}")
