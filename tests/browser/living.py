"""The living year, built once a run: what it wrote is put back before each test that looks at it."""

from dataclasses import fields
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from partybranch.demo.builder import House
from partybranch.demo.year import build
from tests.browser.conftest import PASSWORD

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
KEPT_BY_DJANGO = "django_migrations"
_kept: list[tuple[House, Rows]] = []


def living_house() -> House:
    """The demo branch of today. The papers it filed were files of the run's first test: no test opens one."""
    if not _kept:
        _kept.append((build(timezone.localdate(), PASSWORD), rows_of_all_tables()))
    house, rows = _kept[0]
    put_back(rows)
    found = {field.name: getattr(house, field.name) for field in fields(House)}
    return House(**{name: type(row).objects.get(pk=row.pk) for name, row in found.items()})


def rows_of_all_tables() -> Rows:
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            if table != KEPT_BY_DJANGO:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows[table] = ([column[0] for column in cursor.description], cursor.fetchall())
    return rows


def put_back(rows: Rows) -> None:
    """Every table holds exactly these rows again, and counts on from them."""
    call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
    with transaction.atomic(), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table, (columns, lines) in rows.items():
            names = ", ".join(map(connection.ops.quote_name, columns))
            marks = ", ".join(["%s"] * len(columns))
            if lines:
                name = connection.ops.quote_name(table)
                cursor.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks})", lines)
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
