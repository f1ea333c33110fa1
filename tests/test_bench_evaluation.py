"""The bench of evaluation: what it counts is what happens to the items it makes."""

from __future__ import annotations

from ckp.bench.evaluation import table, wrong
from ckp.bench.judging import STRONG, USUAL, Simulation


def test_the_adaptive_rule_is_fairer_than_a_fixed_five_for_less() -> None:
    tally = Simulation(USUAL).run(20)
    assert tally.items == 8_000
    assert 3 < tally.evaluations / tally.items < 5
    assert tally.wrong_adaptive < tally.wrong_fixed5 < tally.wrong_fixed3
    named = {name: value for name, value, _unit in wrong(tally, "usual")}
    assert named["wrong_fixed3_usual"] == tally.percent(tally.wrong_fixed3)


def test_strong_bias_hurts_plain_means_most() -> None:
    usual, strong = Simulation(USUAL).run(20), Simulation(STRONG).run(20)
    harm = [
        getattr(strong, way) - getattr(usual, way)
        for way in ("wrong_fixed3", "wrong_fixed5", "wrong_adaptive")
    ]
    assert harm[0] > harm[2]
    assert "adaptive rule" in table({"usual": usual, "strong": strong})


def test_the_same_seed_judges_the_same() -> None:
    assert Simulation(USUAL).run(1) == Simulation(USUAL).run(1)
    assert Simulation(USUAL).run(1) != Simulation(USUAL, seed=1).run(1)
