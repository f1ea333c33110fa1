"""What the database itself refuses, whoever writes to it.

Deferred constraints speak at the end of a transaction; ``connection.check_constraints`` is that
end. Tests with real transactions are emptied by TRUNCATE, which fires no row triggers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import Q

from accounts.models import Officer
from core import clock
from knowledge.models import Item
from mileage.models import (
    Account,
    Adjustment,
    AdjustmentLine,
    Approval,
    CapUse,
    Entry,
    ItemHold,
    Leg,
    Policy,
    ProofRun,
    Rule,
    Season,
    SeasonClosing,
    SeasonLevel,
)
from mileage.services.book import Place, accounts_at, write_to_accounts
from mileage.services.policies import load_start_policy
from mileage.services.post import post
from mileage.services.seasons import season_at
from tests.cast import published
from tests.mileage.people import at, item_published, person, policy

pytestmark = pytest.mark.django_db
MORNING = at("2026-03-02 10:00")


def posted(key: str = "k", who: Officer | None = None) -> Entry:
    return post(key=key, event="evaluation", officer=who or person("kim"), occurred_at=MORNING)


def accounts(entry: Entry) -> list[int]:
    return list(entry.legs.order_by("pk").values_list("account_id", flat=True))


def write(entry: Entry | None = None, *legs: tuple[int, int], **fields: Any) -> Entry:
    """An entry by hand, past the services, to the end of its transaction."""
    with transaction.atomic():
        new = Entry(
            **{
                "key": "by hand",
                "event": "contest",
                "officer": person("kim"),
                "occurred_at": MORNING,
                "leg_count": len(legs),
                "reverses": entry,
                **fields,
            }
        )
        new.save()
        Leg.objects.bulk_create([Leg(entry=new, account_id=a, amount=n) for a, n in legs])
        connection.check_constraints()
    return new


def test_legs_sum_to_zero() -> None:
    issued, own = accounts(posted())
    assert write(None, (issued, -5), (own, 5))
    with pytest.raises(DatabaseError, match="do not sum to zero"):
        write(None, (issued, -5), (own, 6), key="wrong")


def test_no_leg_joins_an_old_entry_even_if_they_sum_to_zero() -> None:
    entry = posted()
    season = season_at(MORNING).pk
    places = accounts_at([Place(season, "adjust"), Place(season, "expired")])
    connection.check_constraints()

    both = [
        Leg(entry=entry, account_id=account, amount=amount)
        for account, amount in zip(places.values(), (3, -3), strict=True)
    ]
    with pytest.raises(DatabaseError, match="has 4 legs, not 2"), transaction.atomic():
        Leg.objects.bulk_create(both)


def test_no_leg_comes_before_its_entry() -> None:
    issued, own = accounts(posted())
    early = [Leg(entry_id=999, account_id=a, amount=n) for a, n in ((issued, -5), (own, 5))]
    with pytest.raises(DatabaseError, match="999 comes before its legs"), transaction.atomic():
        Leg.objects.bulk_create(early)


def test_a_leg_moves_something_and_is_one_an_account() -> None:
    issued, own = accounts(posted())
    with pytest.raises(IntegrityError, match="mileage_leg_moves"):
        write(None, (issued, 0), (own, 0))
    with pytest.raises(IntegrityError, match="mileage_leg_once"):
        write(None, (own, 5), (own, -5))


def test_a_zero_entry_has_a_reason() -> None:
    assert write(reason="capped")
    with pytest.raises(IntegrityError, match="mileage_zero_has_reason"):
        write(key="wrong")


def test_a_zero_entry_has_no_legs() -> None:
    issued, own = accounts(posted())
    with pytest.raises(DatabaseError, match="has 2 legs, not 0"):
        write(None, (issued, -5), (own, 5), reason="capped", leg_count=0)


def test_an_entry_that_says_so_has_legs() -> None:
    with pytest.raises(DatabaseError, match="has 0 legs, not 2"):
        write(leg_count=2)


def test_a_key_is_unique() -> None:
    posted()
    with pytest.raises(IntegrityError, match="key"):
        write(key="k", reason="capped")


def test_a_reversal_is_the_exact_opposite() -> None:
    entry = posted()
    issued, own = accounts(entry)
    with pytest.raises(DatabaseError, match="is not the opposite of k"):
        write(entry, (issued, 7), (own, -7))
    other = accounts(posted("other", person("lee")))[1]
    with pytest.raises(DatabaseError, match="is not the opposite of k"):
        write(entry, (issued, 8), (other, -8))
    assert write(entry, (issued, 8), (own, -8))


def test_an_entry_has_one_reversal() -> None:
    entry = posted()
    issued, own = accounts(entry)
    write(entry, (issued, 8), (own, -8))
    with pytest.raises(IntegrityError, match="reverses"):
        write(entry, (issued, 8), (own, -8), key="again")


def test_a_reversal_cannot_be_reversed() -> None:
    entry = posted()
    issued, own = accounts(entry)
    reversal = write(entry, (issued, 8), (own, -8))
    with pytest.raises(DatabaseError, match="is a reversal and cannot be reversed"):
        write(reversal, (issued, -8), (own, 8), key="again")


def promised() -> tuple[Entry, int, int]:
    """An entry that is held, the account it is held in and the officer's own."""
    kim = person("kim")
    entry = post(key="held", event="publish", officer=kim, occurred_at=MORNING)
    season = season_at(MORNING).pk
    places = accounts_at([Place(season, "pending", kim.pk), Place(season, "officer", kim.pk)])
    pending, own = (places[Place(season, kind, kim.pk)] for kind in ("pending", "officer"))
    return entry, pending, own


