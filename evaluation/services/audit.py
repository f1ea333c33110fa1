"""Audits: gold items that come to an evaluator like any other draw.

With one real draw in so many, another evaluator is asked to judge a gold item. Nothing about the
assignment differs from a real one: it is drawn from the same people by the same chances, has the
same lease, is recorded, told, reminded and paid alike. Its round is one that nobody else sees.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

from django.db import transaction
from django.db.models import F

from accounts.models import Officer
from accounts.roles import PANEL
from core import clock
from evaluation.calendar import add_working_days
from evaluation.eligibility import Candidate, Case, candidates, case_of, draw_bars
from evaluation.formulas.accuracy import accuracy, errors
from evaluation.formulas.draw import chances, pick
from evaluation.formulas.totals import weighted_total
from evaluation.locks import lock_audit, lock_drawing
from evaluation.models import (
    Assignment,
    Audit,
    Evaluation,
    EvaluatorPolicy,
    GoldItem,
    Round,
    TrainingAnswer,
)
from evaluation.services.draw import assign, nearest, utility_of
from evaluation.services.evaluator_policy import evaluator_policy
from evaluation.services.policies import policy_for
from evaluation.services.train import is_whole
from knowledge.models import Item

# A real round stays open until its others are in: at the earliest after so much of the lease.
EARLIEST_END = 0.2


@transaction.atomic
def draw_audit(*, after: int) -> Assignment | None:
    """Draw an audit along with the real assignment of id ``after``, if chance wants one and if a
    gold item and somebody who may judge it are there. Done twice, it draws once."""
    real = Assignment.objects.get(pk=after)
    policy = evaluator_policy()
    # The seed is secret, so nobody can foretell it; and it is always the same answer.
    random = Random(f"{real.seed}:{real.pk}")  # noqa: S311
    if real.is_audit or not is_wanted(policy, random):
        return None
    lock_drawing()
    if Audit.objects.filter(after=real).exists():
        return None
    golds = usable_golds()
    random.shuffle(golds)
    for gold in golds:
        assignment = _offer(gold, real, policy, random)
        if assignment is not None:
            return assignment
    return None


def is_wanted(policy: EvaluatorPolicy, random: Random) -> bool:
    """One draw in n is an audit: one audit to each n - 1 real draws. None where n is below 2."""
    return policy.audit_every > 1 and random.random() * (policy.audit_every - 1) < 1


def usable_golds() -> list[GoldItem]:
    """Gold items for audits whose text is still the published one, and that are not judged now."""
    rows = GoldItem.objects.filter(
        use=GoldItem.Use.AUDITS,
        is_withdrawn=False,
        revision__item__status=Item.Status.PUBLISHED,
        revision__item__current_revision=F("revision"),
    ).exclude(revision__item__in=Round.objects.filter(state__in=Round.OPEN).values("item"))
    golds = rows.select_related("revision__item").order_by("pk")
    return [gold for gold in golds if is_whole(gold)]


def _offer(
    gold: GoldItem, real: Assignment, policy: EvaluatorPolicy, random: Random
) -> Assignment | None:
    now = clock.now()
    rules = policy_for(gold.revision.item.kind)
    round = Round.everything.create(
        item=gold.revision.item,
        revision=gold.revision,
        policy=rules,
        state=Round.State.COLLECTING,
        is_audit=True,
        opened_at=now,
        due_at=add_working_days(now, rules.provisional_days),
    )
    case = case_of(round)
    pool = _pool(gold, case)
    if not pool:
        round.delete()
        return None
    likely = nearest(pool, case)
    probabilities = chances([utility_of(candidate, case) for candidate in likely])
    at = pick(probabilities, random)
    assignment = assign(round, likely[at], real.seed, probabilities[at], case, is_audit=True)
    lease = assignment.lease_until - assignment.offered_at
    Audit.objects.create(
        assignment=assignment,
        gold=gold,
        policy=policy,
        after=real,
        closes_at=assignment.offered_at + random.uniform(EARLIEST_END, 1.0) * lease,
    )
    return assignment


def _pool(gold: GoldItem, case: Case) -> list[Candidate]:
    """Those who might be drawn for the item, have not met it before, and do not know what is
    gold."""
    item = gold.revision.item
    met = set(
        Assignment.objects.filter(round__item=item).values_list("evaluator_id", flat=True)
    ) | set(
        TrainingAnswer.objects.filter(gold__revision__item=item).values_list(
            "training__evaluator_id", flat=True
        )
    )
    free = [c for c in candidates(case.now) if c.evaluator.pk not in met]
    free = [c for c in free if not draw_bars(case, c)]
    knowing = set(
        GoldItem.objects.values_list("created_by", flat=True).distinct()
    ) | _panel_members({c.evaluator.officer_id for c in free})
    return [c for c in free if c.evaluator.officer_id not in knowing]


def _panel_members(ids: set[int]) -> set[int]:
    rows = Officer.objects.filter(pk__in=ids, groups__name=PANEL)
    return set(rows.values_list("pk", flat=True))


def close_audits() -> int:
    """Close the audits that are over; how many. Safe to run at any time, by any number."""
    now = clock.now()
    rows = Audit.objects.filter(closed_at__isnull=True).exclude(
        assignment__state__in=Assignment.OPEN
    )
    over = rows.exclude(assignment__state=Assignment.State.SUBMITTED, closes_at__gt=now)
    return sum(
        close_audit(audit_id=pk) for pk in list(over.order_by("pk").values_list("pk", flat=True))
    )


@transaction.atomic
def close_audit(*, audit_id: int) -> bool:
    """Compare what was submitted with the reference, once it can be corrected no more; whether
    the audit is closed now. What was declined or expired is closed without a result."""
    audit = lock_audit(audit_id)
    task = audit.assignment
    if audit.closed_at is not None or task.is_open:
        return False
    is_submitted = task.state == Assignment.State.SUBMITTED
    if is_submitted and clock.now() < audit.closes_at:
        return False
    if is_submitted:
        _judge(audit)
    _end(audit, Round.State.PUBLISHED if is_submitted else Round.State.VOID)
    return True


def _judge(audit: Audit) -> None:
    last = Evaluation.objects.filter(assignment=audit.assignment).latest("pk")
    result = accuracy(list(errors(last.scores, audit.gold.reference).values()))
    audit.absolute, audit.bias = float(result.absolute), float(result.bias)
    audit.is_miss = not result.passes(audit.policy.most_absolute, audit.policy.most_bias)


def _end(audit: Audit, state: Round.State) -> None:
    """Close the audit, and its round as a real one would be."""
    now = clock.now()
    round = audit.assignment.round
    round.state = state
    if state == Round.State.PUBLISHED:
        round.decision = _decision(audit, round)
        round.decided_at = now
    round.save(update_fields=["state", "decision", "decided_at"])
    audit.closed_at = now
    audit.save(update_fields=["absolute", "bias", "is_miss", "closed_at"])


def _decision(audit: Audit, round: Round) -> Round.Decision:
    """What the reference scores decide."""
    weights = {c.code: c.weight for c in round.policy.criteria.all()}
    right = weighted_total({k: Decimal(v) for k, v in audit.gold.reference.items()}, weights)
    if right > round.policy.threshold:
        return Round.Decision.SUPERIOR
    low = right < round.policy.improve_below
    return Round.Decision.IMPROVE if low else Round.Decision.STANDARD


def close_if_over(*, assignment_id: int) -> None:
    """Close the audit of an assignment that was just submitted late in its time, as a real round
    is decided by its last evaluation. Nothing for a real assignment."""
    for pk in Audit.objects.filter(assignment=assignment_id).values_list("pk", flat=True):
        close_audit(audit_id=pk)


def void_audits(*, item_id: int | None = None, evaluator_id: int | None = None) -> int:
    """End the open audits on an item that changes, goes or is judged in earnest, or of an
    evaluator who is suspended; how many. What was not submitted leaves the desk."""
    rows = Audit.objects.filter(closed_at__isnull=True)
    if item_id is not None:
        rows = rows.filter(assignment__round__item=item_id)
    if evaluator_id is not None:
        rows = rows.filter(assignment__evaluator=evaluator_id)
    ids = list(rows.order_by("assignment__round_id").values_list("pk", flat=True))
    return sum(_void(pk) for pk in ids)


@transaction.atomic
def _void(audit_id: int) -> bool:
    audit = lock_audit(audit_id)
    if audit.closed_at is not None:
        return False
    task = audit.assignment
    if task.is_open:
        task.state = Assignment.State.VOIDED
        task.save(update_fields=["state"])
    _end(audit, Round.State.VOID)
    return True
