"""The yes of an administrator to a draft; the second one puts it in force from its first day."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core.services.record import record
from evaluation.models import EvaluationPolicy, PolicyApproval
from evaluation.models.policy import ANCHOR_SCORES, WHOLE
from knowledge.locks import lock_policy
from knowledge.services.drafted_policies import require_admin, require_approvable
from knowledge.services.errors import Refused


@transaction.atomic
def approve_policy(*, policy: EvaluationPolicy, by: Officer, seen: str) -> PolicyApproval:
    """Say yes to a draft. From the first yes on it cannot be edited any more.

    ``seen`` is the fingerprint of what the administrator has read: where somebody
    edited the draft meanwhile, nothing is approved. Raises Refused, also for others than
    administrators, a second yes by the same one, a first day that has passed, and for a policy
    whose numbers, weights or anchor texts are not whole.
    """
    require_admin(by)
    fresh = lock_policy(policy)
    require_approvable(fresh, by=by, seen=seen)
    _require_whole(fresh)
    approval = PolicyApproval.objects.create(policy=fresh, officer=by)
    record(
        verb="policy.approved",
        obj=fresh,
        actor=by,
        key=f"policy.approved:{fresh.pk}:{by.pk}",
        data={"kind": fresh.kind, "version": fresh.version, "yes": fresh.approvals.count()},
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
