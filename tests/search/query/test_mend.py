"""What was meant, where a query finds little."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.language.spelling import Lexicon
from search.query.mend import Reason, mends
from search.query.parse import parse

LEXICON = Lexicon(
    {
        "통관": 900,
        "통계": 300,
        "절차": 500,
        "통관절차": 40,
        "관세": 800,
        "원산지": 500,
        "원산지증명서": 400,
        "증명서": 100,
        "hs": 200,
        "code": 90,
        "custom": 80,
        "declaration": 60,
        "수입신고": 200,
        "환급": 300,
        "보": 900,
        "구역": 90,
        "보세구역": 80,
    }.items()
)


@pytest.mark.parametrize(
    ("typed", "meant", "reason"),
    [
        ("xhdrhks", "통관", Reason.LAYOUT),
        ("XHDRHKS wjfck", "통관 절차", Reason.LAYOUT),
        ("ㅗㄴ 채ㅇㄷ", "hs code", Reason.LAYOUT),
        ("ㅌㄱ", "통관", Reason.INITIALS),
        ("통괸", "통관", Reason.SPELLING),
        ("원산지증멍서 발급", "원산지증명서 발급", Reason.SPELLING),
        ("통괸을", "통관", Reason.SPELLING),
        ("통ㄱ환", "통관", Reason.SPELLING),
        ("cutsoms", "custom", Reason.SPELLING),
        ("통 관", "통관", Reason.SPACES),
        ("원 산지 증 명서", "원산지증명서", Reason.SPACES),
        ("hscode", "hs code", Reason.SPACES),
        ("보셰구역", "보세구역", Reason.SPELLING),
        ("통관졀챠", "통관절차", Reason.SPELLING),
        ("수입신고졀차", "수입신고절차", Reason.SPELLING),
    ],
)
def test_what_was_meant_comes_first(typed: str, meant: str, reason: Reason) -> None:
    first = mends(parse(typed), LEXICON)[0]
    assert (first.text, first.reason) == (meant, reason)


def test_other_readings_follow() -> None:
    assert [mend.text for mend in mends(parse("ㅌㄱ 절차"), LEXICON)] == ["통관 절차", "통계 절차"]


@pytest.mark.parametrize(
    "typed",
    ["통관 절차", "원산지증명서를", "8471.30", "hs code", "", "관세환급", "customs declaration"],
)
def test_what_is_right_is_left_alone(typed: str) -> None:
    assert mends(parse(typed), LEXICON) == ()


def test_phrases_and_operators_stay_as_typed() -> None:
    found = mends(parse('"통괸" 제목:통괸 통괸 -xhdrhks'), LEXICON)
    assert found[0].text == '"통괸" 제목:통괸 통관 -xhdrhks'
    assert found[1].reason is Reason.NARROW
    assert found[1].text == '"통괸" 통괸 -xhdrhks'


def test_what_was_changed_is_told() -> None:
    (change, other) = mends(parse("통괸 wjfck"), LEXICON)[0].changes
    assert (change.before, change.after) == ("통괸", "통관")
    assert (other.before, other.after, other.reason) == ("wjfck", "절차", Reason.LAYOUT)


@given(
    st.one_of(
        st.text(max_size=100),
        st.text(st.sampled_from('통관절차ㅌㄱㅏabxhdrks "-:제목.1'), max_size=60),
    )
)
@settings(max_examples=200)
@example('-0"-1')
def test_whatever_is_typed_mends_are_other_queries(typed: str) -> None:
    query = parse(typed)
    found = mends(query, LEXICON)
    assert len({mend.text for mend in found}) == len(found) <= 3
    for mend in found:
        assert mend.text != query.text
        assert mend.changes
        assert parse(mend.text)
