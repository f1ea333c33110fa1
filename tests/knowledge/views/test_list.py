"""The list of knowledge: what is in it, in which order, and what its address may say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from core import clock
from knowledge.models import Category, CoAuthor, Item
from tests.cast import Cast, draft, office, officer, published, submitted
from tests.knowledge.views.blindness import judges, renamed
from tests.knowledge.views.forms import signed_in
from tests.query_baseline import queries_of

pytestmark = pytest.mark.django_db


def titles(answer: Any) -> list[str]:
    """The titles of the lines, from top to bottom."""
    html = answer.content.decode()
    lines = html.split('<li class="item-card">')[1:]
    return [line.split("<h2>")[1].split(">")[1].split("<")[0] for line in lines]


def listed(reader: Officer, query: str = "", path: str = "/knowledge/") -> list[str]:
    return titles(signed_in(reader).get(f"{path}{query}"))


def several(author: Officer, *names: str, **columns: Any) -> list[Item]:
    """Published items of these titles, each an hour newer than the one before."""
    items = []
    for name in names:
        item = published(author, title=name)
        hour = timedelta(hours=Item.objects.count())
        Item.objects.filter(pk=item.pk).update(published_at=clock.now() + hour, **columns)
        items.append(Item.objects.get(pk=item.pk))
    return items


def test_only_what_is_published_and_readable_is_listed(people: Cast) -> None:
    several(people.author, "open")
    draft(people.author, title="draft")
    submitted(people.author, title="submitted")
    retired = published(people.author, title="retired")
    Item.objects.filter(pk=retired.pk).update(status="retired")
    busan = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    published(people.author, title="secret", audience=busan)
    assert listed(people.stranger) == ["open"]
    assert set(listed(people.colleague)) == {"open", "secret"}
    assert set(listed(people.author)) == {"open", "secret"}


def test_the_orders(people: Cast) -> None:
    several(people.author, "old", view_count=9, score="7.5", grade="superior")
    several(people.author, "middle", view_count=1, score="8.5", grade="superior")
    several(people.author, "new", view_count=5, score="6.0", grade="standard")
    assert listed(people.stranger) == ["new", "middle", "old"]
    assert listed(people.stranger, "?sort=read") == ["old", "new", "middle"]
    assert listed(people.stranger, "?sort=superior") == ["middle", "old"]


def test_a_category_holds_what_is_below_it(people: Cast) -> None:
    top = Category.objects.create(slug="top", name_ko="위", name_en="Top")
    below = Category.objects.create(slug="below", name_ko="하위", name_en="Below", parent=top)
    several(people.author, "in top", category=top)
    several(people.author, "in below", category=below)
    several(people.author, "elsewhere")
    browser = signed_in(people.stranger)
    answer = browser.get(reverse("knowledge:category", args=["top"]))
    assert titles(answer) == ["in below", "in top"]
    assert titles(browser.get(reverse("knowledge:category", args=["below"]))) == ["in below"]
    html = answer.content.decode()
    assert html.split("<span>Top</span>")[1].split("</a>")[0].strip().endswith('num">2</span>')
    assert browser.get(reverse("knowledge:category", args=["none"])).status_code == 404


def test_an_office_holds_what_is_below_it(people: Cast) -> None:
    yongdang = office("YD", parent=people.busan)
    several(people.author, "busan")
    several(officer("below", at=yongdang), "yongdang")
    several(people.stranger, "incheon")
    assert listed(people.stranger, "?office=BUS") == ["yongdang", "busan"]
    assert listed(people.stranger, "?office=YD") == ["yongdang"]


def test_tag_author_and_language(people: Cast) -> None:
    tagged = several(people.author, "tagged")[0]
    tagged.tags.add("FTA")
    several(people.stranger, "english", language="en")
    with_colleague = several(people.author, "together")[0]
    CoAuthor.objects.create(item=with_colleague, officer=people.colleague)
    assert listed(people.stranger, "?tag=fta") == ["tagged"]
    assert listed(people.stranger, "?author=colleague") == ["together"]
    assert listed(people.stranger, "?author=author") == ["together", "tagged"]
    assert listed(people.stranger, "?language=en") == ["english"]
    assert listed(people.stranger, "?language=ko&author=stranger") == []


@pytest.mark.parametrize(
    "query",
    [
        "office=%00",
        "office=NONE",
        "author=%00",
        "author=nobody",
        "language=xx",
        "sort=random",
        "sort=%00",
        "page=0",
        "page=-1",
        "page=x",
        "page=999999999999999999999999",
        "page=%00",
        "tag=%00",
        "q=%00&unknown=1",
        "office=" + "x" * 3000,
    ],
)
def test_what_an_address_says_wrongly_is_left_out(people: Cast, query: str) -> None:
    several(people.author, "one")
    answer = signed_in(people.stranger).get(f"/knowledge/?{query}")
    assert answer.status_code == 200
    assert titles(answer) == ["one"]


def test_a_filter_is_taken_off_by_its_chip(people: Cast) -> None:
    html = signed_in(people.stranger).get("/knowledge/?office=BUS&sort=read&tag=a%26b")
    content = html.content.decode()
    assert 'href="?tag=a%26b&amp;sort=read"' in content
    assert 'href="?office=BUS&amp;sort=read"' in content


def test_the_form_of_filters_says_what_is_chosen(people: Cast) -> None:
    html = signed_in(people.stranger).get("/knowledge/?office=ICN&sort=read").content.decode()
    form = html.split('<form class="filter-bar"')[1].split("</form>")[0]
    assert '<option value="ICN" selected>' in form
    assert 'name="sort" value="read"' in form


def test_an_empty_list_says_what_to_do(people: Cast) -> None:
    html = signed_in(people.stranger).get("/knowledge/").content.decode()
    assert 'class="empty"' in html
    assert reverse("knowledge:new") in html


def test_pages_hold_twenty_lines_and_keep_the_filters(people: Cast) -> None:
    names = [f"n{number:02}" for number in range(45)]
    several(people.author, *names)
    browser = signed_in(people.stranger)
    pages = [browser.get(f"/knowledge/?language=ko&page={n}") for n in (1, 2, 3)]
    assert [title for page in pages for title in titles(page)] == names[::-1]
    assert "?language=ko&amp;page=2" in pages[0].content.decode()
    assert titles(browser.get("/knowledge/?language=ko&page=99")) == names[4::-1]


def test_who_judges_an_item_cannot_find_its_writer_by_filters(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(people.author, "홍길동")
    item, other = several(people.author, "judged", "other")
    judges(monkeypatch, people.evaluator, item)
    browser = signed_in(people.evaluator)
    signed_in(people.stranger).get("/knowledge/")  # kept with the names
    html = browser.get("/knowledge/").content.decode()
    judged = html.split('<li class="item-card">')[2]
    assert "judged" in judged
    assert "홍길동" not in judged
    assert "BUS Customs" not in judged
    for query in ("?author=author", "?office=BUS"):
        assert titles(browser.get(f"/knowledge/{query}")) == ["other"]
    assert listed(people.stranger, "?author=author") == ["other", "judged"]


def test_how_often_the_database_is_asked(people: Cast) -> None:
    several(people.author, *(f"n{number}" for number in range(25)))
    browser = signed_in(people.stranger)
    browser.get(reverse("knowledge:bookmarks"))
    with queries_of("knowledge.list first reader"):
        browser.get("/knowledge/")
    with queries_of("knowledge.list"):
        browser.get("/knowledge/")
    with queries_of("knowledge.list filtered"):
        browser.get("/knowledge/?office=BUS&author=author&tag=x&language=ko&sort=superior")
