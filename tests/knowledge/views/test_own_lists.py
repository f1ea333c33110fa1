"""What I wrote, what I bookmarked, and what a colleague has published."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from knowledge.models import CoAuthor, Item
from knowledge.services.marks import toggle_bookmark
from tests.cast import Cast, draft, published, submitted
from tests.knowledge.views.blindness import judges, renamed
from tests.knowledge.views.forms import signed_in
from tests.knowledge.views.test_list import several, titles
from tests.query_baseline import queries_of

pytestmark = pytest.mark.django_db

MINE = reverse("knowledge:mine")
BOOKMARKS = reverse("knowledge:bookmarks")


def mine(officer: Officer, status: str = "") -> list[str]:
    return titles(signed_in(officer).get(f"{MINE}?status={status}"))


def test_my_items_stand_under_their_states(people: Cast) -> None:
    draft(people.author, title="a draft")
    submitted(people.author, title="a submission")
    several(people.author, "published")
    returned = several(people.author, "returned", status="returned")[0]
    published(people.stranger, title="not mine")
    assert mine(people.author, "draft") == ["a draft"]
    assert mine(people.author, "submitted") == ["a submission"]
    assert mine(people.author, "published") == ["published"]
    # What needs me most comes first, also for what an address says wrongly.
    for status in ("", "nonsense", "%00"):
        assert mine(people.author, status) == [returned.title]
    html = signed_in(people.author).get(MINE).content.decode()
    tabs = html.split('<nav class="tabs"')[1].split("</nav>")[0]
    assert tabs.count('<span class="num">1</span>') == 4
    assert "?status=rejected" not in tabs


def test_what_i_wrote_with_others_is_mine_too(people: Cast) -> None:
    item = draft(people.author, title="ours")
    CoAuthor.objects.create(item=item, officer=people.colleague)
    assert mine(people.colleague, "draft") == ["ours"]
    assert mine(people.stranger, "draft") == []


def test_bookmarks_are_the_latest_first_and_only_what_i_may_read(people: Cast) -> None:
    items = several(people.author, "one", "two", "three")
    for item in items:
        toggle_bookmark(item=item, by=people.stranger)
    secret = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    Item.objects.filter(pk=items[1].pk).update(audience=secret)
    answer = signed_in(people.stranger).get(BOOKMARKS)
    assert titles(answer) == ["three", "one"]
    assert titles(signed_in(people.author).get(BOOKMARKS)) == []


def test_a_bookmark_of_a_retired_item_says_that_it_is(people: Cast) -> None:
    item = several(people.author, "old")[0]
    toggle_bookmark(item=item, by=people.stranger)
    Item.objects.filter(pk=item.pk).update(status="retired")
    html = signed_in(people.stranger).get(BOOKMARKS).content.decode()
    card = html.split('<li class="item-card">')[1].split("</li>")[0]
    assert 'class="krds-badge' in card


def test_a_colleague_shows_what_i_may_read_of_theirs(people: Cast) -> None:
    several(people.author, "open")
    draft(people.author, title="draft")
    together = several(people.stranger, "together")[0]
    CoAuthor.objects.create(item=together, officer=people.author)
    busan = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    published(people.author, title="secret", audience=busan)
    address = reverse("knowledge:officer", args=[people.author.pk])

    def shown(reader: Officer) -> set[str]:
        html = signed_in(reader).get(address).content.decode()
        return {name for name in ("open", "draft", "together", "secret") if f">{name}</a>" in html}

    assert shown(people.evaluator) == {"open", "together"}
    assert shown(people.colleague) == {"open", "together", "secret"}
    assert shown(people.author) == {"open", "together", "secret"}


def test_somebody_who_left_is_still_an_author(people: Cast) -> None:
    people.author.is_active = False
    people.author.save()
    address = reverse("knowledge:officer", args=[people.author.pk])
    assert signed_in(people.stranger).get(address).status_code == 200


@pytest.mark.parametrize("number", [0, 10**15, 10**30])
def test_an_officer_who_does_not_exist_is_a_404(people: Cast, number: int) -> None:
    address = reverse("knowledge:officer", args=[number])
    assert signed_in(people.stranger).get(address).status_code == 404


def test_who_judges_an_item_does_not_find_it_at_its_writer(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(people.author, "홍길동")
    item = several(people.author, "judged")[0]
    toggle_bookmark(item=item, by=people.evaluator)
    judges(monkeypatch, people.evaluator, item)
    browser = signed_in(people.evaluator)
    html = browser.get(reverse("knowledge:officer", args=[people.author.pk])).content.decode()
    assert "judged" not in html
    html = browser.get(BOOKMARKS).content.decode()
    assert "judged" in html
    assert "홍길동" not in html


@pytest.mark.parametrize("page", ["0", "x", "99999999999999999999", "%00"])
def test_pages_that_do_not_exist_are_near_ones(people: Cast, page: str) -> None:
    several(people.author, "one")
    browser = signed_in(people.author)
    for address in (MINE, BOOKMARKS, reverse("knowledge:officer", args=[people.author.pk])):
        assert browser.get(f"{address}?page={page}").status_code == 200


def test_how_often_the_database_is_asked(people: Cast) -> None:
    for item in several(people.author, *(f"n{number}" for number in range(25))):
        toggle_bookmark(item=item, by=people.author)
    browser = signed_in(people.author)
    browser.get(MINE)
    with queries_of("knowledge.mine"):
        browser.get(MINE)
    with queries_of("knowledge.bookmarks"):
        browser.get(BOOKMARKS)
    with queries_of("knowledge.officer"):
        browser.get(reverse("knowledge:officer", args=[people.author.pk]))
