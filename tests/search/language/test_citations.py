"""One place of a law or of the tariff is one term, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.language.citations import citations, hs_terms, terms
from search.language.clean import clean

FTA_ACT = "자유무역협정의이행을위한관세법의특례에관한법률"


@pytest.mark.parametrize(
    "written",
    [
        "관세법 제241조 제1항",
        "관세법제241조제1항",
        "「관세법」 제241조제1항",
        "구 관세법(2010. 12. 30. 법률 제10424호로 개정되기 전의 것) 제241조 제1항",
        '「관세법」(이하 "법"이라 한다) 제241조제1항',
        "관세법 241조 1항",
        "법 제241조 제1항",
        "관세법　제２４１조　제１항",
    ],
)
def test_an_article_in_any_writing(written: str) -> None:
    found = [one for one in citations(written) if one.is_place]
    assert [one.term for one in found] == ["law:관세법/241/1"]
    assert found[0].asked == ("law:관세법/241/1", "law:관세법/241")
    assert "art:241" in found[0].terms


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("FTA특례법 시행령 제3조", f"law:{FTA_ACT}시행령/3"),
        ("자유무역협정의 이행을 위한 관세법의 특례에 관한 법률 제3조", f"law:{FTA_ACT}/3"),
        ("관세법 시행령 제38조의3제2항", "law:관세법시행령/38의3/2"),
        ("보세판매장 특허 및 운영에 관한 고시 제3조", "law:보세판매장특허및운영에관한고시/3"),
        ("영 제5조", "law:관세법시행령/5"),
        ("규칙 제5조", "law:관세법시행규칙/5"),
        ("제5조", "art:5"),
        ("§ 1401", "sec:1401"),
        ("19 U.S.C. 1401", "usc:19/1401"),
        ("19 USC § 1401a(b)", "usc:19/1401a"),
        ("19 C.F.R. § 152.103", "cfr:19/152.103"),
        ("HS 8471.30", "hs:847130"),
        ("제8471.30호", "hs:847130"),
        ("8471300000", "hs:8471300000"),
        ("세번 8471.30-1000", "hs:8471301000"),
        ("HS코드 847130", "hs:847130"),
        ("hs code 8471", "hs:8471"),
        ("제84류", "hs:84"),
    ],
)
def test_places_and_their_terms(written: str, term: str) -> None:
    assert citations(written)[-1].term == term


def test_the_law_said_last_is_meant_by_what_follows() -> None:
    text = "「대외무역법」 제33조 및 제34조, 같은 법 시행령 제55조에 따라"
    assert [one.term for one in citations(text) if one.is_place] == [
        "law:대외무역법/33",
        "law:대외무역법/34",
        "law:대외무역법시행령/55",
    ]


def test_a_law_means_itself_by_this_law_and_by_a_bare_article() -> None:
    text = "「상법」 제5조를 준용한다. 이 법 제7조"
    found = [one.term for one in citations(text, "대외무역법") if one.is_place]
    assert found == ["law:상법/5", "law:대외무역법/7"]
    assert citations("제7조", "대외무역법")[0].term == "law:대외무역법/7"


@pytest.mark.parametrize(
    "written",
    ["2024.11.24", "2005.12", "1234.56", "10조원", "02-1234-5678", "12,345.67"],
)
def test_dates_and_amounts_are_no_codes(written: str) -> None:
    assert citations(written) == ()


def test_a_code_has_its_parents_and_an_impossible_one_has_nothing() -> None:
    assert hs_terms("8471300000") == (
        "hs:8471300000",
        "hs:84713000",
        "hs:847130",
        "hs:8471",
        "hs:84",
    )
    assert hs_terms("7701") == hs_terms("8499") == hs_terms("") == ()


def test_a_query_and_a_text_meet() -> None:
    text = "노트북은 8471.30-0000으로 분류하고 「관세법」 제241조에 따라 신고합니다."
    for query in ("HS 8471.30", "8471300000", "관세법 241조", "법 제241조"):
        assert set(citations(query)[0].asked) & set(terms(text)), query


@given(
    st.text(
        st.sampled_from("관세법시행령제조항호의구「」()§19USC.8471-0 hsHS코드세번법영,류에관한"),
        max_size=80,
    )
)
@settings(max_examples=300)
def test_whatever_is_written_gives_terms_within_the_text(text: str) -> None:
    for one in citations(text):
        assert 0 <= one.start < one.end <= len(clean(text))
        assert one.asked
        assert set(one.asked) <= set(one.terms)
        assert not any(" " in term for term in one.terms)
