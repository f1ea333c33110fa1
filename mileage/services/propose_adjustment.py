"""Proposing to mend points by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin
from core.services.record import record
from knowledge.services.errors import Refused
from mileage.models import Account, Adjustment, AdjustmentLine, Balance, Season


@dataclass(frozen=True, slots=True)
class Line:
    """Points that an officer gets in a season, or loses (below zero)."""

    officer: Officer
    season: Season
    amount: int
    note: str = ""


@transaction.atomic
def propose_adjustment(
    *,
    by: Officer,
    reason: str,
    lines: Sequence[Line],
    kind: str = Adjustment.Kind.MEND,
) -> Adjustment:
    """Write a ticket that another administrator decides. Raises Refused.

    Nothing moves yet. Nobody proposes what gives to or takes from themselves.
    """
    if not is_admin(by):
        raise Refused(_("Only administrators adjust mileage."))
    text = reason.strip()
    if not text:
        raise Refused(_("The reason is missing. Write it, as those concerned will read it."))
    if not lines:
        raise Refused(_("The adjustment has no line. Say who gets or loses how many points."))
    if any(line.amount == 0 for line in lines):
        raise Refused(_("A line of no points changes nothing. Give it points or leave it out."))
    if any(line.officer.pk == by.pk for line in lines):
        raise Refused(_("Nobody adjusts their own points. Ask another administrator."))
    ticket = Adjustment.objects.create(kind=kind, reason=text, proposed_by=by)
    AdjustmentLine.objects.bulk_create(
        AdjustmentLine(
            adjustment=ticket,
            number=number,
            officer=line.officer,
            season=line.season,
            amount=line.amount,
            note=line.note.strip(),
        )
        for number, line in enumerate(lines, start=1)
    )
    record(
        verb="mileage.adjustment_proposed",
        obj=ticket,
        actor=by,
        key=f"mileage.adjustment_proposed:{ticket.pk}",
    )
    return ticket


@transaction.atomic
def propose_merge(*, old: Officer, new: Officer, by: Officer) -> Adjustment:
    """Propose to move all points of one account of a person to the other. Raises Refused.

    The old account must be closed, so that no more comes to it, and hold nothing that is not
    paid yet. Its entries stay where they are.
    """
    if old.pk == new.pk:
        raise Refused(_("These are one and the same account."))
    if old.is_active:
        raise Refused(_("Close the old account first, so that no more points come to it."))
    balances = Balance.objects.filter(account__officer=old).exclude(amount=0)
    if balances.filter(account__kind=Account.Kind.PENDING).exists():
        raise Refused(
            _(
                "Points are still held on the old account. Open it again until they are paid,"
                " or take them back first."
            )
        )
    rows = balances.filter(account__kind=Account.Kind.OFFICER).select_related("account__season")
    lines = []
    for row in rows.order_by("account__season__starts_on"):
        season = row.account.season
        lines += [Line(old, season, -row.amount), Line(new, season, row.amount)]
    if not lines:
        raise Refused(_("There are no points on the old account."))
    names = {"old": old.username, "new": new.username}
    reason = _("The account %(old)s is joined with %(new)s: they are one person's.") % names
    return propose_adjustment(by=by, reason=reason, lines=lines, kind=Adjustment.Kind.MERGE)
