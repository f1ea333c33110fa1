"""From the real services of knowledge, through the workers' delivery, to the officer's points."""

from __future__ import annotations

import pytest

from accounts import roles
from accounts.services.roles import grant_role
from core import clock
from knowledge.models import Category
from knowledge.services.drafts import create_draft, delete_draft
from knowledge.services.fields import ItemFields
from knowledge.services.publish import publish_item
from knowledge.services.retire import hide_item, retire_item, show_item
from knowledge.services.submit import submit_item
from mileage.models import Entry
from mileage.services.replay import replay
from mileage.services.vest import vest_due
from tests.delivering import deliver_all
from tests.mileage.people import at, balance, held, house, person

pytestmark = pytest.mark.django_db


def test_an_item_is_paid_hidden_shown_again_and_another_is_taken_back() -> None:
    kim, lee, chief = person("kim"), person("lee"), person("chief")
    grant_role(officer=chief, role=roles.COORDINATOR, office=house())
    category = Category.objects.create(slug="hs", name_ko="품목분류", name_en="Classification")
    fields = ItemFields(
        title="HS 8517 품목분류 사례",
        summary="통신 기기의 품목분류에서 헷갈리는 점.",
        source="통신 기기는 8517호로 분류하되, 주된 기능을 먼저 살핀다. " * 3,
        category=category,
        coauthors=(lee,),
    )
    items = []
    with clock.at(at("2026-03-02 10:00")):
        for _ in range(2):
            item = create_draft(by=kim, fields=fields)
            submit_item(item=item, by=kim)
            items.append(publish_item(item=item, by=chief))
        delete_draft(item=create_draft(by=kim, fields=fields), by=kim)
        deliver_all()
    assert (held(kim), held(lee)) == (6, 4)
    first, second = items
    with clock.at(at("2026-03-03 10:00")):
        retire_item(item=second, by=kim, reason="틀린 곳이 있어 다시 씁니다.")
        hide_item(item=first, by=chief, reason="개인정보를 살펴봅니다.")
        deliver_all()
    assert (held(kim), held(lee)) == (3, 2)
    with clock.at(at("2026-03-09 03:00")):
        assert vest_due() == 0
        show_item(item=first, by=chief)
        deliver_all()
        assert vest_due() == 2
    assert (held(kim), held(lee), balance(kim), balance(lee)) == (0, 0, 3, 2)
    outcome = replay()
    assert (outcome.lines, outcome.entries) == ([], Entry.objects.count())
