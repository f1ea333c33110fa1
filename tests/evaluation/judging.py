"""The people of a round: a main customs with an author, and evaluators elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accounts import roles
from accounts.models import Office, Officer
from accounts.services.roles import grant_role
from core.services.deliver import deliver_all
from evaluation.models import Assignment, Evaluation, Evaluator, Round
from evaluation.services.evaluate import submit_evaluation
from evaluation.services.policies import policy_for
from knowledge.models import GeneralKnowledge
from knowledge.services.publish import publish_item
from tests.cast import office, officer, submitted

REMARK = "법적 근거가 분명하고 현장에서 바로 쓸 수 있는 순서로 정리되어 있습니다."


@dataclass(slots=True)
class Scene:
    """Author and coordinator in Busan, evaluators in Incheon, Seoul, Daegu and Gwangju."""

    headquarters: Office
    busan: Office
    author: Officer
    coordinator: Officer
    evaluators: list[Evaluator]

    def publish(self, author: Officer | None = None) -> tuple[GeneralKnowledge, Round]:
        """Submit and accept an item, let the workers open its round."""
        item = submitted(author or self.author)
        publish_item(item=item, by=self.coordinator)
        deliver_all()
        item.refresh_from_db()
        return item, Round.objects.get(item=item)


def scene(evaluators: int = 5) -> Scene:
    """Ready to publish."""
    headquarters = office("HQ")
    busan = office("BSN", parent=headquarters)
    coordinator = officer("coordinator", at=busan)
    grant_role(officer=coordinator, role=roles.COORDINATOR, office=busan)
    places = [office(code, parent=headquarters) for code in ("ICN", "SEL", "DGU", "GWJ", "IAP")]
    drawn = [
        certified(officer(f"evaluator{n}", at=places[n % len(places)])) for n in range(evaluators)
    ]
    author = officer("author", at=busan)
    return Scene(headquarters, busan, author, coordinator, drawn)


def certified(person: Officer) -> Evaluator:
    """The officer as an evaluator who may be drawn."""
    grant_role(officer=person, role=roles.EVALUATOR)
    return Evaluator.objects.create(officer=person, status=Evaluator.Status.CERTIFIED)


def panel(people: Scene, members: int = 3) -> list[Officer]:
    """Members of the panel, each of an office of their own."""
    found = [
        officer(f"member{n}", at=office(f"PNL{n}", parent=people.headquarters))
        for n in range(members)
    ]
    for member in found:
        grant_role(officer=member, role=roles.PANEL)
    return found


def judge_all(round: Round, *values: str) -> None:
    """Those at work submit these totals, in the order of the draw; the workers do the rest."""
    tasks = round.assignments.filter(state__in=Assignment.OPEN)
    for task, value in zip(tasks.order_by("pk"), values, strict=True):
        judge(task, value)
    deliver_all()
    round.refresh_from_db()


def scores(value: str | Decimal) -> dict[str, Decimal]:
    """The same score for each criterion."""
    return {c.code: Decimal(value) for c in policy_for("knowledge").criteria.all()}


def judge(assignment: Assignment, value: str = "8", comment: str = REMARK) -> Evaluation:
    """The drawn evaluator submits; nothing is delivered yet."""
    return submit_evaluation(
        assignment=assignment,
        by=assignment.evaluator.officer,
        scores=scores(value),
        comment=comment,
    )
