"""Writers say which comments helped them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from evaluation.models import Evaluation, UsefulVote
from knowledge.services.errors import Refused
from knowledge.writers import writer_ids


@transaction.atomic
def vote_useful(*, evaluation: Evaluation, by: Officer, is_useful: bool) -> UsefulVote:
    """Say of a comment on one's own item whether it helped; saying it again replaces it.

    Only once the round is decided. Raises Refused.
    """
    round = evaluation.assignment.round
    if by.pk not in writer_ids(round.item) or not round.decision:
        raise Refused(_("Only those who wrote the item can say so, once it is decided."))
    vote, _is_new = UsefulVote.objects.update_or_create(
        evaluation=evaluation,
        officer=by,
        defaults={"is_useful": is_useful, "voted_at": clock.now()},
    )
    return vote
