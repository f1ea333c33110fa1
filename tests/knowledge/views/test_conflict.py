"""Two versions of one text: nothing that anybody typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Officer
from knowledge.desk import desk_of
from knowledge.models import Item, Revision, WorkingCopy
from knowledge.services.drafts import save_working_copy
from tests.cast import Cast, draft
from tests.knowledge.views.forms import form_of, signed_in

pytestmark = pytest.mark.django_db

TEXT = "first line\n\nsecond line\n\nthird line"


@pytest.fixture
def item(people: Cast) -> Item:
    return draft(people.author, source=TEXT, coauthors=(people.colleague,))


def send(item: Item, by: Officer, form: dict[str, Any]) -> Any:
    return signed_in(by).post(reverse("knowledge:edit", args=[item.pk]), {**form, "save": "1"})


def again(answer: Any, **changes: str) -> dict[str, Any]:
    """The form that the conflict page shows, with changes."""
    form = answer.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changes


def latest(item: Item) -> str:
    return Revision.objects.filter(item=item).latest("number").source


def test_changes_of_different_places_are_joined(people: Cast, item: Item) -> None:
    mine = form_of(item, people.author, source=TEXT.replace("first", "FIRST"))
    theirs = form_of(item, people.colleague, source=TEXT.replace("third", "THIRD"))
    assert send(item, people.colleague, theirs).status_code == 302
    assert send(item, people.author, mine).status_code == 302
    assert latest(item) == TEXT.replace("first", "FIRST").replace("third", "THIRD")


def test_changes_of_the_same_place_are_shown_side_by_side(people: Cast, item: Item) -> None:
    mine = form_of(item, people.author, source=TEXT.replace("second", "MINE"))
    theirs = form_of(item, people.colleague, source=TEXT.replace("second", "THEIRS"))
    send(item, people.colleague, theirs)
    answer = send(item, people.author, mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "MINE" in page
    assert "THEIRS" in page
    assert people.colleague.name in page
    merged = answer.context["form"]["source"].value()
    assert "MINE" in merged
    assert "THEIRS" in merged
    assert latest(item) == TEXT.replace("second", "THEIRS")


def test_the_finished_text_is_saved_on_top_of_theirs(people: Cast, item: Item) -> None:
    mine = form_of(item, people.author, source=TEXT.replace("second", "MINE"), tags="mine")
    theirs = form_of(item, people.colleague, source=TEXT.replace("second", "THEIRS"))
    send(item, people.colleague, theirs)
    answer = send(item, people.author, mine)
    unfinished = send(item, people.author, again(answer))
    assert unfinished.status_code == 422
    assert unfinished.context["form"].errors["source"]
    finished = again(answer, source=TEXT.replace("second", "BOTH"))
    assert send(item, people.author, finished).status_code == 302
    assert latest(item) == TEXT.replace("second", "BOTH")
    assert Item.objects.get(pk=item.pk).tag_list == ["mine"]
    assert not WorkingCopy.objects.exists()


def test_a_third_save_meanwhile_is_a_conflict_again(people: Cast, item: Item) -> None:
    mine = form_of(item, people.author, source=TEXT.replace("second", "MINE"))
    theirs = form_of(item, people.colleague, source=TEXT.replace("second", "THEIRS"))
    send(item, people.colleague, theirs)
    answer = send(item, people.author, mine)
    later = form_of(item, people.colleague, source=TEXT.replace("second", "LATER"))
    send(item, people.colleague, later)
    finished = again(answer, source=TEXT.replace("second", "BOTH"))
    answer = send(item, people.author, finished)
    assert answer.status_code == 409
    assert "LATER" in answer.content.decode()
    assert "BOTH" in answer.context["form"]["source"].value()


def test_whoever_leaves_the_page_finds_the_own_text_again(people: Cast, item: Item) -> None:
    mine = form_of(item, people.author, source=TEXT.replace("second", "MINE"))
    theirs = form_of(item, people.colleague, source=TEXT.replace("second", "THEIRS"))
    send(item, people.colleague, theirs)
    send(item, people.author, mine)
    fresh = Item.objects.for_page().get(pk=item.pk)
    desk = desk_of(fresh, people.author)
    assert "MINE" in desk.data["source"]
    assert desk.saved_at is not None
    # It still begins from the text before theirs: a save is compared, never simply put on top.
    answer = send(item, people.author, desk.initial)
    assert answer.status_code == 409


def test_both_titles_are_shown(people: Cast, item: Item) -> None:
    mine = form_of(item, people.author, title="My title", source=TEXT.replace("second", "MINE"))
    theirs = form_of(
        item, people.colleague, title="Their title", source=TEXT.replace("second", "THEIRS")
    )
    send(item, people.colleague, theirs)
    page = send(item, people.author, mine).content.decode()
    assert "My title" in page
    assert "Their title" in page


def test_two_titles_of_one_text_are_a_conflict_without_marks(people: Cast, item: Item) -> None:
    mine = form_of(item, people.author, title="My title")
    send(item, people.colleague, form_of(item, people.colleague, title="Their title"))
    answer = send(item, people.author, mine)
    assert answer.status_code == 409
    assert not answer.context["has_marks"]
    assert send(item, people.author, again(answer)).status_code == 302
    assert Item.objects.get(pk=item.pk).title == "My title"


def test_two_windows_of_one_officer_lose_nothing(people: Cast, item: Item) -> None:
    first = form_of(item, people.author, source=TEXT.replace("second", "WINDOW ONE"))
    second = form_of(item, people.author, source=TEXT.replace("second", "WINDOW TWO"))
    save_working_copy(item=item, by=people.author, data=second, version=0)
    answer = send(item, people.author, first)
    assert answer.status_code == 409
    merged = answer.context["form"]["source"].value()
    assert "WINDOW ONE" in merged
    assert "WINDOW TWO" in merged
    # Also if nothing is done with the page.
    kept = WorkingCopy.objects.get().data["source"]
    assert "WINDOW ONE" in kept
    assert "WINDOW TWO" in kept
    finished = again(answer, source="joined")
    assert send(item, people.author, finished).status_code == 302
    assert latest(item) == "joined"


def test_the_same_form_from_two_windows_is_no_conflict(people: Cast, item: Item) -> None:
    first = form_of(item, people.author, source="the same")
    save_working_copy(item=item, by=people.author, data=first, version=0)
    assert send(item, people.author, first).status_code == 302


def test_a_forged_beginning_overwrites_nothing(people: Cast, item: Item) -> None:
    other = draft(people.author)
    for base in ("", "abc", "999999", str(other.current_revision_id), "9" * 40):
        form = form_of(item, people.author, source=f"put on top {base}", base=base)
        answer = send(item, people.author, form)
        assert answer.status_code == 409
        assert latest(item) == TEXT
