"""What visitors who are not signed in read of public items, and nothing else."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Audience
from accounts.services.audiences import audience_for
from core.redis import client as redis
from knowledge.models import Item
from knowledge.services.attachments import attach_file
from knowledge.services.comments import add_comment
from knowledge.services.publish import publish_item
from knowledge.services.readings import BUFFER
from knowledge.services.refuse import return_item
from knowledge.services.retire import hide_item, retire_item
from knowledge.services.revise import revise_item
from tests.cast import Cast, draft, fields, published, submitted
from tests.knowledge.views.blindness import renamed
from tests.knowledge.views.forms import latest, signed_in

pytestmark = pytest.mark.django_db

SIGN_IN = reverse("account_login")


@pytest.fixture
def public(people: Cast) -> Audience:
    return audience_for(kind=Audience.Kind.PUBLIC)


@pytest.fixture
def item(people: Cast, public: Audience) -> Item:
    """Of two writers with names of their own, with a file and a comment."""
    renamed(people.author, "홍길동")
    renamed(people.colleague, "이몽룡")
    item = submitted(people.author, audience=public, coauthors=(people.colleague,))
    upload = SimpleUploadedFile("양식.txt", "가나다".encode())
    publish_item(item=item, by=people.coordinator)
    attach_file(item=item, by=people.author, upload=upload)
    add_comment(item=item, by=people.stranger, source="직원끼리 하는 말")
    return Item.objects.get(pk=item.pk)


def page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def asked_to_sign_in(path: str) -> bool:
    answer = Client().get(path)
    return answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)


def test_a_visitor_reads_the_text_and_its_files_without_names(people: Cast, item: Item) -> None:
    signed_in(people.stranger).get(item.get_absolute_url())
    html = page(item.get_absolute_url())
    assert "보세운송 신고는 보세구역 반출 전에 하고" in html
    assert "양식.txt" in html
    for secret in ("홍길동", "이몽룡", "Stranger", "직원끼리 하는 말", "/officers/", 'id="marks"'):
        assert secret not in html
    file = item.attachments.get()
    assert Client().get(file.get_absolute_url()).status_code == 200


def test_officers_read_the_same_item_with_names(people: Cast, item: Item) -> None:
    page(item.get_absolute_url())
    html = signed_in(people.stranger).get(item.get_absolute_url()).content.decode()
    assert "홍길동" in html
    assert "직원끼리 하는 말" in html


def test_a_visitor_is_no_reading(people: Cast, item: Item) -> None:
    page(item.get_absolute_url())
    assert not redis().exists(BUFFER)
    signed_in(people.stranger).get(item.get_absolute_url())
    assert redis().exists(BUFFER)


def test_a_changed_text_shows_at_once(people: Cast, item: Item, public: Audience) -> None:
    page(item.get_absolute_url())
    revise_item(
        item=item,
        by=people.author,
        fields=fields(audience=public, source="고친 본문입니다. " * 9),
        base=latest(item),
    )
    assert "고친 본문입니다." in page(item.get_absolute_url())


def test_an_item_that_is_public_no_longer_is_kept_from_visitors(people: Cast, item: Item) -> None:
    page(item.get_absolute_url())
    revise_item(item=item, by=people.author, fields=fields(), base=latest(item))
    assert asked_to_sign_in(item.get_absolute_url())
    assert Client().get(item.attachments.get().get_absolute_url()).status_code == 404


def test_a_retired_public_item_says_why(people: Cast, item: Item) -> None:
    retire_item(item=item, by=people.author, reason="고시가 폐지되었습니다")
    html = page(item.get_absolute_url())
    assert "고시가 폐지되었습니다" in html
    assert "홍길동" not in html


def test_what_is_not_published_is_not_there_for_visitors(people: Cast, public: Audience) -> None:
    returned = submitted(people.author, audience=public)
    return_item(item=returned, by=people.coordinator, reason="더 적어 주세요")
    hidden = published(people.author, audience=public)
    hide_item(item=hidden, by=people.coordinator, reason="개인정보가 있습니다")
    for item in (
        draft(people.author, audience=public),
        submitted(people.author, audience=public),
        returned,
        hidden,
        published(people.author),
    ):
        assert asked_to_sign_in(item.get_absolute_url()), item.status


def test_a_number_without_an_item_looks_like_one_that_is_secret(people: Cast) -> None:
    secret = published(people.author)
    answers = [
        Client().get(reverse("knowledge:item", args=[pk])) for pk in (secret.pk, secret.pk + 999)
    ]
    assert {answer.status_code for answer in answers} == {302}
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize("name", ["history", "revision", "compare"])
def test_the_versions_of_a_public_item_are_for_officers(item: Item, name: str) -> None:
    more = [1] if name == "revision" else []
    path = reverse(f"knowledge:{name}", args=[item.pk, *more])
    assert asked_to_sign_in(f"{path}?a=1&b=1")


@pytest.mark.parametrize("name", ["comment", "react", "bookmark", "watch"])
def test_a_visitor_changes_nothing(item: Item, name: str) -> None:
    before = Item.objects.filter(pk=item.pk).values().get()
    sent = {"source": "x", "kind": "useful", "level": "muted"}
    answer = Client().post(reverse(f"knowledge:{name}", args=[item.pk]), sent)
    assert answer.status_code == 302
    assert answer["Location"].startswith(SIGN_IN)
    assert Item.objects.filter(pk=item.pk).values().get() == before
