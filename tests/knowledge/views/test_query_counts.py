"""How many queries writing takes: a number that goes up is a decision, not an accident."""

from __future__ import annotations

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.cast import cast, draft
from tests.knowledge.views.forms import form_of, signed_in

pytestmark = pytest.mark.django_db


def test_opening_saving_and_autosaving(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    people = cast()
    item = draft(people.author)
    browser = signed_in(people.author)
    form, autosave = (reverse(f"knowledge:{n}", args=[item.pk]) for n in ("edit", "autosave"))
    browser.get(form)
    with django_assert_max_num_queries(10):
        browser.get(form)
    changed = form_of(item, people.author, source="changed " * 9)
    with django_assert_max_num_queries(7):
        assert browser.post(autosave, changed).status_code == 200
    changed["version"] = "1"
    with django_assert_max_num_queries(15):
        assert browser.post(form, changed).status_code == 302