def test_a_hold_ends_once_with_what_was_held() -> None:
    entry, pending, own = promised()
    with pytest.raises(DatabaseError, match="does not pay out what is held"):
        write(None, (pending, -6), (own, 6), key="more", vests=entry)
    (other,) = accounts_at([Place(season_at(MORNING).pk, "officer", person("lee").pk)]).values()
    with pytest.raises(DatabaseError, match="does not pay out what is held"):
        write(None, (pending, -5), (other, 5), key="to another", vests=entry)
    write(None, (pending, -5), (own, 5), vests=entry)
    with pytest.raises(IntegrityError, match="vests"):
        write(None, (pending, -5), (own, 5), key="again", vests=entry)


def test_nothing_is_paid_for_an_item_that_is_hidden_or_doubted() -> None:
    entry, pending, own = promised()
    item = published(person("kim"))
    legs = (pending, -5), (own, 5)
    Item.objects.filter(pk=item.pk).update(status="hidden")
    with pytest.raises(DatabaseError, match="hidden or doubted"):
        write(None, *legs, vests=entry, item_id=item.pk)
    Item.objects.filter(pk=item.pk).update(status="published")
    ItemHold.objects.create(source="report:1", item_id=item.pk, is_open=True)
    with pytest.raises(DatabaseError, match="hidden or doubted"):
        write(None, *legs, vests=entry, item_id=item.pk)
    ItemHold.objects.update(is_open=False)
    assert write(None, *legs, vests=entry, item_id=item.pk)


def test_what_was_taken_back_is_not_paid_out() -> None:
    entry, pending, own = promised()
    issued = entry.legs.exclude(account_id=pending).get().account_id
    write(entry, (issued, 5), (pending, -5))
    with pytest.raises(DatabaseError, match="does not pay out what is held"):
        write(None, (pending, -5), (own, 5), key="late", vests=entry)


def test_no_more_points_expire_than_there_are() -> None:
    season = season_at(MORNING).pk
    entry = posted()
    own = accounts(entry)[1]
    pot = accounts_at([Place(season, "expired")])[Place(season, "expired")]
    with pytest.raises(DatabaseError, match="takes more than there is"):
        expire(own, pot, 9)
    assert expire(own, pot, 8)


