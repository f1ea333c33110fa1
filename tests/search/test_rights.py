"""What search tells every officer, against brute force, through whatever happens to people and
items.

``CKP_HISTORIES`` says how many random histories are played; the suite plays a few.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import transaction

from accounts import roles
from accounts.models import Audience, AudienceMember, Charge, Office, Officer
from accounts.services.audiences import audience_for
from accounts.services.roles import grant_role, revoke_role
from core import clock
from knowledge.models import Category, Item
from knowledge.services.comments import add_comment
from knowledge.services.grade import grade_item
from knowledge.services.publish import publish_item
from knowledge.services.retire import hide_item, retire_item, show_item
from knowledge.services.revise import revise_item
from knowledge.services.touch import tell_search
from search import hits
from search.index import ask
from search.index.compose import compose
from search.language.synonyms import Synonyms
from search.query.parse import parse
from tests.cast import category, draft, fields, office, officer, published, submitted
from tests.knowledge.views.blindness import judges
from tests.searching import Search

HISTORIES = int(os.environ.get("CKP_HISTORIES", "4"))
STEPS = 25
# Words that no other word contains, so that brute force can look for them in texts.
WORDS = ("관세", "환급", "보세", "원산지")


@pytest.fixture(autouse=True)
def _no_synonyms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Brute force knows none: a term found by another word would look like too much."""
    defaults = compose.__kwdefaults__ or {}
    monkeypatch.setitem(defaults, "same", lambda: Synonyms(()))


class Organisation:
    """Offices in three tiers, officers in them, items of all audiences, and what may happen."""

    def __init__(self, random: Random) -> None:
        self.random = random
        root = office("HQ")
        self.offices = [root]
        for number in range(5):
            self.offices.append(office(f"O{number}", parent=random.choice(self.offices)))
        self.officers = [
            officer(f"p{n}", at=random.choice(self.offices), grade=random.randint(3, 9))
            for n in range(7)
        ]
        self.boss = officer("boss", at=root, grade=1)
        grant_role(officer=self.boss, role=roles.ADMIN)
        grant_role(officer=self.officers[0], role=roles.COORDINATOR, office=self.offices[1])
        self.categories = [category(), category("export")]
        self.audiences = [
            audience_for(kind=Audience.Kind.ALL),
            audience_for(kind=Audience.Kind.ALL, lowest_grade=5),
            audience_for(kind=Audience.Kind.COMMUNITY, community="x"),
            *(audience_for(kind=Audience.Kind.OFFICE, office=one) for one in self.offices[:3]),
        ]
        for _number in range(5):
            self.publish()

    def everybody(self) -> list[Officer]:
        """Everybody as they are now: rights are read anew."""
        return list(Officer.objects.select_related("office").order_by("pk"))

    def words(self) -> str:
        """A title."""
        return " ".join(self.random.sample(WORDS, 2))

    def step(self) -> None:
        """One thing happens."""
        deeds = (
            *(self.publish, self.publish, self.retitle, self.readdress, self.hide, self.show),
            *(self.retire, self.leave, self.move, self.move_office, self.join, self.charge),
            *(self.discharge, self.grade, self.comment, self.keep_draft, self.promote),
        )
        self.random.choice(deeds)()

    def publish(self) -> None:
        author = self.random.choice(self.officers)
        item = published(author, title=self.words(), audience=self.random.choice(self.audiences))
        day = clock.now() - timedelta(days=self.random.randint(0, 900))
        Item.objects.filter(pk=item.pk).update(
            category=self.random.choice(self.categories), published_at=day
        )

    def keep_draft(self) -> None:
        author = self.random.choice(self.officers)
        made = self.random.choice((draft, submitted))(author, title=self.words())
        if self.random.random() < 0.5 and made.status == Item.Status.SUBMITTED:
            publish_item(item=made, by=self.boss)

    def _item(self, status: str = Item.Status.PUBLISHED) -> Item | None:
        rows = list(Item.objects.filter(status=status).order_by("pk"))
        return self.random.choice(rows) if rows else None

    def _revise(self, **changes: Any) -> None:
        if item := self._item():
            given = {"title": item.title, "audience": item.audience} | changes
            revise_item(
                item=item, by=item.author, fields=fields(**given), base=item.current_revision
            )

    def retitle(self) -> None:
        self._revise(title=self.words(), coauthors=())

    def readdress(self) -> None:
        self._revise(audience=self.random.choice(self.audiences))

    def hide(self) -> None:
        if item := self._item():
            hide_item(item=item, by=self.boss, reason="개인정보")

    def show(self) -> None:
        if item := self._item(Item.Status.HIDDEN):
            show_item(item=item, by=self.boss)

    def retire(self) -> None:
        if item := self._item():
            retire_item(item=item, by=self.boss, reason="낡음")

    def comment(self) -> None:
        if item := self._item():
            add_comment(item=item, by=self.boss, source=self.random.choice(WORDS))

    def leave(self) -> None:
        person = self.random.choice(self.officers)
        person.is_active = not person.is_active
        person.save()

    def move(self) -> None:
        person = self.random.choice(self.officers)
        person.office = self.random.choice(self.offices)
        person.save()

    def promote(self) -> None:
        person = self.random.choice(self.officers)
        person.grade = self.random.randint(1, 9)
        person.save()

    def move_office(self) -> None:
        moving = Office.objects.get(pk=self.random.choice(self.offices[1:]).pk)
        target = Office.objects.get(pk=self.random.choice(self.offices).pk)
        if not target.is_descendant_of(moving, include_self=True):
            moving.move_to(target)
            moving.save()

    def join(self) -> None:
        member = {"audience": self.audiences[2], "officer": self.random.choice(self.officers)}
        if not AudienceMember.objects.filter(**member).delete()[0]:
            AudienceMember.objects.create(**member)

    def charge(self) -> None:
        person, place = self.random.choice(self.officers), self.random.choice(self.offices)
        grant_role(officer=person, role=roles.COORDINATOR, office=place)

    def discharge(self) -> None:
        held = Charge.objects.order_by("pk").first()
        if held is not None:
            revoke_role(officer=held.officer, role=roles.COORDINATOR)

    def grade(self) -> None:
        if item := self._item():
            eight = Decimal(8)
            grade_item(item=item, score=eight, raw=eight, grade="superior", round_id=item.version)


