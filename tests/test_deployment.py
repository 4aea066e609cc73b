"""What an operator copies: the units, the compose file, the environment; and that the program is fit for service."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import DatabaseError, connection
from django.urls import reverse

DEPLOY = Path(settings.BASE_DIR, "deploy")
UNITS = sorted(DEPLOY.glob("systemd/*.service"))
HARDENING = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ReadWritePaths": "/var/lib/partybranch",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "UMask": "0077",
    "User": "partybranch",
}


def values_of(unit: Path) -> dict[str, str]:
    """The last value of each name; long lines are joined."""
    text = unit.read_text().replace("\\\n", " ")
    return dict(line.split("=", 1) for line in text.splitlines() if re.match(r"\w+=", line))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_every_unit_is_hardened(unit: Path):
    found = values_of(unit)
    assert {name: found.get(name) for name in HARDENING} == HARDENING


def test_there_is_a_unit_for_web_worker_and_scheduler():
    commands = {unit.stem: values_of(unit)["ExecStart"] for unit in UNITS}
    assert "gunicorn partybranch.wsgi" in commands["partybranch-web"]
    assert "celery --quiet -A partybranch worker" in commands["partybranch-worker"]
    assert "celery --quiet -A partybranch beat" in commands["partybranch-beat"]


def test_the_compose_file_holds_the_whole_service():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert set(services) == {"database", "queue", "prepare", "web", "worker", "beat"}
    for name in ("prepare", "web", "worker", "beat"):
        assert services[name]["read_only"], name
        assert services[name]["cap_drop"] == ["ALL"], name
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert {name for service in services.values() for name in service.get("depends_on", {})} <= set(services)
    assert "ports" not in services["database"]
    assert "ports" not in services["queue"]


def test_the_image_installs_what_the_lock_names_and_nothing_else():
    text = (DEPLOY / "Dockerfile").read_text()
    installs = re.findall(r"pip install .*", text)
    assert [("--require-hashes" in line, line.endswith("-r requirements.lock")) for line in installs] == [(True, True)]
    assert "http" not in text


def test_the_example_names_only_what_the_settings_read():
    text = (DEPLOY / "environment.example").read_text()
    names = set(re.findall(r"^(?:# )?([A-Z_]+)=", text, re.MULTILINE))
    code = Path(settings.BASE_DIR, "partybranch", "settings.py").read_text()
    assert {name for name in names if f'"{name}"' not in code} == set()


def test_check_deploy_finds_nothing_with_the_settings_of_the_example(tmp_path):
    lines = (DEPLOY / "environment.example").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    environment = {**os.environ, **example, "DATA_DIR": str(tmp_path), "SECRET_KEY": os.urandom(50).hex()}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE")  # the tests' own
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


@pytest.mark.django_db
def test_health_says_ok_and_nothing_else(client):
    answer = client.get(reverse("health"))
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok\n", "no-store")
    assert not answer.cookies


@pytest.mark.django_db
def test_health_is_503_when_the_database_does_not_answer(client):
    def broken(*_: object) -> None:
        raise DatabaseError

    with connection.execute_wrapper(broken):
        assert client.get(reverse("health")).status_code == 503


@pytest.mark.django_db
def test_health_is_not_redirected_to_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(reverse("health")).status_code == 200
    assert client.get("/").status_code == 301


@pytest.mark.skipif(bool(settings.REDIS_URL), reason="the queue is not in files")
def test_command_finds_the_queue_in_files_where_nothing_has_run_yet(tmp_path):
    """`manage.py` acts before `make run` ever did: its messages have a place to wait."""
    for name in ("secret_key", "field_key", "lookup_key"):
        tmp_path.joinpath("secrets").mkdir(exist_ok=True)
        tmp_path.joinpath("secrets", name).write_text("1f" * 32)
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "partybranch.settings"}
    code = "import django; django.setup(); from rulebook.tasks import wake; wake()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(tmp_path.joinpath("queue").iterdir())) == 1
