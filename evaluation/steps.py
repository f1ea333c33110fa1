"""The way of an item through its evaluation, in steps for the timeline component.

Nothing here tells of an open round more than that it is open: that it is before the panel, or has
asked for more evaluators, would say how close its scores are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.models import Appeal, Round
from evaluation.services.appeal import appeal_until
from knowledge.models import Item

Step = dict[str, Any]


def steps_of(item: Item, round: Round | None) -> list[Step]:
    """The way of an item in a few steps, with its newest round."""
    return _until_published(item) + _round_steps(round)


def story_of(item: Item, rounds: Sequence[Round], now: datetime) -> list[Step]:
    """All dated steps of a chain of appeals for its writers, the first round first.

    Each round has ``last_word``, when its last evaluation came in (None without any), and its
    ``appeal`` where there is one.
    """
    steps: list[Step] = []
    for step in _until_published(item):
        steps.append(step)
    for number, round in enumerate(rounds):
        steps += _chapter(round, is_appeal=number > 0)
    return steps + _what_may_come(rounds[-1], now)


def _until_published(item: Item) -> list[Step]:
    status = item.status
    checked = status in (Item.Status.PUBLISHED, Item.Status.RETIRED)
    steps: list[Step] = [
        {"label": _("Submitted"), "state": "done", "when": item.submitted_at},
    ]
    if status in (Item.Status.RETURNED, Item.Status.REJECTED):
        steps.append({"label": item.get_status_display(), "state": "problem"})
    elif status == Item.Status.SUBMITTED:
        steps.append({"label": _("Checked by the coordinator"), "state": "now"})
    else:
        steps.append(
            {
                "label": _("Published"),
                "state": "done" if checked else "todo",
                "when": item.published_at,
            }
        )
    return steps


def _round_steps(round: Round | None) -> list[Step]:
    if round is None:
        return [
            {"label": _("Evaluated by colleagues"), "state": "todo"},
            {"label": _("Decision"), "state": "todo"},
        ]
    if round.is_open:
        again = round.root_id is not None
        label = _("Evaluated again after an appeal") if again else _("Evaluated by colleagues")
        return [
            {"label": label, "state": "now", "when": round.opened_at},
            {"label": _("Decision"), "state": "todo"},
        ]
    if not round.decision or round.state in (Round.State.LAPSED, Round.State.ANNULLED):
        return [_ending(round)]
    return [{"label": _("Evaluated by colleagues"), "state": "done"}, _decision(round)]


def _decision(round: Round) -> Step:
    note = ""
    if round.is_provisional:
        note = _("Provisional: decided with fewer evaluations.")
    elif round.segment == Round.Segment.PANEL:
        note = _("Decided by the panel.")
    return {
        "label": _("Decision: %(decision)s") % {"decision": round.get_decision_display()},
        "state": "done",
        "when": round.decided_at,
        "note": note,
    }


def _ending(round: Round) -> Step:
    """How a round ended otherwise than by a decision that stands."""
    note = str(Round.Cause(round.end_cause).label) if round.end_cause else ""
    return {
        "label": round.get_state_display(),
        "state": "problem",
        "when": round.ended_at,
        "note": f"{note} {round.end_reason}".strip(),
    }


def _chapter(round: Round, *, is_appeal: bool) -> list[Step]:
    begun = _("New evaluators were drawn") if is_appeal else _("Evaluators were drawn")
    steps: list[Step] = [{"label": begun, "state": "done", "when": round.opened_at}]
    if round.is_open:
        return [*steps, {"label": _("Being evaluated"), "state": "now"}]
    if round.decision:
        last_word = round.panel_at or round.last_word  # type: ignore[attr-defined]
        steps.append(
            {"label": _("The last evaluation came in"), "state": "done", "when": last_word}
        )
        if round.panel_at:
            note = _("The scores were too close or contradicted each other.")
            steps.append(
                {
                    "label": _("Before the panel"),
                    "state": "done",
                    "when": round.panel_at,
                    "note": note,
                }
            )
        steps.append(_decision(round))
    if (appeal := appeal_against(round)) is not None:
        steps += _appeal_steps(appeal)
    if round.end_cause:
        steps.append(_ending(round))
    return steps


def _appeal_steps(appeal: Appeal) -> list[Step]:
    return [
        {
            "label": _("Appeal by %(name)s") % {"name": appeal.officer.name},
            "state": "done",
            "when": appeal.opened_at,
            "note": appeal.get_reason_display(),
        }
    ]


def appeal_against(round: Round) -> Appeal | None:
    """The appeal against the round's decision, None where there is none."""
    try:
        return round.appeal
    except Appeal.DoesNotExist:
        return None


def _what_may_come(round: Round, now: datetime) -> list[Step]:
    """The appeal's outcome at the end of its chain, and how long one may still appeal."""
    steps: list[Step] = []
    appeal = Appeal.objects.filter(new_round=round).first()
    if appeal is not None and appeal.state != Appeal.State.OPEN:
        steps.append(
            {
                "label": appeal.get_state_display(),
                "state": "problem" if appeal.state == Appeal.State.ENDED else "done",
                "when": appeal.decided_at,
            }
        )
    until = appeal_until(round)
    if round.state == Round.State.PUBLISHED and until is not None and until > now:
        days = (until.date() - now.astimezone(until.tzinfo).date()).days
        left = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
        steps.append(
            {"label": _("Appeal possible until"), "state": "todo", "when": until, "note": left}
        )
    return steps
