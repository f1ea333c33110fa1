"""Synonyms and words are edited in the admin and used at once, in every process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.models import Activity, IndexChange
from knowledge.services.errors import Refused
from search import words_in_force
from search.language.synonyms import Synonyms
from search.language.tokens import layers, use_user_words
from search.models import Synonym, UserWord
from search.services.save_synonym import remove_synonym, save_synonym
from search.services.save_user_word import remove_user_word, save_user_word
from tests.cast import Cast, cast, draft, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    words_in_force.forget()
    cache.delete(words_in_force.KEY)
    yield
    words_in_force.forget()
    use_user_words([])


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Any:
    """What runs when the transaction of a test would commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_portal_begins_with_bilingual_synonyms() -> None:
    assert "자유무역협정" in words_in_force.synonyms().of("FTA")
    assert "B/L" in words_in_force.synonyms().of("선하증권")


def test_a_synonym_counts_from_its_commit_on(people: Cast, commits: Any) -> None:
    assert words_in_force.synonyms().of("로켓통관") == ()
    row = Synonym(words=["로켓통관", " 신속  통관 "])
    with commits():
        save_synonym(synonym=row, by=people.admin)
        assert words_in_force.refresh(look=True).synonyms.of("로켓통관") == ()
    assert words_in_force.refresh(look=True).synonyms.of("로켓통관") == ("신속 통관",)
    with commits():
        remove_synonym(synonym=row, by=people.admin)
    assert words_in_force.refresh(look=True).synonyms.of("로켓통관") == ()
    told = Activity.objects.filter(verb__startswith="synonym.").values_list("verb", flat=True)
    assert sorted(told) == ["synonym.removed", "synonym.saved"]


def test_a_synonym_out_of_use_is_not_used(people: Cast, commits: Any) -> None:
    with commits():
        save_synonym(synonym=Synonym(words=["가나", "다라"], is_active=False), by=people.admin)
    assert words_in_force.refresh(look=True).synonyms.of("가나") == ()


@pytest.mark.parametrize("words", [[], ["FTA"], ["C/O", "co"], ["FTA", "!!"]])
def test_terms_that_say_nothing_are_refused(people: Cast, words: list[str]) -> None:
    with pytest.raises(Refused):
        save_synonym(synonym=Synonym(words=words), by=people.admin)


def test_a_word_counts_at_once_and_its_items_are_read_anew(people: Cast, commits: Any) -> None:
    inside = published(people.author, title="통관고유부호 발급")
    published(people.author, title="보세운송")
    draft(people.author, title="통관고유부호")
    IndexChange.objects.all().delete()
    words_in_force.refresh()
    row = UserWord(text="통관고유 부호")
    with commits():
        save_user_word(word=row, by=people.admin)
    assert list(IndexChange.objects.values_list("kind", "object_id")) == [("item", inside.pk)]
    words_in_force.refresh(look=True)
    assert layers("통관고유부호를").morphemes == ("통관고유", "부호")
    with commits():
        remove_user_word(word=row, by=people.admin)
    words_in_force.refresh(look=True)
    assert layers("통관고유부호를").morphemes == ("통관", "고유", "부호")


@pytest.mark.parametrize("text", ["", "가", "ABC 코드", "통관-부호"])
def test_what_is_no_korean_word_is_refused(people: Cast, text: str) -> None:
    with pytest.raises(Refused):
        save_user_word(word=UserWord(text=text), by=people.admin)


def test_nothing_is_asked_of_the_database_twice(
    people: Cast, django_assert_num_queries: Any
) -> None:
    words_in_force.refresh()
    with django_assert_num_queries(0):
        assert isinstance(words_in_force.refresh(look=True).synonyms, Synonyms)


def test_the_admin_saves_by_the_services(people: Cast, client: Client) -> None:
    client.force_login(people.admin)
    url = reverse("admin:search_synonym_add")
    refused = client.post(url, {"words": "FTA", "note": "", "is_active": "on"})
    assert "at least two different terms" in refused.content.decode()
    client.post(url, {"words": "가나, 다라", "note": "", "is_active": "on"})
    row = Synonym.objects.latest("pk")
    assert row.words == ["가나", "다라"]
    assert client.get(reverse("admin:search_synonym_changelist")).status_code == 200
    url = reverse("admin:search_userword_add")
    for _ in range(2):
        again = client.post(url, {"text": "쾌속 통관", "note": "", "is_active": "on"})
    assert "already in the list" in again.content.decode()
    assert UserWord.objects.get().whole == "쾌속통관"
    assert "쾌속" in client.get(reverse("admin:search_userword_changelist")).content.decode()
    deleted = client.post(
        reverse("admin:search_userword_delete", args=[UserWord.objects.get().pk]), {"post": "yes"}
    )
    assert deleted.status_code == 302
    assert Activity.objects.filter(verb="word.removed", actor=people.admin).exists()


def test_only_administrators_edit_words(people: Cast, client: Client) -> None:
    client.force_login(people.coordinator)
    assert client.get(reverse("admin:search_synonym_changelist")).status_code == 302
