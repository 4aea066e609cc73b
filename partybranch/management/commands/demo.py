"""Builds the demo branch once, with random passwords kept in a local file."""

import secrets
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.actions import change_password
from accounts.models import Organization, User
from partybranch.demo.year import build


class Command(BaseCommand):
    help = "Builds the demo branch, its superiors and a year of meetings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--accounts-file", type=Path, required=True, help="where the accounts' passwords are written"
        )

    def handle(self, *args: Any, accounts_file: Path, **options: Any) -> None:
        if Organization.objects.filter(code="demo").exists():
            self.stdout.write("The demo branch is there already.")
            return
        if Organization.objects.exists():
            raise CommandError("There are organizations already; the demo is only built into an empty house.")
        with transaction.atomic():
            build(timezone.localdate())
            lines = []
            for user in User.objects.order_by("pk"):
                password = secrets.token_urlsafe(9) + "aA1"
                change_password(user, password, timezone.now())
                lines.append(f"{user.username}\t{password}\t{user.name}")
        accounts_file.touch(mode=0o600)
        accounts_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.stdout.write(f"{len(lines)} accounts are in {accounts_file}")
