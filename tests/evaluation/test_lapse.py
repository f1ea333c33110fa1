"""How a published decision ends: by changes of the text, of the law, by a report, by misconduct."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core import clock
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.handlers import handle
from evaluation.models import Round, SourceChange
from evaluation.services.annul import annul_round
from evaluation.services.change_source import is_below, record_source_change
from evaluation.services.lapse import share_since
from evaluation.services.open_round import open_round
from knowledge.models import Citation, GeneralKnowledge, Item
from knowledge.services.errors import Refused
from knowledge.services.retire import hide_item, show_item
from knowledge.services.revise import revise_item
from tests.cast import TEXT, fields, officer
from tests.evaluation.judging import Scene, judge, scene
from tests.threads import at_once, raised

pytestmark = pytest.mark.django_db(transaction=True)

MORE = TEXT + "\n".join(f"{n}번째로 새로 적는 문장은 앞의 글과 다릅니다." for n in range(20))


def decided(people: Scene, value: str = "9") -> tuple[GeneralKnowledge, Round]:
    """A published item that three evaluators have judged."""
    item, round = people.publish()
    for task in round.assignments.all():
        judge(task, value)
    deliver_all()
    round.refresh_from_db()
    item.refresh_from_db()
    assert round.state == Round.State.PUBLISHED
    return item, round


def revise(people: Scene, item: GeneralKnowledge, source: str) -> None:
    item.refresh_from_db()
    changed = fields(source=source)
    revise_item(item=item, by=people.author, fields=changed, base=item.current_revision)
    deliver_all()
    item.refresh_from_db()


def last(verb: str) -> dict[str, Any]:
    return Activity.objects.filter(verb=verb).latest("pk").data


def test_a_small_change_leaves_the_decision() -> None:
    people = scene()
    item, round = decided(people)
    revise(people, item, TEXT + "\n한 마디 더.\n")
    round.refresh_from_db()
    assert round.state == Round.State.PUBLISHED
    assert item.is_superior
    assert Round.objects.filter(item=item).count() == 1


def test_a_fifth_of_the_words_ends_it_and_the_new_text_is_judged() -> None:
    people = scene(evaluators=6)
    item, round = decided(people)
    revise(people, item, MORE)
    round.refresh_from_db()
    assert (round.state, round.end_cause) == (Round.State.LAPSED, Round.Cause.CHANGED)
    assert (item.score, item.grade) == (None, Item.Grade.NONE)
    fresh = Round.objects.get(item=item, state__in=Round.OPEN)
    assert fresh.revision_id == item.current_revision_id
    assert fresh.root_id is None
    told = last("round.lapsed")
    assert told["writers"] == [people.author.pk]
    assert (told["cause"], told["decision"], told["root"], told["fault_then"]) == (
        "changed",
        "superior",
        round.pk,
        False,
    )


def test_many_small_changes_count_together_and_what_is_taken_back_does_not() -> None:
    people = scene(evaluators=6)
    item, round = decided(people)
    lines = TEXT.rstrip().split("\n")
    revise(people, item, "\n".join([*lines, "덧붙인 말 하나 둘"]))
    revise(people, item, TEXT)
    revise(people, item, "\n".join([*lines, "덧붙인 말 하나 둘"]))
    round.refresh_from_db()
    assert round.state == Round.State.PUBLISHED
    for number in range(3):
        lines.append(f"{number} 조금씩 더 적어 나가는 말")
        revise(people, item, "\n".join(lines))
    round.refresh_from_db()
    assert round.state == Round.State.LAPSED


def test_a_change_of_an_article_ends_what_was_decided_before_it() -> None:
    people = scene(evaluators=6)
    admin = officer("boss")
    grant_role(officer=admin, role=roles.ADMIN)
    item, round = decided(people)
    Citation.objects.create(item=item, scheme="law", code="관세법 제38조 제2항")
    day = clock.today() + timedelta(days=1)
    with pytest.raises(Refused):
        record_source_change(scheme="law", code="관세법 제38조", changed_on=day, note="x", by=admin)
    with clock.at(clock.now() + timedelta(days=2)):
        change = record_source_change(
            scheme="law", code="관세법 제38조", changed_on=day, note="기한이 바뀜", by=admin
        )
        deliver_all()
        with pytest.raises(Refused):
            record_source_change(
                scheme="law", code="관세법 제38조", changed_on=day, note="again", by=admin
            )
    round.refresh_from_db()
    item.refresh_from_db()
    assert (round.state, round.end_cause) == (Round.State.LAPSED, Round.Cause.CITATION)
    assert change.note in round.end_reason
    assert item.grade == Item.Grade.NONE
    # Nothing new to judge yet: the round comes with the author's new text, however small.
    assert not Round.objects.filter(item=item, state__in=Round.OPEN).exists()
    revise(people, item, TEXT + "\n한 마디 더.\n")
    assert Round.objects.get(item=item, state__in=Round.OPEN).seq == 1


def test_what_was_decided_after_the_change_stands() -> None:
    people = scene(evaluators=6)
    admin = officer("boss")
    grant_role(officer=admin, role=roles.ADMIN)
    item, round = decided(people)
    Citation.objects.create(item=item, scheme="hs", code="8471.30-1000")
    record_source_change(scheme="hs", code="8471", changed_on=clock.today(), note="세율", by=admin)
    deliver_all()
    round.refresh_from_db()
    assert round.state == Round.State.PUBLISHED
    with pytest.raises(Refused):
        record_source_change(
            scheme="hs", code="8472", changed_on=clock.today(), note="x", by=people.author
        )
    assert SourceChange.objects.count() == 1


@pytest.mark.parametrize(
    ("scheme", "cited", "changed", "concerned"),
    [
        ("hs", "8471.30-1000", "8471.30", True),
        ("hs", "8471.30", "8472", False),
        ("hs", "8471", "8471.30", False),
        ("law", "관세법 제38조 제2항", "관세법 제38조", True),
        ("law", "「관세법」 제38조", "관세법 제38조", True),
        ("law", "관세법 제38조의2", "관세법 제38조", False),
        ("law", "관세법 제381조", "관세법 제38", False),
        ("law", "관세법 시행령 제5조", "관세법", False),
        ("law", "관세법 제5조", "관세법", True),
    ],
)
def test_what_a_change_concerns(scheme: str, cited: str, changed: str, concerned: bool) -> None:
    assert is_below(scheme, cited, changed) is concerned


def report(item: Item, *, existed: bool) -> None:
    """As the reports' own app records that a fault was confirmed."""
    data = {"item": item.pk, "existed": existed}
    handle(Activity(verb="report.accepted", object_type="reports.report", object_id=1, data=data))


