"""Audits: drawn like anything else, judged against the reference, and what misses lead to."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta
from random import Random

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from accounts.models import Officer
from core import clock
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.models import Assignment, Audit, Evaluation, Evaluator, GoldItem, Round
from evaluation.scoring import counting_evaluations
from evaluation.services.audit import close_audits, draw_audit, is_wanted
from evaluation.services.evaluator_policy import evaluator_policy
from evaluation.services.expire import remind_and_expire
from evaluation.services.gold import add_gold
from evaluation.services.respond import decline
from evaluation.services.suspend import suspend_where_due
from evaluation.services.train import start_training
from knowledge.models import Item
from knowledge.services.revise import revise_item
from tests.cast import fields, officer
from tests.evaluation.golding import (
    audit_every,
    audited,
    first_audit,
    gold,
    golds,
    panel_member,
    rounds_of_audits,
    try_of,
)
from tests.evaluation.judging import Scene, judge, scene, scores
from tests.threads import at_once, raised

pytestmark = pytest.mark.django_db(transaction=True)

AUDITS = GoldItem.Use.AUDITS


@pytest.fixture
def people() -> Scene:
    return scene(evaluators=5)


@pytest.fixture
def panel(people: Scene) -> Officer:
    return panel_member(people)


def later(**span: float) -> AbstractContextManager[None]:
    return clock.at(clock.now() + timedelta(**span))


def over(audit: Audit) -> AbstractContextManager[None]:
    """The moment at which an audit that was submitted closes."""
    return clock.at(audit.closes_at + timedelta(minutes=1))


def settle(audit: Audit, value: str) -> Audit:
    """The evaluator gives each criterion that score, and the audit closes."""
    judge(audit.assignment, value)
    with later(days=30, minutes=audit.pk):
        close_audits()
    audit.refresh_from_db()
    return audit


def real_tasks(people: Scene, count: int) -> list[Assignment]:
    """Real draws for audits to come with."""
    audit_every(0)
    tasks: list[Assignment] = []
    while len(tasks) < count:
        Evaluator.objects.update(max_open=1000)
        tasks += people.publish()[1].assignments.order_by("pk")
    return tasks


def test_one_draw_in_fifteen_is_an_audit() -> None:
    policy = evaluator_policy()
    real = 28_000
    audits = sum(is_wanted(policy, Random(f"{seed}:1")) for seed in range(real))
    assert audits / (real + audits) == pytest.approx(1 / 15, rel=0.05)


def test_an_audit_is_drawn_with_a_real_draw_once(people: Scene, panel: Officer) -> None:
    item = gold(panel, people.author, use=AUDITS).revision.item
    audit, real_round = first_audit(people)
    task, round = audit.assignment, audit.assignment.round
    assert rounds_of_audits() == [round]
    assert (round.item_id, round.revision_id) == (item.pk, item.current_revision_id)
    assert task.is_audit
    assert 0 < task.probability <= 0.5
    first = real_round.assignments.earliest("pk")
    assert draw_audit(after=first.pk) is None
    assert draw_audit(after=task.pk) is None
    assert rounds_of_audits() == [round]
    told = Activity.objects.filter(verb="evaluation.assigned", object_id=task.pk)
    assert told.count() == 1
    assert not Activity.objects.filter(verb="round.opened", data__item=item.pk).exists()


def test_two_workers_draw_one_audit_for_one_draw(people: Scene, panel: Officer) -> None:
    golds(panel, people.author, 3, use=AUDITS)
    audit_every(0)
    (real, *_rest) = people.publish()[1].assignments.all()
    audit_every(2)
    drawn = at_once(*[lambda: draw_audit(after=real.pk)] * 2)
    assert raised(drawn, Exception) == []
    assert sum(one is not None for one in drawn) == 1


def test_who_may_not_judge_or_knows_the_item_gets_no_audit_of_it(
    people: Scene, panel: Officer
) -> None:
    audit_every(0)
    item, round = people.publish()
    judged_before, panellist, colleague, trained, _free = people.evaluators
    round.assignments.exclude(evaluator=judged_before).delete()
    if not round.assignments.exists():
        _drawn_for(round, judged_before)
    Round.objects.filter(pk=round.pk).update(
        state=Round.State.PUBLISHED, decision="standard", decided_at=clock.now()
    )
    assert item.current_revision is not None
    add_gold(
        revision=item.current_revision, by=panel, use=AUDITS, scores=scores("7"), note="x" * 30
    )
    panellist.officer.groups.add(panel.groups.get())
    Officer.objects.filter(pk=colleague.officer_id).update(office=people.busan)
    golds(panel, officer("second", at=people.busan), 5, use=GoldItem.Use.TRAINING)
    Evaluator.objects.filter(pk=trained.pk).update(status=Evaluator.Status.TRAINEE)
    training = start_training(officer=trained.officer)
    answer = training.answers.all()[0]
    GoldItem.objects.filter(pk=answer.gold_id).update(is_withdrawn=True)
    known = add_gold(
        revision=answer.gold.revision, by=panel, use=AUDITS, scores=scores("7"), note="x" * 30
    )
    Evaluator.objects.filter(pk=trained.pk).update(status=Evaluator.Status.CERTIFIED)
    real = round.assignments.get()
    audit_every(2)
    judged = GoldItem.objects.get(revision=item.current_revision)
    for evaluator, may in (
        (judged_before, {known}),
        (panellist, set()),
        (colleague, set()),
        (trained, {judged}),
    ):
        Evaluator.objects.update(max_open=0)
        Evaluator.objects.filter(pk=evaluator.pk).update(max_open=9)
        for found in (judged, known):
            GoldItem.objects.filter(use=AUDITS).update(is_withdrawn=True)
            GoldItem.objects.filter(pk=found.pk).update(is_withdrawn=False)
            drawn = draw_audit(after=real.pk)
            assert (drawn is not None) is (found in may), (evaluator, found)
            if drawn is not None:
                Audit.objects.all().delete()
                Round.everything.filter(pk=drawn.round_id).delete()


def _drawn_for(round: Round, evaluator: Evaluator) -> Assignment:
    return Assignment.objects.create(
        round=round, evaluator=evaluator, lease_until=clock.now(), seed=1, probability=0.5
    )


def test_withdrawn_revised_and_judged_items_are_no_audits(people: Scene, panel: Officer) -> None:
    audit_every(0)
    gone, changed, judged = golds(panel, people.author, 3, use=AUDITS)
    GoldItem.objects.filter(pk=gone.pk).update(is_withdrawn=True)
    Item.objects.filter(pk=changed.revision.item_id).update(
        current_revision=gone.revision, version=F("version") + 1
    )
    real = people.publish()[1].assignments.earliest("pk")
    Round.objects.create(
        item=judged.revision.item,
        revision=judged.revision,
        policy=real.round.policy,
        due_at=clock.now(),
    )
    audit_every(2)
    assert draw_audit(after=real.pk) is None


def test_the_result_is_known_when_it_can_change_no_more(people: Scene, panel: Officer) -> None:
    revision = gold(panel, people.author, use=AUDITS, right="7").revision
    audit, round = first_audit(people)
    # What is gold has been decided before, and stays so.
    Round.objects.create(
        item=revision.item,
        revision=revision,
        policy=round.policy,
        state=Round.State.PUBLISHED,
        decision=Round.Decision.SUPERIOR,
        decided_at=clock.now(),
        due_at=clock.now(),
    )
    judge(audit.assignment, "9")
    deliver_all()
    assert close_audits() == 0
    judge(audit.assignment, "7.5")
    deliver_all()
    with over(audit):
        assert close_audits() == 1
        assert close_audits() == 0
    audit.refresh_from_db()
    assert (audit.absolute, audit.bias, audit.is_miss) == (0.5, 0.5, False)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Audit.objects.filter(pk=audit.pk).update(is_miss=True)
    round = Round.everything.get(pk=audit.assignment.round_id)
    assert (round.state, round.decision) == (Round.State.PUBLISHED, Round.Decision.STANDARD)


def test_it_closes_at_once_when_it_is_submitted_late_in_its_time(
    people: Scene, panel: Officer
) -> None:
    gold(panel, people.author, use=AUDITS, right="7")
    audit, _round = first_audit(people)
    with over(audit):
        judge(audit.assignment, "3")
        deliver_all()
    audit.refresh_from_db()
    assert audit.is_miss is True


def test_an_audit_that_is_declined_or_expires_has_no_result_and_nobody_is_drawn_instead(
    people: Scene, panel: Officer
) -> None:
    golds(panel, people.author, 2, use=AUDITS)
    first, round = first_audit(people)
    other = draw_audit(after=round.assignments.latest("pk").pk)
    assert other is not None
    second = other.audit
    task = first.assignment
    decline(assignment=task, by=task.evaluator.officer, reason="출장입니다.")
    with later(days=14):
        remind_and_expire()
        deliver_all()
        close_audits()
    for audit, state in ((first, "declined"), (second, "expired")):
        audit.refresh_from_db()
        audit.assignment.refresh_from_db()
        assert audit.assignment.state == state
        assert (audit.closed_at is not None, audit.is_miss) == (True, None)
        assert Round.everything.get(pk=audit.assignment.round_id).state == Round.State.VOID
        assert audit.assignment.round.assignments.count() == 1


def test_what_is_revised_hidden_or_judged_in_earnest_is_no_audit_any_more(
    people: Scene, panel: Officer
) -> None:
    item = gold(panel, people.author, use=AUDITS).revision.item
    audit, _round = first_audit(people)
    task = audit.assignment
    item.refresh_from_db()
    revise_item(item=item, by=people.author, fields=fields(), base=item.current_revision)
    deliver_all()
    task.refresh_from_db()
    assert task.state == Assignment.State.VOIDED
    assert Round.everything.get(pk=task.round_id).state == Round.State.VOID


def test_audits_pay_like_evaluations_and_count_nowhere_else(people: Scene, panel: Officer) -> None:
    gold(panel, people.author, use=AUDITS)
    audit, round = first_audit(people)
    real = round.assignments.earliest("pk")
    judge(real, "8")
    judge(audit.assignment, "8")
    deliver_all()
    told = {
        a.object_id: a for a in Activity.objects.filter(verb="evaluation.submitted").order_by("pk")
    }
    one, other = told[real.pk], told[audit.assignment_id]
    assert one.data.keys() == other.data.keys()
    assert one.object_type == other.object_type
    assert other.key.startswith(f"evaluation.submitted:{audit.assignment_id}:")
    assert {e.assignment_id for e in counting_evaluations()} == {real.pk}
    assert audit.assignment.round not in Round.objects.all()
    assert Round.objects.filter(item=audit.assignment.round.item).count() == 0


def test_three_misses_in_ten_suspend_and_void_what_was_said_since_the_last_pass(
    people: Scene, panel: Officer
) -> None:
    golds(panel, people.author, 12, use=AUDITS, right="7")
    target = people.evaluators[0]
    reals = [t for t in real_tasks(people, 40) if t.evaluator_id != target.pk]
    audit_every(2)
    settle(audited(target, reals[0]), "2")
    passed = settle(audited(target, reals[1]), "7")
    early = Assignment.objects.filter(evaluator=target, is_audit=False, state="offered").first()
    assert early is not None
    with clock.at(clock.now() - timedelta(hours=1)):
        judge(early, "8")
    assert passed.is_miss is False
    settle(audited(target, reals[2]), "2")
    assert suspend_where_due() == 0
    after = Assignment.objects.filter(evaluator=target, is_audit=False, state="offered").first()
    assert after is not None
    judge(after, "8")
    waiting = audited(target, reals[3])
    settle(audited(target, reals[4]), "2")
    assert suspend_where_due() == 1
    assert suspend_where_due() == 0
    target.refresh_from_db()
    assert target.status == Evaluator.Status.SUSPENDED
    told = Activity.objects.get(verb="evaluator.suspended")
    assert told.data == {"officer": target.officer_id}
    after.refresh_from_db()
    early.refresh_from_db()
    waiting.assignment.refresh_from_db()
    assert (early.state, after.state) == ("submitted", "voided")
    assert waiting.assignment.state == "voided"
    assert not Assignment.objects.filter(evaluator=target, state__in=Assignment.OPEN).exists()
    assert Evaluation.objects.filter(assignment=after).exists()


def test_only_the_last_ten_audits_count(people: Scene, panel: Officer) -> None:
    golds(panel, people.author, 14, use=AUDITS, right="7")
    target = people.evaluators[0]
    reals = [t for t in real_tasks(people, 60) if t.evaluator_id != target.pk]
    audit_every(2)
    for number, value in enumerate(["2", *["7"] * 8, "2", "2"]):
        settle(audited(target, reals[number]), value)
    assert suspend_where_due() == 0
    settle(audited(target, reals[11]), "2")
    assert suspend_where_due() == 1


def test_a_new_certificate_begins_with_a_clean_sheet(people: Scene, panel: Officer) -> None:
    golds(panel, people.author, 6, use=AUDITS, right="7")
    golds(panel, people.author, 5, right="7")
    target = people.evaluators[0]
    reals = [t for t in real_tasks(people, 20) if t.evaluator_id != target.pk]
    audit_every(2)
    for number in range(3):
        settle(audited(target, reals[number]), "2")
    assert suspend_where_due() == 1
    with later(days=1):
        try_of(target.officer, *["7"] * 5)
        target.refresh_from_db()
        assert target.status == Evaluator.Status.CERTIFIED
        assert suspend_where_due() == 0
