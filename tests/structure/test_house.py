"""The house rules that a reader relies on."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ["core", "accounts", "knowledge"]
# The one upward link of the house.
UPWARD = {"core.Activity.actor"}


def test_foreign_keys_point_down() -> None:
    wrong = []
    for model in apps.get_models():
        if model._meta.app_label not in FLOORS:
            continue
        for field in model._meta.get_fields():
            target = field.related_model
            if not getattr(field, "concrete", False) or not target or isinstance(target, str):
                continue
            name = f"{model._meta.label}.{field.name}"
            label = target._meta.app_label
            if label in FLOORS and FLOORS.index(label) > FLOORS.index(model._meta.app_label):
                wrong.append(name)
    assert set(wrong) == UPWARD


def test_modules_are_short() -> None:
    sources = [p for app in [*FLOORS, "ckp", "tests"] for p in (ROOT / app).rglob("*.py")]
    long = [p.name for p in sources if len(p.read_text().splitlines()) > 400]
    assert [name for name in long if "migrations" not in name] == []


@pytest.mark.django_db
def test_migrations_match_the_models() -> None:
    call_command("makemigrations", "core", "accounts", "knowledge", check=True, dry_run=True)
