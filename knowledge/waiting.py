"""What waits for an officer because of what they write."""

from __future__ import annotations

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import Officer
from core.registry import Task
from knowledge.models import Item, Suggestion
from knowledge.suggesting import to_decide


def waiting_items(officer: Officer) -> list[Task]:
    """Own returned items, drafts and suggested edits to decide, one line each (one query)."""
    rows = (
        Item.objects.filter(author=officer, status__in=[Item.Status.RETURNED, Item.Status.DRAFT])
        .values_list("status")
        .annotate(number=Count("pk"))
        .order_by()
    )
    suggested = to_decide(officer).order_by().select_related(None)
    edits = suggested.values_list("state").annotate(number=Count("pk"))
    counts: dict[str, int] = dict(rows.union(edits, all=True))
    mine = reverse("knowledge:mine")
    tasks = []
    if returned := counts.get(Item.Status.RETURNED, 0):
        label = ngettext(
            "%(count)d item was returned to you", "%(count)d items were returned to you", returned
        )
        tasks.append(Task(label % {"count": returned}, returned, f"{mine}?status=returned", True))
    if edits_open := counts.get(Suggestion.State.OPEN, 0):
        label = ngettext(
            "%(count)d suggested edit to decide", "%(count)d suggested edits to decide", edits_open
        )
        url = reverse("knowledge:suggestions")
        tasks.append(Task(label % {"count": edits_open}, edits_open, url))
    if drafts := counts.get(Item.Status.DRAFT, 0):
        label = ngettext("%(count)d draft is unfinished", "%(count)d drafts are unfinished", drafts)
        tasks.append(Task(label % {"count": drafts}, drafts, f"{mine}?status=draft"))
    return tasks
