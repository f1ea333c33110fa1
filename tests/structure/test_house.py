"""The house rules that a reader relies on."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
# Rooms of one floor do not know each other.
FLOOR = {
    "core": 0,
    "accounts": 1,
    "knowledge": 2,
    "mileage": 3,
    "evaluation": 3,
    "reports": 3,
    "notifications": 4,
    "search": 4,
}
# The one upward link of the house.
UPWARD = {"core.Activity.actor"}


def test_foreign_keys_point_down() -> None:
    wrong = []
    for model in apps.get_models():
        if model._meta.app_label not in FLOOR:
            continue
        for field in model._meta.get_fields():
            target = field.related_model
            if not getattr(field, "concrete", False) or not target or isinstance(target, str):
                continue
            name = f"{model._meta.label}.{field.name}"
            label = target._meta.app_label
            own = model._meta.app_label
            if label in FLOOR and label != own and FLOOR[label] >= FLOOR[own]:
                wrong.append(name)
    assert set(wrong) == UPWARD


def test_modules_are_short() -> None:
    sources = [p for app in [*FLOOR, "ckp", "tests"] for p in (ROOT / app).rglob("*.py")]
    long = [p.name for p in sources if len(p.read_text().splitlines()) > 400]
    assert [name for name in long if "migrations" not in name] == []


def test_rows_are_locked_in_one_module_of_an_app() -> None:
    sources = [p for app in [*FLOOR, "ckp"] for p in (ROOT / app).rglob("*.py")]
    locking = [p for p in sources if ".select_for_update(" in p.read_text()]
    assert [str(p) for p in locking if p.name != "locks.py"] == []


@pytest.mark.django_db
def test_migrations_match_the_models() -> None:
    call_command("makemigrations", *FLOOR, check=True, dry_run=True)
