"""What buttons on an item's page do: submit, withdraw, retire, restore, delete, discard."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from knowledge.models import Item, Revision, WorkingCopy
from knowledge.services.drafts import save_working_copy
from knowledge.services.revise import revise_item
from tests.cast import Cast, draft, fields, published, submitted
from tests.knowledge.views.forms import form_of, signed_in

pytestmark = pytest.mark.django_db

ACTIONS = ["submit", "withdraw", "retire", "delete", "discard", "restore"]


def address(name: str, item: Item) -> str:
    more = [1] if name == "restore" else []
    return reverse(f"knowledge:{name}", args=[item.pk, *more])


def act(name: str, item: Item, by: Any, **data: str) -> Any:
    return signed_in(by).post(address(name, item), data)


def status(item: Item) -> str:
    return Item.objects.get(pk=item.pk).status


def said(answer: Any) -> list[str]:
    return [message.level_tag for message in answer.wsgi_request._messages]


@pytest.mark.parametrize("name", ACTIONS)
def test_reading_an_address_changes_nothing(people: Cast, name: str) -> None:
    assert signed_in(people.author).get(address(name, draft(people.author))).status_code == 405


@pytest.mark.parametrize("name", ACTIONS)
def test_whoever_is_not_signed_in_signs_in_first(people: Cast, name: str) -> None:
    item = draft(people.author)
    answer = Client().post(address(name, item))
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert status(item) == Item.Status.DRAFT


@pytest.mark.parametrize("name", [n for n in ACTIONS if n != "delete"])
@pytest.mark.parametrize("who", ["stranger", "colleague"])
def test_a_draft_of_others_is_not_there(people: Cast, name: str, who: str) -> None:
    item = draft(people.author)
    assert act(name, item, getattr(people, who), reason="x").status_code == 404


def test_deleting_a_draft_of_others_deletes_nothing(people: Cast) -> None:
    item = draft(people.author)
    act("delete", item, people.stranger)
    assert Item.objects.filter(pk=item.pk).exists()


def test_submit_and_withdraw(people: Cast) -> None:
    item = draft(people.author)
    answer = act("submit", item, people.author)
    assert (status(item), said(answer)) == (Item.Status.SUBMITTED, ["success"])
    answer = act("submit", item, people.author)
    assert (status(item), said(answer)) == (Item.Status.SUBMITTED, ["success"])
    answer = act("withdraw", item, people.author)
    assert (status(item), said(answer)) == (Item.Status.DRAFT, ["success"])
    assert said(act("withdraw", item, people.author)) == ["error"]


def test_unsaved_text_is_not_passed_over_by_a_submission(people: Cast) -> None:
    item = draft(people.author)
    data = form_of(item, people.author, source="typed and not saved")
    save_working_copy(item=item, by=people.author, data=data, version=0)
    answer = act("submit", item, people.author)
    assert answer.headers["Location"] == reverse("knowledge:edit", args=[item.pk])
    assert status(item) == Item.Status.DRAFT


def test_a_published_item_is_retired_with_a_reason(people: Cast) -> None:
    item = published(people.author)
    assert said(act("retire", item, people.author, reason="  ")) == ["error"]
    assert status(item) == Item.Status.PUBLISHED
    assert said(act("retire", item, people.stranger, reason="x")) == ["error"]
    assert status(item) == Item.Status.PUBLISHED
    assert said(act("retire", item, people.author, reason="법이 바뀜\0")) == ["success"]
    assert Item.objects.get(pk=item.pk).status_reason == "법이 바뀜"


def test_the_coordinator_of_the_office_retires_too(people: Cast) -> None:
    item = published(people.author)
    act("retire", item, people.coordinator, reason="낡음")
    assert status(item) == Item.Status.RETIRED


def test_an_earlier_text_comes_back_as_a_new_revision(people: Cast) -> None:
    item = draft(people.author, source="the first text")
    revise_item(
        item=item, by=people.author, fields=fields(source="second"), base=item.current_revision
    )
    assert said(act("restore", item, people.author)) == ["success"]
    latest = Revision.objects.filter(item=item).latest("number")
    assert (latest.number, latest.source) == (3, "the first text")
    missing = reverse("knowledge:restore", args=[item.pk, 99])
    assert signed_in(people.author).post(missing).status_code == 404


def test_a_text_under_judgement_is_not_restored(people: Cast) -> None:
    item = submitted(people.author)
    assert said(act("restore", item, people.author)) == ["error"]


def test_a_draft_is_deleted_once(people: Cast) -> None:
    item = draft(people.author)
    answer = act("delete", item, people.author)
    assert answer.headers["Location"] == reverse("knowledge:mine")
    assert not Item.objects.exists()
    again = act("delete", item, people.author)
    assert (again.status_code, said(again)) == (302, ["info"])


def test_what_is_published_is_not_deleted(people: Cast) -> None:
    item = published(people.author)
    assert said(act("delete", item, people.author)) == ["error"]
    assert Item.objects.filter(pk=item.pk).exists()


def test_a_coauthor_does_not_delete(people: Cast) -> None:
    item = draft(people.author, coauthors=(people.colleague,))
    assert said(act("delete", item, people.colleague)) == ["error"]
    assert Item.objects.filter(pk=item.pk).exists()


def test_discarding_takes_the_own_copy_only(people: Cast) -> None:
    item = draft(people.author, coauthors=(people.colleague,))
    for person in (people.author, people.colleague):
        data = form_of(item, person, source=f"by {person}")
        save_working_copy(item=item, by=person, data=data, version=0)
    act("discard", item, people.author)
    assert WorkingCopy.objects.get().officer == people.colleague
