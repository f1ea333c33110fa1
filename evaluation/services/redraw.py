"""A coordinator has evaluators drawn now instead of waiting for the next look of the portal."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator_of
from evaluation.locks import lock_round
from evaluation.models import Assignment, Round
from evaluation.services.draw import draw
from knowledge.services.errors import Refused
from knowledge.writers import writer_ids


@transaction.atomic
def redraw(*, round_id: int, by: Officer) -> list[Assignment]:
    """Draw evaluators for the free places of a round; the new assignments, at least one.

    The coordinator learns how many are asked, and chooses none of them. Raises Refused for anybody
    else, for a writer of the item, a round that is decided or full, and where nobody may be drawn.
    """
    round = lock_round(round_id)
    in_charge = is_coordinator_of(by, round.item.office_id) or is_admin(by)
    if not in_charge or by.pk in writer_ids(round.item):
        raise Refused(_("Only the KM coordinator of the office in charge can do that."))
    if not round.is_open:
        raise Refused(_("This round has been decided. Reload the page to see its result."))
    if round.state == Round.State.COLLECTING:
        raise Refused(_("All places of this round are taken. Evaluators are at work."))
    drawn = draw(round_id=round_id)
    if not drawn:
        raise Refused(
            _("Still nobody may be drawn. Below you see what keeps the evaluators away from it.")
        )
    return drawn
