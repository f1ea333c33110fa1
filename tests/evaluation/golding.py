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
from evaluation.formulas.signals import burst
from evaluation.models import (
    Assignment,
    Audit,
    Evaluator,
    EvaluatorPolicy,
    GoldItem,
    Round,
    Training,
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