def expire(own: int, pot: int, points: int) -> list[Entry]:
    """Points that expire, to the end of the transaction, with the balance they leave."""
    gone = Entry(key="expire:1", event="expire", officer=person("kim"), occurred_at=MORNING)
    with transaction.atomic():
        written = write_to_accounts([(gone, [(own, -points), (pot, points)])])
        connection.check_constraints()
    return written


def test_the_rule_in_force_on_the_day_decides() -> None:
    old, new = policy("2026-01-01", evaluation=8), policy("2026-03-02", evaluation=9)
    rules = {rule.policy_id: rule for rule in Rule.objects.all()}
    midnight = at("2026-03-02 00:00")
    draft = Policy.objects.create(code="next", version=1, effective_from="2026-03-01")
    unapproved = Rule.objects.create(
        policy=draft, event="evaluation", amount=1, text_ko="가", text_en="a"
    )
    for rule, moment in (
        (rules[old.pk], midnight),
        (rules[new.pk], midnight - timedelta(seconds=1)),
        (unapproved, midnight - timedelta(seconds=1)),
    ):
        with pytest.raises(DatabaseError, match="was not in force"):
            write(rule=rule, reason="late", event="evaluation", occurred_at=moment)
    with pytest.raises(DatabaseError, match="was not in force"):
        write(rule=rules[new.pk], reason="late", event="publish", occurred_at=midnight)
    assert write(rule=rules[new.pk], reason="late", event="evaluation", occurred_at=midnight)


def test_an_item_is_paid_for_once_by_one_activity() -> None:
    kim, lee = person("kim"), person("lee")
    item = published(kim)
    first, second = (item_published(kim, item=item, when=MORNING) for _ in range(2))
    common: dict[str, Any] = {"event": "publish", "item": item, "reason": "capped"}
    assert write(key="publish:1", activity=first, **common)
    assert write(key="publish:2", activity=first, officer=lee, **common)
    with pytest.raises(IntegrityError, match="mileage_publish_once"):
        write(key="publish:3", activity=second, officer=lee, **common)
    assert write(key="publish:3", activity=second, **(common | {"reason": "duplicate"}))


def test_a_cap_is_not_passed_and_not_given_back() -> None:
    policy("2026-01-01", publish={"amount": 5, "cap_day": 7, "cap_season": 9})
    rule = Rule.objects.get()
    day = CapUse.objects.create(officer=person("kim"), rule=rule, window="2026-03-02", used=5)
    season = CapUse.objects.create(officer=person("kim"), rule=rule, window="2026H1", used=5)
    for use, most in ((day, 7), (season, 9)):
        change(use, used=most)
        with pytest.raises(DatabaseError, match="is passed"), transaction.atomic():
            change(use, used=most + 1)
        with pytest.raises(DatabaseError, match="not given back"), transaction.atomic():
            change(use, used=most - 1)
        with pytest.raises(DatabaseError, match="not given back"), transaction.atomic():
            delete(use)


def rows_of_every_kind() -> dict[str, models.Model]:
    entry = posted()
    draft = Policy.objects.create(code="next", version=1, effective_from="2099-01-01")
    Rule.objects.create(policy=draft, event="publish", amount=1, text_ko="가", text_en="a")
    return {
        "policy": Policy.objects.earliest("pk"),
        "approval": Approval.objects.create(policy=draft, officer=person("kim")),
        "rule": Rule.objects.earliest("pk"),
        "season": Season.objects.get(),
        "account": Account.objects.earliest("pk"),
        "entry": entry,
        "leg": Leg.objects.earliest("pk"),
        "adjustmentline": AdjustmentLine.objects.create(
            adjustment=Adjustment.objects.create(reason="a", proposed_by=person("kim")),
            number=1,
            officer=person("lee"),
            season=Season.objects.get(),
            amount=5,
        ),
        "seasonclosing": SeasonClosing.objects.create(
            season=Season.objects.get(), policy=Policy.objects.earliest("pk")
        ),
        "seasonlevel": SeasonLevel.objects.create(
            season=Season.objects.get(),
            officer=person("kim"),
            policy=Policy.objects.earliest("pk"),
            points=30,
            before=0,
            level=1,
        ),
        "proofrun": ProofRun.objects.create(accounts=1, different=0),
    }


