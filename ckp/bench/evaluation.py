"""One run of the bench of evaluation: simulate, measure, print, write."""

from __future__ import annotations

import json
import time
from typing import Any

from django.conf import settings

from ckp.bench.evaluations import fill
from ckp.bench.judging import STRONG, USUAL, Simulation, Tally
from core import clock
from evaluation.formulas.live import Mark, live_score
from evaluation.services.calibrate import calibrate

FIGURES = settings.BASE_DIR / "var" / "bench-evaluation.json"
EVALUATIONS = 100_000
CALLS = 5_000
Figures = list[tuple[str, float, str]]


def run(repetitions: int, out: Any) -> None:
    """Measure everything and say so."""
    out.write(f"Judging 400 items {repetitions} times, with usual and with strong bias")
    usual = Simulation(USUAL).run(repetitions)
    strong = Simulation(STRONG).run(repetitions)
    out.write(table({"usual": usual, "strong": strong}))
    out.write(f"Calibrating from {EVALUATIONS:,} evaluations")
    figures: Figures = [
        *wrong(usual, "usual"),
        *wrong(strong, "strong"),
        ("evaluations_per_item_adaptive", round(usual.evaluations / usual.items, 2), "evaluations"),
        ("snapshot_100k_s", snapshot_seconds(), "s"),
        ("live_score_ms", live_milliseconds(), "ms"),
    ]
    out.write("\n".join(f"{name:<32}{value:>10}  {unit}" for name, value, unit in figures))
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    rows = [{"name": name, "value": value, "unit": unit} for name, value, unit in figures]
    FIGURES.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    out.write(f"Written to {FIGURES}")


def wrong(tally: Tally, bias: str) -> Figures:
    """The items on the wrong side of the threshold, in %, by each way of judging."""
    return [
        (f"wrong_fixed3_{bias}", tally.percent(tally.wrong_fixed3), "%"),
        (f"wrong_fixed5_{bias}", tally.percent(tally.wrong_fixed5), "%"),
        (f"wrong_adaptive_{bias}", tally.percent(tally.wrong_adaptive), "%"),
    ]


def table(tallies: dict[str, Tally]) -> str:
    """Wrong verdicts and evaluations an item, by bias and way of judging."""
    lines = [f"{'bias':<8}{'judged by':<20}{'wrong %':>9}{'evaluations':>13}{'panel %':>9}"]
    for bias, tally in tallies.items():
        spent = f"{tally.evaluations / tally.items:.2f}"
        panels = f"{tally.percent(tally.panels):.2f}"
        for way, count, each, panel in (
            ("fixed three, mean", tally.wrong_fixed3, "3.00", ""),
            ("fixed five, mean", tally.wrong_fixed5, "5.00", ""),
            ("adaptive rule", tally.wrong_adaptive, spent, panels),
        ):
            lines.append(f"{bias:<8}{way:<20}{tally.percent(count):>9.2f}{each:>13}{panel:>9}")
    return "\n".join(lines)


def snapshot_seconds() -> float:
    """How long the weekly calibration takes, from reading its rows to writing its own."""
    fill(EVALUATIONS)
    start = time.perf_counter()
    snapshot = calibrate(cutoff=clock.now())
    seconds = time.perf_counter() - start
    if snapshot is None or snapshot.n < EVALUATIONS:
        raise RuntimeError("The calibration did not see all evaluations.")
    return round(seconds, 2)


def live_milliseconds() -> float:
    """How long the score of a round of seven takes."""
    marks = [Mark(total, 0.2, 0.3) for total in (7.5, 6.0, 8.25, 7.0, 2.5, 9.0, 7.15)]
    start = time.perf_counter()
    for _ in range(CALLS):
        live_score(marks, sigma2=1.268, threshold=7.0)
    return round((time.perf_counter() - start) / CALLS * 1000, 4)
