"""Officers who leave: their points are frozen, never deleted, and theirs again if they return."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Thread

import pytest
from django.db import connection
from django.db.models import ProtectedError

from accounts.models import Officer
from core import clock
from core.services.deliver import deliver, deliver_all
from mileage import locks
from mileage.events import Reason
from mileage.locks import Use, Window, lock_cap_uses
from mileage.models import Entry
from mileage.services.freeze import freeze_leavers
from mileage.services.replay import replay
from mileage.services.vest import vest_due
from tests.mileage.people import at, balance, held, item_published, person, round_decided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
MORNING = at("2026-03-02 10:00")
LATER = at("2026-04-01 09:00")


def works(who: Officer, *, still: bool) -> None:
    Officer.objects.filter(pk=who.pk).update(is_active=still)
    with clock.at(LATER):
        freeze_leavers()


def test_a_leaver_keeps_what_there_is_and_gets_no_more() -> None:
    kim, lee = person("kim"), person("lee")
    published = item_published(kim, lee, when=MORNING)
    deliver(published.pk)
    works(kim, still=False)
    with clock.at(LATER):
        vest_due()
    assert (held(kim), balance(kim), balance(lee)) == (3, 0, 2)
    item = Entry.objects.earliest("pk").item
    assert item is not None
    deliver(round_decided(kim, lee, item=item, number=1, when=LATER).pk)
    # The other half is not the co-author's for that.
    assert (balance(kim), balance(lee)) == (0, 52)
    assert Entry.objects.get(key=f"superior:1:{kim.pk}").reason == Reason.LEFT
    with pytest.raises(ProtectedError):
        kim.delete()
    assert replay().lines == []


def test_who_returns_finds_everything_and_earns_again() -> None:
    kim = person("kim")
    deliver(item_published(kim, when=MORNING).pk)
    works(kim, still=False)
    works(kim, still=False)
    works(kim, still=True)
    with clock.at(LATER):
        vest_due()
    deliver(item_published(kim, when=LATER).pk)
    assert (held(kim), balance(kim)) == (5, 5)
    kinds = list(Entry.objects.order_by("pk").values_list("event", "reason"))
    assert kinds[1:3] == [("freeze", Reason.LEFT), ("thaw", Reason.BACK)]
    assert replay().lines == []


def test_whoever_never_had_an_account_is_not_frozen() -> None:
    works(person("kim"), still=False)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_is_frozen_between_the_question_and_the_entry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kim = person("kim")
    item_published(kim, when=MORNING)
    deliver_all()
    first = Entry.objects.latest("pk")
    Officer.objects.filter(pk=kim.pk).update(is_active=False)
    monkeypatch.setattr(locks, "TRIES", 1)
    frozen: list[int] = []

    def freeze() -> None:
        frozen.append(freeze_leavers())
        connection.close()

    def in_between(windows: Iterable[Window]) -> dict[Window, Use]:
        # The posting has asked whether the account is frozen, and has not written yet.
        other = Thread(target=freeze)
        other.start()
        other.join()
        return lock_cap_uses(windows)

    with monkeypatch.context() as patched:
        patched.setattr("mileage.services.post.lock_cap_uses", in_between)
        told = item_published(kim, when=LATER)
        deliver(told.pk)
    assert frozen == [0]
    assert Entry.objects.filter(pk__gt=first.pk, reason="").count() == 1
    assert freeze_leavers() == 1
    assert replay().lines == []
