"""What was handed in, and when: read from the log of activities."""

from __future__ import annotations

from core.models import Activity
from knowledge.models import Item, Revision


def submitted_revision_ids(item: Item) -> list[int]:
    """Ids of the revisions that were submitted, newest first; a resubmitted one again."""
    rows = Activity.objects.filter(
        object_type="knowledge.item", object_id=item.pk, verb="item.submitted"
    )
    return [data["revision"] for data in rows.order_by("-pk").values_list("data", flat=True)]


def last_submitted_revision(item: Item) -> Revision | None:
    """The text that was submitted before the present one, for comparing; None at first.

    A submission of the very text that the item has now is passed over: it shows no difference.
    """
    for revision_id in submitted_revision_ids(item):
        if revision_id != item.current_revision_id:
            return Revision.objects.select_related("editor").get(pk=revision_id)
    return None
