"""Who may judge: what the bars read, and that they are asked again at submission."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core import clock
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.eligibility import Bar, candidates, case_of, draw_bars
from evaluation.models import Assignment, Conflict, Evaluation, Evaluator, Round
from evaluation.services.draw import draw
from evaluation.services.evaluate import NoLongerEligible
from knowledge.models import Category, CoAuthor, Item, Revision
from tests.cast import office, officer, submitted
from tests.evaluation.judging import Scene, certified, judge, scene

pytestmark = pytest.mark.django_db


def bars_of(round: Round, evaluator: Evaluator) -> set[Bar]:
    case = case_of(round)
    candidate = next(c for c in candidates(clock.now()) if c.evaluator.pk == evaluator.pk)
    return draw_bars(case, candidate) - {Bar.DRAWN}


def drawn_for(judge: Evaluator, item: Item, round: Round) -> None:
    """As if the judge had been drawn for an item some time ago."""
    Assignment.objects.create(
        round=Round.objects.create(
            item=item,
            revision=item.revisions.latest("number"),
            policy=round.policy,
            due_at=clock.now(),
        ),
        evaluator=judge,
        lease_until=clock.now(),
        seed=1,
        probability=0.5,
    )


def test_a_coauthor_counts_like_an_author_when_people_judge_each_other() -> None:
    people = scene(evaluators=3)
    judged = people.evaluators[0]
    item = submitted(officer("lead", at=office("LEAD", parent=people.headquarters)))
    CoAuthor.objects.create(item=item, officer=judged.officer)
    _item, round = people.publish()
    drawn_for(certified(people.author), item, round)
    assert bars_of(round, judged) == {Bar.PAIR}
    assert bars_of(round, people.evaluators[1]) == set()


def test_the_coordinator_of_an_office_does_not_judge_what_it_wrote() -> None:
    people = scene(evaluators=3)
    above = certified(officer("above", at=office("ELSE", parent=people.headquarters)))
    grant_role(officer=above.officer, role=roles.COORDINATOR, office=people.headquarters)
    _item, round = people.publish()
    assert bars_of(round, above) == {Bar.CHARGE}


@pytest.mark.parametrize(
    "by_tag", [False, True], ids=["a category of the same field", "a tag of that name"]
)
def test_where_nobody_declared_the_area_a_neighbour_is_drawn(by_tag: bool) -> None:
    people = scene(evaluators=5)
    _item, round = people.publish()
    item = round.item
    parent = Category.objects.get(pk=item.category_id)
    near = Category.objects.create(slug="near", name_ko="심사", name_en="Audit")
    if by_tag:
        Item.objects.filter(pk=item.pk).update(tag_names="심사")
        Tag.objects.create(name="심사")
    else:
        Category.objects.filter(pk=near.pk).delete()
        near = Category.objects.create(
            slug="near", name_ko="수출통관", name_en="Export", parent=parent
        )
    Assignment.objects.filter(round=round).delete()
    for evaluator in people.evaluators[:3]:
        evaluator.areas.add(near)
    draw(round_id=round.pk)
    assert {a.evaluator for a in round.assignments.all()} == set(people.evaluators[:3])


def test_the_questions_asked_do_not_grow_with_the_candidates() -> None:
    people = scene(evaluators=5)
    _item, round = people.publish()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as log:
            case = case_of(round)
            for candidate in candidates(case.now):
                draw_bars(case, candidate)
        return len(log)

    queries()  # what the item and its office keep is read once
    few = queries()
    for number in range(10):
        certified(officer(f"more{number}", at=office(f"M{number}", parent=people.busan)))
    assert queries() == few


def _joins(people: Scene, person: Officer, item: Item) -> None:
    CoAuthor.objects.create(item=item, officer=person)


def _edits(people: Scene, person: Officer, item: Item) -> None:
    revision = item.revisions.latest("number")
    Revision.objects.filter(pk=revision.pk).update(editor=person)


def _moves(people: Scene, person: Officer, item: Item) -> None:
    Officer.objects.filter(pk=person.pk).update(office=people.busan)


def _becomes_chief(people: Scene, person: Officer, item: Item) -> None:
    Officer.objects.filter(pk=person.pk).update(office=people.headquarters)


def _takes_charge(people: Scene, person: Officer, item: Item) -> None:
    grant_role(officer=person, role=roles.COORDINATOR, office=people.busan)


def _falls_out(people: Scene, person: Officer, item: Item) -> None:
    Conflict.objects.create(a=people.author, b=person, kind=Conflict.Kind.DISPUTE)


def _is_suspended(people: Scene, person: Officer, item: Item) -> None:
    Evaluator.objects.filter(officer=person).update(status=Evaluator.Status.SUSPENDED)


@pytest.mark.parametrize(
    ("happens", "bar"),
    [
        (_joins, Bar.WRITER),
        (_edits, Bar.EDITOR),
        (_moves, Bar.TEAM),
        (_becomes_chief, Bar.LINE),
        (_takes_charge, Bar.CHARGE),
        (_falls_out, Bar.CONFLICT),
        (_is_suspended, Bar.SUSPENDED),
    ],
)
def test_what_happened_since_the_draw_counts_at_submission(
    happens: Callable[[Scene, Officer, Item], None], bar: Bar
) -> None:
    people = scene(evaluators=5)
    item, round = people.publish()
    task = round.assignments.select_related("evaluator__officer").earliest("pk")
    happens(people, task.evaluator.officer, item)
    with pytest.raises(NoLongerEligible, match=str(bar.label).rstrip(".")):
        judge(task)
    task.refresh_from_db()
    assert task.state == Assignment.State.VOIDED
    assert not Evaluation.objects.exists()
    assert Activity.objects.get(verb="evaluation.voided").data["bars"] == [bar.value]
    deliver_all()
    live = round.assignments.filter(state__in=Assignment.LIVE)
    assert live.count() == 3
    assert task.evaluator not in [other.evaluator for other in live]


def test_a_conflict_that_has_ended_is_none() -> None:
    people = scene(evaluators=3)
    Conflict.objects.create(
        a=people.author,
        b=people.evaluators[0].officer,
        kind=Conflict.Kind.OTHER,
        until=clock.today() - timedelta(days=1),
    )
    _item, round = people.publish()
    assert bars_of(round, people.evaluators[0]) == set()


def test_nobody_judges_more_than_a_third_of_an_authors_work() -> None:
    people = scene(evaluators=3)
    often, seldom = people.evaluators[:2]
    _item, round = people.publish()
    for number, judge_of in enumerate((often, often, seldom)):
        other = submitted(people.author, title=f"{number}번째 글")
        drawn_for(judge_of, other, round)
    assert bars_of(round, often) == {Bar.OFTEN}
    assert bars_of(round, seldom) == set()
