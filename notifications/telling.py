"""What of a packed mail may still be told when it goes out."""

from __future__ import annotations

from knowledge.blind import hidden_writers
from knowledge.following import followers_of
from knowledge.models import Watch
from notifications.kinds import KINDS
from notifications.models import Delivery, Letter, Notice
from notifications.queries import still_told
from notifications.services.prefer import choices_of


def tellable(letter: Letter) -> list[Notice]:
    """The notices of a mail that its officer may and wants to be told now, newest first.

    Between packing and sending a right may be lost, an item muted, a kind given up; and what was
    read in the inbox need not be collected.
    """
    officer = letter.officer
    if not officer.is_active or not officer.email:
        return []
    rule = still_told(officer, hidden_writers(officer))
    rows = Notice.objects.filter(rule, letter=letter).select_related("item", "activity__actor")
    if letter.kind == Letter.Kind.GATHERED:
        rows = rows.filter(read_at__isnull=True)
    choices = choices_of(officer)
    wanted = [n for n in rows.order_by("-pk") if choices[n.kind].delivery != Delivery.OFF]
    muted = _muted(officer.pk, wanted)
    return [n for n in wanted if KINDS[n.kind].is_duty or n.item_id not in muted]


def _muted(officer_id: int, notices: list[Notice]) -> set[int | None]:
    """Numbers of the items that the officer has muted, themselves or by what they belong to."""
    items = {n.item_id: n.item for n in notices if n.item and not KINDS[n.kind].is_duty}
    return {
        item_id
        for item_id, item in items.items()
        if (following := followers_of(item, officer_id).get(officer_id))
        and following.level == Watch.Level.MUTED
    }
