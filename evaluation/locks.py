"""The only locks of this app. An item's row (knowledge.locks) comes before a round's, a round's
before its assignments'."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from evaluation.models import (
    Alert,
    Appeal,
    Assignment,
    Audit,
    Evaluator,
    EvaluatorSheet,
    GoldItem,
    Round,
    Training,
)
from knowledge.locks import lock_item
from knowledge.models import Revision

# Any numbers that no other advisory lock of the database uses.
DRAWING = 0x434B5001
CALIBRATING = 0x434B5002
WATCHING = 0x434B5005


def lock_round(round_id: int) -> Round:
    """The round's row with its policy and item, held until the transaction ends."""
    rows = Round.everything.select_related("policy", "item", "revision")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=round_id)


def lock_round_and_item(round_id: int) -> Round:
    """The same for those who go on to change the item, whose row is locked first."""
    lock_item(Round.everything.values_list("item_id", flat=True).get(pk=round_id))
    return lock_round(round_id)


def lock_open_rounds(item_id: int) -> list[Round]:
    """The rows of an item's open rounds (one at most), in primary-key order."""
    rows = Round.objects.filter(item_id=item_id, state__in=Round.OPEN).order_by("pk")
    return list(rows.select_for_update(no_key=True))


def lock_assignment(assignment_id: int) -> Assignment:
    """An assignment's row, with its round's row locked before it."""
    round_id = Assignment.objects.values_list("round_id", flat=True).get(pk=assignment_id)
    lock_round(round_id)
    rows = Assignment.objects.select_related("round__policy", "round__item", "evaluator__officer")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=assignment_id)


def lock_rounds(round_ids: Iterable[int]) -> list[Round]:
    """The rows of several rounds with their policies, in primary-key order."""
    rows = Round.everything.filter(pk__in=set(round_ids)).select_related("policy", "item")
    return list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))


def lock_appeal_of(new_round_id: int) -> Appeal | None:
    """The appeal that a round is to decide; the round's row is locked already."""
    rows = Appeal.objects.filter(new_round_id=new_round_id).select_related("round")
    return rows.select_for_update(of=("self",), no_key=True).first()


def lock_gold_of(revision_id: int) -> list[GoldItem]:
    """The gold items of a revision that are in use (one at most). Whoever enters a second one at
    the same time waits for the first: the revision's row is locked before."""
    Revision.objects.select_for_update(no_key=True).get(pk=revision_id)
    rows = GoldItem.objects.filter(revision_id=revision_id, is_withdrawn=False).order_by("pk")
    return list(rows.select_for_update(no_key=True))


def lock_evaluator(evaluator_id: int) -> Evaluator:
    """An evaluator's row: before the rows of their trainings, after those of assignments."""
    rows = Evaluator.objects.select_related("officer")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=evaluator_id)


def lock_training(training_id: int) -> Training:
    """The row of one try, with its evaluator's row locked before it."""
    evaluator_id = Training.objects.values_list("evaluator_id", flat=True).get(pk=training_id)
    lock_evaluator(evaluator_id)
    rows = Training.objects.select_related("policy", "evaluator__officer")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=training_id)


def lock_audit(audit_id: int) -> Audit:
    """An audit's row, with those of its round and its assignment locked before."""
    assignment_id = Audit.objects.values_list("assignment_id", flat=True).get(pk=audit_id)
    lock_assignment(assignment_id)
    rows = Audit.objects.select_related("assignment__round", "gold", "policy")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=audit_id)


def lock_sheet(sheet_id: int) -> EvaluatorSheet:
    """A sheet's row."""
    return EvaluatorSheet.objects.select_for_update(no_key=True).get(pk=sheet_id)


def lock_alert(alert_id: int) -> Alert:
    """An alert's row."""
    return Alert.objects.select_for_update(no_key=True).get(pk=alert_id)


def lock_drawing() -> None:
    """Let one draw at a time look at the evaluators, so that nobody is drawn beyond capacity."""
    _hold(DRAWING)


def lock_watch() -> None:
    """Let one job at a time look for signals, freeze sheets or honour evaluators."""
    _hold(WATCHING)


def lock_calibration() -> None:
    """Let one calibration be made at a time; the second then finds the first one's."""
    _hold(CALIBRATING)


def _hold(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
