"""The panel: who sits on it, what decides, and what it leaves alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role, revoke_role
from core import clock
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.models import Assignment, Conflict, Evaluation, Evaluator, Round
from evaluation.scoring import counting_evaluations
from evaluation.services.decide import decide_provisionally, score_round
from evaluation.services.expire import remind_and_expire
from evaluation.services.panel import send_to_panel
from evaluation.services.respond import recuse
from knowledge.models import Item
from knowledge.services.errors import Refused
from tests.cast import office, officer
from tests.evaluation.judging import Scene, judge, judge_all, panel, scene
from tests.threads import at_once, raised

pytestmark = pytest.mark.django_db(transaction=True)


def before_the_panel(people: Scene) -> tuple[Item, Round]:
    """An item with three evaluations, whose round has been sent to the panel."""
    item, round = people.publish()
    for task, value in zip(round.assignments.order_by("pk"), ("7", "7", "7.5"), strict=True):
        judge(task, value)
    send_to_panel(round_=round)
    deliver_all()
    round.refresh_from_db()
    assert round.state == Round.State.PANEL
    return item, round


def seats(round: Round) -> list[Assignment]:
    rows = round.assignments.filter(segment=Round.Segment.PANEL)
    return list(rows.select_related("evaluator__officer").order_by("pk"))


def on_the_panel(round: Round) -> set[Officer]:
    return {seat.evaluator.officer for seat in seats(round) if seat.state in Assignment.LIVE}


def test_seven_close_scores_go_before_three_who_had_no_part_in_them() -> None:
    people = scene(evaluators=8)
    members = panel(people)
    evaluator = people.evaluators[0].officer
    grant_role(officer=evaluator, role=roles.PANEL)
    Conflict.objects.create(a=people.author, b=evaluator, kind=Conflict.Kind.OTHER)
    item, round = people.publish()
    judge_all(round, "7.5", "6.5", "7.5")
    judge_all(round, "6.5", "7.5")
    judge_all(round, "6.5", "7.5")
    assert (round.state, round.segment) == (Round.State.PANEL, Round.Segment.PANEL)
    assert round.panel_at is not None
    assert on_the_panel(round) == set(members)
    assert all(0 < seat.probability <= 0.5 for seat in seats(round)[:2])
    judge_all(round, "8", "8", "5")
    item.refresh_from_db()
    assert (round.state, round.decision) == (Round.State.PUBLISHED, Round.Decision.SUPERIOR)
    assert item.is_superior
    decided = Activity.objects.get(verb="round.decided")
    assert (decided.data["segment"], decided.data["root"]) == ("panel", round.pk)
    score = round.scores.latest("pk")
    assert score.n == 7
    assert counting_evaluations().count() == 7
    assert Evaluation.objects.count() == 10


@pytest.mark.parametrize(
    ("votes", "decision"),
    [
        (("7.5", "10", "0"), "superior"),
        (("7", "7", "10"), "standard"),
        (("3", "3.5", "8"), "improve"),
        (("8", "5", "3"), "standard"),
    ],
)
def test_the_majority_decides_each_vote_by_its_own_side(
    votes: tuple[str, ...], decision: str
) -> None:
    people = scene(evaluators=3)
    panel(people)
    _item, round = before_the_panel(people)
    judge_all(round, *votes)
    assert round.decision == decision


def test_two_of_three_decide_nothing_yet() -> None:
    people = scene(evaluators=3)
    panel(people)
    _item, round = before_the_panel(people)
    for seat in seats(round)[:2]:
        judge(seat, "9")
    deliver_all()
    round.refresh_from_db()
    assert round.state == Round.State.PANEL
    assert round.decision == ""


def test_nobody_with_a_bar_sits_on_the_panel() -> None:
    people = scene(evaluators=3)
    near = officer("near", at=people.busan)
    judged_it = people.evaluators[0].officer
    suspended = officer("suspended", at=office("SUS", parent=people.headquarters))
    leaver = officer("leaver", at=office("LVR", parent=people.headquarters))
    for person in (near, judged_it, suspended, leaver, people.author):
        grant_role(officer=person, role=roles.PANEL)
    Evaluator.objects.create(officer=suspended, status=Evaluator.Status.SUSPENDED)
    Officer.objects.filter(pk=leaver.pk).update(is_active=False)
    _item, round = before_the_panel(people)
    assert on_the_panel(round) == set()
    members = panel(people)
    remind_and_expire()
    assert on_the_panel(round) == set(members)


def test_a_seat_that_is_given_back_goes_to_another_member() -> None:
    people = scene(evaluators=3)
    panel(people, members=4)
    _item, round = before_the_panel(people)
    first = seats(round)[0]
    recuse(assignment=first, by=first.evaluator.officer, reason="이 글에 조언했습니다.")
    deliver_all()
    assert len(on_the_panel(round)) == 3
    assert first.evaluator.officer not in on_the_panel(round)


def test_the_peers_may_correct_nothing_once_the_panel_reads_them() -> None:
    people = scene(evaluators=3)
    panel(people)
    _item, round = before_the_panel(people)
    task = round.assignments.filter(segment=Round.Segment.PEERS).earliest("pk")
    with pytest.raises(Refused):
        judge(task, "10")


def test_a_member_of_the_panel_is_not_drawn_as_a_peer() -> None:
    people = scene(evaluators=2)
    panel(people)
    send = scene_round = people.publish()[1]
    assert scene_round.assignments.count() == 2
    send_to_panel(round_=send)
    assert len(on_the_panel(send)) == 3


def test_an_overdue_panel_is_decided_with_two_and_marked_provisional() -> None:
    people = scene(evaluators=3)
    panel(people, members=2)
    _item, round = before_the_panel(people)
    first, second = seats(round)
    judge(first, "9")
    late = round.due_at + timedelta(minutes=1)
    with clock.at(late), pytest.raises(Refused, match="2"):
        decide_provisionally(round_id=round.pk, by=people.coordinator)
    judge(second, "9")
    with pytest.raises(Refused):
        decide_provisionally(round_id=round.pk, by=people.coordinator)
    with clock.at(late):
        decide_provisionally(round_id=round.pk, by=people.coordinator)
    round.refresh_from_db()
    assert round.is_provisional
    assert round.decision == Round.Decision.SUPERIOR


def test_the_last_two_of_the_panel_at_once_make_one_decision() -> None:
    people = scene(evaluators=3)
    panel(people)
    _item, round = before_the_panel(people)
    one, two, three = seats(round)
    judge(one, "9")
    at_once(lambda: judge(two, "9"), lambda: judge(three, "5"))
    results = at_once(deliver_all, deliver_all)
    assert raised(results, AssertionError) == []
    assert Activity.objects.filter(verb="round.decided").count() == 1


def test_a_round_before_the_panel_is_not_scored_by_the_rule() -> None:
    people = scene(evaluators=3)
    _item, round = before_the_panel(people)
    score_round(round_id=round.pk)
    round.refresh_from_db()
    assert round.state == Round.State.PANEL


def test_whoever_leaves_the_panel_keeps_what_they_have_begun() -> None:
    people = scene(evaluators=3)
    members = panel(people)
    _item, round = before_the_panel(people)
    revoke_role(officer=members[0], role=roles.PANEL)
    judge_all(round, "9", "9", "9")
    assert round.decision == Round.Decision.SUPERIOR
