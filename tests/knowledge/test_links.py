"""Who links to an item is known, and whom it concerns when it turns out wrong."""

from __future__ import annotations

import pytest
from django.test import override_settings

from core import clock
from knowledge.models import ItemLink, Reading
from knowledge.services.links import linked_ids
from knowledge.services.marks import toggle_bookmark
from knowledge.services.retire import hide_item, show_item
from knowledge.services.revise import restore_revision, revise_item
from knowledge.touched import officers_touched
from tests.cast import Cast, cast, draft, fields, published

pytestmark = pytest.mark.django_db

BODY = "이 절차는 다른 지식을 바탕으로 하며, 순서는 다음과 같습니다. "


@pytest.fixture
def people() -> Cast:
    return cast()


def links_of(pk: int) -> set[int]:
    return set(ItemLink.objects.filter(source=pk).values_list("target", flat=True))


def test_links_follow_the_current_text(people: Cast) -> None:
    first, second = published(people.author), published(people.author)
    cite = f"{BODY}[하나](/knowledge/{first.pk}/)와 [하나](/knowledge/{first.pk}/history/)"
    item = draft(people.colleague, source=cite)
    assert links_of(item.pk) == {first.pk}
    both = (
        f"{BODY}[둘](/knowledge/{second.pk}/) [없음](/knowledge/9999/) [나](/knowledge/{item.pk}/)"
    )
    base = item.current_revision
    revise_item(item=item, by=people.colleague, fields=fields(source=both), base=base)
    item.refresh_from_db()
    assert links_of(item.pk) == {second.pk}
    earlier = item.revisions.get(number=1)
    restore_revision(item=item, by=people.colleague, revision=earlier)
    assert links_of(item.pk) == {first.pk}


@override_settings(ALLOWED_HOSTS=["portal.customs.example"])
def test_addresses_of_other_sites_are_no_links_to_items() -> None:
    html = (
        '<a href="/knowledge/1/">a</a> <a title="x" href="https://portal.customs.example/knowledge/2/">'
        '<a href="https://elsewhere.example/knowledge/3/">b</a> <a href="/knowledge/new/">c</a>'
        '<a href="/mileage/?next=/knowledge/4/">d</a> /knowledge/5/'
    )
    assert linked_ids(html) == {1, 2}


def test_whom_it_concerns_when_an_item_is_wrong(people: Cast) -> None:
    item = published(people.author)
    assert not officers_touched(item.pk).exists()
    Reading.objects.create(item=item, officer=people.stranger, day=clock.today())
    toggle_bookmark(item=item, by=people.evaluator)
    toggle_bookmark(item=item, by=people.stranger)
    draft(
        people.colleague, source=f"{BODY}[근거](/knowledge/{item.pk}/)", coauthors=(people.admin,)
    )
    people.admin.is_active = False
    people.admin.save()
    assert set(officers_touched(item.pk)) == {people.stranger, people.evaluator, people.colleague}


def test_what_is_hidden_is_mended_by_its_writers_before_it_is_shown_again(people: Cast) -> None:
    item = published(people.author)
    hide_item(item=item, by=people.coordinator, reason="개인정보가 있습니다.")
    revise_item(item=item, by=people.author, fields=fields(), base=item.current_revision)
    item.refresh_from_db()
    assert (item.status, item.current_revision.number) == ("hidden", 2)  # type: ignore[union-attr]
    assert show_item(item=item, by=people.coordinator).status == "published"
