"""The second administrator's word on an adjustment, and what it moves."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin
from core import clock
from core.models import Activity
from core.services.record import record
from knowledge.services.errors import Refused
from mileage.events import Event, Reason
from mileage.locks import lock_adjustment, lock_balances
from mileage.models import Account, Adjustment, Entry, Season
from mileage.services.book import Draft, Place, accounts_at, write


@transaction.atomic
def approve_adjustment(*, adjustment: Adjustment, by: Officer) -> Adjustment:
    """Post every line of the ticket, once. Raises Refused.

    By an administrator who neither proposed it nor gains or loses by it.
    """
    ticket = _decided(adjustment, by, Adjustment.State.APPROVED)
    lines = [
        {
            "key": line.key,
            "officer": line.officer_id,
            "season": line.season.code,
            "amount": line.amount,
            "note": line.note or ticket.reason[:300],
        }
        for line in ticket.lines.select_related("season")
    ]
    activity = record(
        verb="mileage.adjusted",
        obj=ticket,
        actor=by,
        key=f"mileage.adjusted:{ticket.pk}",
        data={"lines": lines, "kind": ticket.kind},
    )
    post_lines(activity)
    return ticket


@transaction.atomic
def reject_adjustment(*, adjustment: Adjustment, by: Officer) -> Adjustment:
    """Say no: nothing moves. Raises Refused as approving does."""
    ticket = _decided(adjustment, by, Adjustment.State.REJECTED)
    record(
        verb="mileage.adjustment_rejected",
        obj=ticket,
        actor=by,
        key=f"mileage.adjustment_rejected:{ticket.pk}",
    )
    return ticket


def _decided(adjustment: Adjustment, by: Officer, state: Adjustment.State) -> Adjustment:
    ticket = lock_adjustment(adjustment.pk)
    if not is_admin(by):
        raise Refused(_("Only administrators adjust mileage."))
    if ticket.state != Adjustment.State.PROPOSED:
        raise Refused(_("It has been decided already. Reload the page to see how."))
    if ticket.proposed_by_id == by.pk:
        raise Refused(_("You proposed it yourself. Another administrator decides."))
    if ticket.lines.filter(officer=by).exists():
        raise Refused(_("Nobody adjusts their own points. Ask another administrator."))
    ticket.state, ticket.decided_by, ticket.decided_at = state, by, clock.now()
    ticket.save(update_fields=["state", "decided_by", "decided_at"])
    return ticket


@transaction.atomic
def post_lines(activity: Activity) -> list[Entry]:
    """The entries of an approved ticket, from its activity alone: a replay has no more."""
    lines: list[dict[str, Any]] = activity.data["lines"]
    seasons = dict(
        Season.objects.filter(code__in=[line["season"] for line in lines]).values_list("code", "pk")
    )
    places = [Place(seasons[line["season"]], "officer", line["officer"]) for line in lines]
    pots = [Place(place.season_id, Account.Kind.ADJUST) for place in places]
    accounts = accounts_at([*places, *pots])
    left = lock_balances(accounts.values())
    drafts = []
    for line, own, pot in zip(lines, places, pots, strict=True):
        left[accounts[own]] += line["amount"]
        entry = Entry(
            key=line["key"],
            event=Event.ADJUST,
            activity=activity,
            officer_id=line["officer"],
            actor_id=activity.actor_id,
            occurred_at=activity.occurred_at,
            posted_at=clock.now(),
            reason=Reason.NONE,
            note=line["note"],
            is_short=line["amount"] < 0 and left[accounts[own]] < 0,
        )
        drafts.append(Draft(entry, ((pot, -line["amount"]), (own, line["amount"]))))
    return write(drafts)
