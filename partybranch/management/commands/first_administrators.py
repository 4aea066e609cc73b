"""Begins a real installation: the topmost organization and its three administrators, each with a slip."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions import open_user
from accounts.models import Organization, User
from members.actions import found_root

KINDS = (User.Administration.SYSTEM, User.Administration.SECURITY, User.Administration.AUDIT)


class Command(BaseCommand):
    help = "Founds the topmost organization and its three administrators; prints their activation codes once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", required=True, help="of the organization, as in addresses: jgdw")
        parser.add_argument("--name", required=True, help="its full name")
        parser.add_argument("--short-name", required=True)
        parser.add_argument("--level", choices=Organization.Level.values, default="department_committee")
        parser.add_argument("--founded-on", type=date.fromisoformat, required=True)
        for kind in KINDS:
            parser.add_argument(f"--{kind}", required=True, metavar="LOGIN:NAME", help=f"the {kind} administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        people = {kind: options[kind.value].partition(":") for kind in KINDS}
        if len({login.lower() for login, _, _ in people.values()}) < len(KINDS):
            raise CommandError("The three administrators must be three accounts.")
        if any(not login or not name for login, _, name in people.values()):
            raise CommandError("Name each administrator as LOGIN:NAME.")
        if Organization.objects.exists() or User.objects.exists():
            raise CommandError("There are organizations or accounts already.")
        at = timezone.now()
        with transaction.atomic():
            found_root(options["code"], options["name"], options["short_name"], options["level"], options["founded_on"])
            slips = [open_user(login, name, at, administration=kind) for kind, (login, _, name) in people.items()]
        self.stdout.write(
            f"Each sets the password at {settings.SITE_ADDRESS.rstrip('/')}{reverse('accounts:activate')}"
        )
        for slip in slips:
            role = slip.user.get_administration_display()
            self.stdout.write(f"{role}\t{slip.user.username}\t{slip.code}\t{timezone.localtime(slip.expires_at):%F %R}")
