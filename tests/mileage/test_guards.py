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
from mileage.models import (
    Account,
    Approval,
    CapUse,
    Entry,
    Leg,
    Policy,
    Rule,
    Season,
)
from mileage.services.book import Place, accounts_at
from mileage.services.policies import load_start_policy
from mileage.services.post import post
from mileage.services.seasons import season_at
from tests.mileage.people import at, person

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
                "event": "adjust",
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


def test_a_hold_ends_once() -> None:
    entry = posted()
    issued, own = accounts(entry)
    write(None, (issued, -5), (own, 5), vests=entry)
    with pytest.raises(IntegrityError, match="vests"):
        write(None, (issued, -5), (own, 5), key="again", vests=entry)


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
    }


CHANGES: dict[str, dict[str, Any]] = {
    "policy": {"effective_from": "2000-01-02"},
    "approval": {"approved_at": MORNING},
    "rule": {"amount": 500},
    "season": {"code": "2026H9"},
    "account": {"kind": "adjust"},
    "entry": {"reason": "late"},
    "leg": {"amount": 500},
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
    for policy in Policy.objects.filter(Q(pk=rows["policy"].pk) | Q(approvals__isnull=False)):
        with pytest.raises(DatabaseError, match="takes no more rules"), transaction.atomic():
            Rule.objects.create(policy=policy, event="contest", amount=1, text_ko="가", text_en="a")


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
