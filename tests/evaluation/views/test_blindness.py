"""Evaluators learn no writer, writers no evaluator, and nobody a score too early: page sources."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core.services.deliver import deliver_all
from evaluation.blind import judged_items
from evaluation.models import Assignment
from evaluation.services.respond import decline
from knowledge.models import CoAuthor, Item
from notifications.models import Notice
from tests.cast import officer
from tests.evaluation.judging import Scene, judge
from tests.evaluation.views.asking import address, first_task, signed_in, source, told

SECRET_REMARK = "이 의견과 점수는 결정이 나기 전에는 아무도 보면 안 되는 내용입니다."


@pytest.fixture
def judged(people: Scene) -> tuple[Item, Assignment, list[Officer]]:
    """An item of two writers that is being judged, one assignment, and the writers."""
    Officer.objects.filter(pk=people.author.pk).update(
        username="s.kim", name_ko="김서연", name_en="Kim Seoyeon"
    )
    people.author.refresh_from_db()
    coauthor = officer("d.lee", at=people.busan)
    item, round = people.publish()
    CoAuthor.objects.create(item=item, officer=coauthor)
    return item, first_task(round), [people.author, coauthor]


def pages_for(item: Item, task: Assignment) -> list[str]:
    item_page = reverse("knowledge:item", args=[item.pk])
    return [
        address("desk"),
        address("assignment", task.pk),
        item_page,
        f"{item_page}history/",
        f"{item_page}history/1/",
        f"{item_page}compare/?a=1&b=1",
        reverse("knowledge:list"),
        reverse("knowledge:category", args=["clearance"]),
        f"{reverse('search:results')}?q={item.title}",
        reverse("home"),
        reverse("notifications:inbox"),
    ]


def test_an_evaluator_finds_no_writer_on_any_page(
    judged: tuple[Item, Assignment, list[Officer]], people: Scene
) -> None:
    item, task, writers = judged
    for path in pages_for(item, task):
        page = source(task.evaluator.officer, path)
        assert told(page, writers) == set(), path
        if path.startswith("/evaluation/"):
            assert people.busan.name_ko not in page


def test_others_go_on_seeing_the_writers(judged: tuple[Item, Assignment, list[Officer]]) -> None:
    item, task, writers = judged
    idle = officer("idle", at=task.evaluator.officer.office)
    assert told(source(idle, item.get_absolute_url()), writers)


def test_an_evaluator_sees_neither_the_others_nor_their_scores(
    judged: tuple[Item, Assignment, list[Officer]],
) -> None:
    item, task, _writers = judged
    others = list(task.round.assignments.exclude(pk=task.pk).select_related("evaluator__officer"))
    judge(others[0], "9.5", comment=SECRET_REMARK)
    deliver_all()
    for path in pages_for(item, task):
        page = source(task.evaluator.officer, path)
        assert told(page, [o.evaluator.officer for o in others]) == set(), path
        assert SECRET_REMARK not in page
        assert "9.5" not in page.replace('max="9.5"', "")


def test_writers_and_readers_see_no_evaluator_and_no_score_before_the_decision(
    judged: tuple[Item, Assignment, list[Officer]], people: Scene
) -> None:
    item, task, writers = judged
    judge(task, "9.5", comment=SECRET_REMARK)
    deliver_all()
    evaluators = [a.evaluator.officer for a in task.round.assignments.all()]
    reader = officer("reader", at=people.busan)
    item_page = item.get_absolute_url()
    for person in (*writers, reader):
        for path in (
            item_page,
            f"{item_page}history/",
            reverse("home"),
            reverse("knowledge:list"),
            reverse("notifications:inbox"),
        ):
            page = source(person, path)
            assert told(page, evaluators) == set(), path
            assert SECRET_REMARK not in page
            assert "9.5" not in page
    item.refresh_from_db()
    assert item.score is None
    assert not Notice.objects.filter(officer__in=writers, activity__verb="evaluation.submitted")


def test_the_blind_ends_with_the_work(judged: tuple[Item, Assignment, list[Officer]]) -> None:
    item, task, _writers = judged
    person = task.evaluator.officer
    assert judged_items(person) == {item.pk}
    other = task.round.assignments.exclude(pk=task.pk).select_related("evaluator__officer").first()
    assert other is not None
    decline(assignment=other, by=other.evaluator.officer, reason="출장입니다.")
    deliver_all()
    assert judged_items(other.evaluator.officer) == frozenset()
    for live in task.round.assignments.filter(state__in=Assignment.OPEN):
        judge(live)
    assert judged_items(person) == {item.pk}
    deliver_all()
    assert judged_items(person) == frozenset()


def test_whoever_does_not_evaluate_costs_no_query(
    people: Scene, django_assert_num_queries: object
) -> None:
    reader = Officer.objects.get(pk=people.author.pk)
    judged_items(reader)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert judged_items(reader) == frozenset()


def test_the_administration_hides_open_scores_and_ones_own_rounds(
    judged: tuple[Item, Assignment, list[Officer]], people: Scene
) -> None:
    item, task, _writers = judged
    boss = _administrator("boss")
    writer = _administrator("writing-boss")
    CoAuthor.objects.create(item=item, officer=writer)
    judge(task, "9.5", comment=SECRET_REMARK)
    evaluations, assignments, rounds = (
        reverse(f"admin:evaluation_{name}_changelist")
        for name in ("evaluation", "assignment", "round")
    )
    assert "9.500" not in source(boss, evaluations)
    assert told(source(boss, assignments), [task.evaluator.officer])
    for path in (evaluations, assignments, rounds):
        assert told(source(writer, path), [task.evaluator.officer]) == set()
        assert item.title not in source(writer, path)
    for other in task.round.assignments.filter(state__in=Assignment.OPEN):
        judge(other)
    deliver_all()
    assert "9.500" in source(boss, evaluations)
    assert "9.500" not in source(writer, evaluations)
    change = reverse("admin:evaluation_assignment_change", args=[task.pk])
    assert signed_in(writer).get(change).status_code == 302


def test_the_steps_of_an_open_round_are_not_in_the_administration(people: Scene) -> None:
    item, round = people.publish()
    for task, value in zip(round.assignments.order_by("pk"), ("7", "7.5", "6.5"), strict=True):
        judge(task, value)
    deliver_all()
    assert round.scores.count() == 1
    boss = _administrator("boss")
    scores = reverse("admin:evaluation_itemscore_changelist")
    assert item.title not in source(boss, scores)
    for task in round.assignments.filter(state__in=Assignment.OPEN):
        judge(task, "9.5")
    deliver_all()
    assert item.title in source(boss, scores)


def _administrator(username: str) -> Officer:
    person = officer(username)
    grant_role(officer=person, role=roles.ADMIN)
    Officer.objects.filter(pk=person.pk).update(is_staff=True)
    wanted = Permission.objects.filter(content_type__app_label="evaluation")
    person.user_permissions.set(wanted)
    return Officer.objects.get(pk=person.pk)


def test_notices_to_evaluators_name_no_writer(
    judged: tuple[Item, Assignment, list[Officer]],
) -> None:
    _item, task, writers = judged
    rows = Notice.objects.filter(officer=task.evaluator.officer).values()
    assert rows
    assert told(json.dumps(list(rows), default=str), writers) == set()
