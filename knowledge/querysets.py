"""Questions asked of items. ``visible_to`` is the one rule of who may read what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.rights import rights_of
from accounts.roles import COORDINATOR, is_admin
from accounts.services.audiences import public_audience_ids
from knowledge.matching import Late

if TYPE_CHECKING:
    from accounts.models import Officer
    from knowledge.models import Item  # noqa: F401  (mypy reads it in the class line)

# Retired items keep their address, which says why; lists leave them out with published().
READABLE = ("published", "retired")
# What a coordinator sees of the offices in charge, besides their own reading rights.
COORDINATED = ("submitted", "returned", "rejected", "published", "retired", "hidden")


def may_see(officer: Officer | AnonymousUser) -> Q:
    """The rule as a condition on items: used by every queryset and nothing else."""
    if isinstance(officer, AnonymousUser):
        return Q(status__in=READABLE, audience_id__in=public_audience_ids())
    if is_admin(officer):
        return ~Q(status="draft") | Q(author_id=officer.pk)
    rights = rights_of(officer)
    rule = Q(status__in=READABLE, audience_id__in=rights.audience_ids)
    rule |= Q(author_id=officer.pk)
    rule |= Q(pk__in=Late(lambda: _coauthored(officer)))
    if COORDINATOR in rights.roles and rights.charge_ids:
        rule |= Q(status__in=COORDINATED, office_id__in=rights.charge_ids)
    return rule


def _coauthored(officer: Officer) -> models.QuerySet[Any, Any]:
    from django.apps import apps

    return apps.get_model("knowledge", "CoAuthor").objects.filter(officer=officer).values("item")


class ItemQuerySet(models.QuerySet["Item"]):
    """Items of any kind."""

    def visible_to(self, officer: Officer | AnonymousUser) -> Self:
        """Those whose existence the officer may know of."""
        return self.filter(may_see(officer))

    def in_audiences(self, audience_ids: Iterable[int]) -> Self:
        """Published items of these audiences: what all officers with the same rights share.

        A part of ``visible_to``, for lists that are kept for many officers at once.
        """
        return self.filter(status="published", audience_id__in=audience_ids)

    def published(self) -> Self:
        """Those that lists show."""
        return self.filter(status="published")

    def submitted(self) -> Self:
        """Those that wait for a form check."""
        return self.filter(status="submitted")

    def of_kind(self, kind: str) -> Self:
        """Those of one kind."""
        return self.filter(kind=kind)

    def written_by(self, officer: Officer) -> Self:
        """Those that the officer is author or co-author of."""
        return self.filter(Q(author_id=officer.pk) | Q(pk__in=_coauthored(officer)))

    def for_list(self) -> Self:
        """With what a line of a list shows: one query, no text of the body."""
        return self.select_related("author", "office", "category")

    def for_page(self) -> Self:
        """With what an item's page shows of the item itself: one query."""
        return self.select_related("author__office", "office", "category", "current_revision")
