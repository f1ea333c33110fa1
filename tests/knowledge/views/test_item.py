"""The page of an item: who sees what of it, and that nothing a person writes steers it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from knowledge.services.comments import add_comment
from tests.cast import Cast, published
from tests.knowledge.views.forms import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "\x02csrf\x03",
        "\x02panels\x03",
        "\x02own a b\x03",
        "\x02unknown\x03",
        "<b>&#2;csrf&#3;</b>",
        "<b>&#x2;panels&#x3;</b>",
    ],
)
def test_a_comment_cannot_ask_for_what_the_page_fills_in(people: Cast, text: str) -> None:
    item = published(people.author)
    add_comment(item=item, by=people.stranger, source=f"before {text} after")
    browser = signed_in(people.colleague)
    for _ in range(2):
        answer = browser.get(item.get_absolute_url())
        assert answer.status_code == 200
        said = answer.content.decode().split("before ")[1].split(" after")[0]
        assert "csrf" in said or "panels" in said or "own" in said or "unknown" in said
        assert not re.search(r"[A-Za-z0-9]{60}", said)


def test_a_refused_comment_cannot_either(people: Cast) -> None:
    item = published(people.author)
    browser = signed_in(people.colleague)
    answer = browser.post(
        reverse("knowledge:comment", args=[item.pk]), {"source": "\x02panels\x03" + "x" * 10_001}
    )
    assert answer.status_code == 422
