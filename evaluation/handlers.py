"""What evaluation does when something has happened to an item, a round or a source."""

from __future__ import annotations

from core.models import Activity
from evaluation.chain import standing_round
from evaluation.models import Assignment, Round
from evaluation.services.appeal import decide_appeal
from evaluation.services.audit import close_if_over, draw_audit, void_audits
from evaluation.services.change_source import lapse_concerned
from evaluation.services.decide import score_round
from evaluation.services.draw import draw
from evaluation.services.free_leaver import free_leaver
from evaluation.services.lapse import lapse_decision, lapse_if_changed
from evaluation.services.open_round import open_round, void_rounds
from evaluation.services.panel import decide_by_panel
from evaluation.services.retrain import require_training

# After these an item is judged again once its writers have changed it.
ENDED = (Round.State.LAPSED, Round.State.ANNULLED, Round.State.VOID)


def on_published(activity: Activity) -> None:
    """Open a round on what was published, or published again after it was hidden."""
    open_round(item_id=activity.object_id, revision_id=activity.data["revision"])


def on_revised(activity: Activity) -> None:
    """An evaluation belongs to a revision: an open round on the old text is void, and the new
    text gets one of its own.

    A decision outlives small changes, and so does its appeal, which is about the judged text.
    """
    item_id, revision_id = activity.object_id, activity.data["revision"]
    void_audits(item_id=item_id)
    if standing_round(item_id) is not None:
        if lapse_if_changed(item_id=item_id) is not None:
            open_round(item_id=item_id, revision_id=revision_id)
        return
    open_rounds = Round.objects.filter(item_id=item_id, state__in=Round.OPEN)
    if open_rounds.exists():
        if open_rounds.exclude(revision_id=revision_id).exists():
            void_rounds(item_id=item_id, cause=Round.Cause.REVISED)
            open_round(item_id=item_id, revision_id=revision_id)
        return
    last = Round.objects.filter(item_id=item_id).order_by("-pk").first()
    if last is not None and last.state in ENDED:
        open_round(item_id=item_id, revision_id=revision_id)


def on_gone(activity: Activity) -> None:
    """What is retired or hidden is not judged."""
    void_audits(item_id=activity.object_id)
    void_rounds(item_id=activity.object_id, cause=Round.Cause.GONE)


def on_evaluated(activity: Activity) -> None:
    """The last evaluation decides, of the peers' or of the panel's."""
    score_round(round_id=activity.data["round"])
    decide_by_panel(round_id=activity.data["round"])
    close_if_over(assignment_id=activity.object_id)


def on_given_back(activity: Activity) -> None:
    """Somebody else is drawn in the place of whoever declined or recused."""
    rows = Assignment.objects.filter(pk=activity.object_id).values_list("round_id", flat=True)
    for round_id in rows:
        draw(round_id=round_id)


def on_assigned(activity: Activity) -> None:
    """Now and then an audit comes with a real draw."""
    draw_audit(after=activity.object_id)


def on_opened(activity: Activity) -> None:
    """What is judged in earnest is no audit at the same time."""
    void_audits(item_id=activity.data["item"])


def on_retraining(activity: Activity) -> None:
    """Whoever is far too severe or too lenient trains again before being drawn again."""
    require_training(evaluator_id=activity.object_id)


def on_voided(activity: Activity) -> None:
    """Somebody else is drawn, and what is left may be enough without what was taken out."""
    round = Round.objects.filter(assignments=activity.object_id).first()
    if round is not None:
        draw(round_id=round.pk)
        score_round(round_id=round.pk)
        decide_by_panel(round_id=round.pk)


def on_decided(activity: Activity) -> None:
    """A round that was opened by an appeal closes it."""
    decide_appeal(round_id=activity.object_id)


def on_source_changed(activity: Activity) -> None:
    """What relied on an article or a code that has changed is no longer decided."""
    lapse_concerned(change_id=activity.object_id)


def on_report_accepted(activity: Activity) -> None:
    """A superior item in which a fault was confirmed is superior no longer."""
    standing = standing_round(activity.data["item"])
    if standing is not None and standing.decision == Round.Decision.SUPERIOR:
        lapse_decision(
            item_id=activity.data["item"],
            cause=Round.Cause.REPORT,
            fault_then=bool(activity.data["existed"]),
        )


def on_officer_changed(activity: Activity) -> None:
    """Whoever is no longer active keeps nobody waiting."""
    free_leaver(officer_id=activity.object_id)


HANDLERS = {
    "officer.changed": on_officer_changed,
    "item.published": on_published,
    "item.shown": on_published,
    "item.revised": on_revised,
    "item.retired": on_gone,
    "item.hidden": on_gone,
    "round.opened": on_opened,
    "evaluation.assigned": on_assigned,
    "evaluation.declined": on_given_back,
    "evaluation.recused": on_given_back,
    "evaluator.retraining": on_retraining,
    "evaluation.submitted": on_evaluated,
    "evaluation.voided": on_voided,
    "round.decided": on_decided,
    "source.changed": on_source_changed,
    "report.accepted": on_report_accepted,
}


def handle(activity: Activity) -> None:
    """Give the activity to the function of its verb."""
    HANDLERS[activity.verb](activity)
