"""An officer who leaves: what they had to evaluate and to look after goes to others."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Charge, Officer
from accounts.roles import COORDINATOR
from accounts.services.roles import revoke_role
from core.services.record import record
from evaluation.eligibility import Bar
from evaluation.locks import lock_rounds
from evaluation.models import Assignment
from evaluation.services.audit import void_audits
from evaluation.services.draw import draw, facts_of


def free_leavers() -> int:
    """Free all that inactive officers still hold; how many of them held something.

    An officer made inactive in the admin is freed at once, by the activity; this finds those who
    became inactive otherwise (an import, a command). Safe to repeat.
    """
    tasks = Assignment.objects.filter(
        state__in=Assignment.OPEN, evaluator__officer__is_active=False
    )
    charges = Charge.objects.filter(officer__is_active=False)
    ids = {
        *tasks.values_list("evaluator__officer_id", flat=True),
        *charges.values_list("officer_id", flat=True),
    }
    for officer_id in sorted(ids):
        free_leaver(officer_id=officer_id)
    return len(ids)


@transaction.atomic
def free_leaver(*, officer_id: int) -> int:
    """Void an inactive officer's open assignments, draw others, and end their charges of offices;
    how many assignments were open. Nothing for an officer who is active.

    What they submitted counts: they were entitled when they did. The queue of an office is that of
    its other coordinators, or of those above it, or else of the administrators.
    """
    leaver = Officer.objects.get(pk=officer_id)
    if leaver.is_active:
        return 0
    void_audits_of(leaver)
    mine = Assignment.objects.filter(
        state__in=Assignment.OPEN, evaluator__officer=leaver, round__is_audit=False
    )
    # All rounds before the first draw: a draw holds what other draws of these rounds wait for.
    rounds = lock_rounds(mine.values_list("round_id", flat=True))
    tasks = list(mine.select_related("round", "evaluator").order_by("pk"))
    for task in tasks:
        task.state = Assignment.State.VOIDED
        task.reason = Bar.GONE
        task.save(update_fields=["state", "reason"])
        record(
            verb="evaluation.voided",
            obj=task,
            key=f"evaluation.voided:{task.pk}",
            data={**facts_of(task), "bars": [Bar.GONE]},
        )
    for round in rounds:
        draw(round_id=round.pk)
    if leaver.charges.exists():
        revoke_role(officer=leaver, role=COORDINATOR)
    return len(tasks)


def void_audits_of(leaver: Officer) -> None:
    """End the audits that are on the leaver's desk."""
    evaluator_id = Assignment.objects.filter(
        state__in=Assignment.OPEN, evaluator__officer=leaver, round__is_audit=True
    ).values_list("evaluator_id", flat=True)
    for pk in set(evaluator_id):
        void_audits(evaluator_id=pk)
