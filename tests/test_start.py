"""`make run`, the second time: the tables are looked at by Django only where something may have changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scripts import run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder as a first start has left it."""
    monkeypatch.setattr(run, "DATA_DIR", tmp_path)
    monkeypatch.setattr(run, "DATABASE", tmp_path / "partybranch.sqlite3")
    execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT)")
    execute("INSERT INTO django_migrations (app, name) VALUES ('members', '0001_initial')")
    (tmp_path / "tables.stamp").write_text(run.tables_state())
    return tmp_path


def execute(statement: str) -> None:
    with closing(sqlite3.connect(run.DATABASE)) as database, database:
        database.execute(statement)


def test_tables_as_the_last_start_left_them_are_left_alone(folder):
    assert run.migrated()


def test_a_first_start_makes_the_tables(folder):
    (folder / "tables.stamp").unlink()
    assert not run.migrated()


def test_another_database_is_migrated(folder):
    execute("DELETE FROM django_migrations")
    assert not run.migrated()


def test_a_database_that_was_deleted_is_made_anew(folder):
    run.DATABASE.unlink()
    assert not run.migrated()


def test_new_migrations_are_applied(folder, monkeypatch):
    (folder / "members" / "migrations").mkdir(parents=True)
    (folder / "requirements.lock").write_text("")
    monkeypatch.setattr(run, "BASE_DIR", folder)
    (folder / "tables.stamp").write_text(run.tables_state())
    assert run.migrated()
    (folder / "members" / "migrations" / "0002_more.py").write_text("")
    assert not run.migrated()