CHANGES: dict[str, dict[str, Any]] = {
    "policy": {"effective_from": "2000-01-02"},
    "approval": {"approved_at": MORNING},
    "rule": {"amount": 500},
    "season": {"code": "2026H9"},
    "account": {"kind": "adjust"},
    "entry": {"reason": "late"},
    "leg": {"amount": 500},
    "adjustmentline": {"amount": 500},
    "seasonclosing": {"closed_at": MORNING},
    "seasonlevel": {"level": 3},
    "proofrun": {"different": 1},
}


def change(row: models.Model, **fields: Any) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**fields)


def delete(row: models.Model, **_fields: Any) -> None:
    type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")


@pytest.mark.parametrize("act", [change, delete])
@pytest.mark.parametrize("name", CHANGES)
def test_rows_never_change_and_never_go(name: str, act: Callable[..., None]) -> None:
    row = rows_of_every_kind()[name]
    with pytest.raises(DatabaseError, match=f"mileage_{name} is append-only"), transaction.atomic():
        act(row, **CHANGES[name])


def test_one_event_falls_under_one_rule() -> None:
    load_start_policy()
    rule = Rule.objects.earliest("pk")
    draft = Policy.objects.create(code="next", version=1, effective_from="2099-01-01")
    Rule.objects.create(policy=draft, event=rule.event, amount=1, text_ko="가", text_en="a")
    with pytest.raises(IntegrityError, match="mileage_rule_of_event"), transaction.atomic():
        Rule.objects.create(policy=draft, event=rule.event, amount=2, text_ko="나", text_en="b")


def test_a_policy_in_use_or_approved_takes_no_more_rules() -> None:
    rows = rows_of_every_kind()
    for one in Policy.objects.filter(Q(pk=rows["policy"].pk) | Q(approvals__isnull=False)):
        with pytest.raises(DatabaseError, match="takes no more rules"), transaction.atomic():
            Rule.objects.create(policy=one, event="contest", amount=1, text_ko="가", text_en="a")


def test_nobody_approves_what_already_decides() -> None:
    draft = Policy.objects.create(
        code="next", version=1, effective_from=clock.today() + timedelta(days=1)
    )
    first_day = at(f"{draft.effective_from} 00:00")
    with pytest.raises(DatabaseError, match="before its first day"), transaction.atomic():
        Approval.objects.create(policy=draft, officer=person("kim"), approved_at=first_day)
    last = first_day - timedelta(seconds=1)
    assert Approval.objects.create(policy=draft, officer=person("kim"), approved_at=last)


def test_seasons_do_not_overlap() -> None:
    season_at(MORNING)
    with pytest.raises(IntegrityError, match="mileage_seasons_apart"), transaction.atomic():
        Season.objects.create(code="2026HX", starts_on="2026-06-30", ends_on="2026-12-31")


def test_an_account_is_one_and_has_an_owner_if_it_is_an_officers() -> None:
    season = season_at(MORNING)
    Account.objects.create(season=season, kind="issuance")
    with pytest.raises(IntegrityError, match="mileage_account_once"), transaction.atomic():
        Account.objects.create(season=season, kind="issuance")
    for fields in ({"kind": "officer"}, {"kind": "adjust", "officer": person("kim")}):
        with pytest.raises(IntegrityError, match="mileage_account_owner"), transaction.atomic():
            Account.objects.create(season=season, **fields)


def test_a_use_of_a_cap_is_counted_once() -> None:
    post(key="k", event="publish", officer=person("kim"), occurred_at=MORNING)
    use = CapUse.objects.earliest("pk")
    with pytest.raises(IntegrityError, match="mileage_cap_use_once"), transaction.atomic():
        CapUse.objects.create(officer=use.officer, rule=use.rule, window=use.window)
