"""Who is drawn, and who never is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Audience, Office
from accounts.services.audiences import audience_for
from core import clock
from core.services.deliver import deliver_all
from evaluation.authorship import shares
from evaluation.eligibility import Bar, candidates, case_of, draw_bars
from evaluation.models import Assignment, Conflict, Evaluator, Round
from evaluation.services.draw import draw
from evaluation.services.respond import decline, recuse
from knowledge.models import CoAuthor, Item, Revision
from knowledge.services.errors import Refused
from knowledge.services.publish import publish_item
from tests.cast import office, officer, submitted
from tests.evaluation.judging import Scene, certified, scene
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def bars_of(round: Round, evaluator: Evaluator) -> set[Bar]:
    case = case_of(round)
    candidate = next(c for c in candidates(clock.now()) if c.evaluator.pk == evaluator.pk)
    return draw_bars(case, candidate) - {Bar.DRAWN}


def test_three_are_drawn_with_seed_and_probability() -> None:
    item, round = scene().publish()
    drawn = list(round.assignments.all())
    assert len(drawn) == 3
    assert round.state == Round.State.COLLECTING
    assert len({assignment.seed for assignment in drawn}) == 1
    assert all(0 < assignment.probability <= 0.5 for assignment in drawn)
    assert round.revision_id == item.current_revision_id


def test_writers_colleagues_superiors_and_listed_conflicts_are_never_drawn() -> None:
    people = scene(evaluators=3)
    coauthor, colleague = officer("co", at=office("KPO")), officer("colleague", at=people.busan)
    chief = officer("chief", at=people.headquarters)
    below = officer("below", at=office("YGD", parent=people.busan))
    foe = officer("foe", at=office("PTK"))
    barred = {person: certified(person) for person in (coauthor, colleague, chief, below, foe)}
    Conflict.objects.create(a=foe, b=people.author, kind=Conflict.Kind.DISPUTE)
    item = submitted(people.author)
    CoAuthor.objects.create(item=item, officer=coauthor)
    publish_item(item=item, by=people.coordinator)
    deliver_all()
    round = Round.objects.get(item=item)
    assert {a.evaluator for a in round.assignments.all()} == set(people.evaluators)
    assert bars_of(round, barred[coauthor]) == {Bar.WRITER}
    assert bars_of(round, barred[colleague]) == {Bar.TEAM}
    assert bars_of(round, barred[chief]) == {Bar.LINE}
    assert bars_of(round, barred[below]) == {Bar.LINE}
    assert bars_of(round, barred[foe]) == {Bar.CONFLICT}


def test_nobody_is_drawn_who_may_not_read_the_item() -> None:
    people = scene(evaluators=3)
    item = submitted(
        people.author, audience=audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    )
    publish_item(item=item, by=people.coordinator)
    deliver_all()
    round = Round.objects.get(item=item)
    assert round.state == Round.State.ASSIGNING
    assert not round.assignments.exists()
    assert bars_of(round, people.evaluators[0]) == {Bar.READER}


def test_suspended_lapsed_and_busy_evaluators_are_not_drawn() -> None:
    people = scene(evaluators=5)
    suspended, lapsed, busy = people.evaluators[:3]
    Evaluator.objects.filter(pk=suspended.pk).update(status=Evaluator.Status.SUSPENDED)
    Evaluator.objects.filter(pk=lapsed.pk).update(certified_until=clock.today() - timedelta(days=1))
    Evaluator.objects.filter(pk=busy.pk).update(max_open=0)
    _item, round = people.publish()
    assert {a.evaluator for a in round.assignments.all()} == set(people.evaluators[3:])
    assert round.state == Round.State.ASSIGNING


def test_whoever_was_judged_by_the_author_lately_does_not_judge_back() -> None:
    people = scene(evaluators=3)
    author_as_evaluator = certified(people.author)
    judged = people.evaluators[0]
    item = submitted(judged.officer)
    Item.objects.filter(pk=item.pk).update(status="published", published_at=clock.now())
    _item, round = people.publish()
    earlier = Round.objects.create(
        item=item, revision=latest(item), policy=round.policy, due_at=clock.now()
    )
    pair = Assignment.objects.create(
        round=earlier,
        evaluator=author_as_evaluator,
        lease_until=clock.now(),
        seed=1,
        probability=0.5,
    )
    assert bars_of(round, judged) == {Bar.PAIR}
    Assignment.objects.filter(pk=pair.pk).update(offered_at=clock.now() - timedelta(days=91))
    assert Bar.PAIR not in bars_of(round, judged)


def test_three_people_do_not_judge_in_a_circle() -> None:
    people = scene(evaluators=3)
    third, candidate = people.evaluators[0], people.evaluators[1]
    author_as_evaluator = certified(people.author)
    _item, round = people.publish()

    def judged(judge: Evaluator, author: Evaluator) -> None:
        item = submitted(author.officer)
        Assignment.objects.create(
            round=Round.objects.create(
                item=item, revision=latest(item), policy=round.policy, due_at=clock.now()
            ),
            evaluator=judge,
            lease_until=clock.now(),
            seed=1,
            probability=0.5,
        )

    judged(author_as_evaluator, third)
    judged(third, candidate)
    assert Bar.CYCLE in bars_of(round, candidate)


def test_one_at_most_comes_from_the_authors_bureau() -> None:
    people = scene(evaluators=0)
    for number in range(4):
        certified(officer(f"near{number}", at=office(f"B{number}", parent=_bureau(people))))
    certified(officer("far", at=office("ICN2", parent=people.headquarters)))
    author = officer("writer", at=office("B9", parent=_bureau(people)))
    _item, round = people.publish(author)
    places = [a.evaluator.officer.username for a in round.assignments.all()]
    assert sum(name.startswith("near") for name in places) == 1
    assert round.state == Round.State.ASSIGNING


def latest(item: Item) -> Revision:
    return item.revisions.latest("number")


def _bureau(people: Scene) -> Office:
    found = Office.objects.filter(code="BUR").first()
    return found or office("BUR", parent=people.busan)


def test_an_empty_pool_waits_and_is_filled_when_somebody_is_certified() -> None:
    people = scene(evaluators=2)
    _item, round = people.publish()
    assert round.state == Round.State.ASSIGNING
    certified(officer("new", at=office("KPO", parent=people.headquarters)))
    draw(round_id=round.pk)
    round.refresh_from_db()
    assert round.state == Round.State.COLLECTING
    assert round.assignments.count() == 3


@pytest.mark.parametrize("give_back", [decline, recuse])
def test_a_slot_given_back_goes_to_somebody_else(give_back: object) -> None:
    people = scene(evaluators=4)
    _item, round = people.publish()
    first = round.assignments.first()
    assert first is not None
    with pytest.raises(Refused):
        give_back(assignment=first, by=first.evaluator.officer, reason="  ")  # type: ignore[operator]
    give_back(assignment=first, by=first.evaluator.officer, reason="no time")  # type: ignore[operator]
    deliver_all()
    live = round.assignments.filter(state__in=Assignment.LIVE)
    assert live.count() == 3
    assert first.evaluator not in [a.evaluator for a in live]


def test_two_draws_at_once_fill_the_slots_once() -> None:
    people = scene(evaluators=6)
    _item, round = people.publish()
    round.assignments.all().delete()
    results = at_once(lambda: draw(round_id=round.pk), lambda: draw(round_id=round.pk))
    assert all(isinstance(result, list) for result in results), results
    assert round.assignments.count() == 3


def test_nobody_is_drawn_beyond_capacity_by_two_draws_at_once() -> None:
    people = scene(evaluators=3)
    Evaluator.objects.update(max_open=1)
    items = [submitted(people.author, title=f"{n}번째 글") for n in range(2)]
    for item in items:
        publish_item(item=item, by=people.coordinator)
    at_once(deliver_all, deliver_all)
    open_now = Assignment.objects.filter(state__in=Assignment.OPEN)
    assert open_now.count() == 3
    assert open_now.values("evaluator").distinct().count() == 3


def test_whoever_wrote_more_than_a_tenth_is_an_editor() -> None:
    text = " ".join(f"word{n}" for n in range(100))
    more = text + " " + " ".join(f"more{n}" for n in range(20))
    result = shares([(1, text), (2, more)])
    assert result[1] == pytest.approx(100 / 120)
    assert result[2] == pytest.approx(20 / 120)
    assert shares([(1, text), (2, more), (1, text)]) == {1: 1.0}
