"""Gold items: revisions whose right scores the panel has agreed on.

No activity is recorded: the log is read by people who may themselves be audited, and must not
learn what is gold. Who entered what, and when, stands in the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_panel_member
from evaluation.formulas.totals import weighted_total
from evaluation.locks import lock_gold_of
from evaluation.models import GoldItem, Round
from evaluation.services.policies import policy_for
from knowledge.models import Item, Revision
from knowledge.services.errors import Refused
from knowledge.writers import writer_ids

SHORTEST_NOTE = 30
LONGEST_NOTE = 4000
NOT_PANEL = _("Only members of the panel enter gold items.")


@transaction.atomic
def add_gold(
    *, revision: Revision, by: Officer, use: str, scores: Mapping[str, Decimal], note: str
) -> GoldItem:
    """Make a revision gold; an earlier reference of it is withdrawn. Raises Refused.

    ``scores`` are one a criterion of the item's policy, 0..10 in halves; ``note`` says why.
    """
    if not is_panel_member(by):
        raise Refused(NOT_PANEL)
    item = revision.item
    if by.pk in writer_ids(item):
        raise Refused(_("You wrote this item. Another member of the panel has to enter it."))
    if item.status != Item.Status.PUBLISHED or item.current_revision_id != revision.pk:
        raise Refused(_("Only the present text of a published item can be gold."))
    if Round.objects.filter(item=item, state__in=Round.OPEN).exists():
        raise Refused(_("This item is being evaluated. Wait until that is decided."))
    weights = {c.code: c.weight for c in policy_for(item.kind).criteria.all()}
    try:
        weighted_total(scores, weights)
    except ValueError as error:
        raise Refused(
            _("Each criterion needs a score between 0 and 10, in steps of a half.")
        ) from error
    note = note.strip()
    if not SHORTEST_NOTE <= len(note) <= LONGEST_NOTE:
        raise Refused(
            _("The note needs %(least)d to %(most)d characters: it is what trainees learn from.")
            % {"least": SHORTEST_NOTE, "most": LONGEST_NOTE}
        )
    for earlier in lock_gold_of(revision.pk):
        earlier.is_withdrawn = True
        earlier.save(update_fields=["is_withdrawn"])
    return GoldItem.objects.create(
        revision=revision,
        use=GoldItem.Use(use),
        reference={code: str(score) for code, score in scores.items()},
        note=note,
        created_by=by,
    )


@transaction.atomic
def withdraw_gold(*, gold: GoldItem, by: Officer) -> GoldItem:
    """Use a gold item no more; trainings and audits under way go on. Raises Refused."""
    if not is_panel_member(by):
        raise Refused(NOT_PANEL)
    for row in lock_gold_of(gold.revision_id):
        if row.pk == gold.pk:
            row.is_withdrawn = True
            row.save(update_fields=["is_withdrawn"])
            return row
    return gold
