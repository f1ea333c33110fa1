"""Thousands of postings at a time: the rows of one by one, whatever the order, caps and shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Officer
from core.models import Activity
from core.services.record import record_many
from knowledge.models import Item
from mileage.models import Balance, CapUse, Entry
from mileage.services import fold as folding
from mileage.services.fold import fold, fold_undelivered
from mileage.services.proof import differences
from mileage.services.replay import replay
from tests.cast import published
from tests.mileage.people import at, person, policy, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
NAMES = ("kim", "lee", "park", "choi")
START = at("2026-06-29 22:00")

cap = st.none() | st.integers(0, 25)
rule = st.fixed_dictionaries(
    {
        "amount": st.integers(1, 12),
        "cap_day": cap,
        "cap_season": cap,
        "hold_days": st.sampled_from([0, 7]),
        "share": st.sampled_from(["split", "each"]),
    }
)


@dataclass(frozen=True)
class Happening:
    """Something that pays, to be: numbers of things and people, hours after the start."""

    verb: str
    number: int
    who: tuple[int, ...]
    hours: int
    on_time: bool


happening = st.builds(
    Happening,
    verb=st.sampled_from(["item.published", "round.decided", "evaluation.submitted"]),
    number=st.integers(0, 5),
    who=st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True).map(tuple),
    hours=st.integers(0, 60),
    on_time=st.booleans(),
)


def told(happenings: list[Happening], items: list[Item], people: list[Officer]) -> list[Activity]:
    """The happenings as the log has them, in this order."""
    log = []
    for place, one in enumerate(happenings):
        writers = [people[number].pk for number in one.who]
        item = items[one.number].pk
        data: dict[str, Any] = {"writers": writers}
        if one.verb == "round.decided":
            data |= {"item": item, "decision": "superior", "root": one.number}
        elif one.verb == "evaluation.submitted":
            data = {"item": item, "evaluator": writers[0], "on_time": one.on_time}
        log.append(
            Activity(
                key=f"told:{place}",
                verb=one.verb,
                object_type="knowledge.item",
                object_id=item if one.verb == "item.published" else one.number,
                data=data,
                occurred_at=START + timedelta(hours=one.hours),
            )
        )
    return record_many(log)


def state() -> tuple[Any, ...]:
    """The whole ledger: entries in their order, balances, uses of caps."""
    balances = Balance.objects.values_list(
        "account__kind", "account__officer", "account__season__code", "amount", "last_entry__key"
    )
    uses = CapUse.objects.values_list("officer", "rule", "window", "used")
    order = list(Entry.objects.order_by("pk").values_list("key", flat=True))
    return rows(), order, set(balances), set(uses)


class Undo(Exception):
    """Rolls a part of a test back."""


@pytest.fixture
def scene() -> tuple[list[Item], list[Officer]]:
    people = [person(name) for name in NAMES]
    return [published(people[0]) for _ in range(6)], people


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    happenings=st.lists(happening, min_size=1, max_size=25),
    rules=st.tuples(rule, rule, rule),
    cuts=st.sets(st.integers(0, 25), max_size=3),
)
def test_any_order_caps_and_shares_give_the_rows_of_one_by_one(
    scene: tuple[list[Item], list[Officer]],
    happenings: list[Happening],
    rules: tuple[dict[str, Any], ...],
    cuts: set[int],
) -> None:
    outcomes: list[tuple[Any, ...]] = []
    whole = len(happenings)
    one_by_one = [[number, number + 1] for number in range(whole)]
    edges = sorted({0, whole} | {cut for cut in cuts if cut < whole})
    in_parts = [list(pair) for pair in pairwise(edges)]
    try:
        with transaction.atomic():
            policy("2026-01-01", publish=rules[0], superior=rules[1], evaluation=rules[2])
            policy("2026-06-30", publish=rules[1], superior=rules[2], evaluation=rules[0])
            log = told(happenings, *scene)
            for parts in (one_by_one, in_parts, [[0, whole]]):
                try:
                    with transaction.atomic():
                        for begin, end in parts:
                            fold(log[begin:end])
                        assert differences() == []
                        connection.check_constraints()
                        outcomes.append(state())
                        raise Undo
                except Undo:
                    pass
            raise Undo
    except Undo:
        pass
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert outcomes[0][0]


def test_what_was_killed_between_two_chunks_is_finished_without_doubles(
    scene: tuple[list[Item], list[Officer]], monkeypatch: pytest.MonkeyPatch
) -> None:
    load = [Happening("evaluation.submitted", n, (n % 4,), n, n % 7 != 0) for n in range(6)]
    load += [Happening("item.published", n % 6, (n % 3, 3), n, True) for n in range(20)]
    told(load, *scene)
    monkeypatch.setattr(folding, "BATCH", 5)
    real, done = folding.post_many, 0

    def dies(wishes: Any) -> None:
        nonlocal done
        real(wishes)
        done += 1
        if done == 3:
            raise SystemExit

    monkeypatch.setattr(folding, "post_many", dies)
    with pytest.raises(SystemExit):
        fold_undelivered()
    # The third chunk had its rows, but not its end.
    assert Activity.objects.filter(delivery__handler="mileage").count() == 10
    monkeypatch.setattr(folding, "post_many", real)
    assert fold_undelivered() == 16
    assert fold_undelivered() == 0
    assert Activity.objects.filter(delivery__handler="mileage").count() == 26
    assert (replay().lines, differences()) == ([], [])
