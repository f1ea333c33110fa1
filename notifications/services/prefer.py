"""Choosing which notices also come by mail."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts.models import Officer
from notifications.models import Preference
from notifications.wording import KINDS


def wishes_of(officer: Officer) -> dict[str, bool]:
    """For each kind of notice whether it comes by mail."""
    chosen = dict(Preference.objects.filter(officer=officer).values_list("kind", "mail"))
    return {kind: chosen.get(kind, wording.mail) for kind, wording in KINDS.items()}


@transaction.atomic
def choose_mail(*, officer: Officer, kinds: Collection[str]) -> None:
    """Mail about exactly these kinds. Unknown kinds are left alone."""
    Preference.objects.bulk_create(
        [Preference(officer=officer, kind=kind, mail=kind in kinds) for kind in KINDS],
        update_conflicts=True,
        unique_fields=["officer", "kind"],
        update_fields=["mail"],
    )
