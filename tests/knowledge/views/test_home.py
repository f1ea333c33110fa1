"""The first page: what is new, superior and much read, what my office did, what I read."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from core import clock
from knowledge.models import Category, Item
from knowledge.services.comments import add_comment
from knowledge.services.publish import publish_item
from knowledge.services.readings import flush_readings
from knowledge.services.refuse import return_item
from tests.cast import Cast, draft, officer, published, submitted
from tests.knowledge.views.blindness import judges, renamed
from tests.knowledge.views.forms import signed_in

pytestmark = pytest.mark.django_db

HOME = reverse("home")


def part(reader: Officer, name: str) -> str:
    """The section of the page under the heading of that name; nothing where there is none."""
    html: str = signed_in(reader).get(HOME).content.decode()
    start = f'id="{name}-title"'
    return html.split(start)[1].split("</section>")[0] if start in html else ""


def several(author: Officer, *names: str, **columns: Any) -> list[Item]:
    """Published items of these titles, each an hour older than the one before."""
    items: list[Item] = []
    for number, name in enumerate(names):
        item = published(author, title=name)
        moment = clock.now() - timedelta(hours=number)
        Item.objects.filter(pk=item.pk).update(**({"published_at": moment} | columns))
        items.append(item)
    return items


def accepted(author: Officer, coordinator: Officer, **changes: Any) -> Item:
    item = submitted(author, **changes)
    publish_item(item=item, by=coordinator)
    return item


def test_a_visitor_signs_in_first(people: Cast) -> None:
    answer = Client().get(HOME)
    assert answer["Location"] == f"{reverse('account_login')}?next={HOME}"


def test_a_new_portal_says_what_to_do(people: Cast) -> None:
    html = signed_in(people.stranger).get(HOME).content.decode()
    assert 'class="empty"' in html
    assert reverse("knowledge:new") in part(people.stranger, "newest")
    for name in ("superior", "popular", "recent"):
        assert part(people.stranger, name) == ""


def test_the_six_newest_stand_in_order(people: Cast) -> None:
    names = [f"글{number}번" for number in range(8)]
    several(people.author, *names)
    newest = part(people.stranger, "newest")
    places = [newest.index(name) for name in names[:6]]
    assert places == sorted(places)
    assert not [name for name in names[6:] if name in newest]


def test_what_a_reader_may_not_read_is_on_nobodys_page(people: Cast) -> None:
    busan = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    several(people.author, "비밀 글", audience=busan, grade="superior", score=9)
    draft(people.author, title="초안 글")
    submitted(people.author, title="제출한 글")
    assert "비밀 글" in signed_in(people.colleague).get(HOME).content.decode()
    html = signed_in(people.stranger).get(HOME).content.decode()
    for title in ("비밀 글", "초안 글", "제출한 글"):
        assert title not in html


def test_two_superior_items_of_each_field_of_business(people: Cast) -> None:
    top = Category.objects.create(slug="trade", name_ko="무역", name_en="Trade")
    below = Category.objects.create(slug="import", name_ko="수입", name_en="Import", parent=top)
    several(people.author, "첫째", "둘째", "셋째", category=below, grade="superior", score=9)
    mean = {"score": Decimal("7.25"), "raw_score": Decimal("6.85")}
    several(people.author, "통관 글", grade="superior", **mean)
    several(people.author, "보통 글", grade="standard", score=5)
    superior = part(people.stranger, "superior")
    html = signed_in(people.stranger).get(HOME).content.decode()
    assert reverse("knowledge:category", args=["trade"]) in superior
    assert reverse("knowledge:category", args=["import"]) not in html.split('id="popular-title"')[0]
    groups = html.split('id="superior-title"')[1].split('id="popular-title"')[0]
    # Corrected score and plain mean stand together, wherever a score stands.
    assert re.search(r"7\.3\s*<span[^>]*>\(mean 6\.9\)", groups)
    assert [name for name in ("첫째", "둘째", "셋째", "통관 글", "보통 글") if name in groups] == [
        "첫째",
        "둘째",
        "통관 글",
    ]


def test_much_read_is_what_was_read_of_the_last_months(people: Cast) -> None:
    several(people.author, "많이 읽은 글", view_count=900)
    several(people.author, "덜 읽은 글", view_count=9)
    old = clock.now() - timedelta(days=91)
    several(people.author, "옛날 글", view_count=9999, published_at=old)
    popular = part(people.stranger, "popular")
    assert popular.index("많이 읽은 글") < popular.index("덜 읽은 글")
    assert "옛날 글" not in popular


def test_my_office_shows_what_colleagues_did(people: Cast) -> None:
    item = accepted(people.author, people.coordinator, title="우리 글")
    add_comment(item=item, by=people.stranger, source="인천에서 한 말")
    busan, incheon = part(people.colleague, "office"), part(people.stranger, "office")
    assert busan.count("우리 글") == 1
    assert "Coordinator" in busan
    assert incheon.count("우리 글") == 1
    assert "Stranger" in incheon
    assert "Coordinator" not in incheon


def test_an_officer_without_an_office_has_a_home(people: Cast) -> None:
    accepted(people.author, people.coordinator, title="우리 글")
    person = officer("newcomer")
    assert "우리 글" not in part(person, "office")
    assert "우리 글" in part(person, "newest")


def test_what_i_read_comes_back_while_i_may_read_it(people: Cast) -> None:
    first, second = several(people.author, "먼저 읽은 글", "나중에 읽은 글")
    for day, item in ((2, first), (1, second)):
        with clock.at(clock.now() - timedelta(days=day)):
            signed_in(people.stranger).get(item.get_absolute_url())
        flush_readings()
    recent = part(people.stranger, "recent")
    assert recent.index("나중에 읽은 글") < recent.index("먼저 읽은 글")
    assert part(people.evaluator, "recent") == ""
    Item.objects.filter(pk=second.pk).update(status=Item.Status.HIDDEN)
    assert "나중에 읽은 글" not in part(people.stranger, "recent")


def test_what_waits_for_me_is_mine(people: Cast) -> None:
    returned = submitted(people.author, title="돌아온 글")
    return_item(item=returned, by=people.coordinator, reason="더 적어 주세요")
    submitted(people.author, title="기다리는 글")
    waits = {
        person.username: part(person, "waiting").count("<li>")
        for person in (people.author, people.coordinator, people.colleague, people.stranger)
    }
    assert waits == {"author": 1, "coordinator": 1, "colleague": 0, "stranger": 0}
    assert reverse("evaluation:queue") in part(people.coordinator, "waiting")


def test_who_judges_an_item_does_not_learn_who_wrote_it_or_worked_on_it(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(people.author, "홍길동")
    item = accepted(people.author, people.coordinator, title="평가할 글")
    add_comment(item=item, by=people.stranger, source="같은 세관 직원의 말")
    signed_in(people.stranger).get(HOME)
    judges(monkeypatch, people.evaluator, item)
    html = signed_in(people.evaluator).get(HOME).content.decode()
    assert "평가할 글" in html
    assert "홍길동" not in html
    assert "BUS Customs" not in html
    assert "평가할 글" not in part(people.evaluator, "office")
    assert "홍길동" in part(people.stranger, "newest")


def test_a_page_kept_for_one_language_is_not_shown_in_another(people: Cast) -> None:
    several(people.author, "글")
    browser = signed_in(people.stranger)
    for language, name in (("en", "BUS Customs"), ("ko", "BUS 세관"), ("en", "BUS Customs")):
        browser.cookies.load({"django_language": language})
        assert name in browser.get(HOME).content.decode()
