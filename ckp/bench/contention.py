"""Several processes at one ledger: how much they post, and whether they block each other."""

from __future__ import annotations

import multiprocessing
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

from django.db import OperationalError, connection, connections, transaction

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from ckp.bench import year
from core import clock
from core.models import Activity
from knowledge.services.errors import Refused
from mileage.events import Event, Reason
from mileage.models import Entry, Redemption, Reward
from mileage.services.decide_redemption import (
    approve_redemption,
    cancel_redemption,
    refuse_redemption,
    reverse_redemption,
)
from mileage.services.fold import take
from mileage.services.redeem import redeem
from mileage.services.reverse import reverse
from mileage.services.vest import due, vest_some

FEW = 12
POSTS = 8_000
ITEMS = 400
# PostgreSQL's word for it.
DEADLOCK = "40P01"
HOURS_OF_A_YEAR = 365 * 24


@dataclass(slots=True)
class Outcome:
    """What a soak did, and what went wrong."""

    seconds: float
    done: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    deadlocks: int = 0
    entries: int = 0

    def lines(self) -> list[str]:
        """The outcome in words."""
        a_year = year.REGISTERED + year.EVALUATED + year.SUPERIOR * year.REGISTERED
        times = self.entries / self.seconds * HOURS_OF_A_YEAR * 3600 / a_year
        done = ", ".join(f"{count:,} {what}" for what, count in sorted(self.done.items()))
        return [
            done,
            f"{self.entries:,} entries, {self.entries / self.seconds:,.0f} a second:"
            f" {times:,.0f} times the rate of the year",
            f"deadlocks: {self.deadlocks}; other errors: {dict(self.errors) or 0}",
        ]


def throughput(*, processes: int, officers: int) -> tuple[float, int]:
    """(entries a second, entries) of ``processes`` that post one activity at a time."""
    people = year.officers(officers)
    items = year.items(ITEMS, people)
    log = year.activities(
        items, people, registered=POSTS // 5, evaluated=POSTS * 3 // 5, name=uuid4().hex
    )
    # Decisions and evaluations of items that other runs have not had.
    for activity in log:
        if activity.object_type != "knowledge.item":
            activity.object_id += uuid4().int % 2**40
            activity.data.pop("root", None)
    Activity.objects.bulk_create(log, batch_size=5000)
    ids = [activity.pk for activity in log]
    before = Entry.objects.count()
    begin = time.perf_counter()
    _at_once([(_post, ids[number::processes]) for number in range(processes)])
    seconds = time.perf_counter() - begin
    entries = Entry.objects.count() - before
    return entries / seconds, entries


def _post(ids: Sequence[int]) -> Outcome:
    for pk in ids:
        take([Activity.objects.get(pk=pk)])
    return Outcome(0)


def soak(*, processes: int, seconds: int) -> Outcome:
    """Post, take back, end holds, redeem and decide on few officers, all at once, for so long."""
    people = year.officers(FEW)
    items = year.items(ITEMS, people)
    judge = Officer.objects.create(username=f"judge-{uuid4().hex[:8]}", password="!")  # noqa: S106
    grant_role(officer=judge, role=roles.ADMIN)
    for points, stock in ((8, None), (20, 1_000_000), (45, None)):
        names = {"name_ko": "보상", "name_en": "Reward", "text_ko": "보상", "text_en": "Reward"}
        Reward.objects.create(points=points, stock=stock, **names)
    before, deadlocks = Entry.objects.count(), _deadlocks()
    works = [(_live, (number, people, items, judge.pk, seconds)) for number in range(processes)]
    whole = Outcome(seconds)
    for outcome in _at_once(works):
        whole.done += outcome.done
        whole.errors += outcome.errors
    # PostgreSQL writes its statistics down when a session ends, or a moment later.
    time.sleep(2)
    whole.deadlocks = max(_deadlocks() - deadlocks, whole.errors["deadlock"])
    whole.entries = Entry.objects.count() - before
    return whole


def _live(task: tuple[int, list[int], list[int], int, int]) -> Outcome:
    number, people, items, judge, seconds = task
    life = _Life(number, people, items, Officer.objects.get(pk=judge))
    outcome = Outcome(seconds)
    deeds = list(life.deeds())
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        name, deed, _weight = life.dice.choices(deeds, [weight for _, _, weight in deeds])[0]
        try:
            deed()
            outcome.done[name] += 1
        except Refused:
            outcome.done["refused"] += 1
        except OperationalError as error:
            dead = getattr(error.__cause__, "pgcode", "") == DEADLOCK
            outcome.errors["deadlock" if dead else repr(error)[:80]] += 1
    return outcome