@pytest.mark.parametrize("existed", [True, False])
def test_a_confirmed_fault_ends_a_superior_decision(existed: bool) -> None:
    people = scene(evaluators=6)
    item, round = decided(people)
    report(item, existed=existed)
    round.refresh_from_db()
    item.refresh_from_db()
    assert (round.state, round.end_cause) == (Round.State.LAPSED, Round.Cause.REPORT)
    assert not item.is_superior
    assert last("round.lapsed")["fault_then"] is existed


def test_a_confirmed_fault_leaves_a_standard_decision() -> None:
    people = scene(evaluators=6)
    item, round = decided(people, "6")
    report(item, existed=True)
    round.refresh_from_db()
    assert round.state == Round.State.PUBLISHED


def test_what_was_hidden_in_mid_round_is_judged_once_it_is_shown_again() -> None:
    people = scene(evaluators=6)
    item, round = people.publish()
    hide_item(item=item, by=people.coordinator, reason="개인정보가 들어 있습니다.")
    deliver_all()
    round.refresh_from_db()
    assert (round.state, round.end_cause) == (Round.State.VOID, Round.Cause.GONE)
    show_item(item=item, by=people.coordinator)
    deliver_all()
    again = Round.objects.get(item=item, state__in=Round.OPEN)
    assert (again.seq, again.revision_id) == (2, round.revision_id)
    assert again.assignments.count() == 3


def test_what_was_hidden_after_its_decision_keeps_it() -> None:
    people = scene(evaluators=6)
    item, round = decided(people)
    hide_item(item=item, by=people.coordinator, reason="확인할 것이 있습니다.")
    deliver_all()
    show_item(item=item, by=people.coordinator)
    deliver_all()
    round.refresh_from_db()
    item.refresh_from_db()
    assert round.state == Round.State.PUBLISHED
    assert item.is_superior
    assert Round.objects.filter(item=item).count() == 1


