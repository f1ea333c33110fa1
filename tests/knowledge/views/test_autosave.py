"""Saving while somebody types, and what scripts are told."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from knowledge.models import Item, WorkingCopy
from knowledge.services.submit import submit_item
from tests.cast import Cast, draft
from tests.knowledge.views.forms import form_of, signed_in

pytestmark = pytest.mark.django_db


def autosave(item: Item, by: Officer, **changes: Any) -> Any:
    url = reverse("knowledge:autosave", args=[item.pk])
    return signed_in(by).post(url, form_of(item, by, **changes))


def test_it_keeps_the_fields_and_counts_up(people: Cast) -> None:
    item = draft(people.author)
    first = autosave(item, people.author, source="one", version="0")
    assert first.status_code == 200
    assert set(first.json()) == {"saved_at", "version"}
    second = autosave(item, people.author, source="two", version=str(first.json()["version"]))
    assert second.json()["version"] == first.json()["version"] + 1
    copy = WorkingCopy.objects.get()
    assert copy.data["source"] == "two"
    assert copy.base == item.current_revision
    assert "csrfmiddlewaretoken" not in copy.data
    assert Item.objects.get(pk=item.pk).current_revision_id == item.current_revision_id


def test_a_copy_that_moved_on_in_another_window_is_not_overwritten(people: Cast) -> None:
    item = draft(people.author)
    autosave(item, people.author, source="one", version="0")
    stale = autosave(item, people.author, source="two", version="0")
    assert stale.status_code == 409
    assert stale.json()["message"]
    assert WorkingCopy.objects.get().data["source"] == "one"


def test_whoever_is_signed_out_is_told_in_json(people: Cast) -> None:
    item = draft(people.author)
    answers = [
        Client().post(reverse("knowledge:autosave", args=[item.pk]), {"source": "x"}),
        Client().post(reverse("knowledge:preview"), {"source": "x"}),
        Client().get(reverse("accounts:suggest"), {"q": "a"}),
        Client().get(reverse("knowledge:suggest_tags"), {"q": "a"}),
    ]
    for answer in answers:
        assert answer.status_code == 401
        assert answer.json()["message"]
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "colleague", "coordinator", "admin"])
def test_an_item_of_others_is_not_there(people: Cast, who: str) -> None:
    item = draft(people.author)
    answer = signed_in(getattr(people, who)).post(
        reverse("knowledge:autosave", args=[item.pk]), {"source": "x", "version": "0"}
    )
    assert answer.status_code == 404
    assert answer.json()["message"]
    assert not WorkingCopy.objects.exists()


def test_a_submitted_item_is_not_typed_into(people: Cast) -> None:
    item = draft(people.author)
    submit_item(item=item, by=people.author)
    answer = autosave(item, people.author, source="x")
    assert answer.status_code == 409
    assert answer.json()["message"]


def test_text_that_is_too_long_to_save_is_still_kept(people: Cast) -> None:
    item = draft(people.author)
    text = "x" * 3_000_000
    assert autosave(item, people.author, source=text, version="0").status_code == 200
    assert WorkingCopy.objects.get().data["source"] == text


def test_odd_characters_and_versions_do_no_harm(people: Cast) -> None:
    item = draft(people.author)
    answer = autosave(item, people.author, source="a\0b", title="\ud7a3", version="x" * 9)
    assert answer.status_code == 200
    assert WorkingCopy.objects.get().data["source"] == "ab"
    assert autosave(item, people.author, version="9" * 30).status_code == 409


def test_the_preview_is_what_readers_will_see(people: Cast) -> None:
    url = reverse("knowledge:preview")
    browser = signed_in(people.author)
    answer = browser.post(url, {"source": "**bold** <script>x</script>"})
    assert answer.status_code == 200
    assert "<strong>bold</strong>" in answer.content.decode()
    assert "<script" not in answer.content.decode()
    assert browser.post(url, {"source": "x" * 3_000_000}).status_code == 422
    assert browser.get(url).status_code == 405
