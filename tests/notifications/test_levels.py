"""How much one hears of what one follows; the most specific choice wins."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from taggit.models import Tag

from accounts.models import Officer
from knowledge.following import followers_of
from knowledge.models import Category, CoAuthor, Item, ItemTag, Watch
from knowledge.services.errors import Refused
from knowledge.services.follow import follow
from knowledge.services.marks import set_watch
from notifications.models import Notice
from tests.cast import Cast, cast, office, officer, published
from tests.knowledge.views.blindness import judges
from tests.notifications.helping import mailbox, told, wants

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def item(people: Cast) -> Item:
    """An item of Busan in a category of the second level, with a tag."""
    item = published(people.author)
    above = Category.objects.create(slug="above", name_ko="위", name_en="Above")
    item.category = Category.objects.create(
        slug="below", name_ko="아래", name_en="Below", parent=above
    )
    item.save()
    ItemTag.objects.create(content_object=item, tag=Tag.objects.create(name="보세"))
    return item


def heard(item: Item, reader: Officer) -> list[str]:
    """What the reader is told of a new item, a revision and a comment."""
    others = item.author
    new = told(item, "item.published", None)
    revised = told(item, "item.revised", others, changed_share=0.5)
    comment = told(item, "item.commented", others, comment=1)
    found = [told_of.get(reader.username) for told_of in (new, revised, comment)]
    return [kind for kind in found if kind]


@pytest.mark.parametrize(
    ("level", "kinds"),
    [
        ("muted", []),
        ("normal", []),
        ("tracking", ["new_item", "revised", "discussed"]),
        ("first_post", ["new_item"]),
        ("watching", ["new_item", "revised", "discussed"]),
    ],
)
@pytest.mark.parametrize("target", ["item", "author", "tag", "category", "office"])
def test_each_level_on_each_target(
    target: str, level: str, kinds: list[str], people: Cast, item: Item
) -> None:
    reader = people.stranger
    targets = {
        "author": people.author,
        "tag": Tag.objects.get(),
        "category": Category.objects.get(slug="above"),
        "office": people.busan,
    }
    if target == "item":
        set_watch(item=item, by=reader, level=level)
    else:
        follow(by=reader, target=targets[target], level=level)
    assert heard(item, reader) == kinds
    if target != "item":
        follow(by=reader, target=targets[target], level="")
        assert not Watch.objects.exists()


def test_tracking_is_counted_and_never_mailed(people: Cast, item: Item) -> None:
    reader = mailbox(people.stranger)
    for kind in ("new_item", "revised", "discussed"):
        wants(reader, kind)
    set_watch(item=item, by=reader, level="tracking")
    heard(item, reader)
    assert {notice.mail for notice in Notice.objects.filter(officer=reader)} == {"not_wanted"}
    set_watch(item=item, by=reader, level="watching")
    heard(item, reader)
    assert Notice.objects.filter(officer=reader, mail="due").count() == 3


def test_the_most_specific_choice_wins(people: Cast, item: Item) -> None:
    """Each choice is overruled by the next; taken back, the one before counts again."""
    reader = people.stranger
    below = Category.objects.get(slug="below")
    chain = [
        (people.busan, "watching"),
        (Category.objects.get(slug="above"), "muted"),
        (below, "watching"),
        (Tag.objects.get(), "muted"),
        (people.author, "watching"),
    ]
    for target, level in chain:
        follow(by=reader, target=target, level=level)
        assert followers_of(item)[reader.pk].level == level
    set_watch(item=item, by=reader, level="muted")
    assert followers_of(item)[reader.pk].target == "item"
    assert heard(item, reader) == []
    set_watch(item=item, by=reader, level=None)
    assert followers_of(item)[reader.pk].target == "author"


def test_of_two_equally_specific_choices_the_louder_wins(people: Cast, item: Item) -> None:
    second = Tag.objects.create(name="수입")
    ItemTag.objects.create(content_object=item, tag=second)
    follow(by=people.stranger, target=Tag.objects.get(name="보세"), level="watching")
    follow(by=people.stranger, target=second, level="muted")
    assert followers_of(item)[people.stranger.pk].level == "watching"
    CoAuthor.objects.create(item=item, officer=people.colleague)
    follow(by=people.stranger, target=people.colleague, level="normal")
    assert followers_of(item)[people.stranger.pk].level == "normal"


def test_an_office_stands_for_what_is_below_it(people: Cast) -> None:
    house = office("YGD", parent=people.busan)
    item = published(officer("local", at=house))
    follow(by=people.stranger, target=people.busan, level="watching")
    assert told(item, "item.published", None)["stranger"] == "new_item"
    assert followers_of(published(officer("far", at=people.incheon))) == {}


def test_who_judges_an_item_is_not_told_because_of_its_writer(
    people: Cast, item: Item, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    follow(by=people.evaluator, target=people.author, level="watching")
    told(item, "item.revised", people.author, changed_share=0.5)
    client.force_login(people.evaluator)
    assert len(client.get("/notifications/").context["cards"]) == 1
    judges(monkeypatch, people.evaluator, item)
    assert client.get("/notifications/").context["cards"] == []


def test_unknown_levels_and_oneself_are_refused(people: Cast) -> None:
    with pytest.raises(Refused):
        follow(by=people.author, target=people.busan, level="loud")
    with pytest.raises(Refused):
        follow(by=people.author, target=people.author, level="watching")


@pytest.mark.django_db(transaction=True)
def test_following_from_the_pages_and_changing_it_on_one(
    people: Cast, item: Item, client: Client
) -> None:
    client.force_login(people.stranger)
    pages = {
        "category": reverse("knowledge:category", args=["above"]),
        "tag": "/knowledge/?tag=보세",
        "office": f"/knowledge/?office={people.busan.code}",
        "author": reverse("knowledge:officer", args=[people.author.pk]),
    }
    for column, path in pages.items():
        target = client.get(path).context["follow"]["target"]
        assert target.startswith(f"{column}:")
        fields = {"target": target, "level": "watching", "next": path}
        answer = client.post(reverse("knowledge:follow"), fields)
        assert answer.status_code == 302
        assert client.get(path).context["follow"]["level"] == "watching"
    set_watch(item=item, by=people.stranger, level="tracking")
    path = reverse("notifications:following")
    lines = client.get(path).context["lines"]
    assert [line["level"] for line in lines] == ["tracking", *["watching"] * 4]
    for line in lines:
        client.post(path, {"watch": line["pk"], "level": "muted"})
    assert {line["level"] for line in client.get(path).context["lines"]} == {"muted"}
    for line in lines:
        client.post(path, {"watch": line["pk"], "level": ""})
    assert client.get(path).context["lines"] == []
    client.force_login(people.colleague)
    Watch.objects.create(officer=people.stranger, author=people.author)
    assert client.post(path, {"watch": Watch.objects.get().pk, "level": ""}).status_code == 404


@pytest.mark.parametrize("target", ["", "item:1", "tag:x", "tag:99999999999999999999", "author:0"])
def test_what_does_not_exist_cannot_be_followed(target: str, people: Cast, client: Client) -> None:
    client.force_login(people.stranger)
    fields = {"target": target, "level": "watching"}
    assert client.post(reverse("knowledge:follow"), fields).status_code == 404


def test_following_leads_back_to_this_site_only(people: Cast, client: Client) -> None:
    client.force_login(people.stranger)
    fields = {
        "target": f"office:{people.busan.pk}",
        "level": "watching",
        "next": "https://example.com/",
    }
    answer = client.post(reverse("knowledge:follow"), fields)
    assert answer["Location"] == reverse("knowledge:list")
