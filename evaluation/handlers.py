"""What evaluation does when something has happened to an item."""

from __future__ import annotations

from core.models import Activity
from evaluation.models import Round
from evaluation.services.decide import score_round
from evaluation.services.open_round import open_round, void_rounds


def on_published(activity: Activity) -> None:
    """Open a round on what was published."""
    open_round(item_id=activity.object_id, revision_id=activity.data["revision"])


def on_revised(activity: Activity) -> None:
    """An evaluation belongs to a revision: an open round on the old text is void, and the new
    text gets one of its own."""
    open_rounds = Round.objects.filter(item_id=activity.object_id, state__in=Round.OPEN)
    if open_rounds.exclude(revision_id=activity.data["revision"]).exists():
        void_rounds(item_id=activity.object_id)
        open_round(item_id=activity.object_id, revision_id=activity.data["revision"])


def on_gone(activity: Activity) -> None:
    """What is retired or hidden is not judged."""
    void_rounds(item_id=activity.object_id)


def on_evaluated(activity: Activity) -> None:
    """The last evaluation decides."""
    score_round(round_id=activity.data["round"])


HANDLERS = {
    "item.published": on_published,
    "item.revised": on_revised,
    "item.retired": on_gone,
    "item.hidden": on_gone,
    "evaluation.submitted": on_evaluated,
}


def handle(activity: Activity) -> None:
    """Give the activity to the function of its verb."""
    HANDLERS[activity.verb](activity)
