"""Writers: where my items stand, a decision in full, appeals and votes; and what they never see."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Officer
from core import clock
from core.services.deliver import deliver_all
from evaluation.models import Appeal, Assignment, Evaluation, Evaluator, Round, UsefulVote
from evaluation.services.appeal import appeal_until, open_appeal
from evaluation.services.panel import send_to_panel
from evaluation.services.void_evaluations import void_evaluations_of
from knowledge.models import CoAuthor, Item
from tests.cast import officer, submitted
from tests.evaluation.judging import Scene, judge, judge_all, panel, scene
from tests.evaluation.views.asking import address, said, signed_in, source, told

MINE = address("mine")
WHY = "3절의 예외 규정을 읽지 않은 것으로 보입니다. 표의 두 번째 줄에 그 근거를 적어 두었습니다."
SECRET = "결정 전에는 아무도 읽으면 안 되는 평가자의 의견을 서른 글자가 넘도록 적어 둡니다."


@pytest.fixture
def people(db: None) -> Scene:
    return scene(evaluators=8)


def decided(people: Scene, *values: str) -> tuple[Item, Round]:
    item, round = people.publish()
    judge_all(round, *(values or ("6", "6", "6.5")))
    return item, round


def post(people: Scene, round: Round, **fields: str) -> object:
    form = {"reason": "overlooked", "text": WHY, **fields}
    return signed_in(people.author).post(address("appeal", round.pk), form)


def test_my_items_say_where_they_stand(people: Scene) -> None:
    waiting = submitted(people.author, title="확인을 기다리는 글")
    item, round = decided(people)
    page = source(people.author, MINE)
    assert waiting.title in page
    assert address("round", round.pk) in page
    assert "score-margin" in page
    assert appeal_until(round).strftime("%Y.%m.%d.") in page  # type: ignore[union-attr]
    coauthor = officer("co", at=people.busan)
    assert item.title not in source(coauthor, MINE)
    CoAuthor.objects.create(item=item, officer=coauthor)
    assert item.title in source(coauthor, MINE)


def test_an_open_round_shows_nothing_but_that_it_is_open(people: Scene) -> None:
    panel(people)
    _item, round = people.publish()
    before = source(people.author, MINE)
    for task in round.assignments.order_by("pk"):
        judge(task, "9.5", comment=SECRET)
    send_to_panel(round_=round)
    deliver_all()
    for seat in round.assignments.filter(segment=Round.Segment.PANEL)[:2]:
        judge(seat, "9.5", comment=SECRET)
    deliver_all()
    page = source(people.author, MINE)
    assert SECRET not in page
    assert "9.5" not in page
    assert str(Round.State.PANEL.label) not in page
    assert told(page, [t.evaluator.officer for t in round.assignments.all()]) == set()
    # Neither words nor their number tell how far it has come.
    assert page.count("<li") == before.count("<li")
    assert signed_in(people.author).get(address("round", round.pk)).status_code == 404


def test_many_items_take_no_more_questions(
    people: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Evaluator.objects.update(max_open=50)
    client = signed_in(people.author)
    for _number in range(4):
        decided(people)
    client.get(MINE)
    with django_assert_max_num_queries(12):
        client.get(MINE)


def test_a_decision_is_told_in_full_and_without_names(people: Scene) -> None:
    _item, round = decided(people)
    page = source(people.author, address("round", round.pk))
    for evaluation in Evaluation.objects.filter(assignment__round=round):
        assert evaluation.comment in page
    assert page.count('class="meter') == 5
    assert "score-margin" in page
    assert told(page, [t.evaluator.officer for t in round.assignments.all()]) == set()
    assert 'name="reason"' in page


def test_the_panels_decision_says_how_it_voted(people: Scene) -> None:
    panel(people)
    _item, round = people.publish()
    for task in round.assignments.order_by("pk"):
        judge(task, "7", comment=SECRET)
    send_to_panel(round_=round)
    deliver_all()
    judge_all(round, "8", "8", "5")
    page = source(people.author, address("round", round.pk))
    assert f"{Round.Decision.SUPERIOR.label} 2" in page
    assert f"{Round.Decision.STANDARD.label} 1" in page
    assert SECRET in page
    assert 'id="panel-title"' in page


def test_a_writer_appeals_on_the_page_and_follows_it(people: Scene) -> None:
    _item, round = decided(people)
    path = address("round", round.pk)
    answer = post(people, round, text="짧다", reason="")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "짧다" in answer.content.decode()  # type: ignore[attr-defined]
    answer = post(people, round)
    assert said(answer) == ["success"]
    made = Appeal.objects.get()
    page = source(people.author, path)
    assert WHY in page
    assert 'name="reason"' not in page
    assert post(people, round).status_code == 409  # type: ignore[attr-defined]
    for task in made.new_round.assignments.order_by("pk")[:2]:
        judge(task, "9.5", comment=SECRET)
    deliver_all()
    page = source(people.author, path) + source(people.author, MINE)
    assert SECRET not in page
    assert "9.5" not in page
    assert address("round", made.new_round_id) not in page
    judge_all(made.new_round, "9.5")
    page = source(people.author, path)
    assert address("round", made.new_round_id) in page
    assert str(Appeal.State.OVERTURNED.label) in page
    assert SECRET in source(people.author, address("round", made.new_round_id))


def test_new_evaluators_read_nothing_of_the_appeal(people: Scene) -> None:
    _item, round = decided(people)
    made = open_appeal(round_=round, by=people.author, reason="overlooked", text=WHY)
    task = made.new_round.assignments.select_related("evaluator__officer").earliest("pk")
    page = source(task.evaluator.officer, address("assignment", task.pk))
    assert WHY not in page
    assert "score-margin" not in page


def test_after_the_last_day_there_is_no_form(people: Scene) -> None:
    _item, round = decided(people)
    until = appeal_until(round)
    assert until is not None
    with clock.at(until + timedelta(seconds=1)):
        assert 'name="reason"' not in source(people.author, address("round", round.pk))
        assert said(post(people, round)) == ["error"]


def test_writers_say_which_comments_helped(people: Scene) -> None:
    _item, round = decided(people)
    evaluation = Evaluation.objects.filter(assignment__round=round).earliest("pk")
    path = address("useful", round.pk, evaluation.pk)
    writer = signed_in(people.author)
    assert said(writer.post(path, {"useful": "yes"})) == ["success"]
    writer.post(path, {"useful": "no"})
    assert UsefulVote.objects.get().is_useful is False
    assert 'aria-pressed="true"' in source(people.author, address("round", round.pk))
    stranger = officer("stranger", at=people.busan)
    assert signed_in(stranger).post(path, {"useful": "yes"}).status_code == 404
    foreign = address("useful", round.pk, evaluation.pk + 1000)
    assert writer.post(foreign, {"useful": "yes"}).status_code == 404
    assert UsefulVote.objects.count() == 1


def test_a_flagged_evaluation_is_told_without_saying_whose(people: Scene) -> None:
    _item, round = decided(people)
    task = round.assignments.select_related("evaluator").earliest("pk")
    Evaluator.objects.filter(pk=task.evaluator_id).update(status=Evaluator.Status.SUSPENDED)
    void_evaluations_of(evaluator=task.evaluator, since=None)
    page = source(people.author, address("round", round.pk))
    assert 'class="alert warning"' in page
    assert told(page, [task.evaluator.officer]) == set()
    assert "krds-badge danger" in source(people.coordinator, address("round", round.pk))


def test_a_member_of_the_panel_reads_scores_and_comments_without_names(people: Scene) -> None:
    Officer.objects.filter(pk=people.author.pk).update(
        username="s.kim", name_ko="김서연", name_en="Kim Seoyeon"
    )
    people.author.refresh_from_db()
    members = panel(people)
    item, round = people.publish()
    for task, value in zip(round.assignments.order_by("pk"), ("3.5", "9.5", "8.5"), strict=True):
        judge(task, value, comment=SECRET)
    send_to_panel(round_=round)
    deliver_all()
    seat = Assignment.objects.get(round=round, evaluator__officer=members[0])
    page = source(members[0], address("assignment", seat.pk))
    for value in ("3.5", "9.5", "8.5", SECRET):
        assert value in page
    peers = [t.evaluator.officer for t in round.assignments.filter(segment=Round.Segment.PEERS)]
    assert told(page, [*peers, people.author]) == set()
    assert item.title in source(members[0], address("desk"))
    other = round.assignments.filter(segment=Round.Segment.PANEL).exclude(pk=seat.pk).earliest("pk")
    judge(
        other,
        "1.5",
        comment=SECRET + " 심의위원의 것입니다.",
    )
    page = source(members[0], address("assignment", seat.pk))
    # Not the seconds of a moment either, which may read 1.5.
    assert "1.5" not in re.sub(r'datetime="[^"]*"', "", page)
    # The item's own page does not name its writers to the member either.
    assert told(source(members[0], item.get_absolute_url()), [people.author]) == set()
