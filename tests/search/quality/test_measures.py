"""The measures against figures worked out by hand."""

from __future__ import annotations

import math

import pytest

from search.quality.measures import measure, ndcg, recall, reciprocal_rank


def test_a_perfect_ranking_is_one() -> None:
    quality = measure([["a", "b", "x"]], [{"a": 1, "b": 1}])
    assert (quality.ndcg10, quality.recall10, quality.mrr) == (1, 1, 1)


def test_gain_falls_with_the_logarithm_of_the_rank() -> None:
    assert ndcg(["x", "x2", "a"], {"a": 1}) == pytest.approx(1 / math.log2(4))
    # Two relevant at ranks 2 and 3, the best would be 1 and 2.
    found = 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(["x", "a", "b"], {"a": 1, "b": 1}) == pytest.approx(found / (1 + 1 / math.log2(3)))


def test_grades_count() -> None:
    assert ndcg(["low", "high"], {"low": 1, "high": 3}) == pytest.approx(
        (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))
    )


def test_nothing_beyond_ten_counts_but_for_the_first_rank() -> None:
    ranking = [f"x{n}" for n in range(10)] + ["a"]
    assert ndcg(ranking, {"a": 1}) == 0
    assert recall(ranking, {"a": 1}) == 0
    assert reciprocal_rank(ranking, {"a": 1}) == pytest.approx(1 / 11)


def test_recall_is_a_share_of_all_that_is_relevant() -> None:
    assert recall(["a", "x"], {"a": 1, "b": 1, "c": 1, "d": 1}) == 0.25


def test_the_mean_is_over_queries_also_those_without_a_hit() -> None:
    assert measure([["a"], []], [{"a": 1}, {"b": 1}]).mrr == 0.5