class _Life:
    """What one process does, at random."""

    def __init__(self, number: int, people: list[int], items: list[int], judge: Officer) -> None:
        self.dice = Random(f"soak {number}")  # noqa: S311 - a spread, not a secret
        self.officers = list(Officer.objects.filter(pk__in=people))
        self.items = items
        self.judge = judge

    def deeds(self) -> list[tuple[str, Callable[[], object], int]]:
        """(name, deed, weight)."""
        return [
            ("posted", lambda: take([self._activity()]), 50),
            ("posted twenty", lambda: take(self._log(20)), 5),
            ("taken back", self._reverse, 8),
            ("withdrawn", self._withdraw, 4),
            ("holds ended", self._vest, 8),
            ("redeemed", self._redeem, 15),
            ("decided", self._decide, 10),
        ]

    def _log(self, count: int) -> list[Activity]:
        rows = [self._draft() for _ in range(count)]
        return Activity.objects.bulk_create(sorted(rows, key=lambda row: row.occurred_at))

    def _activity(self) -> Activity:
        activity = self._draft()
        activity.save()
        return activity

    def _draft(self) -> Activity:
        dice = self.dice
        verb = dice.choice(["item.published", "evaluation.submitted", "round.decided"])
        item = dice.choice(self.items)
        writers = [one.pk for one in dice.sample(self.officers, dice.choice([1, 1, 2]))]
        data: dict[str, Any] = {"item": item, "writers": writers}
        if verb == "round.decided":
            data["decision"] = "superior"
        elif verb == "evaluation.submitted":
            data |= {"evaluator": writers[0], "on_time": dice.random() < year.ON_TIME}
        return Activity(
            key=f"soak:{uuid4().hex}",
            verb=verb,
            actor_id=writers[0],
            object_type=year.OBJECTS[verb],
            # Items that nobody has published yet are endless: the ledger takes their numbers.
            object_id=uuid4().int % 2**50 + 10**9,
            data=data,
            occurred_at=clock.now() - timedelta(hours=dice.randrange(60 * 24)),
        )

    def _reverse(self) -> None:
        entries = Entry.objects.filter(
            leg_count__gt=0,
            reverses__isnull=True,
            vests__isnull=True,
            event__in=[Event.PUBLISH, Event.SUPERIOR, Event.EVALUATION],
        )
        found = list(entries.order_by("-pk")[:50])
        if found:
            reverse(entry=self.dice.choice(found), reason=Reason.MISTAKE)

    def _withdraw(self) -> None:
        held = Entry.objects.filter(event=Event.PUBLISH, leg_count__gt=0, vesting__isnull=True)
        found = list(held.order_by("-pk")[:50])
        if not found:
            return
        entry = self.dice.choice(found)
        activity = Activity.objects.create(
            key=f"soak:{uuid4().hex}",
            verb="item.retired",
            actor_id=entry.officer_id,
            object_type="knowledge.item",
            object_id=entry.item_id or 0,
        )
        take([activity])

    def _vest(self) -> None:
        rows = list(due(clock.now()).values_list("pk", flat=True)[:30])
        vest_some(rows)

    def _redeem(self) -> None:
        reward = self.dice.choice(list(Reward.objects.all()))
        by = self.dice.choice(self.officers)
        redeem(reward=reward, by=by, points=reward.points, token=uuid4())

    def _decide(self) -> None:
        states = ["requested", "requested", "approved"]
        rows = Redemption.objects.filter(state=self.dice.choice(states)).select_related("officer")
        found = list(rows.order_by("-pk")[:30])
        if not found:
            return
        one = self.dice.choice(found)
        if one.state == "approved":
            reverse_redemption(redemption=one, by=self.judge, reason="soak")
            return
        choice = self.dice.randrange(3)
        if choice == 0:
            approve_redemption(redemption=one, by=self.judge)
        elif choice == 1:
            refuse_redemption(redemption=one, by=self.judge, reason="soak")
        else:
            cancel_redemption(redemption=one, by=one.officer)


def _deadlocks() -> int:
    """How many PostgreSQL has broken up in this database."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        number: int = cursor.fetchone()[0]
        return number


def _at_once(works: Sequence[tuple[Callable[[Any], Outcome], Any]]) -> list[Outcome]:
    """Run each in a process of its own, at once. Raises RuntimeError where one fails."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    results: Any = context.SimpleQueue()

    def work(function: Callable[[Any], Outcome], argument: Any) -> None:
        try:
            results.put(function(argument))
        except Exception:  # noqa: BLE001 - told by the parent
            results.put(traceback.format_exc())
        finally:
            connections.close_all()

    processes = [context.Process(target=work, args=pair) for pair in works]
    for process in processes:
        process.start()
    outcomes = [results.get() for _ in processes]
    for process in processes:
        process.join()
    failures = [outcome for outcome in outcomes if isinstance(outcome, str)]
    if failures:
        raise RuntimeError(failures[0])
    return outcomes
