"""Evaluations by the hundred thousand, as decided rounds would have left them."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from django.core.management import call_command

from accounts.models import Office, Officer
from accounts.services.audiences import all_officers
from accounts.services.offices import load_offices
from core import clock
from evaluation.formulas.shrinkage import ALPHA_B, ALPHA_F, SIGMA2
from evaluation.models import Assignment, Evaluation, Evaluator, Round
from evaluation.services.policies import policy_for
from knowledge.models import GeneralKnowledge, Item, Revision

EACH = 4
JUDGES = 600
BATCH = 5_000
AUTHOR = "bench-author"


def fill(evaluations: int) -> None:
    """Bring the bench's database to so many evaluations, four a round, of 600 evaluators with
    severities of their own. Nothing is added to what an earlier run has left."""
    call_command("migrate", verbosity=0)
    if Evaluation.objects.count() >= evaluations:
        return
    load_offices()
    rounds = _rounds(evaluations // EACH)
    judges = _judges()
    random = np.random.default_rng(1)
    severity = random.normal(0, ALPHA_B**0.5, JUDGES)
    worth = random.normal(6, ALPHA_F**0.5, len(rounds))
    drawn = random.integers(0, JUDGES - EACH + 1, len(rounds))[:, None] + np.arange(EACH)
    luck = random.normal(0, SIGMA2**0.5, drawn.shape)
    totals = np.clip(worth[:, None] + severity[drawn] + luck, 0, 10).round(2)
    moment = rounds[0].opened_at
    assignments = Assignment.objects.bulk_create(
        (
            Assignment(
                round=round,
                evaluator=judges[judge],
                state=Assignment.State.SUBMITTED,
                offered_at=moment,
                lease_until=moment,
                seed=1,
                probability=0.1,
            )
            for round, row in zip(rounds, drawn.tolist(), strict=True)
            for judge in row
        ),
        batch_size=BATCH,
    )
    Evaluation.objects.bulk_create(
        (
            Evaluation(
                assignment=assignment, scores={}, total=total, comment="-", submitted_at=moment
            )
            for assignment, total in zip(assignments, totals.ravel().tolist(), strict=True)
        ),
        batch_size=BATCH,
    )


def _judges() -> list[Evaluator]:
    office = Office.objects.get(code="ICN")
    officers = Officer.objects.bulk_create(
        Officer(username=f"judge-{n}", name_ko=f"평가자 {n}", office=office, grade=7, password="!")  # noqa: S106
        for n in range(JUDGES)
    )
    return Evaluator.objects.bulk_create(
        Evaluator(officer=officer, status=Evaluator.Status.CERTIFIED) for officer in officers
    )


def _rounds(number: int) -> list[Round]:
    """Decided rounds on as many revisions of one item; lapsed, as an item shows one decision."""
    author, _ = Officer.objects.get_or_create(
        username=AUTHOR,
        defaults={
            "name_ko": "작성자",
            "office": Office.objects.get(code="BSN"),
            "grade": 7,
            "password": "!",
        },
    )
    assert author.office is not None
    item = Item.objects.create(
        kind=GeneralKnowledge.KIND,
        title="Bench",
        author=author,
        office=author.office,
        audience=all_officers(),
    )
    revisions = Revision.objects.bulk_create(
        (
            Revision(
                item=item, number=n, title="-", source="-", html="-", editor=author, sha256="0"
            )
            for n in range(1, number + 1)
        ),
        batch_size=BATCH,
    )
    policy = policy_for(GeneralKnowledge.KIND)
    moment = clock.now() - timedelta(days=30)
    return Round.objects.bulk_create(
        (
            Round(
                item=item,
                revision=revision,
                policy=policy,
                state=Round.State.LAPSED,
                decision=Round.Decision.STANDARD,
                opened_at=moment,
                due_at=moment,
                decided_at=moment,
            )
            for revision in revisions
        ),
        batch_size=BATCH,
    )
