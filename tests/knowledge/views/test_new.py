"""Beginning an item."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from knowledge.models import GeneralKnowledge, Item
from knowledge.services.drafts import save_working_copy
from knowledge.shapes import SHAPES
from tests.cast import cast, officer
from tests.knowledge.views.forms import signed_in

pytestmark = pytest.mark.django_db
NEW = reverse("knowledge:new")


def test_every_shape_of_the_model_has_a_card() -> None:
    assert [card.code for card in SHAPES] == GeneralKnowledge.Shape.values
    assert all(set(card.skeletons) == {"ko", "en"} for card in SHAPES)


def test_the_page_offers_the_shapes() -> None:
    page = signed_in(cast().author).get(NEW)
    assert page.status_code == 200
    assert page.content.decode().count('name="shape"') == len(SHAPES)


@pytest.mark.parametrize(("language", "heading"), [("ko", "# 순서"), ("en", "# Steps")])
def test_choosing_a_shape_begins_a_draft_in_ones_language(language: str, heading: str) -> None:
    people = cast()
    answer = signed_in(people.author).post(
        NEW, {"shape": "howto"}, headers={"accept-language": language}
    )
    item = GeneralKnowledge.objects.get()
    assert answer.headers["Location"] == reverse("knowledge:edit", args=[item.pk])
    assert (item.author, item.shape, item.language) == (people.author, "howto", language)
    assert item.status == Item.Status.DRAFT
    assert item.current_revision is not None
    assert heading in item.current_revision.source


def test_a_double_click_begins_one_draft() -> None:
    people = cast()
    browser = signed_in(people.author)
    found = re.search(r'name="token" value="([0-9a-f]+)"', browser.get(NEW).content.decode())
    assert found is not None
    form = {"shape": "howto", "token": found[1]}
    first, second = (browser.post(NEW, form).headers["Location"] for _click in range(2))
    assert first == second
    assert GeneralKnowledge.objects.count() == 1
    # Another officer's form with the same token, or another shape, is another draft.
    signed_in(people.colleague).post(NEW, form)
    browser.post(NEW, {**form, "shape": "case"})
    assert GeneralKnowledge.objects.count() == 3
    # And so is the same shape for whoever went back after writing.
    item = GeneralKnowledge.objects.get(token=form["token"])
    save_working_copy(item=item, by=people.author, data={"title": "제목"}, version=0)
    assert browser.post(NEW, form).headers["Location"] != first


def test_reading_the_page_begins_nothing() -> None:
    signed_in(cast().author).get(NEW, {"shape": "howto"})
    assert not Item.objects.exists()


def test_an_unknown_shape_is_the_free_one() -> None:
    signed_in(cast().author).post(NEW, {"shape": "poem"})
    assert GeneralKnowledge.objects.get().shape == "free"


def test_an_officer_without_an_office_is_told_what_to_do() -> None:
    answer = signed_in(officer("nowhere")).post(NEW, {"shape": "free"}, follow=True)
    assert not Item.objects.exists()
    assert "소속" in answer.content.decode() or "office" in answer.content.decode()


def test_whoever_is_not_signed_in_signs_in_first() -> None:
    from django.test import Client

    answer = Client().get(NEW)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={NEW}"
