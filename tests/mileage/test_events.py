"""What other rooms tell the ledger: verdicts that fall, appeals, reports, thanks, doubts."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Officer
from core import clock, registry
from core.models import Activity, Outbox
from core.services.deliver import deliver
from knowledge.models import Item
from mileage.events import Reason
from mileage.models import Entry
from mileage.services.proof import differences
from mileage.services.replay import replay
from mileage.services.vest import vest_due
from tests.cast import published
from tests.mileage.people import (
    at,
    balance,
    evaluation_submitted,
    held,
    item_published,
    made,
    person,
    policy,
    round_decided,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
MORNING = at("2026-03-02 10:00")
LATER = at("2026-04-01 09:00")


@pytest.fixture
def kim() -> Officer:
    return person("kim")


@pytest.fixture
def item(kim: Officer) -> Item:
    return published(kim)


@pytest.fixture(autouse=True)
def _the_ledger_is_whole() -> Any:
    """After each of these stories the balances are proved and a replay gives the same rows."""
    yield
    assert differences() == []
    assert replay().lines == []


def tell(*activities: Activity) -> None:
    for activity in activities:
        assert deliver(activity.pk), Outbox.objects.get(pk=activity.pk).last_error


def decided(item: Item, number: int = 1, **more: Any) -> Activity:
    return round_decided(item.author, item=item, number=number, when=MORNING, **more)


def annulled(item: Item, root: int = 1) -> Activity:
    return made(
        "round.annulled",
        "evaluation.round",
        root,
        when=LATER,
        item=item.pk,
        root=root,
        reason="misconduct",
        writers=[item.author_id],
    )


def lapsed(item: Item, *, fault_then: bool) -> Activity:
    return made(
        "round.lapsed",
        "evaluation.round",
        1,
        when=LATER,
        item=item.pk,
        cause="report",
        decision="superior",
        root=1,
        writers=[item.author_id],
        fault_then=fault_then,
    )


def appeal(item: Item, *, was: str, decision: str) -> Activity:
    return made(
        "appeal.decided",
        "evaluation.appeal",
        1,
        when=LATER,
        item=item.pk,
        round=1,
        root=1,
        was=was,
        decision=decision,
        upheld=was == decision,
        writers=[item.author_id],
    )


def reasons(who: Officer) -> list[str]:
    return list(Entry.objects.filter(officer=who).order_by("pk").values_list("reason", flat=True))


def test_an_annulled_verdict_takes_its_bonus_with_it_once(kim: Officer, item: Item) -> None:
    tell(decided(item))
    assert balance(kim) == 100
    tell(annulled(item))
    assert balance(kim) == 0
    reversal = Entry.objects.get(reverses__key=f"superior:1:{kim.pk}")
    assert reversal.reason == Reason.ANNULLED
    tell(lapsed(item, fault_then=True))
    assert (balance(kim), Entry.objects.count()) == (0, 2)


def test_an_annulment_that_overtakes_its_verdict_waits_for_it(kim: Officer, item: Item) -> None:
    verdict, end = decided(item), annulled(item)
    assert not deliver(end.pk)
    assert "comes first" in Outbox.objects.get(pk=end.pk).last_error
    tell(verdict, end)
    assert balance(kim) == 0


@pytest.mark.parametrize(("fault_then", "points"), [(True, 0), (False, 100)])
def test_a_lapse_costs_the_bonus_only_if_the_fault_was_there(
    kim: Officer, item: Item, fault_then: bool, points: int
) -> None:
    tell(decided(item), lapsed(item, fault_then=fault_then))
    assert balance(kim) == points


def test_an_appeal_takes_superior_away(kim: Officer, item: Item) -> None:
    tell(decided(item), decided(item, 2, root=1, decision="standard"))
    tell(appeal(item, was="superior", decision="standard"))
    assert balance(kim) == 0
    assert Entry.objects.latest("pk").reason == Reason.OVERTURNED


def test_an_appeal_that_gives_superior_pays_once(kim: Officer, item: Item) -> None:
    tell(decided(item, decision="standard"))
    assert balance(kim) == 0
    tell(decided(item, 2, root=1), appeal(item, was="standard", decision="superior"))
    assert balance(kim) == 100
    assert Entry.objects.get().key == f"superior:1:{kim.pk}"


def test_an_appeal_told_before_its_round_pays_once(kim: Officer, item: Item) -> None:
    tell(appeal(item, was="standard", decision="superior"), decided(item, 2, root=1))
    assert balance(kim) == 100
    assert reasons(kim) == ["", Reason.DUPLICATE]


def test_an_appeal_that_upholds_superior_pays_nothing_more_and_says_so(
    kim: Officer, item: Item
) -> None:
    tell(decided(item), decided(item, 2, root=1))
    tell(appeal(item, was="superior", decision="superior"))
    assert balance(kim) == 100
    assert reasons(kim) == ["", Reason.DUPLICATE]


def test_what_an_appeal_gives_back_after_an_annulment_is_paid(kim: Officer, item: Item) -> None:
    tell(decided(item), annulled(item), decided(item, 2, root=1))
    tell(appeal(item, was="standard", decision="superior"))
    assert balance(kim) == 100
    assert Entry.objects.filter(key=f"superior:1:{kim.pk}:2", leg_count=2).exists()
    tell(decided(item, 3, root=1))
    assert balance(kim) == 100


def test_a_bonus_that_was_held_and_paid_is_taken_back_whole(kim: Officer, item: Item) -> None:
    policy("2026-01-01", superior={"amount": 100, "hold_days": 7})
    tell(decided(item))
    with clock.at(at("2026-03-20 09:00")):
        vest_due()
    assert (held(kim), balance(kim)) == (0, 100)
    tell(annulled(item))
    assert (held(kim), balance(kim)) == (0, 0)


def test_an_item_given_to_another_author_is_not_paid_again(kim: Officer, item: Item) -> None:
    lee = person("lee")
    tell(item_published(kim, item=item, when=MORNING))
    Item.objects.filter(pk=item.pk).update(author=lee)
    tell(item_published(lee, item=item, when=LATER))
    assert (held(kim), held(lee)) == (5, 0)
    assert reasons(lee) == [Reason.DUPLICATE]
    # What the first author was promised stays with them; what comes later is the new author's.
    with clock.at(LATER):
        vest_due()
    tell(round_decided(lee, item=item, number=1, when=LATER))
    assert (balance(kim), balance(lee)) == (5, 100)


def test_a_lease_that_ran_out_leaves_a_line_that_says_why(item: Item) -> None:
    choi = person("choi")
    tell(
        made(
            "evaluation.expired",
            "evaluation.assignment",
            4,
            when=MORNING,
            item=item.pk,
            evaluator=choi.pk,
            due="2026-03-01",
        )
    )
    entry = Entry.objects.get(key="evaluation:4")
    assert (entry.officer, entry.reason, entry.is_zero) == (choi, Reason.LATE, True)


@pytest.mark.parametrize(
    ("bars", "found"), [(["team"], [Reason.CONFLICT]), (["gone"], []), ([], [])]
)
def test_an_evaluator_with_a_conflict_reads_why_there_is_nothing(
    item: Item, bars: list[str], found: list[str]
) -> None:
    choi = person("choi")
    activity = made(
        "evaluation.voided",
        "evaluation.assignment",
        4,
        when=MORNING,
        item=item.pk,
        evaluator=choi.pk,
        due="2026-03-05",
        bars=bars,
    )
    tell(activity)
    assert reasons(choi) == found


def test_the_useful_evaluator_of_a_season_is_paid_once(item: Item) -> None:
    choi = person("choi")
    for number, season in ((1, "2026H1"), (2, "2026H1"), (3, "2026H2")):
        tell(
            made(
                "evaluator.useful",
                "evaluation.evaluator",
                number,
                when=LATER,
                officer=choi.pk,
                season=season,
            )
        )
    assert balance(choi) == 100
    assert Entry.objects.filter(key=f"evaluator:{choi.pk}:2026H1").count() == 1


def report(verb: str, item: Item, number: int = 1, **more: Any) -> Activity:
    data: dict[str, Any] = {"item": item.pk, "kind": "wrong", "writers": [item.author_id]}
    return made(f"report.{verb}", "reports.report", number, when=LATER, **(data | more))


def owed_to(monkeypatch: pytest.MonkeyPatch, *officers: Officer) -> None:
    ids = [officer.pk for officer in officers]
    monkeypatch.setattr(registry.payees, "_entries", {"report": lambda activity: ids})


@pytest.mark.parametrize(("cited", "points"), [(False, 10), (True, 15)])
def test_an_accepted_report_is_paid_to_those_whom_the_registry_names(
    item: Item, monkeypatch: pytest.MonkeyPatch, cited: bool, points: int
) -> None:
    lee = person("lee")
    owed_to(monkeypatch, lee)
    activity = report("accepted", item, cited=cited, existed=True, harmful=False)
    tell(activity)
    assert balance(lee) == points
    keys = set(Entry.objects.filter(officer=lee).values_list("key", flat=True))
    assert keys == {f"report:1:{lee.pk}"} | ({f"citation:1:{lee.pk}"} if cited else set())
    # Nothing that others see names the reporter.
    assert str(lee.pk) not in activity.key
    assert lee.pk not in activity.data.values()
    assert not Entry.objects.filter(officer=lee, actor__isnull=False).exists()


def test_nobody_is_paid_for_reporting_their_own_item(
    kim: Officer, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    owed_to(monkeypatch, kim)
    tell(report("accepted", item, cited=False, existed=True, harmful=False))
    assert (balance(kim), reasons(kim)) == (0, [Reason.SELF])


@pytest.mark.parametrize("end", ["dismissed", "verified", "closed"])
def test_what_is_held_waits_until_a_report_is_settled(kim: Officer, item: Item, end: str) -> None:
    tell(item_published(kim, item=item, when=MORNING))
    tell(report("received", item), report("received", item, 2), report(end, item, 2))
    with clock.at(LATER):
        assert vest_due() == 0
    tell(report(end, item))
    with clock.at(LATER):
        assert vest_due() == 1
    assert balance(kim) == 5


def test_a_report_whose_end_arrives_first_holds_nothing(kim: Officer, item: Item) -> None:
    tell(item_published(kim, item=item, when=MORNING))
    tell(report("dismissed", item), report("received", item))
    with clock.at(LATER):
        assert vest_due() == 1


def test_a_season_that_changes_in_mid_hold_pays_into_the_season_of_the_event(kim: Officer) -> None:
    tell(item_published(kim, when=at("2025-12-29 10:00")))
    with clock.at(at("2026-01-06 09:00")):
        vest_due()
    assert balance(kim) == 5
    seasons = Entry.objects.filter(event="vest").values_list("legs__account__season__code")
    assert {code for (code,) in seasons} == {"2025H2"}


def test_an_evaluation_that_was_late_says_so(item: Item) -> None:
    choi = person("choi")
    tell(evaluation_submitted(choi, item=item, number=4, when=MORNING, on_time=False))
    assert reasons(choi) == [Reason.LATE]
