"""Policies: drafts of the one in force, the yes of two, and from when they decide."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core import clock
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.comparison import NOT_COMPARED, compare_criteria
from evaluation.models import Assignment, Criterion, EvaluationPolicy, PolicyApproval, Round
from evaluation.services.approve_policy import approve_policy
from evaluation.services.draft_policy import draft_policy
from evaluation.services.evaluate import submit_evaluation
from evaluation.services.policies import policy_for
from knowledge.drafted_comparison import compare_fields
from knowledge.services.errors import Refused
from tests.cast import office, officer, published
from tests.evaluation.judging import REMARK, scene
from tests.threads import at_once, raised

pytestmark = pytest.mark.django_db(transaction=True)


def seoul(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=get_default_timezone())


def admin(name: str) -> Officer:
    person = officer(name)
    grant_role(officer=person, role=roles.ADMIN)
    return person


def draft(by: Officer, first_day: date | None = None, **changes: Any) -> EvaluationPolicy:
    policy = draft_policy(kind="knowledge", by=by)
    for name, value in (changes | ({"effective_from": first_day} if first_day else {})).items():
        setattr(policy, name, value)
    policy.save()
    policy.refresh_from_db()
    return policy


def approve(policy: EvaluationPolicy, *people: Officer) -> None:
    for person in people:
        approve_policy(policy=policy, by=person, seen=policy.fingerprint())


def test_a_draft_copies_what_is_in_force_and_decides_nothing() -> None:
    base = policy_for("knowledge")
    policy = draft(admin("one"))
    assert policy.version == base.version + 1
    assert not any(
        change.is_changed for change in compare_fields(base, policy, without=NOT_COMPARED)
    )
    assert {change.kind for change in compare_criteria(base, policy)} == {"same"}
    assert [c.anchors for c in policy.criteria.all()] == [c.anchors for c in base.criteria.all()]
    with clock.at(seoul("2099-01-01T12:00")):
        assert policy_for("knowledge") == base


def test_it_decides_from_midnight_in_seoul_once_two_have_approved_it() -> None:
    one, other = admin("one"), admin("other")
    with clock.at(seoul("2026-03-01T10:00")):
        base = policy_for("knowledge")
        policy = draft(one, date(2026, 3, 2))
        approve(policy, one)
    with clock.at(seoul("2026-03-02T00:00")):
        assert policy_for("knowledge") == base
        approve(policy, other)
    with clock.at(seoul("2026-03-01T23:59:59")):
        assert policy_for("knowledge") == base
    with clock.at(seoul("2026-03-02T00:00")):
        assert policy_for("knowledge") == policy
    assert Activity.objects.filter(verb="policy.approved").count() == 2


def test_neither_alone_nor_by_others_nor_after_its_first_day() -> None:
    one, other = admin("one"), admin("other")
    with clock.at(seoul("2026-03-01T10:00")):
        policy = draft(one, date(2026, 3, 2))
        with pytest.raises(Refused, match="Only administrators"):
            approve(policy, officer("kim"))
        approve(policy, one)
        with pytest.raises(Refused, match="Another administrator"):
            approve(policy, one)
    with clock.at(seoul("2026-03-03T00:00")):
        with pytest.raises(Refused, match="first day has passed"):
            approve(policy, other)
        with pytest.raises(DatabaseError, match="first day"), transaction.atomic():
            PolicyApproval.objects.create(policy=policy, officer=other)
    with pytest.raises(Refused, match="Only administrators"):
        draft_policy(kind="knowledge", by=officer("lee"))


def test_the_same_administrator_twice_at_once_is_one_yes() -> None:
    one = admin("one")
    policy = draft(one)
    assert len(raised(at_once(*[lambda: approve(policy, one)] * 2), Refused)) == 1
    assert policy.approvals.count() == 1


def test_two_administrators_who_draft_at_once_make_two_versions() -> None:
    one, other = admin("one"), admin("other")
    policy_for("knowledge")
    people = [one, other]
    made = at_once(*[lambda who=who: draft_policy(kind="knowledge", by=who) for who in people])
    assert raised(made, Refused) == []
    assert sorted(policy.version for policy in made) == [2, 3]  # type: ignore[attr-defined]


def test_what_was_edited_since_it_was_read_is_not_approved() -> None:
    one = admin("one")
    policy = draft(one)
    seen = policy.fingerprint()
    Criterion.objects.filter(policy=policy, code="reuse").update(label_en="Something else")
    with pytest.raises(Refused, match="edited this draft"):
        approve_policy(policy=policy, by=one, seen=seen)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda policy: policy.criteria.filter(code="reuse").update(weight=11),
        lambda policy: policy.criteria.filter(code="reuse").update(anchors=[]),
        lambda policy: policy.criteria.all().delete(),
        lambda policy: EvaluationPolicy.objects.filter(pk=policy.pk).update(k_max=2),
        lambda policy: EvaluationPolicy.objects.filter(pk=policy.pk).update(threshold=11),
        lambda policy: EvaluationPolicy.objects.filter(pk=policy.pk).update(provisional_min=4),
    ],
)
def test_what_is_not_whole_is_not_approved(spoil: Callable[[EvaluationPolicy], object]) -> None:
    one = admin("one")
    policy = draft(one)
    spoil(policy)
    policy.refresh_from_db()
    with pytest.raises(Refused):
        approve(policy, one)


def test_the_database_refuses_weights_that_do_not_sum_to_100() -> None:
    one = admin("one")
    policy = draft(one)
    policy.criteria.filter(code="reuse").update(weight=11)
    with pytest.raises(DatabaseError, match="sum to 100"), transaction.atomic():
        PolicyApproval.objects.create(policy=policy, officer=one)


@pytest.mark.parametrize("fixed_by", ["delivery", "approval", "round"])
def test_what_is_fixed_neither_changes_nor_grows(fixed_by: str) -> None:
    one = admin("one")
    policy = policy_for("knowledge")
    if fixed_by == "approval":
        policy = draft(one)
        approve(policy, one)
    if fixed_by == "round":
        policy = draft(one)
        item = published(officer("writer", at=office("GMP")))
        assert item.current_revision is not None
        Round.objects.create(
            item=item, revision=item.current_revision, policy=policy, due_at=clock.now()
        )
    criterion = policy.criteria.earliest("pk")
    more = Criterion(
        policy=policy, code="more", label_ko="더", label_en="More", weight=0, position=9, anchors=[]
    )
    deeds: list[Callable[[], object]] = [
        lambda: EvaluationPolicy.objects.filter(pk=policy.pk).update(k_min=1),
        lambda: Criterion.objects.filter(pk=criterion.pk).update(weight=1),
        lambda: Criterion.objects.filter(pk=criterion.pk).delete(),
        policy.delete,
        more.save,
    ]
    for deed in deeds:
        with pytest.raises(DatabaseError, match=r"append-only|protected"), transaction.atomic():
            deed()
    spare = draft(one)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Criterion.objects.filter(policy=spare, code="reuse").update(policy=policy)


def test_a_round_is_decided_by_the_policy_it_was_opened_with() -> None:
    people = scene()
    one, other = admin("one"), admin("other")
    _item, round = people.publish()
    stricter = draft(one, clock.today(), threshold=Decimal("9.00"), k_min=4, k_max=8)
    criterion = stricter.criteria.get(code="accuracy")
    criterion.weight, criterion.code = 30, "law"
    criterion.save()
    approve(stricter, one, other)
    assert policy_for("knowledge") == stricter
    for task in round.assignments.filter(state__in=Assignment.OPEN).order_by("pk"):
        codes = [c.code for c in task.round.policy.criteria.all()]
        assert "law" not in codes
        _judge_with(task, codes)
    deliver_all()
    round.refresh_from_db()
    assert (round.decision, round.policy.version) == ("superior", 1)
    _other, later = people.publish(officer("second", at=people.busan))
    assert later.policy == stricter
    assert later.assignments.count() == 4


def _judge_with(task: Assignment, codes: list[str]) -> None:
    submit_evaluation(
        assignment=task,
        by=task.evaluator.officer,
        scores={code: Decimal("8") for code in codes},
        comment=REMARK,
    )


# The admin


@pytest.fixture
def staff() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(admin("boss"))
    return client


def change_form(policy: EvaluationPolicy, client: Client) -> dict[str, str]:
    """What the browser would send from the page of change, unchanged."""
    page = client.get(reverse("admin:evaluation_evaluationpolicy_change", args=[policy.pk]))
    assert page.status_code == 200
    context = page.context
    data = {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            data[bound.html_name] = "" if value is None else str(value)
    # The anchor texts as they stand on the page.
    lines = re.findall(r'<input[^>]* name="([^"]+-anchors_\d)"[^>]*>', page.content.decode())
    for name in lines:
        tag = re.search(rf'<input[^>]* name="{name}"[^>]*>', page.content.decode())
        assert tag is not None
        value = re.search(r'value="([^"]*)"', tag[0])
        data[name] = unescape(value[1]) if value else ""
    return data


def field_of(data: dict[str, str], code: str, name: str) -> str:
    """The name of a criterion's field in the form."""
    row = next(key for key, value in data.items() if key.endswith("-code") and value == code)
    return row.replace("-code", f"-{name}")


