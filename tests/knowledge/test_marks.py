"""Marks are on or off, and the counters are the number of rows."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from accounts.models import Audience
from accounts.services.audiences import audience_for
from core.models import Activity
from knowledge.models import Bookmark, Item, Reaction, Watch
from knowledge.services.errors import Refused
from knowledge.services.marks import set_watch, toggle_bookmark, toggle_reaction
from tests.cast import office, officer, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> dict[str, Any]:
    house = office("INC")
    author = officer("author", at=house)
    return {"author": author, "reader": officer("reader", at=house), "item": published(author)}


def test_a_reaction_goes_on_and_off(cast: dict[str, Any]) -> None:
    item, reader = cast["item"], cast["reader"]
    assert toggle_reaction(item=item, by=reader, kind="useful")
    assert toggle_reaction(item=item, by=reader, kind="thanks")
    assert toggle_reaction(item=item, by=cast["author"], kind="useful")
    assert not toggle_reaction(item=item, by=reader, kind="useful")
    item.refresh_from_db()
    assert item.reaction_count == Reaction.objects.count() == 2
    assert item.version == 4
    assert Activity.objects.filter(verb="item.reacted").count() == 3
    with pytest.raises(Refused):
        toggle_reaction(item=item, by=reader, kind="angry")


def test_a_bookmark_goes_on_and_off(cast: dict[str, Any]) -> None:
    item, reader = cast["item"], cast["reader"]
    assert toggle_bookmark(item=item, by=reader)
    item.refresh_from_db()
    assert item.bookmark_count == 1
    assert not toggle_bookmark(item=item, by=reader)
    item.refresh_from_db()
    assert item.bookmark_count == 0
    assert not Bookmark.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_people_toggling_at_once_leave_a_right_counter(cast: dict[str, Any]) -> None:
    """The reader does it twice at once, three others once."""
    others = [officer(f"other{n}") for n in range(3)]
    people = [cast["reader"], cast["reader"], *others]
    gate = threading.Barrier(len(people))
    answers: list[tuple[str, bool]] = []

    def click(person: Any) -> None:
        gate.wait()
        answers.append((person.username, toggle_bookmark(item=cast["item"], by=person)))
        connection.close()

    threads = [threading.Thread(target=click, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(on for name, on in answers if name == "reader") == [False, True]
    cast["item"].refresh_from_db()
    assert cast["item"].bookmark_count == Bookmark.objects.count() == 3


def test_watching_has_three_states(cast: dict[str, Any]) -> None:
    item, reader = cast["item"], cast["reader"]
    set_watch(item=item, by=reader, level="watching")
    set_watch(item=item, by=reader, level="muted")
    assert Watch.objects.get().level == Watch.Level.MUTED
    set_watch(item=item, by=reader, level=None)
    assert not Watch.objects.exists()
    with pytest.raises(Refused):
        set_watch(item=item, by=reader, level="staring")


def test_what_a_stranger_may_not_see_takes_no_marks(cast: dict[str, Any]) -> None:
    house = cast["author"].office
    item = published(cast["author"], audience=audience_for(kind=Audience.Kind.OFFICE, office=house))
    stranger = officer("stranger", at=office("BUS"))
    for verb in (
        lambda: toggle_reaction(item=item, by=stranger, kind="useful"),
        lambda: toggle_bookmark(item=item, by=stranger),
        lambda: set_watch(item=item, by=stranger, level="watching"),
    ):
        with pytest.raises(Refused):
            verb()
    assert not Reaction.objects.exists()
    assert not Bookmark.objects.exists()
    assert not Watch.objects.exists()


def test_a_retired_item_can_leave_the_bookmarks_but_takes_no_reaction(
    cast: dict[str, Any],
) -> None:
    toggle_bookmark(item=cast["item"], by=cast["reader"])
    Item.objects.filter(pk=cast["item"].pk).update(status="retired")
    assert not toggle_bookmark(item=cast["item"], by=cast["reader"])
    with pytest.raises(Refused):
        toggle_reaction(item=cast["item"], by=cast["reader"], kind="useful")
