"""Becoming an evaluator, staying one, and losing the certificate."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import make_aware

from accounts.models import Officer
from core import clock
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.models import Evaluator, GoldItem, Training, TrainingAnswer
from evaluation.services.certificates import remind_and_lapse
from evaluation.services.evaluator_policy import evaluator_policy
from evaluation.services.gold import add_gold, withdraw_gold
from evaluation.services.retrain import require_training
from evaluation.services.train import (
    allow_more_tries,
    start_training,
    submit_answer,
    tries_left,
)
from knowledge.services.errors import Refused
from tests.cast import officer
from tests.evaluation.golding import (
    answers,
    gold,
    golds,
    panel_member,
    trainee,
    try_of,
)
from tests.evaluation.judging import Scene, scene, scores
from tests.threads import at_once, raised

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> Scene:
    return scene(evaluators=0)


@pytest.fixture
def panel(people: Scene) -> Officer:
    return panel_member(people)


def row(person: Officer) -> Evaluator:
    return Evaluator.objects.get(officer=person)


def noon(day: date) -> datetime:
    return make_aware(datetime(day.year, day.month, day.day, 12))


def test_five_items_scored_as_the_panel_does_make_an_evaluator(
    people: Scene, panel: Officer
) -> None:
    golds(panel, people.author, 5, right="7")
    person = trainee()
    training = try_of(person, "8", "7", "6", "7.5", "7")
    assert training.state == Training.State.PASSED
    assert (training.absolute, training.bias) == (pytest.approx(0.5), pytest.approx(0.1))
    evaluator = row(person)
    assert evaluator.status == Evaluator.Status.CERTIFIED
    today = clock.today()
    assert evaluator.certified_until == today.replace(year=today.year + 1)
    told = Activity.objects.get(verb="evaluator.certified")
    assert told.data == {"officer": person.pk, "until": evaluator.certified_until.isoformat()}


@pytest.mark.parametrize(
    ("given", "passes"),
    [
        (("8", "6", "8", "6", "7"), True),  # mean |error| 0.8
        (("8", "6", "8", "6", "8"), True),  # exactly 1.0 either way, 0.2 one way
        (("8.5", "6", "8", "6", "8"), False),  # 1.1 either way
        (("7.5", "7.5", "7.5", "8", "8"), True),  # exactly 0.7 one way
        (("8", "7.5", "7.5", "8", "8"), False),  # 0.8 one way: too generous
        (("6", "6.5", "6.5", "6", "6"), False),  # as much too severe
    ],
)
def test_both_limits_hold(
    given: tuple[str, ...], passes: bool, people: Scene, panel: Officer
) -> None:
    golds(panel, people.author, 5, right="7")
    person = trainee()
    assert (try_of(person, *given).state == Training.State.PASSED) is passes
    assert (row(person).status == Evaluator.Status.CERTIFIED) is passes


def test_there_are_two_tries_and_the_second_has_other_items(people: Scene, panel: Officer) -> None:
    golds(panel, people.author, 10, right="7")
    person = trainee()
    first = try_of(person, *["1"] * 5)
    second = try_of(person, *["1"] * 5)
    assert (first.attempt, second.attempt) == (1, 2)
    assert not set(first.answers.values_list("gold")) & set(second.answers.values_list("gold"))
    with pytest.raises(Refused, match="all tries"):
        start_training(officer=person)
    assert tries_left(row(person), evaluator_policy()) == 0
    boss = officer("boss")
    with pytest.raises(Refused, match="administrator"):
        allow_more_tries(evaluator=row(person), by=boss)


def test_the_items_of_the_try_before_never_come_again(people: Scene, panel: Officer) -> None:
    golds(panel, people.author, 9, right="7")
    person = trainee()
    try_of(person, *["1"] * 5)
    with pytest.raises(Refused, match="not enough gold items"):
        start_training(officer=person)
    assert Training.objects.count() == 1


def test_a_trainee_gets_no_audit_item_no_withdrawn_and_no_own_one(
    people: Scene, panel: Officer
) -> None:
    person = trainee()
    person.office = people.busan
    person.save()
    good = golds(panel, people.author, 5)
    gold(panel, people.author, use=GoldItem.Use.AUDITS, title="감사")
    gold(panel, person, title="제 글")
    withdraw_gold(gold=gold(panel, people.author, title="거둔 것"), by=panel)
    training = start_training(officer=person)
    assert {a.gold for a in training.answers.all()} == set(good)


def test_whoever_is_no_evaluator_does_not_train(people: Scene, panel: Officer) -> None:
    golds(panel, people.author, 5)
    with pytest.raises(Refused, match="for evaluators"):
        start_training(officer=people.author)
    training = start_training(officer=trainee())
    other = trainee("other")
    with pytest.raises(Refused, match="somebody else's"):
        submit_answer(answer=training.answers.all()[0], by=other, scores=scores("7"))


def test_two_tabs_begin_one_try(people: Scene, panel: Officer) -> None:
    golds(panel, people.author, 10)
    person = trainee()
    begun = at_once(*[lambda: start_training(officer=person)] * 2)
    assert raised(begun, Refused) == []
    assert len({training.pk for training in begun}) == 1  # type: ignore[attr-defined]
    assert TrainingAnswer.objects.count() == 5


def test_an_item_scored_in_two_tabs_is_scored_once(people: Scene, panel: Officer) -> None:
    golds(panel, people.author, 5)
    person = trainee()
    training = start_training(officer=person)
    *others, last = training.answers.all()
    for answer in others:
        submit_answer(answer=answer, by=person, scores=scores("7"))
    outcome = at_once(
        lambda: submit_answer(answer=last, by=person, scores=scores("7")),
        lambda: submit_answer(answer=last, by=person, scores=scores("0")),
    )
    (refusal,) = raised(outcome, Refused)
    assert "already" in str(refusal)
    kept = next(one for one in outcome if isinstance(one, TrainingAnswer))
    last.refresh_from_db()
    assert last.scores == kept.scores
    training.refresh_from_db()
    assert training.state != Training.State.OPEN
    passed = training.state == Training.State.PASSED
    assert Activity.objects.filter(verb="evaluator.certified").count() == passed


def test_the_certificate_is_refreshed_with_three_items_in_its_last_days(
    people: Scene, panel: Officer
) -> None:
    golds(panel, people.author, 10, right="7")
    person = trainee()
    try_of(person, *["7"] * 5)
    until = row(person).certified_until
    assert until is not None
    with clock.at(noon(until - timedelta(days=61))), pytest.raises(Refused, match="long enough"):
        start_training(officer=person)
    with clock.at(noon(until - timedelta(days=60))):
        training = try_of(person, *["7"] * 3)
    assert training.purpose == Training.Purpose.REFRESH
    assert row(person).certified_until == until.replace(year=until.year + 1)
    assert Activity.objects.filter(verb="evaluator.refreshed").count() == 1


def test_holders_are_reminded_twice_and_then_the_certificate_lapses(
    people: Scene, panel: Officer
) -> None:
    golds(panel, people.author, 10, right="7")
    person = trainee()
    try_of(person, *["7"] * 5)
    until = row(person).certified_until
    assert until is not None
    done = []
    for days in (70, 60, 59, 14, 13, 0, -1, -2):
        with clock.at(noon(until - timedelta(days=days))):
            done.append(remind_and_lapse())
            remind_and_lapse()
    assert done == [(0, 0), (1, 0), (0, 0), (1, 0), (0, 0), (0, 0), (0, 1), (0, 0)]
    assert row(person).status == Evaluator.Status.LAPSED
    rows = Activity.objects.filter(verb__startswith="evaluator.").order_by("pk")
    told = list(rows.values_list("verb", "data"))
    facts = {"officer": person.pk, "until": until.isoformat()}
    assert told[1:] == [
        ("evaluator.reminded", facts),
        ("evaluator.reminded", facts),
        ("evaluator.lapsed", facts),
    ]
    assert try_of(person, *["7"] * 5).purpose == Training.Purpose.CERTIFY
    assert row(person).status == Evaluator.Status.CERTIFIED


def test_two_jobs_at_once_remind_once(people: Scene, panel: Officer) -> None:
    golds(panel, people.author, 5, right="7")
    person = trainee()
    try_of(person, *["7"] * 5)
    soon = clock.today() + timedelta(days=10)
    Evaluator.objects.filter(officer=person).update(certified_until=soon)
    done = at_once(remind_and_lapse, remind_and_lapse)
    assert raised(done, Exception) == []
    assert sorted(done) == [(0, 0), (1, 0)]  # type: ignore[type-var]


def test_whoever_is_sent_to_retraining_trains_before_the_next_draw(
    people: Scene, panel: Officer
) -> None:
    golds(panel, people.author, 10, right="7")
    person = trainee()
    try_of(person, *["7"] * 5)
    for _twice in range(2):
        require_training(evaluator_id=row(person).pk)
    assert row(person).status == Evaluator.Status.TRAINEE
    assert tries_left(row(person), evaluator_policy()) == 2
    try_of(person, *["7"] * 5)
    assert row(person).status == Evaluator.Status.CERTIFIED
    deliver_all()


def test_answers_once_given_and_references_never_change(people: Scene, panel: Officer) -> None:
    golds(panel, people.author, 5)
    person = trainee()
    training = answers(start_training(officer=person), person, *["7"] * 5)
    answer = training.answers.all()[0]
    answer.scores = {}
    with pytest.raises(Exception, match="append-only"):
        answer.save()
    with pytest.raises(Exception, match="append-only"):
        GoldItem.objects.filter(pk=answer.gold_id).update(note="x")


def test_a_gold_item_needs_a_published_text_that_is_not_being_judged(
    people: Scene, panel: Officer
) -> None:
    _item, round = people.publish()
    right = scores("7")
    with pytest.raises(Refused, match="being evaluated"):
        add_gold(revision=round.revision, by=panel, use="training", scores=right, note="x" * 30)
    with pytest.raises(Refused, match="members of the panel"):
        add_gold(
            revision=round.revision, by=people.author, use="training", scores=right, note="x" * 30
        )
