"""Training: trying oneself at gold items, for a certificate or to keep it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin, is_evaluator
from core import clock
from core.services.record import record
from evaluation.calendar import DAY, months_after
from evaluation.formulas.accuracy import accuracy, errors
from evaluation.formulas.totals import weighted_total
from evaluation.locks import lock_evaluator, lock_training
from evaluation.models import (
    Criterion,
    Evaluator,
    EvaluatorPolicy,
    GoldItem,
    Training,
    TrainingAnswer,
)
from evaluation.services.evaluator_policy import evaluator_policy
from evaluation.services.policies import policy_for
from knowledge.models import Item
from knowledge.services.errors import Refused

TOO_FEW = _(
    "There are not enough gold items that you have not seen. The panel has to enter more;"
    " please ask your coordinator."
)


def purpose_of(evaluator: Evaluator, policy: EvaluatorPolicy) -> Training.Purpose | None:
    """What the evaluator may train for today; None while the certificate is good for long."""
    if evaluator.status != Evaluator.Status.CERTIFIED:
        return Training.Purpose.CERTIFY
    until = evaluator.certified_until
    if until is None or until - policy.refresh_days * DAY > clock.today():
        return None
    return Training.Purpose.REFRESH


def tries_left(evaluator: Evaluator, policy: EvaluatorPolicy) -> int:
    """How many more tries there are in the evaluator's course."""
    done = Training.objects.filter(evaluator=evaluator, course=evaluator.course).count()
    return max(policy.tries - done, 0)


@transaction.atomic
def start_training(*, officer: Officer) -> Training:
    """Begin a try, or return the one that is under way. Raises Refused.

    Gold items that the evaluator has not answered come first, then those answered longest ago,
    never those of the try before: their right scores have just been shown.
    """
    if not is_evaluator(officer):
        raise Refused(_("Training is for evaluators. Ask an administrator to become one."))
    known, _new = Evaluator.objects.get_or_create(officer=officer)
    evaluator = lock_evaluator(known.pk)
    under_way = Training.objects.filter(evaluator=evaluator, state=Training.State.OPEN).first()
    if under_way is not None:
        return under_way
    policy = evaluator_policy()
    purpose = purpose_of(evaluator, policy)
    if purpose is None:
        raise Refused(_("Your certificate is good for long enough. There is nothing to train for."))
    if not tries_left(evaluator, policy):
        raise Refused(_("You have had all tries. Ask an administrator to let you try again."))
    is_refresh = purpose == Training.Purpose.REFRESH
    chosen = _choose(evaluator, policy.refresh_items if is_refresh else policy.training_items)
    done = Training.objects.filter(evaluator=evaluator, course=evaluator.course).count()
    training = Training.objects.create(
        evaluator=evaluator,
        purpose=purpose,
        policy=policy,
        course=evaluator.course,
        attempt=done + 1,
    )
    TrainingAnswer.objects.bulk_create(
        TrainingAnswer(training=training, gold=gold, position=position)
        for position, gold in enumerate(chosen, start=1)
    )
    return training


def _choose(evaluator: Evaluator, count: int) -> list[GoldItem]:
    officer = evaluator.officer
    readable = Item.objects.visible_to(officer).published()
    readable = readable.exclude(pk__in=Item.objects.written_by(officer).values("pk"))
    rows = GoldItem.objects.filter(
        use=GoldItem.Use.TRAINING, is_withdrawn=False, revision__item__in=readable.values("pk")
    ).select_related("revision__item")
    golds = [gold for gold in rows.order_by("pk") if is_whole(gold)]
    answered = TrainingAnswer.objects.filter(training__evaluator=evaluator)
    last: dict[int, int] = dict(
        answered.values_list("gold__revision").annotate(last=Max("training_id"))
    )
    newest = max(last.values(), default=0)
    golds = [g for g in golds if last.get(g.revision_id) != newest or not newest]
    if len(golds) < count:
        raise Refused(TOO_FEW)
    # No secret: a try is the same for whoever repeats the demo.
    random = Random(f"{evaluator.pk}:{evaluator.course}:{newest}")  # noqa: S311
    random.shuffle(golds)
    golds.sort(key=lambda gold: last.get(gold.revision_id, 0))
    return golds[:count]


