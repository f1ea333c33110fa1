"""Choosing what one is told, how and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Officer
from notifications.kinds import KINDS
from notifications.models import Delivery, DigestTime, Preference
from notifications.services.notify import default_choice


@dataclass(frozen=True, slots=True)
class Choice:
    """How one kind comes."""

    in_inbox: bool
    delivery: str


def choices_of(officer: Officer) -> dict[str, Preference]:
    """The preference of each kind, chosen or not (one query)."""
    chosen = {row.kind: row for row in Preference.objects.filter(officer=officer)}
    return {kind: chosen.get(kind) or default_choice(kind) for kind in KINDS}


def digest_time_of(officer: Officer) -> DigestTime:
    """When the officer's digest comes, chosen or not (one query)."""
    return DigestTime.objects.filter(officer=officer).first() or DigestTime(officer=officer)


@transaction.atomic
def choose(*, officer: Officer, choices: Mapping[str, Choice]) -> None:
    """Keep these choices. A duty always stays in the inbox. Unknown kinds are left alone.

    Raises ValueError for a delivery that does not exist.
    """
    rows = [
        Preference(
            officer=officer,
            kind=kind,
            in_inbox=choice.in_inbox or KINDS[kind].is_duty,
            delivery=Delivery(choice.delivery),
        )
        for kind, choice in choices.items()
        if kind in KINDS
    ]
    Preference.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["officer", "kind"],
        update_fields=["in_inbox", "delivery"],
    )


@transaction.atomic
def choose_digest_time(*, officer: Officer, every: str, weekday: int, hour: int) -> None:
    """When collected mail comes from now on, in Seoul. Raises ValueError outside of the clock."""
    if not (0 <= weekday <= 6 and 0 <= hour <= 23):
        raise ValueError("There are seven days, and hours from 0 to 23.")
    values = {"every": DigestTime.Every(every), "weekday": weekday, "hour": hour}
    DigestTime.objects.update_or_create(officer=officer, defaults=values)


@transaction.atomic
def stop_mail(*, officer: Officer, kinds: Collection[str]) -> None:
    """No mail about these kinds any more; the inbox goes on as it was. Safe to repeat."""
    now = choices_of(officer)
    stopped = {kind: Choice(now[kind].in_inbox, Delivery.OFF) for kind in kinds if kind in KINDS}
    choose(officer=officer, choices=stopped)
