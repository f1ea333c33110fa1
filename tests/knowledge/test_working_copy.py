"""What is typed and not saved yet."""

from __future__ import annotations

import pytest

from knowledge.models import Item, WorkingCopy
from knowledge.services.drafts import delete_draft, discard_working_copy, save_working_copy
from knowledge.services.errors import Refused, StaleCopy
from knowledge.services.revise import revise_item
from tests.cast import Cast, cast, draft, fields, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def test_each_save_raises_the_version(people: Cast) -> None:
    item = draft(people.author)
    copy = save_working_copy(item=item, by=people.author, data={"title": "하나"}, version=0)
    assert (copy.version, copy.base) == (1, item.current_revision)
    copy = save_working_copy(item=item, by=people.author, data={"title": "둘"}, version=1)
    assert (copy.version, copy.data) == (2, {"title": "둘"})


@pytest.mark.parametrize("version", [0, 1, 7])
def test_a_second_window_is_told(people: Cast, version: int) -> None:
    item = draft(people.author)
    save_working_copy(item=item, by=people.author, data={"title": "하나"}, version=0)
    save_working_copy(item=item, by=people.author, data={"title": "둘"}, version=1)
    with pytest.raises(StaleCopy) as caught:
        save_working_copy(item=item, by=people.author, data={"title": "셋"}, version=version)
    assert caught.value.current is not None
    assert caught.value.current.data == {"title": "둘"}


def test_a_late_autosave_does_not_bring_back_what_was_saved(people: Cast) -> None:
    item = draft(people.author)
    base = item.current_revision
    save_working_copy(item=item, by=people.author, data={"title": "하나"}, version=0, base=base)
    revise_item(item=item, by=people.author, fields=fields(title="하나"), base=base)
    assert not WorkingCopy.objects.exists()
    for version in (0, 1):
        with pytest.raises(StaleCopy) as caught:
            save_working_copy(item=item, by=people.author, data={}, version=version, base=base)
        assert caught.value.current is None


def test_somebody_elses_save_leaves_my_copy_on_its_base(people: Cast) -> None:
    item = draft(people.author, coauthors=(people.colleague,))
    base = item.current_revision
    form = fields(title="다른", coauthors=(people.colleague,))
    revise_item(item=item, by=people.author, fields=form, base=base)
    copy = save_working_copy(item=item, by=people.colleague, data={}, version=0, base=base)
    assert copy.base == base


def test_what_the_database_cannot_hold_is_left_out(people: Cast) -> None:
    item = draft(people.author)
    data = {"title": "a\x00b\ud800", "tags": ["\x00c"], "n": 1, "deep": {"x": None}}
    copy = save_working_copy(item=item, by=people.author, data=data, version=0)
    copy.refresh_from_db()
    assert copy.data == {"title": "ab", "tags": ["c"], "n": 1, "deep": {"x": None}}


def test_writers_of_open_items_only(people: Cast) -> None:
    item = draft(people.author)
    with pytest.raises(Refused):
        save_working_copy(item=item, by=people.stranger, data={}, version=0)
    waiting = submitted(people.author)
    for version in (0, 1):
        with pytest.raises(Refused, match="Withdraw"):
            save_working_copy(item=waiting, by=people.author, data={}, version=version)


def test_what_was_deleted_meanwhile_is_said(people: Cast) -> None:
    item = draft(people.author)
    delete_draft(item=Item.objects.get(pk=item.pk), by=people.author)
    with pytest.raises(Refused, match="no longer exists"):
        save_working_copy(item=item, by=people.author, data={}, version=0)
    with pytest.raises(StaleCopy):
        save_working_copy(item=item, by=people.author, data={}, version=1)


def test_a_copy_is_discarded(people: Cast) -> None:
    item = draft(people.author)
    save_working_copy(item=item, by=people.author, data={}, version=0)
    discard_working_copy(item=item, by=people.colleague)
    assert WorkingCopy.objects.exists()
    discard_working_copy(item=item, by=people.author)
    assert not WorkingCopy.objects.exists()