def is_whole(gold: GoldItem) -> bool:
    """Whether the reference has a score for each criterion of today's policy, and no other."""
    return {c.code for c in criteria_of(gold)} == set(gold.reference)


def criteria_of(gold: GoldItem) -> list[Criterion]:
    """What the gold item is scored by today."""
    return list(policy_for(gold.revision.item.kind).criteria.all())


def submit_answer(
    *, answer: TrainingAnswer, by: Officer, scores: Mapping[str, Decimal]
) -> TrainingAnswer:
    """Give a gold item its scores, once; with the last one the try ends. Raises Refused.

    Of two at the same time the first counts: the second is told so, and changes nothing.
    """
    with transaction.atomic():
        training = lock_training(answer.training_id)
        if training.evaluator.officer_id != by.pk:
            raise Refused(_("This training is somebody else's."))
        fresh = TrainingAnswer.objects.select_related("gold__revision__item").get(pk=answer.pk)
        if fresh.submitted_at is not None:
            raise Refused(
                _("You have scored this item already, perhaps in another window. That counts.")
            )
        weights = {c.code: c.weight for c in criteria_of(fresh.gold)}
        try:
            weighted_total(scores, weights)
        except ValueError as error:
            raise Refused(
                _("Each criterion needs a score between 0 and 10, in steps of a half.")
            ) from error
        fresh.scores = {code: str(score) for code, score in scores.items()}
        fresh.submitted_at = clock.now()
        fresh.save(update_fields=["scores", "submitted_at"])
        if not training.answers.filter(submitted_at__isnull=True).exists():
            _end(training)
        return fresh


def _end(training: Training) -> None:
    """All is scored: whether that is a pass, and what follows."""
    answers = training.answers.select_related("gold")
    result = accuracy([e for a in answers for e in errors(a.scores, a.gold.reference).values()])
    policy = training.policy
    passed = result.passes(policy.most_absolute, policy.most_bias)
    training.absolute, training.bias = float(result.absolute), float(result.bias)
    training.state = Training.State.PASSED if passed else Training.State.FAILED
    training.ended_at = clock.now()
    training.save(update_fields=["absolute", "bias", "state", "ended_at"])
    if passed:
        _certify(training)


def _certify(training: Training) -> None:
    evaluator = training.evaluator
    today = clock.today()
    is_refresh = (
        training.purpose == Training.Purpose.REFRESH
        and evaluator.status == Evaluator.Status.CERTIFIED
    )
    # Whoever refreshes early loses no day of the old certificate.
    since = max(evaluator.certified_until or today, today) if is_refresh else today
    evaluator.status = Evaluator.Status.CERTIFIED
    evaluator.certified_until = months_after(since, training.policy.valid_months)
    evaluator.course += 1
    evaluator.save(update_fields=["status", "certified_until", "course"])
    verb = "evaluator.refreshed" if is_refresh else "evaluator.certified"
    record(
        verb=verb,
        obj=evaluator,
        actor=evaluator.officer,
        key=f"{verb}:{training.pk}",
        data={
            "officer": evaluator.officer_id,
            "until": evaluator.certified_until.isoformat(),
        },
    )


@transaction.atomic
def allow_more_tries(*, evaluator: Evaluator, by: Officer) -> Evaluator:
    """Let an evaluator who has used up all tries begin a new course. Raises Refused."""
    if not is_admin(by):
        raise Refused(_("Only an administrator can allow more tries."))
    fresh = lock_evaluator(evaluator.pk)
    if Training.objects.filter(evaluator=fresh, state=Training.State.OPEN).exists():
        raise Refused(_("A try is under way. It has to end first."))
    fresh.course += 1
    fresh.save(update_fields=["course"])
    record(
        verb="evaluator.tries_allowed",
        obj=fresh,
        actor=by,
        key=f"evaluator.tries_allowed:{fresh.pk}:{fresh.course}",
        data={"officer": fresh.officer_id},
    )
    return fresh
