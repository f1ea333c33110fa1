"""The evaluator's sheet: what it says, when it is frozen, and who has it first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from statistics import stdev

import pytest
from django.utils.timezone import make_aware

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core import clock
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.formulas.agreement import krippendorff_alpha
from evaluation.models import Evaluation, EvaluatorSheet, UsefulVote
from evaluation.services.honour import honour_useful
from evaluation.services.sheets import freeze_sheets
from tests.cast import officer
from tests.evaluation.judging import Scene, judge, scene
from tests.evaluation.views.asking import address, signed_in, source
from tests.threads import at_once, raised

pytestmark = pytest.mark.django_db(transaction=True)

SPRING = make_aware(datetime(2026, 5, 6, 10))
SUMMER = make_aware(datetime(2026, 7, 2, 10))


@pytest.fixture
def people() -> Scene:
    return scene(evaluators=3)


def spring(people: Scene, *given: tuple[str, str, str]) -> None:
    """Rounds of the second quarter, each with the totals of the evaluators in their order."""
    for number, totals in enumerate(given):
        with clock.at(SPRING + timedelta(days=number)):
            _item, round = people.publish()
            for task, value in zip(round.assignments.order_by("evaluator_id"), totals, strict=True):
                judge(task, value)
            deliver_all()


def test_a_sheet_says_what_the_quarter_was(people: Scene) -> None:
    spring(people, ("10", "8", "9"), ("6", "4", "5"), ("6.5", "4.5", "5.5"))
    with clock.at(SUMMER):
        assert freeze_sheets() == 3
        assert freeze_sheets() == 0
    sheet = EvaluatorSheet.objects.get(evaluator=people.evaluators[0])
    figures = sheet.figures
    assert sheet.quarter == "2026Q2"
    assert figures["evaluations"] == 3
    # 10 against the mean of 8 and 9, and so on.
    assert figures["errors"] == {"n": 3, "absolute": 1.5, "bias": 1.5}
    assert figures["spread"]["own"] == pytest.approx(stdev([10, 6, 6.5]))
    assert figures["points"] == [0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1]
    assert (figures["on_time"], figures["lateness"]["all"]) == (3, 3)
    (area,) = figures["areas"]
    assert (area["items"], area["own"]) == (3, 3)
    assert area["alpha"] == krippendorff_alpha([[10, 8, 9], [6, 4, 5], [6.5, 4.5, 5.5]])
    assert figures["severity"] is None
    assert figures["audits"] == {"all": 0, "passed": 0}


def test_undefined_agreement_is_a_dash(people: Scene) -> None:
    spring(people, ("8", "8", "8"))
    with clock.at(SUMMER):
        freeze_sheets()
        page = source(people.evaluators[0].officer, address("sheet"))
    assert EvaluatorSheet.objects.all()[0].figures["areas"][0]["alpha"] is None
    assert "<span>–</span>" in page


def test_two_jobs_freeze_each_sheet_once(people: Scene) -> None:
    spring(people, ("8", "6", "7"))
    done = at_once(*[lambda: freeze_sheets(quarter="2026Q2")] * 2)
    assert raised(done, Exception) == []
    assert sorted(done) == [0, 3]  # type: ignore[type-var]


def test_the_evaluator_has_it_first(people: Scene) -> None:
    spring(people, ("8", "6", "7"))
    with clock.at(SUMMER):
        freeze_sheets()
    evaluator = people.evaluators[0]
    sheet = EvaluatorSheet.objects.get(evaluator=evaluator)
    boss = officer("boss", at=people.headquarters)
    grant_role(officer=boss, role=roles.ADMIN)
    near = officer("near", at=evaluator.officer.office)
    grant_role(officer=near, role=roles.COORDINATOR, office=evaluator.officer.office)

    def sees(person: Officer, on: date) -> bool:
        with clock.at(make_aware(datetime(on.year, on.month, on.day, 9))):
            answer = signed_in(person).get(address("sheet_of", sheet.pk))
            listed = evaluator.officer.name in source(person, address("sheets"))
        assert (answer.status_code == 200) is listed
        return listed

    frozen = SUMMER.date()
    assert not sees(boss, frozen)
    assert not sees(near, frozen + timedelta(days=6))
    assert not sees(people.coordinator, frozen + timedelta(days=9))
    assert sees(near, frozen + timedelta(days=7))
    assert EvaluatorSheet.objects.get(pk=sheet.pk).seen_on is None
    with clock.at(SUMMER + timedelta(days=1)):
        assert "2026" in source(evaluator.officer, address("sheet"))
    assert EvaluatorSheet.objects.get(pk=sheet.pk).seen_on == frozen + timedelta(days=1)
    assert not sees(boss, frozen + timedelta(days=1))
    assert sees(boss, frozen + timedelta(days=2))


def votes(people: Scene, number: int, *useful: bool) -> None:
    said = Evaluation.objects.filter(assignment__evaluator=people.evaluators[number])[0]
    for n, is_useful in enumerate(useful):
        UsefulVote.objects.create(
            evaluation=said,
            officer=officer(f"voter{number}{n}"),
            is_useful=is_useful,
            voted_at=SPRING + timedelta(days=3),
        )


def test_the_most_useful_of_a_season_are_honoured_once(people: Scene) -> None:
    spring(people, ("8", "6", "7"))
    votes(people, 0, True, True, True, False, True)
    votes(people, 1, True, True, True)
    votes(people, 2, True, False, False, True, False)
    with clock.at(SPRING):
        assert honour_useful() == 0
    done: list[object] = []
    for _job in range(2):
        with clock.at(SUMMER):
            done.append(honour_useful())
    assert done == [1, 0]
    told = Activity.objects.get(verb="evaluator.useful")
    assert told.data == {"officer": people.evaluators[0].officer_id, "season": "2026H1"}
