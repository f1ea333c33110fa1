"""What all policies share that administrators draft and approve by two, whatever they rule."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock

APPROVERS = 2
# What tells versions apart anyway, and what no administrator writes.
NOT_COPIED = frozenset({"id", "version", "effective_from", "note", "is_delivered"})


class DraftedQuerySet(models.QuerySet["DraftedPolicy"]):
    """Versions of a policy."""

    def valid(self) -> Self:
        """Those that decide from their day on: delivered with the portal, or approved by two."""
        return self.alias(approvers=Count("approvals")).filter(
            Q(is_delivered=True) | Q(approvers__gte=APPROVERS)
        )

    def in_force(self, day: date) -> Self:
        """Those whose first day has come, the one that decides first."""
        rows = self.valid().filter(effective_from__lte=day)
        return rows.order_by("-effective_from", "-version")


class DraftedPolicy(models.Model):
    """A policy whose versions are drafts until an administrator approves them.

    From then on a version does not change any more (a trigger of the table refuses it), and with
    the second yes it decides from its first day on. The model that inherits this has a model of
    its approvals (``DraftedApproval``) with ``related_name="approvals"``; ``verb`` begins the
    verbs that its services record.
    """

    verb: ClassVar[str]

    version = models.PositiveIntegerField(_("version"), unique=True)
    effective_from = models.DateField(_("in force from"))
    note = models.TextField(_("note"), blank=True, help_text=_("What is new, and why."))
    is_delivered = models.BooleanField(_("comes with the portal"), default=False, editable=False)

    objects = DraftedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.version}"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be edited: nobody has approved it (a query)."""
        return not (self.is_delivered or self.approved_by())

    def approved_by(self) -> set[int]:
        """Ids of the officers who have approved it (a query)."""
        rows: Any = self.approvals  # type: ignore[attr-defined]  # of the model of approvals
        return set(rows.values_list("officer_id", flat=True))

    def copied(self) -> dict[str, Any]:
        """What a new version takes over from this one."""
        names = [f.name for f in self._meta.concrete_fields if f.name not in NOT_COPIED]
        return {name: getattr(self, name) for name in names}

    def fingerprint(self) -> str:
        """Tells whether the policy still says what somebody has read."""
        said = self.copied() | {"effective_from": self.effective_from, "note": self.note}
        text = json.dumps({name: str(value) for name, value in said.items()}, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


class DraftedApproval(models.Model):
    """An administrator's yes to a policy, not after its first day. Never changed or taken back."""

    officer = models.ForeignKey(
        Officer,
        verbose_name=_("administrator"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    approved_at = models.DateTimeField(_("approved"), default=clock.now)

    class Meta:
        abstract = True
        verbose_name = _("approval of a policy")
        verbose_name_plural = _("approvals of policies")

    def __str__(self) -> str:
        return f"{self.officer_id}"
