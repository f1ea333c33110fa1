"""What an item's page says of its evaluation, and to whom."""

from __future__ import annotations

from typing import Any

from django.test import RequestFactory

from accounts.models import Officer
from core.services.deliver import deliver_all
from evaluation.models import Appeal, ItemScore, Round
from evaluation.panels import item_panel
from evaluation.shown import newest_round
from knowledge.models import Item
from knowledge.services.retire import retire_item
from knowledge.services.revise import revise_item
from tests.cast import draft, fields, officer, submitted
from tests.evaluation.judging import Scene, judge
from tests.evaluation.views.asking import address, source


def panel(item: Item, by: Officer) -> dict[str, Any] | None:
    request = RequestFactory().get("/")
    request.user = by
    return item_panel(request, Item.objects.for_page().get(pk=item.pk))


def states(item: Item, by: Officer) -> list[str]:
    found = panel(item, by)
    assert found is not None
    return [step["state"] for step in found["steps"]]


def decide(round: Round, value: str) -> None:
    for task in round.assignments.select_related("evaluator__officer"):
        judge(task, value)
    deliver_all()


def test_an_author_sees_where_the_item_stands(people: Scene) -> None:
    assert panel(draft(people.author), people.author) is None
    assert states(submitted(people.author), people.author) == ["done", "now", "todo", "todo"]
    item, round = people.publish()
    assert states(item, people.author) == ["done", "done", "now", "todo"]
    decide(round, "8")
    assert states(item, people.author) == ["done", "done", "done", "done"]


def test_the_way_to_the_round_opens_with_the_decision(people: Scene) -> None:
    item, round = people.publish()
    path = address("round", round.pk)
    assert path not in source(people.author, item.get_absolute_url())
    assert path in source(people.coordinator, item.get_absolute_url())
    decide(round, "8")
    assert path in source(people.author, item.get_absolute_url())
    reader = officer("reader", at=people.evaluators[0].officer.office)
    assert path not in source(reader, item.get_absolute_url())


def test_readers_see_score_and_superior_mark_and_nothing_before(people: Scene) -> None:
    item, round = people.publish()
    reader = officer("reader", at=people.evaluators[0].officer.office)
    assert panel(item, reader) is None
    decide(round, "8")
    found = panel(item, reader)
    assert found is not None
    assert set(found) == {"item", "score"}
    page = source(reader, item.get_absolute_url())
    assert 'id="evaluation-title"' in page
    assert "timeline" not in page


def test_a_void_round_and_a_new_one_are_told(people: Scene) -> None:
    item, round = people.publish()
    revise_item(
        item=item,
        by=people.author,
        fields=fields(source="새로 쓴 본문입니다. 앞의 평가는 이 글에 관한 것이 아닙니다."),
        base=item.current_revision,
    )
    deliver_all()
    assert states(item, people.author) == ["done", "done", "now", "todo"]
    item.refresh_from_db()
    retire_item(item=item, by=people.author, reason="제도가 바뀌었습니다.")
    deliver_all()
    assert states(item, people.author)[-1] == "problem"
    assert Round.objects.filter(item=item, state=Round.State.VOID).count() == 2


def test_score_and_plain_mean_are_shown_together_to_everybody(people: Scene) -> None:
    item, round = people.publish()
    decide(round, "8")
    reader = officer("reader", at=people.evaluators[0].officer.office)
    for person in (reader, people.author, people.coordinator):
        found = panel(item, person)
        assert found is not None
        assert (found["score"].q, found["score"].raw, found["score"].n) == (8, 8, 3)
        page = source(person, item.get_absolute_url())
        assert 'class="score-margin small"' in page


def test_the_score_of_the_standing_decision_stays_while_the_case_is_open_again(
    people: Scene, django_assert_num_queries: Any
) -> None:
    item, round = people.publish()
    decide(round, "8")
    Round.objects.filter(pk=round.pk).update(state="appealed")
    appeal = Round.objects.create(
        item=item, revision=round.revision, seq=2, policy=round.policy, due_at=round.due_at
    )
    Appeal.objects.create(
        round=round,
        new_round=appeal,
        officer=people.author,
        reason=Appeal.Reason.MISTAKEN,
        text="사실과 다릅니다.",
    )
    ItemScore.objects.create(round=appeal, n=3, raw=2, q=2, se=0.5, p=0, decision="more")
    with django_assert_num_queries(1):
        newest, score = newest_round(item.pk)
    assert newest == appeal
    assert score is not None
    assert score.q == 8
