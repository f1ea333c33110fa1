"""What operations rely on: health, loud settings, a clean deployment check."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import connection
from django.test import Client
from redis import Redis

from ckp.health import CHECKS
from core import heartbeat, redis
from search.index import store
from tests.searching import Search

PRODUCTION = {
    "DATABASE_URL": "postgres://ckp:x@db/ckp",
    "REDIS_URL": "redis://cache:6379/0",
    "SECRET_KEY": "k9" * 30 + "#unlikely-to-be-guessed",
    "ALLOWED_HOSTS": "ckp.example",
    "CKP_EMBEDDED": "0",
}


def manage(*command: str, without: str = "") -> subprocess.CompletedProcess[str]:
    given = {**os.environ, **PRODUCTION}
    given.pop(without, None)
    # Browser tests set it in their process; production does not have it.
    given.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    return subprocess.run(
        [sys.executable, "manage.py", *command], env=given, capture_output=True, text=True
    )


@pytest.mark.django_db
def test_healthz_names_the_part_that_fails(
    client: Client, monkeypatch: pytest.MonkeyPatch, search: Search
) -> None:
    redis.client().delete(heartbeat.KEY)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["worker"] == "TimeoutError"
    assert answer.json()["search"] == "NotReady"
    search.follow()
    assert client.get("/healthz").json()["search"] == "TimeoutError"
    store.say_alive()
    heartbeat.beat()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert {answer.json()[part] for part in CHECKS} == {"ok"}
    monkeypatch.setattr("ckp.health.client", lambda: Redis(port=1))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["cache"] == "ConnectionError"
    assert answer.json()["database"] == "ok"


def test_production_settings_pass_the_deployment_check() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_missing_secret_stops_the_start_by_name(name: str) -> None:
    done = manage("check", without=name)
    assert done.returncode != 0
    assert name in done.stderr


def test_relaxed_settings_are_refused_beside_a_database_elsewhere() -> None:
    given = {**os.environ, **PRODUCTION, "CKP_EMBEDDED": "1"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], env=given, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "CKP_EMBEDDED" in done.stderr


@pytest.mark.django_db
def test_trigrams_know_hangul() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT show_trgm('통관')")
        assert cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_sign_in_page_is_there_and_registration_is_closed(client: Client) -> None:
    answer = client.get("/accounts/login/")
    assert answer.status_code == 200
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert "password2" not in client.get("/accounts/signup/").content.decode()