def _texts() -> dict[int, str]:
    """All that is written on each item."""
    rows = Item.objects.select_related("current_revision").prefetch_related("comments")
    return {
        item.pk: "\n".join(
            (
                item.title,
                item.current_revision.source if item.current_revision else "",
                *(c.source for c in item.comments.all() if c.removed_at is None),
            )
        )
        for item in rows
    }


def _check(person: Officer, typed: str, texts: dict[int, str]) -> None:
    words = typed.split()
    rows = [
        item
        for item in Item.objects.visible_to(person).published()
        if all(word in texts[item.pk] for word in words)
    ]
    found = hits.search(person, parse(typed), limit=1_000)
    assert {item.pk for item in found.items} == {item.pk for item in rows}, (person, typed)
    assert found.count == len(rows)
    pages = [
        [item.pk for item in hits.search(person, parse(typed), offset=at, limit=3).items]
        for at in range(0, len(rows) + 3, 3)
    ]
    assert [len(page) for page in pages] == [
        min(3, max(0, len(rows) - at)) for at in range(0, len(rows) + 3, 3)
    ]
    assert [pk for page in pages for pk in page] == [item.pk for item in found.items]
    facets = found.facets()
    assert facets["category"] == Counter(item.category_id for item in rows)
    assert facets["office"] == Counter(item.office_id for item in rows)
    assert facets["superior"] == Counter(int(item.is_superior) for item in rows)
    assert sum(facets["year"].values()) == len(rows)
    newest = hits.search(person, parse(typed), order="newest", limit=1_000).items
    moments = [item.published_at for item in newest if item.published_at]
    assert len(moments) == len(rows)
    assert moments == sorted(moments, reverse=True)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(HISTORIES))
def test_every_officer_finds_what_brute_force_finds(seed: int, search: Search) -> None:
    random = Random(seed)
    world = Organisation(random)
    for number in range(STEPS):
        world.step()
        if random.random() < 0.1:
            with transaction.atomic():
                world.step()
                transaction.set_rollback(True)
        if number % 5 == 4:
            search.follow()
            texts = _texts()
            for person in world.everybody():
                for typed in ("", random.choice(WORDS), " ".join(random.sample(WORDS, 2))):
                    _check(person, typed, texts)


@pytest.mark.django_db
def test_between_a_change_and_the_follower_nothing_forbidden_is_shown(search: Search) -> None:
    """The index still has it; PostgreSQL says no, and the page is filled from behind."""
    people = Organisation(Random(1))
    Item.objects.all().update(status=Item.Status.DRAFT)
    author = people.officers[0]
    items = [published(author, title=f"관세 {n}") for n in range(8)]
    search.follow()
    for item in items[:3]:
        hide_item(item=item, by=people.boss, reason="개인정보")
    for order in ask.ORDERS:
        shown = hits.search(people.officers[1], parse("관세"), order=order, limit=5)
        assert {item.pk for item in shown.items} == {item.pk for item in items[3:]}
        assert shown.count == 5


@pytest.mark.django_db
def test_what_one_judges_is_not_told_by_names_offices_or_grades(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = Organisation(Random(2))
    Item.objects.all().update(status=Item.Status.DRAFT)
    author, judge = people.officers[1], people.officers[2]
    author.name_ko = "홍길동"
    author.save()
    judged, other = published(author, title="관세 하나"), published(author, title="관세 둘")
    Item.objects.filter(pk__in=(judged.pk, other.pk)).update(grade="superior", score=9)
    tell_search(judged.pk, other.pk)
    judges(monkeypatch, judge, judged)
    code = author.office.code if author.office else ""
    assert set(search.found(judge, "관세")) == {judged.pk, other.pk}
    for typed in ("홍길동", "작성자:홍길동", f"부서:{code} 관세", "-작성자:없는이름 관세"):
        assert search.found(judge, typed) == [other.pk], typed
        assert len(search.found(people.boss, typed)) == 2, typed
    facets = hits.search(judge, parse("관세")).facets()
    assert facets["office"] == {author.office_id: 1}
    assert facets["superior"] == {1: 1}
    assert sum(facets["category"].values()) == 2
    assert Category.objects.count() == 2
