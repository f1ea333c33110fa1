"""Reading retrieval sets, and what is made of them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.quality.sets import Question, RetrievalSet, Text, load
from search.quality.slips import slips, without_answers

TEXTS = {
    "a": (
        "관세법 제38조(신고납부)",
        "물품을 수입하려는 자는 수입신고를 할 때에 납부세액을 신고하여야 한다.",
    ),
    "b": ("관세법 제213조(보세운송의 신고)", "외국물품은 보세구역 간에 그대로 운송할 수 있다."),
    "c": ("수출입 통관 편람", "수출하려는 물품의 품명과 규격을 세관장에게 신고한다."),
}


def files(folder: Path) -> tuple[Path, Path, Path]:
    """A set of three texts and two questions, as others write them."""
    corpus, queries, qrels = (folder / name for name in ("c.jsonl.gz", "q.jsonl", "r.tsv"))
    with gzip.open(corpus, "wt") as file:
        for id_, (title, text) in TEXTS.items():
            file.write(json.dumps({"_id": id_, "title": title, "text": text}) + "\n")
    asked = [{"id": "1", "text": "보세운송 신고"}, {"id": "2", "text": "수출 규격 신고"}]
    queries.write_text("\n".join(json.dumps(line) for line in asked))
    qrels.write_text("query-id\tcorpus-id\tscore\n1\tb\t1\n2\tc\t1\n2\tgone\t1\n3\ta\t1\n")
    return corpus, queries, qrels


def some_set() -> RetrievalSet:
    texts = [Text(id_, title, body) for id_, (title, body) in TEXTS.items()]
    return RetrievalSet("some", texts, [Question("보세운송", {"b": 1})])


def test_a_set_is_read_with_what_its_corpus_holds(tmp_path: Path) -> None:
    measured = load("mine", *files(tmp_path))
    assert [q.grades for q in measured.questions] == [{"b": 1.0}, {"c": 1.0}]
    assert measured.texts[1].title == TEXTS["b"][0]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    corpus, queries, qrels = files(tmp_path)
    queries.write_text('{"id": "1", "text": "x"}\n{broken\n')
    with pytest.raises(ValueError, match=r"q\.jsonl, line 2"):
        load("mine", corpus, queries, qrels)


def test_the_halves_share_nothing_and_miss_nothing() -> None:
    questions = [Question(str(n), {"a": 1}) for n in range(9)]
    one, other = RetrievalSet("x", [], questions).halves()
    texts = [q.text for q in one.questions] + [q.text for q in other.questions]
    assert sorted(texts) == sorted(q.text for q in questions)


def test_titles_are_typed_wrongly_in_every_way() -> None:
    typed = {wrong.name: [q.text for q in wrong.questions] for wrong in slips(some_set())}
    assert "신고납부" in typed["as_it_is"]
    assert "ㅅㄱㄴㅂ" in typed["initials"]
    assert "tlsrhskqqn" in typed["wrong_layout"]
    assert "보세운송의신고" in typed["without_spaces"]
    assert not set(typed["typo"]) & set(typed["as_it_is"])
    assert len(typed["typo"]) == 3


def test_texts_that_answer_are_taken_out() -> None:
    (taken_out,) = without_answers([some_set()])
    assert [text.id for text in taken_out.texts] == ["a", "c"]
    assert taken_out.questions[0].grades == {}


def test_three_files_on_the_command_line_are_measured(tmp_path: Path, settings: object) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    call_command("search_quality", *map(str, files(tmp_path)), "--without-meaning")
    lines = json.loads((tmp_path / "search-quality.json").read_text())
    assert {line["engine"] for line in lines} == {"words", "morphemes"}
    assert set(lines[0]) == {"set", "engine", "ndcg10", "recall10", "mrr"}
    assert [line["mrr"] for line in lines if line["engine"] == "morphemes"] == [1.0]


def test_two_files_are_refused() -> None:
    with pytest.raises(CommandError, match="three files"):
        call_command("search_quality", "a", "b")
