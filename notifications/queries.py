"""What the inbox shows."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import Officer
from knowledge.models import Item
from notifications.models import Notice


def inbox_of(officer: Officer) -> QuerySet[Notice]:
    """The officer's notices about what they may read now, newest first."""
    readable = Item.objects.visible_to(officer).values("pk")
    return (
        Notice.objects.filter(Q(item__isnull=True) | Q(item__in=readable), officer=officer)
        .select_related("item", "activity__actor")
        .order_by("-pk")
    )


def get_notice(officer: Officer, notice_id: int) -> Notice:
    """One notice of the officer. Raises Http404."""
    notice = inbox_of(officer).filter(pk=notice_id).first()
    if notice is None:
        raise Http404
    return notice
