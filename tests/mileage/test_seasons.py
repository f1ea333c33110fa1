"""Seasons: created ahead, counted, closed once, with levels that fall late and points that go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from accounts.models import Officer
from core import clock
from core.models import Activity
from core.services.deliver import deliver
from mileage.events import Reason
from mileage.models import (
    Balance,
    Entry,
    OfficeTotal,
    Policy,
    Rule,
    Season,
    SeasonClosing,
    SeasonLevel,
    SeasonTotal,
)
from mileage.services.close_season import close_season, keep_seasons
from mileage.services.post import post
from mileage.services.proof import differences
from mileage.services.replay import replay
from mileage.services.reverse import reverse
from mileage.services.seasons import season_at
from mileage.services.tally import tally
from tests.cast import published
from tests.mileage.people import at, balance, evaluation_submitted, house, item_published, person
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
LEVELS = [["가", "A", 100], ["나", "B", 200]]


def rules(**fields: Any) -> Policy:
    """Ten points an evaluation, one an improvement; levels at 100 and 200."""
    made = Policy.objects.create(
        code="levels",
        version=1,
        effective_from="2000-01-01",
        is_delivered=True,
        levels=LEVELS,
        **fields,
    )
    for event, amount, exempt in [
        ("evaluation", 10, False),
        ("improvement", 1, False),
        ("contest", 500, True),
    ]:
        Rule.objects.create(
            policy=made, event=event, amount=amount, exempt=exempt, text_ko="가", text_en="a"
        )
    return made


def earn(who: Officer, points: int, when: datetime) -> list[Entry]:
    """As many entries as it takes."""
    events = ["evaluation"] * (points // 10) + ["improvement"] * (points % 10)
    number = Entry.objects.count()
    return [
        post(key=f"earn:{number + n}", event=event, officer=who, occurred_at=when)
        for n, event in enumerate(events)
    ]


def levels(who: Officer) -> list[tuple[int, int]]:
    rows = SeasonLevel.objects.filter(officer=who).order_by("season__starts_on")
    return list(rows.values_list("before", "level"))


def keep(text: str) -> int:
    with clock.at(at(text)):
        return keep_seasons()


def test_a_season_is_there_before_its_first_day() -> None:
    keep("2026-05-20 09:00")
    assert not Season.objects.filter(code="2026H2").exists()
    keep("2026-06-10 09:00")
    season = Season.objects.get(code="2026H2")
    assert (str(season.starts_on), str(season.ends_on)) == ("2026-07-01", "2026-12-31")


def test_a_season_closes_once_after_the_days_of_its_policy() -> None:
    rules()
    earn(person("kim"), 120, at("2026-03-02 10:00"))
    assert keep("2026-07-14 23:59") == 0
    assert keep("2026-07-15 00:00") == 1
    assert keep("2026-07-15 01:00") == 0
    assert SeasonClosing.objects.get().season.code == "2026H1"
    activity = Activity.objects.get(verb="mileage.level")
    assert activity.data["officer"] == person("kim").pk
    assert (activity.data["level"], activity.data["season"]) == (1, "2026H1")
    assert (activity.data["rose"], activity.data["name_en"]) == (True, "A")


@pytest.mark.parametrize(
    ("points", "level"), [(100, 1), (90, 1), (89, 0), (80, 0), (200, 2), (199, 1)]
)
def test_a_level_rises_at_its_step_and_falls_below_nine_tenths(points: int, level: int) -> None:
    rules()
    kim = person("kim")
    earn(kim, 100, at("2025-08-01 10:00"))
    keep("2026-01-20 09:00")
    earn(kim, points, at("2026-03-02 10:00"))
    keep("2026-07-20 09:00")
    assert levels(kim) == [(0, 1), (1, level)]


def test_a_master_who_does_nothing_falls_to_nothing_and_is_told() -> None:
    rules()
    kim = person("kim")
    earn(kim, 200, at("2025-03-01 10:00"))
    keep("2025-07-20 09:00")
    keep("2026-01-20 09:00")
    assert levels(kim) == [(0, 2), (2, 0)]
    told = Activity.objects.filter(verb="mileage.level").order_by("pk")
    assert [one.data["rose"] for one in told] == [True, False]


def test_held_points_count_and_prizes_do_not() -> None:
    rules()
    kim = person("kim")
    earn(kim, 100, at("2026-03-02 10:00"))
    post(key="prize", event="contest", officer=kim, occurred_at=at("2026-03-02 10:00"))
    keep("2026-03-03 09:00")
    total = SeasonTotal.objects.get()
    assert (total.points, total.shown, total.office) == (100, 100, house())
    assert balance(kim) == 600


def test_reports_count_for_the_level_and_stay_off_the_boards() -> None:
    kim = person("kim")
    post(key="r", event="report", officer=kim, occurred_at=at("2026-03-02 10:00"))
    citation = post(key="c", event="citation", officer=kim, occurred_at=at("2026-03-02 10:00"))
    post(key="e", event="evaluation", officer=kim, occurred_at=at("2026-03-02 10:00"))
    season = season_at(at("2026-03-02 10:00"))
    tally(season=season)
    assert SeasonTotal.objects.values_list("points", "shown").get() == (23, 8)
    reverse(entry=citation, reason=Reason.MISTAKE)
    tally(season=season)
    assert SeasonTotal.objects.values_list("points", "shown").get() == (18, 8)


def test_an_office_counts_all_below_it_by_head_of_its_active_staff() -> None:
    rules()
    kim, lee = person("kim"), person("lee")
    gone = person("gone")
    for who in (kim, gone):
        earn(who, 30, at("2026-03-02 10:00"))
    Officer.objects.filter(pk=gone.pk).update(is_active=False)
    tally(season=season_at(at("2026-03-02 10:00")))
    total = OfficeTotal.objects.get(office=house())
    assert (total.points, total.heads, total.per_head) == (30, 2, 15.0)
    assert lee.office == house()


def test_what_comes_after_the_close_moves_points_but_no_level_and_no_board() -> None:
    rules()
    kim = person("kim")
    entries = earn(kim, 100, at("2026-03-02 10:00"))
    keep("2026-07-20 09:00")
    with clock.at(at("2026-07-21 09:00")):
        reverse(entry=entries[0], reason=Reason.MISTAKE)
    earn(kim, 50, at("2026-06-30 23:00"))
    keep("2026-07-22 09:00")
    assert SeasonTotal.objects.get(season__code="2026H1").points == 100
    assert levels(kim) == [(0, 1)]
    assert balance(kim) == 140


def test_points_expire_only_if_the_policy_says_so() -> None:
    rules()
    kim = person("kim")
    earn(kim, 30, at("2024-03-02 10:00"))
    for day in ("2024-07-20", "2025-01-20", "2025-07-20", "2026-01-20"):
        keep(f"{day} 09:00")
    assert balance(kim) == 30
    assert not Entry.objects.filter(event="expire").exists()


def test_unused_points_expire_after_the_seasons_of_the_policy_and_a_replay_agrees() -> None:
    rules(expire_after=2)
    kim, lee = person("kim"), person("lee")
    item = published(kim)
    for number, (who, day) in enumerate(
        [(kim, "2024-03-02"), (kim, "2024-03-03"), (kim, "2024-09-02"), (lee, "2024-03-02")]
    ):
        moment = at(f"{day} 10:00")
        deliver(evaluation_submitted(who, item=item, number=number, when=moment).pk)
    reverse(entry=Entry.objects.get(officer=lee), reason=Reason.MISTAKE)
    keep("2024-07-20 09:00")
    keep("2025-01-20 09:00")
    assert balance(kim) == 30
    assert keep("2025-07-20 09:00") == 1
    assert balance(kim) == 10
    entry = Entry.objects.get(event="expire")
    account = Balance.objects.get(account__officer=kim, account__season__code="2024H1").account
    assert entry.key == f"expire:{account.pk}:2025H1"
    assert differences() == []
    assert replay().lines == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_close_a_season_once() -> None:
    chosen = rules()
    earn(person("kim"), 100, at("2026-03-02 10:00"))
    season = season_at(at("2026-03-02 10:00"))
    done = at_once(*[lambda: close_season(season=season, policy=chosen)] * 3)
    assert sorted(done) == [False, False, True]  # type: ignore[type-var]  # all are bools
    assert SeasonLevel.objects.count() == 1


def test_an_item_that_is_published_counts_from_its_first_moment() -> None:
    kim = person("kim")
    with clock.at(at("2026-03-02 10:00")):
        deliver(item_published(kim, when=at("2026-03-02 10:00")).pk)
    tally(season=season_at(at("2026-03-02 10:00")))
    assert SeasonTotal.objects.get().points == 5
