"""What a coordinator sees of the points of the officers of their offices.

Points for reports and for evaluations are left out, and so is everything by which one could
tell who reported or judged: only what officers are given for their own knowledge is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import Officer
from accounts.rights import rights_of
from accounts.roles import is_admin
from core import clock
from knowledge.blind import hidden_writers
from mileage.events import Event, Reason
from mileage.models import Account, Balance, Entry

SHOWN = (Event.PUBLISH, Event.SUPERIOR, Event.IMPROVEMENT, Event.REUSE, Event.VIDEO, Event.CONTEST)
LATELY = timedelta(days=30)
# So many lines cut by a limit within a month are worth a look.
OFTEN = 3
CUT = (Reason.CAPPED, Reason.CAPPED_IN_PART)


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that a person should look at: it punishes nobody. ``number`` is its arithmetic."""

    officer: Officer
    kind: str
    number: int


def officers_in_charge(coordinator: Officer) -> QuerySet[Officer]:
    """The officers of the coordinator's offices; all for an administrator."""
    if is_admin(coordinator):
        return Officer.objects.all()
    return Officer.objects.filter(office_id__in=rights_of(coordinator).charge_ids)


def grants_of(
    coordinator: Officer, *, season: str = "", event: str = "", only: str = ""
) -> QuerySet[Entry]:
    """Lines of these officers, the newest first, with the points that each moved as ``amount``.

    ``only``: ``zero`` for those that gave nothing, ``back`` for those that took something back.
    """
    own = Q(event__in=SHOWN) | Q(event=Event.REVERSAL, reverses__event__in=SHOWN)
    rows = Entry.objects.filter(own, officer__in=officers_in_charge(coordinator))
    rows = rows.exclude(item_id__in=hidden_writers(coordinator))
    if season:
        year, half = int(season[:4]), season[4:]
        months = range(1, 7) if half == "H1" else range(7, 13)
        rows = rows.filter(occurred_at__year=year, occurred_at__month__in=months)
    if event:
        rows = rows.filter(Q(event=event) | Q(reverses__event=event))
    if only == "zero":
        rows = rows.filter(leg_count=0)
    elif only == "back":
        rows = rows.filter(event=Event.REVERSAL)
    amount = Sum("legs__amount", filter=Q(legs__account__officer__isnull=False))
    return (
        rows.annotate(amount=Coalesce(amount, 0))
        .select_related("officer__office", "reverses", "rule__policy")
        .order_by("-pk")
    )


def alerts_of(coordinator: Officer) -> list[Alert]:
    """Balances below zero, and officers whom limits cut often of late (2 queries)."""
    officers = officers_in_charge(coordinator)
    short = (
        Balance.objects.filter(account__officer__in=officers, account__kind=Account.Kind.OFFICER)
        .values("account__officer")
        .annotate(total=Sum("amount"))
        .filter(total__lt=0)
        .values_list("account__officer", "total")
    )
    cut = (
        Entry.objects.filter(
            officer__in=officers,
            event__in=SHOWN,
            reason__in=CUT,
            occurred_at__gte=clock.now() - LATELY,
        )
        .order_by()
        .values("officer")
        .annotate(number=Count("pk"))
        .filter(number__gte=OFTEN)
        .values_list("officer", "number")
    )
    found = [("short", *row) for row in short] + [("cut", *row) for row in cut]
    people = officers.select_related("office").in_bulk([pk for _kind, pk, _number in found])
    return [Alert(people[pk], kind, number) for kind, pk, number in found]
