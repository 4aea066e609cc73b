"""Loading very many rows at once: the ORM's inserts would take four times as long, with every other writer waiting."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, models

POSTGRESQL = connection.vendor == "postgresql"


def reserve_keys(model: type[models.Model], number: int) -> Sequence[int]:
    """So many primary keys that no other row will get. Within a transaction that writes."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if POSTGRESQL:
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, number])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        used = cursor.fetchone()
        first = (used[0] if used else 0) + 1
        return range(first, first + number)


def load(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Inserts the rows: values of the named fields, each turned by its `converter`. Constraints hold as always."""
    table = connection.ops.quote_name(model._meta.db_table)
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        if POSTGRESQL:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # type: ignore[arg-type]


def converter(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    """Turns a field's value into what the database's driver takes; only days and unique ids differ from Python's."""
    if not POSTGRESQL and isinstance(field, models.UUIDField):
        return as_hexadecimal
    if not POSTGRESQL and isinstance(field, models.DateField):
        return as_day
    return unchanged


def as_hexadecimal(value: UUID) -> str:
    return value.hex


def as_day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def unchanged(value: Any) -> Any:
    return value