def test_an_administrator_drafts_edits_and_compares(staff: Client) -> None:
    base = policy_for("knowledge")
    listed = staff.get(reverse("admin:evaluation_evaluationpolicy_changelist")).content.decode()
    assert "comes with the portal" in listed
    made = staff.post(reverse("admin:evaluation_evaluationpolicy_draft"), {"kind": "knowledge"})
    policy = EvaluationPolicy.objects.get(kind="knowledge", version=2)
    change = reverse("admin:evaluation_evaluationpolicy_change", args=[policy.pk])
    assert made.headers["Location"] == change
    data = change_form(policy, staff)
    data |= {
        "threshold": "7.50",
        field_of(data, "accuracy", "weight"): "35",
        field_of(data, "reuse", "weight"): "5",
        field_of(data, "accuracy", "anchors_9"): "Nothing is left to ask",
    }
    answer = staff.post(change, data)
    assert answer.status_code == 302, answer.context["errors"]
    policy.refresh_from_db()
    assert policy.threshold == Decimal("7.50")
    anchors = base.criteria.get(code="accuracy").anchors
    assert policy.criteria.get(code="accuracy").anchors == [
        *anchors[:-1],
        {**anchors[-1], "en": "Nothing is left to ask"},
    ]
    changed = [c.label for c in compare_fields(base, policy, without=NOT_COMPARED) if c.is_changed]
    assert changed == ["superior above"]
    compare = reverse("admin:evaluation_evaluationpolicy_compare", args=[policy.pk])
    page = staff.get(compare)
    assert "Nothing is left to ask" in page.content.decode()
    staff.post(compare, {"seen": page.context["seen"]})
    assert policy.approvals.count() == 1
    assert 'name="_save"' not in staff.get(change).content.decode()
    assert staff.post(change, data).headers["Location"] == compare
    other = Client()
    other.force_login(admin("other"))
    other.post(compare, {"seen": other.get(compare).context["seen"]})
    with clock.at(clock.now() + timedelta(days=1)):
        assert policy_for("knowledge") == policy


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("reuse weight", "11", "must sum to 100"),
        ("reuse anchors_0", "", "required"),
        ("effective_from", "2020-01-01", "must not lie in the past"),
        ("k_max", "1", "at least the fewest"),
    ],
)
def test_a_draft_that_is_not_whole_is_not_saved(
    staff: Client, field: str, value: str, said: str
) -> None:
    staff.post(reverse("admin:evaluation_evaluationpolicy_draft"), {"kind": "knowledge"})
    policy = EvaluationPolicy.objects.get(kind="knowledge", version=2)
    before = policy.fingerprint()
    data = change_form(policy, staff)
    name = field_of(data, *field.split()) if " " in field else field
    change = reverse("admin:evaluation_evaluationpolicy_change", args=[policy.pk])
    answer = staff.post(change, data | {name: value})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert EvaluationPolicy.objects.get(pk=policy.pk).fingerprint() == before


def test_two_who_edit_a_draft_do_not_overwrite_each_other(staff: Client) -> None:
    policy = draft(admin("one"))
    change = reverse("admin:evaluation_evaluationpolicy_change", args=[policy.pk])
    mine, theirs = change_form(policy, staff), change_form(policy, staff)
    assert staff.post(change, theirs | {"k_max": "9"}).status_code == 302
    answer = staff.post(change, mine | {"k_max": "11"})
    assert "edited this draft since" in answer.content.decode()
    policy.refresh_from_db()
    assert policy.k_max == 9


def test_a_draft_can_be_thrown_away_and_what_is_in_force_cannot(staff: Client) -> None:
    policy = draft(admin("one"))
    delete = reverse("admin:evaluation_evaluationpolicy_delete", args=[policy.pk])
    assert staff.post(delete, {"post": "yes"}).status_code == 302
    assert not EvaluationPolicy.objects.filter(pk=policy.pk).exists()
    base = policy_for("knowledge")
    delete = reverse("admin:evaluation_evaluationpolicy_delete", args=[base.pk])
    assert staff.post(delete, {"post": "yes"}).status_code == 403
