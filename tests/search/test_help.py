"""What the help promises, the search understands."""

from __future__ import annotations

from django.utils import translation

from search.help import FORGIVEN, OPERATORS, WORDS, told
from search.language.spelling import Lexicon
from search.query.fields import Field
from search.query.mend import Change, Reason, mends
from search.query.parse import parse


def test_every_operator_is_explained_once_in_both_languages() -> None:
    for examples in ([one.example for one in OPERATORS], [one.other for one in OPERATORS]):
        fields = [parse(example).clauses[0].field for example in examples]
        assert sorted(map(str, fields)) == sorted(map(str, Field))


def test_examples_are_what_they_are_said_to_be() -> None:
    both, phrase, without, article, code = (parse(one.example) for one in WORDS)
    assert len(both.words) == 2
    assert phrase.clauses[0].phrase
    assert without.clauses[1].excluded
    assert article.citations[0].term == "law:관세법/241/1"
    assert code.citations[0].term == "hs:847130"


def test_slips_in_the_help_are_mended() -> None:
    lexicon = Lexicon({"통관": 9, "원산지증명서": 9}.items())
    for one in FORGIVEN[:4]:
        assert mends(parse(one.example), lexicon)[0].text in ("통관", "원산지증명서")


def test_each_change_is_a_sentence() -> None:
    with translation.override("en"):
        for reason in Reason:
            assert "통괸" in told(Change("통괸", "통관 100%", reason))
