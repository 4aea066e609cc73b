"""What a command answers: a table for people, JSON for scripts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import CommandParser
from django.core.serializers.json import DjangoJSONEncoder

TABLE, JSON = "table", "json"


def add_format(parser: CommandParser, *others: str) -> None:
    parser.add_argument("--format", choices=[TABLE, JSON, *others], default=TABLE, help="default: table")


def as_json(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def as_table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Columns as wide as their widest cell; a Chinese character is two columns wide."""
    cells = [list(columns), *([shown(row[column]) for column in columns] for row in rows)]
    widths = [max(width(row[place]) for row in cells) for place in range(len(columns))]
    lines = (
        "  ".join(cell + " " * (widest - width(cell)) for cell, widest in zip(row, widths, strict=True))
        for row in cells
    )
    return "\n".join(line.rstrip() for line in lines)


def shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
