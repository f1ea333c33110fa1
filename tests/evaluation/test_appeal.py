"""Appeals: who may, until when, who judges, on what the new verdict rests."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.models import Appeal, Assignment, Evaluator, Round
from evaluation.services.appeal import appeal_until, open_appeal
from evaluation.services.void_evaluations import void_evaluations_of
from knowledge.models import CoAuthor, GeneralKnowledge, Item
from knowledge.services.errors import Refused
from knowledge.services.retire import retire_item
from knowledge.services.revise import revise_item
from tests.cast import TEXT, fields, officer
from tests.evaluation.judging import Scene, judge, judge_all, scene
from tests.threads import at_once, raised

pytestmark = pytest.mark.django_db(transaction=True)

WHY = "3절의 예외 규정을 읽지 않은 것으로 보입니다. 표의 두 번째 줄에 그 근거를 적어 두었습니다."


def decided(people: Scene, *values: str) -> tuple[GeneralKnowledge, Round]:
    item, round = people.publish()
    judge_all(round, *(values or ("6", "6", "6")))
    item.refresh_from_db()
    assert round.state == Round.State.PUBLISHED
    return item, round


def appeal(people: Scene, round: Round, **changes: object) -> Appeal:
    whole = {"round_": round, "by": people.author, "reason": "overlooked", "text": WHY, **changes}
    return open_appeal(**whole)  # type: ignore[arg-type]


def judges_of(round: Round) -> set[int]:
    return set(round.assignments.values_list("evaluator_id", flat=True))


def test_others_judge_the_same_text_and_all_evaluations_count() -> None:
    people = scene(evaluators=8)
    item, round = decided(people)
    made = appeal(people, round)
    deliver_all()
    round.refresh_from_db()
    new = made.new_round
    assert round.state == Round.State.APPEALED
    assert (new.root_id, new.revision_id, new.seq) == (round.pk, round.revision_id, 2)
    assert new.policy_id == round.policy_id
    assert len(judges_of(new)) == 3
    assert not judges_of(new) & judges_of(round)
    assert Activity.objects.get(verb="round.appealed").data == {
        "item": item.pk,
        "round": round.pk,
        "root": round.pk,
    }
    judge_all(new, "10", "10", "10")
    made.refresh_from_db()
    item.refresh_from_db()
    assert new.scores.latest("pk").n == 6
    assert new.scores.latest("pk").raw == 8
    assert (made.state, new.decision) == (Appeal.State.OVERTURNED, Round.Decision.SUPERIOR)
    assert made.decided_at is not None
    assert item.is_superior
    told = Activity.objects.get(verb="appeal.decided").data
    assert told == {
        "item": item.pk,
        "round": new.pk,
        "root": round.pk,
        "was": "standard",
        "decision": "superior",
        "upheld": False,
        "writers": [people.author.pk],
    }
    assert Activity.objects.filter(verb="round.decided").latest("pk").data["root"] == round.pk


def test_the_old_evaluations_weigh_as_much_as_the_new() -> None:
    people = scene(evaluators=8)
    item, round = decided(people, "4", "4", "4")
    made = appeal(people, round)
    judge_all(made.new_round, "8", "8", "8")
    made.refresh_from_db()
    item.refresh_from_db()
    assert made.new_round.scores.latest("pk").raw == 6
    assert made.state == Appeal.State.UPHELD
    assert not item.is_superior
    assert Activity.objects.get(verb="appeal.decided").data["upheld"] is True


def test_until_the_new_verdict_the_old_one_stands_and_nothing_of_the_new_shows() -> None:
    people = scene(evaluators=8)
    item, round = decided(people)
    made = appeal(people, round)
    for task in made.new_round.assignments.order_by("pk")[:2]:
        judge(task, "10")
    deliver_all()
    item.refresh_from_db()
    assert (item.grade, item.score) == (Item.Grade.STANDARD, 6)
    made.refresh_from_db()
    assert made.state == Appeal.State.OPEN


def test_who_when_and_why() -> None:
    people = scene(evaluators=8)
    item, round = decided(people)
    with pytest.raises(Refused):
        appeal(people, round, by=officer("stranger"))
    with pytest.raises(Refused):
        appeal(people, round, by=people.coordinator)
    with pytest.raises(Refused):
        appeal(people, round, reason="because")
    with pytest.raises(Refused, match="30"):
        appeal(people, round, text=" " * 40 + "짧다")
    until = appeal_until(round)
    assert until is not None
    assert round.decided_at is not None
    assert until.date() == (round.decided_at + timedelta(days=15)).astimezone(until.tzinfo).date()
    with clock.at(until + timedelta(seconds=1)), pytest.raises(Refused, match="15"):
        appeal(people, round)
    with clock.at(until):
        appeal(people, round)
    with pytest.raises(Refused):
        appeal(people, round)
    assert Appeal.objects.count() == 1


def test_a_superior_or_an_open_round_is_not_appealed_against() -> None:
    people = scene(evaluators=8)
    _item, open_round = people.publish()
    with pytest.raises(Refused):
        appeal(people, open_round)
    judge_all(open_round, "9", "9", "9")
    with pytest.raises(Refused):
        appeal(people, open_round)


def test_author_and_coauthor_at_once_make_one_appeal() -> None:
    people = scene(evaluators=8)
    item, round = decided(people)
    other = officer("other", at=people.busan)
    CoAuthor.objects.create(item=item, officer=other)
    results = at_once(lambda: appeal(people, round), lambda: appeal(people, round, by=other))
    assert len(raised(results, Refused)) == 1
    assert Appeal.objects.count() == 1
    assert Round.objects.filter(item=item).count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(
            round=round, new_round=round, officer=other, reason="mistaken", text=WHY
        )


def test_a_second_appeal_keeps_out_everybody_of_the_chain_and_a_third_there_is_not() -> None:
    people = scene(evaluators=10)
    _item, round = decided(people)
    second = appeal(people, round).new_round
    judge_all(second, "6", "6", "6")
    third = appeal(people, second).new_round
    assert third.root_id == round.pk
    assert not judges_of(third) & (judges_of(round) | judges_of(second))
    judge_all(third, "6", "6", "6")
    assert third.scores.latest("pk").n == 9
    with pytest.raises(Refused, match="as often as"):
        appeal(people, third)


def test_a_small_change_leaves_the_appeal_and_a_large_one_ends_it() -> None:
    people = scene(evaluators=9)
    item, round = decided(people)
    made = appeal(people, round)
    for addition in ("\n한 마디 더.\n", "\n" + "새로 쓴 문장이 여기에 이어집니다.\n" * 20):
        item.refresh_from_db()
        revise_item(
            item=item,
            by=people.author,
            fields=fields(source=TEXT + addition),
            base=item.current_revision,
        )
        deliver_all()
        made.refresh_from_db()
        if "한 마디" in addition:
            assert made.state == Appeal.State.OPEN
            assert made.new_round.revision_id == round.revision_id
    round.refresh_from_db()
    item.refresh_from_db()
    assert made.state == Appeal.State.ENDED
    assert made.new_round.state == Round.State.VOID
    assert round.state == Round.State.LAPSED
    fresh = Round.objects.get(item=item, state__in=Round.OPEN)
    assert (fresh.revision_id, fresh.root_id) == (item.current_revision_id, None)


def test_an_appeal_ends_with_its_item() -> None:
    people = scene(evaluators=8)
    item, round = decided(people)
    made = appeal(people, round)
    retire_item(item=item, by=people.author, reason="제도가 바뀌었습니다.")
    deliver_all()
    made.refresh_from_db()
    round.refresh_from_db()
    assert (made.state, made.new_round.state) == (Appeal.State.ENDED, Round.State.VOID)
    assert round.state == Round.State.APPEALED


def test_what_was_flagged_since_is_not_pooled() -> None:
    people = scene(evaluators=8)
    _item, round = decided(people, "1", "6.5", "6.5")
    liar = round.assignments.order_by("pk")[0].evaluator
    Evaluator.objects.filter(pk=liar.pk).update(status=Evaluator.Status.SUSPENDED)
    void_evaluations_of(evaluator=liar, since=None)
    made = appeal(people, round)
    judge_all(made.new_round, "8", "8", "8")
    assert made.new_round.scores.latest("pk").n == 5
    assert not Assignment.objects.filter(round=made.new_round, evaluator=liar).exists()
