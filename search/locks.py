"""The only row locks of this app. Several rows are locked in primary-key order."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Officer


def lock_askers(officer_ids: Iterable[int]) -> set[int]:
    """Hold the officers whose searches are written; which of them there are."""
    rows = Officer.objects.select_for_update(of=("self",), no_key=True)
    wanted = rows.filter(pk__in=list(officer_ids)).order_by("pk")
    return set(wanted.values_list("pk", flat=True))