def test_misconduct_annuls_a_decision_and_others_judge_anew() -> None:
    people = scene(evaluators=6)
    admin = officer("boss")
    grant_role(officer=admin, role=roles.ADMIN)
    item, round = decided(people)
    for who, why in ((people.coordinator, "x"), (admin, " ")):
        with pytest.raises(Refused):
            annul_round(round_=round, by=who, reason=why)
    annul_round(round_=round, by=admin, reason="평가자끼리 점수를 맞추었습니다.")
    deliver_all()
    round.refresh_from_db()
    item.refresh_from_db()
    assert (round.state, round.decision) == (Round.State.ANNULLED, Round.Decision.SUPERIOR)
    assert (item.grade, item.score) == (Item.Grade.NONE, None)
    assert last("round.annulled")["root"] == round.pk
    fresh = Round.objects.get(item=item, state__in=Round.OPEN)
    assert fresh.seq == 2
    assert not set(evaluators_of(round)) & set(evaluators_of(fresh))
    with pytest.raises(Refused):
        annul_round(round_=round, by=admin, reason="다시")


def test_an_open_round_can_be_annulled_too() -> None:
    people = scene(evaluators=6)
    admin = officer("boss")
    grant_role(officer=admin, role=roles.ADMIN)
    item, round = people.publish()
    annul_round(round_=round, by=admin, reason="추첨이 잘못되었습니다.")
    round.refresh_from_db()
    assert (round.state, round.end_cause) == (Round.State.VOID, Round.Cause.MISCONDUCT)
    fresh = Round.objects.get(item=item, state__in=Round.OPEN)
    assert not set(evaluators_of(round)) & set(evaluators_of(fresh))


def evaluators_of(round: Round) -> list[int]:
    return list(round.assignments.values_list("evaluator_id", flat=True))


def test_a_published_decision_cannot_be_rewritten() -> None:
    people = scene()
    _item, round = decided(people)
    for changes in (
        {"decision": "standard"},
        {"decided_at": clock.now() + timedelta(days=1)},
        {"is_provisional": True},
        {"state": "collecting"},
        {"state": "void"},
    ):
        told = pytest.raises(DatabaseError, match=r"never changes|does not become")
        with told, transaction.atomic():
            Round.objects.filter(pk=round.pk).update(**changes)


def test_a_lapse_and_an_annulment_at_once_end_it_once() -> None:
    people = scene(evaluators=6)
    admin = officer("boss")
    grant_role(officer=admin, role=roles.ADMIN)
    item, round = decided(people)
    item.refresh_from_db()
    revise_item(item=item, by=people.author, fields=fields(source=MORE), base=item.current_revision)
    results = at_once(
        deliver_all, lambda: annul_round(round_=round, by=admin, reason="평가가 잘못되었습니다.")
    )
    raised(results, Refused)
    deliver_all()
    ends = Activity.objects.filter(verb__in=["round.lapsed", "round.annulled"])
    assert ends.count() == 1
    assert Round.objects.filter(item=item, state__in=Round.OPEN).count() == 1


def test_the_share_is_that_of_the_judged_text() -> None:
    people = scene()
    item, round = decided(people)
    assert share_since(round) == 0
    assert open_round(item_id=item.pk, revision_id=round.revision_id) == round


def test_administrators_record_a_change_and_see_what_it_concerns() -> None:
    people = scene(evaluators=6)
    admin = officer("boss")
    grant_role(officer=admin, role=roles.ADMIN)
    item, round = decided(people)
    Citation.objects.create(item=item, scheme="law", code="관세법 제38조 제2항")
    client = Client()
    client.force_login(Officer.objects.get(pk=admin.pk))
    path = reverse("admin:evaluation_sourcechange_add")
    form = {"scheme": "law", "code": "관세법 제38조", "note": "기한이 바뀜"}
    ahead = clock.today() + timedelta(days=1)
    assert client.post(path, {**form, "changed_on": ahead.isoformat()}).status_code == 200
    assert not SourceChange.objects.exists()
    with clock.at(clock.now() + timedelta(days=2)):
        answer = client.post(path, {**form, "changed_on": ahead.isoformat()})
        assert answer.status_code == 302
        deliver_all()
    change = SourceChange.objects.get()
    page = client.get(reverse("admin:evaluation_sourcechange_change", args=[change.pk]))
    assert item.title in page.content.decode()
    round.refresh_from_db()
    assert round.state == Round.State.LAPSED
