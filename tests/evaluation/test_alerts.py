"""Alerts of real evaluations: raised once, explained line by line, settled by those in charge."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils.timezone import make_aware

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core import clock
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.arithmetic import arithmetic_of
from evaluation.models import Alert, Evaluator
from evaluation.services.settle_alert import dismiss, mark_seen
from evaluation.services.watch import raise_alerts
from knowledge.services.errors import Refused
from tests.cast import officer
from tests.evaluation.golding import panel_member
from tests.evaluation.judging import REMARK, Scene, judge, scene
from tests.evaluation.views.asking import address, said, signed_in, source
from tests.threads import at_once, raised

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = make_aware(datetime(2026, 8, 3, 10))
NIGHT = make_aware(datetime(2026, 9, 20, 4))


@pytest.fixture
def people() -> Scene:
    return scene(evaluators=3)


@pytest.fixture
def boss(people: Scene) -> Officer:
    person = officer("boss", at=people.headquarters)
    grant_role(officer=person, role=roles.ADMIN)
    return person


def rounds(people: Scene, count: int, *given: str, apart: timedelta = timedelta(days=3)) -> None:
    """Rounds of one author in which the evaluators, in their order, give these scores."""
    for number in range(count):
        begin = MORNING + number * apart
        with clock.at(begin):
            Evaluator.objects.update(max_open=50)
            _item, round = people.publish()
        tasks = round.assignments.order_by("evaluator_id")
        for place, (task, value) in enumerate(zip(tasks, given, strict=True)):
            with clock.at(begin + timedelta(hours=3 * place + number % 5)):
                judge(task, value, comment=f"{REMARK} {number} {place} {value}")
        with clock.at(begin + timedelta(days=1)):
            deliver_all()


def tonight() -> list[Alert]:
    with clock.at(NIGHT):
        return raise_alerts()


def test_a_pair_that_favours_is_raised_once_with_its_numbers(people: Scene, boss: Officer) -> None:
    rounds(people, 6, "9.5", "5", "5")
    found = {alert.kind: alert for alert in tonight()}
    alert = found[Alert.Kind.FAVOUR]
    evaluator = people.evaluators[0].officer
    assert set(alert.officers.all()) == {evaluator, people.author}
    facts = alert.evidence
    assert (facts["n"], facts["looks"], facts["tests"]) == (6, 3, 3)
    assert facts["total"] == pytest.approx(6 * 4.5 * (2 / 3) ** 0.5)
    assert facts["p"] <= facts["bound"]
    assert tonight() == []
    told = Activity.objects.filter(verb="evaluation.alerted", object_id=alert.pk)
    assert [row.data for row in told] == [{"kind": "favour"}]
    evaluator_row = Evaluator.objects.get(officer=evaluator)
    assert evaluator_row.status == Evaluator.Status.CERTIFIED
    with clock.at(NIGHT):
        lines = arithmetic_of(alert, boss).lines
    assert any("6 texts by Author" in line for line in lines)
    assert any("× √6" in line for line in lines)
    assert any("3 pairs of evaluator and writer" in line for line in lines)
    page = source(boss, address("alert", alert.pk))
    assert "보세운송 신고" in page


def test_honest_evaluators_are_not_raised(people: Scene) -> None:
    rounds(people, 6, "7", "6.5", "7.5")
    assert [alert.kind for alert in tonight() if alert.kind != Alert.Kind.COPY] == []


def test_a_burst_of_real_evaluations_is_raised(people: Scene, boss: Officer) -> None:
    quick = people.evaluators[0]
    tasks = []
    for _number in range(6):
        with clock.at(MORNING):
            Evaluator.objects.update(max_open=50)
            _item, round = people.publish()
            tasks.append(round.assignments.get(evaluator=quick))
    for number, task in enumerate(tasks):
        with clock.at(MORNING + timedelta(hours=5, minutes=2 * number)):
            judge(task, "7")
    (alert,) = tonight()
    assert alert.kind == Alert.Kind.BURST
    assert alert.evidence["count"] == 6
    assert [line for line in arithmetic_of(alert, boss).lines if "from 15:00 to 15:10" in line]


def test_two_nightly_jobs_raise_the_same_alerts_once(people: Scene) -> None:
    rounds(people, 6, "9.5", "5", "5")
    done = at_once(tonight, tonight)
    assert raised(done, Exception) == []
    assert sorted(bool(alerts) for alerts in done) == [False, True]
    number = Alert.objects.count()
    assert number
    assert Alert.objects.values("kind", "quarter", "subject").distinct().count() == number
    assert Activity.objects.filter(verb="evaluation.alerted").count() == number


@pytest.fixture
def alert(people: Scene) -> Alert:
    rounds(people, 6, "9.5", "5", "5")
    return next(alert for alert in tonight() if alert.kind == Alert.Kind.FAVOUR)


def test_those_in_charge_see_it_and_those_it_is_about_never(
    alert: Alert, people: Scene, boss: Officer
) -> None:
    top = officer("top", at=people.headquarters)
    grant_role(officer=top, role=roles.COORDINATOR, office=people.headquarters)
    suspect = people.evaluators[0].officer
    grant_role(officer=suspect, role=roles.ADMIN)
    for person, status in (
        (boss, 200),
        (top, 200),
        (panel_member(people), 200),
        (suspect, 404),
        (people.author, 404),
        (people.coordinator, 404),
    ):
        person = Officer.objects.get(pk=person.pk)
        assert signed_in(person).get(address("alert", alert.pk)).status_code == status, person
    assert "favours one author" not in source(suspect, address("alerts"))


def test_a_dismissal_needs_a_reason_and_stands(alert: Alert, boss: Officer) -> None:
    browser = signed_in(boss)
    empty = browser.post(address("alert_dismiss", alert.pk), {"reason": " "})
    assert empty.status_code == 422
    assert browser.post(address("alert_seen", alert.pk)).status_code == 302
    answer = browser.post(address("alert_dismiss", alert.pk), {"reason": "같은 과제의 후속 글"})
    assert answer.status_code == 302
    assert said(answer) == ["success"]
    alert.refresh_from_db()
    assert (alert.state, alert.settled_by) == (Alert.State.DISMISSED, boss)
    with pytest.raises(Refused, match="already"):
        mark_seen(alert=alert, by=boss)
    tonight()
    assert Alert.objects.filter(kind=alert.kind, subject=alert.subject).count() == 1
    assert "같은 과제의 후속 글" in source(boss, f"{address('alerts')}?state=dismissed")


def test_nobody_settles_an_alert_about_themselves(alert: Alert, people: Scene) -> None:
    suspect = people.evaluators[0].officer
    grant_role(officer=suspect, role=roles.ADMIN)
    with pytest.raises(Refused, match="not for themselves"):
        dismiss(alert=alert, by=Officer.objects.get(pk=suspect.pk), reason="x")
