"""What the reporting centre does when something has happened to an item."""

from __future__ import annotations

from core.models import Activity
from knowledge.models import Item
from reports.services.overdue import close_retired

VERBS = frozenset({"item.retired"})


def handle(activity: Activity) -> None:
    """Nobody repairs what is out of use. Delivered late, the item may be in use again."""
    if Item.objects.filter(pk=activity.object_id, status=Item.Status.RETIRED).exists():
        close_retired(item_id=activity.object_id)
