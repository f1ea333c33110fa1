"""Gold items, trainees and audits, as tests speak of them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core import clock
from core.services.deliver import deliver_all
from evaluation.formulas.signals import burst, pair_favour
from evaluation.models import (
    Alert,
    Assignment,
    Audit,
    Evaluator,
    EvaluatorPolicy,
    EvaluatorSheet,
    GoldItem,
    Round,
    Training,
    TrainingAnswer,
)
from evaluation.services.audit import draw_audit
from evaluation.services.evaluator_policy import evaluator_policy
from evaluation.services.gold import add_gold
from evaluation.services.policies import policy_for
from evaluation.services.train import start_training, submit_answer
from knowledge.models import GeneralKnowledge
from tests.cast import officer, published
from tests.evaluation.judging import Scene, scores

NOTE = "근거 조문은 맞지만 예외가 빠져 있어 정확성은 7점을 넘지 못합니다."


def panel_member(people: Scene, username: str = "panel") -> Officer:
    """Somebody of the panel, at headquarters."""
    person = officer(username, at=people.headquarters)
    grant_role(officer=person, role=roles.PANEL)
    return person


def gold(
    by: Officer,
    author: Officer,
    *,
    use: str = GoldItem.Use.TRAINING,
    right: str = "7",
    title: str = "금으로 된 지식",
) -> GoldItem:
    """A published item of the author with these right scores."""
    policy_for(GeneralKnowledge.KIND)
    item = published(author, title=title)
    assert item.current_revision is not None
    return add_gold(revision=item.current_revision, by=by, use=use, scores=scores(right), note=NOTE)


def golds(by: Officer, author: Officer, count: int, **changes: str) -> list[GoldItem]:
    """Several of them."""
    return [gold(by, author, title=f"금 {n}", **changes) for n in range(count)]


def trainee(username: str = "trainee") -> Officer:
    """An evaluator who has no certificate yet."""
    person = officer(username)
    grant_role(officer=person, role=roles.EVALUATOR)
    return person


def answers(training: Training, by: Officer, *given: str) -> Training:
    """Score the items of a try in order, each criterion alike; the try as it is then."""
    for answer, value in zip(training.answers.all(), given, strict=True):
        submit_answer(answer=answer, by=by, scores=scores(value))
    training.refresh_from_db()
    return training


def try_of(person: Officer, *given: str) -> Training:
    """A whole try."""
    return answers(start_training(officer=person), person, *given)


def audit_every(draws: int) -> EvaluatorPolicy:
    """From today on one draw in so many is an audit: 2 brings one with each real draw, 0 none."""
    facts = {f.name: getattr(evaluator_policy(), f.name) for f in EvaluatorPolicy._meta.fields}
    number = EvaluatorPolicy.objects.count() + 1
    changed = {"id": None, "version": number, "effective_from": clock.today()}
    return EvaluatorPolicy.objects.create(**(facts | changed | {"audit_every": draws}))


def first_audit(people: Scene) -> tuple[Audit, Round]:
    """A real round, and the audit that came with its first draw."""
    audit_every(0)
    round = people.publish()[1]
    audit_every(2)
    task = draw_audit(after=round.assignments.earliest("pk").pk)
    deliver_all()
    assert task is not None
    return Audit.objects.select_related("assignment__round").get(assignment=task), round


def audited(evaluator: Evaluator, real: Assignment) -> Audit:
    """An audit for this evaluator alone, drawn along with a real assignment."""
    others = Evaluator.objects.exclude(pk=evaluator.pk)
    before = dict(others.values_list("pk", "status"))
    others.update(status=Evaluator.Status.LAPSED)
    task = draw_audit(after=real.pk)
    for pk, status in before.items():
        Evaluator.objects.filter(pk=pk).update(status=status)
    assert task is not None
    assert task.evaluator_id == evaluator.pk
    return Audit.objects.select_related("assignment__round").get(assignment=task)


def right(value: str) -> dict[str, str]:
    """Scores as they are kept."""
    return {code: str(Decimal(score)) for code, score in scores(value).items()}


def rounds_of_audits() -> list[Round]:
    """The rounds that nobody else sees."""
    return list(Round.everything.filter(is_audit=True).order_by("pk"))


def burst_of(evaluator: Evaluator) -> dict[str, Any]:
    """The numbers of an alert about a burst."""
    begin = clock.now()
    moments = [begin + timedelta(days=2 * n) for n in range(8)]
    moments += [begin + timedelta(days=21, minutes=3 * n) for n in range(6)]
    found = burst(moments, 30 * 480.0)
    assert found is not None
    return asdict(found) | {
        "evaluator": evaluator.officer_id,
        "begin": found.begin.isoformat(),
        "end": found.end.isoformat(),
        "days": 30,
        "rank": 1,
        "bound": 0.0125 / 5,
        "tests": 5,
        "share": 0.0125,
    }


FIGURES: dict[str, Any] = {
    "evaluations": 9,
    "areas": [
        {"ko": "통관", "en": "Clearance", "alpha": 0.62, "items": 14, "own": 7},
        {"ko": "심사", "en": "Audit", "alpha": None, "items": 2, "own": 2},
    ],
    "errors": {"n": 9, "absolute": 0.84, "bias": -0.31},
    "severity": {"b": -0.42, "se": 0.2, "n": 31},
    "spread": {"own": 1.1, "all": 1.4},
    "points": [0, 0, 0, 1, 1, 2, 2, 2, 1, 0, 0],
    "points_of_all": [0, 1, 2, 5, 9, 14, 18, 15, 8, 3, 1],
    "audits": {"all": 2, "passed": 2},
    "lateness": {"all": 10, "late": 1},
    "on_time": 9,
    "usefulness": {"all": 6, "useful": 5},
}


def favour_of(evaluator: Evaluator, author: Officer, item: int) -> dict[str, Any]:
    """The numbers of an alert about a pair."""
    rows = [
        {"item": item, "own": 9.5, "severity": 0.1, "others": 5.0, "m": 2, "residual": 3.59}
        for _number in range(5)
    ]
    found = pair_favour([row["residual"] for row in rows], 1.13)
    assert found is not None
    return asdict(found) | {
        "evaluator": evaluator.officer_id,
        "writer": author.pk,
        "rows": rows,
        "rank": 1,
        "bound": 0.0125 / 40,
        "tests": 40,
        "share": 0.0125,
    }


def furnish(people: Scene) -> dict[str, int]:
    """A gold item, a try that ended and one under way, a sheet and two alerts; their numbers."""
    panel = panel_member(people)
    evaluator = people.evaluators[0]
    found = gold(panel, people.author)
    policy = evaluator_policy()
    tries = [
        Training.objects.create(
            evaluator=evaluator,
            purpose=Training.Purpose.CERTIFY,
            policy=policy,
            course=1,
            attempt=attempt,
            state=state,
            ended_at=clock.now() if state == Training.State.FAILED else None,
            absolute=2.0,
            bias=-1.0,
        )
        for attempt, state in enumerate((Training.State.FAILED, Training.State.OPEN), start=1)
    ]
    TrainingAnswer.objects.create(
        training=tries[0], gold=found, position=1, scores=right("5"), submitted_at=clock.now()
    )
    answer = TrainingAnswer.objects.create(training=tries[1], gold=found, position=1)
    sheet = EvaluatorSheet.objects.create(
        evaluator=evaluator,
        quarter="2026Q1",
        policy=policy,
        figures=FIGURES,
        shown_to_others_from=clock.today(),
    )
    facts = favour_of(evaluator, people.author, found.revision.item_id)
    alerts = [
        Alert.objects.create(kind=kind, quarter="2026Q1", subject="x", evidence=evidence)
        for kind, evidence in (
            (Alert.Kind.BURST, burst_of(evaluator)),
            (Alert.Kind.FAVOUR, facts),
        )
    ]
    alerts[0].officers.add(evaluator.officer)
    alerts[1].officers.add(evaluator.officer, people.author)
    return {
        "gold": found.pk,
        "training": tries[0].pk,
        "answer": answer.pk,
        "sheet": sheet.pk,
        "alert": alerts[0].pk,
        "favour": alerts[1].pk,
    }
