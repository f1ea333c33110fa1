"""Any story of the ledger leaves it whole: sums, balances, caps, and the same rows in a replay."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F, Q, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Officer
from core import clock
from core.models import Activity
from core.services.deliver import deliver
from core.services.record import record_many
from knowledge.models import Item
from mileage.events import Reason
from mileage.models import Balance, CapUse, Entry, Leg, SeasonTotal
from mileage.services.close_season import keep_seasons
from mileage.services.freeze import freeze_leavers
from mileage.services.proof import differences
from mileage.services.replay import replay
from mileage.services.reverse import reverse
from mileage.services.vest import vest_due
from tests.cast import published
from tests.mileage.people import (
    at,
    evaluation_submitted,
    item_published,
    made,
    person,
    policy,
    round_decided,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
START = at("2026-06-20 09:00")
NAMES = ("kim", "lee", "park")


class Story:
    """Three officers, two items each, and what happens to them day by day."""

    def __init__(self) -> None:
        policy(
            "2026-01-01",
            publish={"amount": 5, "cap_day": 7, "hold_days": 3},
            superior={"amount": 9, "cap_season": 20},
            evaluation=8,
        )
        self.people = [person(name) for name in NAMES]
        self.items = [published(who) for who in self.people for _ in range(2)]
        self.number = 0
        self.rounds: list[tuple[int, Item]] = []

    def do(self, deed: str, one: int, other: int, now: datetime) -> None:
        """A deed, with officers and items by number."""
        self.number += 1
        item = self.items[one % len(self.items)]
        with clock.at(now):
            getattr(self, f"_{deed}")(item, self.people[other % 3], now)

    def _publish(self, item: Item, who: Officer, now: datetime) -> None:
        _tell(item_published(item.author, *{who} - {item.author}, item=item, when=now))

    def _decide(self, item: Item, who: Officer, now: datetime) -> None:
        root = next((root for root, known in self.rounds if known == item), self.number)
        self.rounds.append((root, item))
        writers = {item.author, who}
        _tell(round_decided(*writers, item=item, number=self.number, when=now, root=root))

    def _annul(self, item: Item, who: Officer, now: datetime) -> None:
        for root, known in self.rounds[-1:]:
            data: dict[str, Any] = {"item": known.pk, "root": root, "writers": []}
            activity = Activity(
                key=f"annulled:{self.number}",
                verb="round.annulled",
                object_type="evaluation.round",
                object_id=root,
                data=data,
                occurred_at=now,
            )
            _tell(record_many([activity])[0])

    def _evaluate(self, item: Item, who: Officer, now: datetime) -> None:
        _tell(evaluation_submitted(who, item=item, number=self.number, when=now))

    def _report(self, item: Item, who: Officer, now: datetime) -> None:
        _tell(made("report.received", "reports.report", self.number, when=now, item=item.pk))

    def _vest(self, item: Item, who: Officer, now: datetime) -> None:
        vest_due()

    def _mistake(self, item: Item, who: Officer, now: datetime) -> None:
        paid = Entry.objects.filter(leg_count__gt=0, reverses=None, vests=None, officer=who)
        entry = paid.order_by("pk").first()
        if entry is not None:
            reverse(entry=entry, reason=Reason.MISTAKE, by=self.people[0])

    def _leave(self, item: Item, who: Officer, now: datetime) -> None:
        who.is_active = not who.is_active
        who.save(update_fields=["is_active"])
        freeze_leavers()

    def _keep(self, item: Item, who: Officer, now: datetime) -> None:
        keep_seasons()


def _tell(activity: Activity) -> None:
    assert deliver(activity.pk)


DEEDS = ("publish", "decide", "annul", "evaluate", "report", "vest", "mistake", "leave", "keep")


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from(DEEDS), st.integers(0, 5), st.integers(0, 2), st.integers(0, 40)),
        max_size=18,
    )
)
def test_whatever_happens_the_ledger_is_whole(deeds: list[tuple[str, int, int, int]]) -> None:
    with transaction.atomic():
        story, now = Story(), START
        for deed, one, other, hours in deeds:
            now += timedelta(hours=hours)
            story.do(deed, one, other, now)
        connection.check_constraints()
        assert differences() == []
        assert (Leg.objects.aggregate(sum=Sum("amount"))["sum"] or 0) == 0
        assert not Balance.objects.filter(account__kind="pending", amount__lt=0).exists()
        passed = Q(window__contains="H", used__gt=F("rule__cap_season")) | (
            ~Q(window__contains="H") & Q(used__gt=F("rule__cap_day"))
        )
        assert not CapUse.objects.filter(passed).exists()
        assert all(total.shown <= total.points for total in SeasonTotal.objects.all())
        assert replay().lines == []
        transaction.set_rollback(True)
