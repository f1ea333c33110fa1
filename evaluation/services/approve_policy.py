"""The yes of an administrator to a draft; the second one puts it in force from its first day."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin
from core import clock
from core.services.record import record
from evaluation.comparison import fingerprint
from evaluation.locks import lock_policy
from evaluation.models import EvaluationPolicy, PolicyApproval
from evaluation.models.policy import ANCHOR_SCORES, APPROVERS, WHOLE
from evaluation.services.draft_policy import NOT_ADMIN
from knowledge.services.errors import Refused


@transaction.atomic
def approve_policy(*, policy: EvaluationPolicy, by: Officer, seen: str) -> PolicyApproval:
    """Say yes to a draft. From the first yes on it cannot be edited any more.

    ``seen`` is the ``comparison.fingerprint`` of what the administrator has read: where somebody
    edited the draft meanwhile, nothing is approved. Raises Refused, also for others than
    administrators, a second yes by the same one, a first day that has passed, and for a policy
    whose numbers, weights or anchor texts are not whole.
    """
    if not is_admin(by):
        raise Refused(NOT_ADMIN)
    fresh = lock_policy(policy.pk)
    approvers = set(fresh.approvals.values_list("officer_id", flat=True))
    if fresh.is_delivered or len(approvers) >= APPROVERS:
        raise Refused(_("This policy has been approved already."))
    if by.pk in approvers:
        raise Refused(_("You have approved it already. Another administrator is needed."))
    if fingerprint(fresh) != seen:
        raise Refused(_("Somebody has edited this draft since you opened the page. Read it again."))
    if fresh.effective_from < clock.today():
        raise Refused(
            _("Its first day has passed: make a new version with a later day, and approve that.")
        )
    _require_whole(fresh)
    approval = PolicyApproval.objects.create(policy=fresh, officer=by)
    record(
        verb="policy.approved",
        obj=fresh,
        actor=by,
        key=f"policy.approved:{fresh.pk}:{by.pk}",
        data={"kind": fresh.kind, "version": fresh.version, "yes": len(approvers) + 1},
    )
    return approval


def _require_whole(policy: EvaluationPolicy) -> None:
    try:
        policy.clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    criteria = list(policy.criteria.all())
    whole = sum(criterion.weight for criterion in criteria)
    if whole != WHOLE:
        raise Refused(
            _("The weights of the criteria sum to %(whole)d, not to 100. Edit the draft first.")
            % {"whole": whole}
        )
    for criterion in criteria:
        texts = {a.get("score"): bool(a.get("ko") and a.get("en")) for a in criterion.anchors}
        if not all(texts.get(score) for score in ANCHOR_SCORES):
            raise Refused(
                _("The anchor texts of “%(criterion)s” are not complete in both languages.")
                % {"criterion": criterion.label}
            )
