"""What is offered instead of a query finds more, for the officer who asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accounts.models import Audience
from accounts.services.audiences import audience_for
from search import lexicon as words
from search.mending import ENOUGH, offers
from search.query.mend import Reason
from search.query.parse import parse
from tests.cast import cast, published
from tests.searching import Search

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    words.forget()
    yield
    words.forget()


def test_what_was_meant_is_offered_with_its_count(search: Search) -> None:
    people = cast()
    for number in range(4):
        published(people.author, title=f"보세운송 절차 {number}")
    search.follow()
    words.lexicon(wait=True)
    for typed, reason in (
        ("보셰운송", Reason.SPELLING),
        ("qhtpdnsthd", Reason.LAYOUT),
        ("ㅂㅅㅇㅅ", Reason.INITIALS),
        ("보세 운 송", Reason.SPACES),
    ):
        (first, *_rest) = offers(people.stranger, parse(typed), 0)
        assert (first.mend.text, first.mend.reason, first.count) == ("보세운송", reason, 4)


def test_a_query_that_finds_enough_is_let_be(search: Search) -> None:
    people = cast()
    published(people.author, title="보세운송 절차")
    search.follow()
    words.lexicon(wait=True)
    assert offers(people.stranger, parse("보셰운송"), ENOUGH) == ()
    assert offers(people.stranger, parse("보셰운송"), 1) == ()


def test_words_of_what_one_may_not_read_are_not_offered(search: Search) -> None:
    people = cast()
    published(people.author, title="마약 단속 작전 개시 지침 사항")
    secret = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    published(people.author, title="암행작전", audience=secret)
    search.follow()
    words.lexicon(wait=True)
    for typed in ("암헹작전", "ㅇㅎㅈㅈ", "단속 작전 지침 사항 암헹작전"):
        assert all("암행" not in one.mend.text for one in offers(people.stranger, parse(typed), 0))
    assert offers(people.colleague, parse("암헹작전"), 0)[0].mend.text == "암행작전"
