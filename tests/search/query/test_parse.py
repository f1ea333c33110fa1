"""Whatever is typed becomes a query; operators are understood in Korean and English."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.language.tokens import layers
from search.query.fields import NAMES, Field
from search.query.parse import LONGEST, MOST_CLAUSES, parse

TYPED = st.one_of(
    st.text(st.characters(), max_size=600),
    st.text(
        st.sampled_from('"-:제목tag법hs before2024.1조ㅌㄱ 가\\*?()[]{}|&^~<>%_;\x00\ud800😀'),
        max_size=200,
    ),
    st.lists(
        st.sampled_from(
            ['"', "-", "제목:", "법:", "hs:", "before:", "관세법", "제241조", "8471", " "]
        ),
        max_size=60,
    ).map("".join),
)


def test_words_and_phrases_and_what_must_not_be_there() -> None:
    query = parse('통관 "수입 신고" -환급 -"보세 구역"')
    assert [(one.text, one.phrase, one.excluded) for one in query.clauses] == [
        ("통관", False, False),
        ("수입 신고", True, False),
        ("환급", False, True),
        ("보세 구역", True, True),
    ]
    assert query.plain == "통관 수입 신고"


@pytest.mark.parametrize("field", [f for f in Field if f not in (Field.BEFORE, Field.AFTER)])
def test_every_field_has_a_korean_and_an_english_name(field: Field) -> None:
    value = {Field.HS: "8471.30", Field.LANGUAGE: "en"}.get(field, "통관")
    for name in NAMES[field]:
        for typed in (f"{name}:{value}", f"{name.upper()}：{value}", f"{name}: {value}"):
            assert [one.field for one in parse(typed).clauses] == [field], typed
    assert len({name for names in NAMES.values() for name in names}) == sum(
        map(len, NAMES.values())
    )


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2024", date(2024, 1, 1)),
        ("2024-07", date(2024, 7, 1)),
        ("2024.7.5", date(2024, 7, 5)),
        ("20240705", date(2024, 7, 5)),
        ("2024년7월", date(2024, 7, 1)),
    ],
)
def test_days_months_and_years(typed: str, day: date) -> None:
    assert parse(f"이전:{typed}").clauses[0].day == day


def test_an_operator_without_sense_is_looked_for_as_words() -> None:
    assert [(one.text, one.field) for one in parse("before:가을").clauses] == [
        ("before:가을", None)
    ]
    assert [one.field for one in parse("after:2024-13").clauses] == [None]
    assert [one.text for one in parse("https://example.kr 10:30").clauses] == [
        "https://example.kr",
        "10:30",
    ]
    assert [one.text for one in parse('통관 "수입 신고').clauses] == ["통관", "수입", "신고"]


def test_places_of_laws_and_of_the_tariff() -> None:
    query = parse("법:관세법 제241조 제1항 신고")
    assert query.clauses[0].terms == ("law:관세법/241/1",)
    assert query.plain == "신고"
    assert parse("law:환급특례법").clauses[0].terms[0].startswith("law:수출용원재료")
    assert parse("세번:8471.30").clauses[0].terms == ("hs:847130",)
    assert parse("관세법 제241조 위반").citations[0].term == "law:관세법/241"


def test_a_clause_can_be_taken_back() -> None:
    query = parse("통관 -환급 제목:FTA 절차")
    assert query.without(query.clauses[1]) == "통관 제목:FTA 절차"
    assert query.without(query.clauses[2]) == "통관 -환급 절차"


def test_a_query_that_only_leaves_out_asks_for_nothing() -> None:
    assert not parse("-환급")
    assert not parse("")
    assert not parse(" \x00 😀 ''")
    assert parse("tag:환급")


@given(TYPED)
@settings(max_examples=400)
@example('"' * 10_000)
@example("-" * 10_000)
@example("법:" * 5_000)
@example("(a+)+$" * 2_000)
@example("제1조" * 3_000)
@example("「" * 10_000)
@example("가" * 10_000)
@example("\ud800" * 10_000)
def test_whatever_is_typed_is_a_bounded_query(typed: str) -> None:
    query = parse(typed)
    assert len(query.text) <= LONGEST
    assert len(query.clauses) <= MOST_CLAUSES
    query.text.encode()
    for clause in query.clauses:
        assert layers(clause.text).surface, clause
        assert 0 <= clause.start < clause.end <= len(query.text)
        parse(query.without(clause))
    assert parse(query.text) == query
