"""Korean and English texts become the same tokens on both sides of a search."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.language.clean import clean
from search.language.tokens import LONGEST_RUN, layers, use_user_words


def test_a_compound_is_found_by_its_parts_and_as_a_whole() -> None:
    read = layers("수입통관절차를")
    assert read.morphemes == ("수입", "통관", "절차")
    assert read.surface == ("수입통관절차",)
    assert "통관" in read.bigrams


def test_particles_and_endings_are_no_tokens() -> None:
    assert layers("통관을 신고하였습니다").morphemes == ("통관", "신고")
    assert layers("FTA를 (수입)은").surface == ("fta", "수입")


@pytest.mark.parametrize(
    ("typed", "whole"),
    [("8471.30", "847130"), ("C/O", "co"), ("GPT-4o", "gpt4o"), ("10,000", "10000")],
)
def test_a_code_is_kept_whole_and_in_parts(typed: str, whole: str) -> None:
    read = layers(typed)
    assert whole in read.surface
    assert len(read.morphemes) > 1


def test_a_decimal_is_not_another_number() -> None:
    assert "35" not in layers("3.5%").surface


def test_an_article_is_one_token_however_it_is_written() -> None:
    assert layers("제241조제1항").morphemes == layers("241조 1항").morphemes == ("241조", "1항")
    assert layers("제38조의3").morphemes == ("38조의3",)
    assert "장관" in layers("3장관").morphemes


@pytest.mark.parametrize(
    "word", ["관세법", "관세청장", "자유무역협정", "수입물품", "원산지증명서", "협의"]
)
def test_a_particle_changes_nothing(word: str) -> None:
    for particle in ("의", "은" if word[-1] in "법장정품" else "는", "에", "에서", "으로"):
        assert layers(word + particle).morphemes == layers(word).morphemes, particle


def test_customs_words_are_cut_where_their_parts_meet() -> None:
    assert layers("과세가격의").morphemes == ("과세", "가격")
    assert layers("수입신고필증을").morphemes == ("수입", "신고", "필증")
    assert layers("세번을").morphemes == ("세번",)


def test_user_words_count_at_once_and_go_again() -> None:
    before = layers("통관고유부호로").morphemes
    try:
        use_user_words(["통관고유 부호"])
        assert layers("통관고유부호로").morphemes == ("통관고유", "부호")
    finally:
        use_user_words([])
    assert layers("통관고유부호로").morphemes == before


def test_full_width_plurals_hanja_and_accents_meet_their_plain_forms() -> None:
    assert layers("ＨＳ　ｃｏｄｅｓ").surface == layers("HS code").surface
    assert "관세" in layers("關稅").morphemes
    assert layers("Café").surface == layers("cafe").surface


def test_no_name_disappears() -> None:
    assert layers("뷁쉛").bigrams == ("뷁쉛",)
    assert layers("ㅌㄱ").surface == ("ㅌㄱ",)


def test_a_word_reads_alike_wherever_it_stands() -> None:
    alone, inside = layers("보세구역"), layers("외국물품을 보세구역, 에 두면")
    assert set(alone.morphemes) <= set(inside.morphemes)
    assert set(alone.surface) <= set(inside.surface)


@given(st.text(st.characters(), max_size=300))
@settings(max_examples=150)
def test_whatever_the_text_every_token_can_be_stored(text: str) -> None:
    read = layers(text)
    for token in (*read.morphemes, *read.surface, *read.bigrams):
        assert token
        assert len(token) <= LONGEST_RUN * 18  # NFKC makes up to 18 characters of one
        assert not any(char.isspace() for char in token)
        token.encode()


@given(st.text(st.characters(), max_size=200))
@settings(max_examples=100)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_threads_and_forks_read_alike() -> None:
    texts = [f"수입통관절차{n} 보세구역{n}에서" for n in range(200)]
    alone = [layers(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(layers, texts)) == alone
    child = os.fork()
    if not child:
        os._exit(0 if layers("새로운신고절차").morphemes == ("새롭", "신고", "절차") else 1)
    assert os.waitpid(child, 0)[1] == 0
