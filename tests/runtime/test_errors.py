"""What people see when something is down or shut."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import OperationalError
from django.test import Client

ASK = """
import django
django.setup()
from django.test import Client
answer = Client(raise_request_exception=False).get("/knowledge/", headers={"accept-language": "ko"})
print(answer.status_code, answer.headers.get("Retry-After"), "html" in answer.content.decode())
"""


def ask(**given: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "ckp.settings", **given},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_portal_under_maintenance_says_so() -> None:
    assert ask(CKP_MAINTENANCE="18:00") == "503 30 True"


def test_a_database_that_is_away_is_a_503_for_the_signed_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("ckp.views.home.login_required", away)
    monkeypatch.setattr("django.contrib.auth.middleware.get_user", away)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


@pytest.mark.django_db
def test_an_unknown_address_is_a_page_of_the_portal(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "krds-masthead" in answer.content.decode()


@pytest.mark.django_db
def test_guessing_a_password_is_stopped(client: Client) -> None:
    for _ in range(5):
        client.post("/accounts/login/", {"login": "kim", "password": "wrong"})
    answer = client.post("/accounts/login/", {"login": "kim", "password": "wrong"})
    assert (
        answer.status_code == 429
        or b"too many" in answer.content.lower()
        or ("너무 많" in answer.content.decode())
    )
