"""New versions of a policy: drafted from the one in force, approved by two administrators."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin
from core import clock
from core.services.record import record
from knowledge.locks import lock_policy
from knowledge.models.drafted import APPROVERS, DraftedPolicy
from knowledge.services.errors import Refused

P = TypeVar("P", bound=DraftedPolicy)


class Approvable(Protocol):
    """A version of a policy, of whatever model."""

    is_delivered: bool
    effective_from: date

    def approved_by(self) -> set[int]: ...

    def fingerprint(self) -> str: ...


NOT_ADMIN = _("Only administrators draft and approve policies.")


@transaction.atomic
def draft_version(*, base: P, by: Officer) -> P:
    """A draft that says what ``base``, the policy in force, says; it begins tomorrow unless edited.

    Raises Refused for others than administrators.
    """
    require_admin(by)
    model: Any = type(base)
    base = lock_policy(base)
    last = model.objects.aggregate(last=Max("version"))["last"]
    draft: P = model.objects.create(
        **base.copied(), version=last + 1, effective_from=clock.today() + timedelta(days=1)
    )
    _tell("drafted", draft, by, str(base.version))
    return draft


@transaction.atomic
def approve_version(*, policy: P, by: Officer, seen: str) -> P:
    """Say yes to a draft. From the first yes on it cannot be edited any more.

    ``seen`` is the fingerprint of what the administrator has read: where somebody edited the draft
    meanwhile, nothing is approved. Raises Refused, also for others than administrators, a second
    yes by the same one, a first day that has passed, and numbers that contradict each other.
    """
    require_admin(by)
    fresh = lock_policy(policy)
    require_approvable(fresh, by=by, seen=seen)
    try:
        fresh.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    approvals: Any = fresh.approvals  # type: ignore[attr-defined]  # of the model of approvals
    approvals.create(officer=by)
    _tell("approved", fresh, by, str(by.pk))
    return fresh


@transaction.atomic
def tell_edited(*, policy: DraftedPolicy, by: Officer) -> None:
    """Record that an administrator edited a draft, which the admin has saved."""
    _tell("edited", policy, by, f"{policy.fingerprint()}:{clock.now().isoformat()}")


def require_admin(officer: Officer) -> None:
    """Raises Refused for others than administrators."""
    if not is_admin(officer):
        raise Refused(NOT_ADMIN)


def require_approvable(policy: Approvable, *, by: Officer, seen: str) -> None:
    """``by`` may say yes to the locked version, and has read what it says now (``seen`` is the
    fingerprint of that). Raises Refused."""
    approvers = policy.approved_by()
    if policy.is_delivered or len(approvers) >= APPROVERS:
        raise Refused(_("This policy has been approved already."))
    if by.pk in approvers:
        raise Refused(_("You have approved it already. Another administrator is needed."))
    if policy.fingerprint() != seen:
        raise Refused(_("Somebody has edited this draft since you opened the page. Read it again."))
    if policy.effective_from < clock.today():
        raise Refused(
            _("Its first day has passed: make a new version with a later day, and approve that.")
        )


def _tell(what: str, policy: DraftedPolicy, by: Officer, part: str) -> None:
    record(
        verb=f"{policy.verb}.{what}",
        obj=policy,
        actor=by,
        key=f"{policy.verb}.{what}:{policy.pk}:{part}",
        data={"version": policy.version},
    )
