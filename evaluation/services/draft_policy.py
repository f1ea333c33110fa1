"""A new version of a policy, as a draft that says what the one in force says."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from core.services.record import record
from evaluation.models import Criterion, EvaluationPolicy
from evaluation.services.policies import policy_for
from knowledge.locks import lock_policy
from knowledge.models.drafted import NOT_COPIED
from knowledge.services.drafted_policies import require_admin
from knowledge.services.errors import Refused


@transaction.atomic
def draft_policy(*, kind: str, by: Officer) -> EvaluationPolicy:
    """Copy the policy in force for a kind, criteria and anchor texts included.

    The draft begins tomorrow unless it is edited. Raises Refused for others than administrators
    and for a kind that no policy covers.
    """
    require_admin(by)
    try:
        base = lock_policy(policy_for(kind))
    except EvaluationPolicy.DoesNotExist as error:
        raise Refused(_("No policy covers this kind of knowledge yet.")) from error
    versions = EvaluationPolicy.objects.filter(kind=kind).aggregate(last=Max("version"))
    facts = {
        field.name: getattr(base, field.name)
        for field in EvaluationPolicy._meta.concrete_fields
        if field.name not in NOT_COPIED
    }
    draft = EvaluationPolicy.objects.create(
        **facts,
        version=versions["last"] + 1,
        effective_from=clock.today() + timedelta(days=1),
    )
    Criterion.objects.bulk_create(
        Criterion(
            policy=draft,
            code=criterion.code,
            label_ko=criterion.label_ko,
            label_en=criterion.label_en,
            weight=criterion.weight,
            position=criterion.position,
            anchors=criterion.anchors,
        )
        for criterion in base.criteria.all()
    )
    record(
        verb="policy.drafted",
        obj=draft,
        actor=by,
        key=f"policy.drafted:{draft.pk}",
        data={"kind": kind, "version": draft.version, "copied": base.version},
    )
    return draft
