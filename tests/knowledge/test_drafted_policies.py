"""Policies of evaluators and of reports: a draft decides nothing until two have approved it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core import clock
from core.models import Activity
from evaluation.models import EvaluatorPolicy
from evaluation.services.evaluator_policy import evaluator_policy
from knowledge.models.drafted import DraftedPolicy
from knowledge.services.drafted_policies import approve_version, draft_version
from knowledge.services.errors import Refused
from reports.models import ReportPolicy
from reports.services.policies import policy_on
from tests.cast import officer
from tests.knowledge.views.forms import signed_in
from tests.threads import at_once, raised

TOMORROW = timedelta(days=1)


@dataclass(frozen=True)
class Sort:
    """One of the policies, with a number that a draft changes."""

    model: Any
    in_force: Callable[..., DraftedPolicy]
    name: str
    value: int


SORTS = [
    Sort(EvaluatorPolicy, evaluator_policy, "audit_every", 9),
    Sort(ReportPolicy, policy_on, "per_day", 7),
]
each = pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.model.__name__)


def boss(name: str) -> Officer:
    person = officer(name)
    grant_role(officer=person, role=roles.ADMIN)
    return Officer.objects.get(pk=person.pk)


def changed_draft(sort: Sort, by: Officer) -> Any:
    """A draft whose number differs from the one in force."""
    draft = draft_version(base=sort.in_force(), by=by)
    sort.model.objects.filter(pk=draft.pk).update(**{sort.name: sort.value})
    return sort.model.objects.get(pk=draft.pk)


def value_on(sort: Sort, day: Any) -> int:
    return int(getattr(sort.in_force(day), sort.name))


@each
@pytest.mark.django_db
def test_two_yeses_put_it_in_force_from_its_first_day(sort: Sort) -> None:
    one, two = boss("one"), boss("two")
    draft = changed_draft(sort, one)
    tomorrow = clock.today() + TOMORROW
    for who in (one, two):
        assert value_on(sort, tomorrow) != sort.value
        approve_version(policy=draft, by=who, seen=draft.fingerprint())
    assert value_on(sort, tomorrow) == sort.value
    assert value_on(sort, clock.today()) != sort.value
    for who in (one, two, boss("three")):
        with pytest.raises(Refused):
            approve_version(policy=draft, by=who, seen=draft.fingerprint())
    told = Activity.objects.filter(verb__startswith=f"{draft.verb}.").order_by("pk")
    assert [row.verb.split(".")[1] for row in told] == ["drafted", "approved", "approved"]


@each
@pytest.mark.django_db
def test_what_is_approved_or_delivered_stays(sort: Sort) -> None:
    one = boss("one")
    delivered = sort.in_force()
    draft = changed_draft(sort, one)
    approve_version(policy=draft, by=one, seen=draft.fingerprint())
    for policy in (delivered, draft):
        rows = sort.model.objects.filter(pk=policy.pk)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**{sort.name: 3})
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        draft.approvals.update(officer=boss("two"))


@each
@pytest.mark.django_db
def test_nobody_approves_what_they_have_not_read_or_too_late(sort: Sort) -> None:
    one, two = boss("one"), boss("two")
    draft = draft_version(base=sort.in_force(), by=one)
    seen = draft.fingerprint()
    draft = sort.model.objects.get(pk=changed_draft(sort, one).pk)
    with pytest.raises(Refused):
        approve_version(policy=draft, by=two, seen=seen)
    with pytest.raises(Refused):
        approve_version(policy=draft, by=officer("clerk"), seen=draft.fingerprint())
    with pytest.raises(Refused):
        draft_version(base=draft, by=officer("other-clerk"))
    with clock.at(clock.now() + timedelta(days=3)):
        with pytest.raises(Refused):
            approve_version(policy=draft, by=two, seen=draft.fingerprint())
        with pytest.raises(DatabaseError, match="first day"), transaction.atomic():
            draft.approvals.create(officer=two)


@each
@pytest.mark.django_db(transaction=True)
def test_an_administrator_who_clicks_twice_says_yes_once(sort: Sort) -> None:
    one = boss("one")
    draft = changed_draft(sort, one)
    yes = partial(approve_version, policy=draft, by=one, seen=draft.fingerprint())
    assert len(raised(at_once(yes, yes), Refused)) == 1
    assert draft.approvals.count() == 1


@each
@pytest.mark.django_db
def test_the_admin_drafts_edits_compares_and_approves(sort: Sort) -> None:
    one, two = boss("one"), boss("two")
    sort.in_force()
    name = f"admin:{sort.model._meta.app_label}_{sort.model._meta.model_name}"
    browser = signed_in(one)
    listed = browser.get(reverse(f"{name}_changelist"))
    assert reverse(f"{name}_draft") in listed.content.decode()
    answer = browser.post(reverse(f"{name}_draft"))
    draft = sort.model.objects.get(is_delivered=False)
    path = reverse(f"{name}_change", args=[draft.pk])
    assert answer.headers["Location"] == path
    form = browser.get(path).context["adminform"].form
    values = {n: form[n].value() for n in form.fields}
    values = {n: ("" if v is None else v) for n, v in values.items()}
    if "remind_days" in values:
        values["remind_days"] = "[60, 14]"
    answer = browser.post(path, values | {sort.name: sort.value})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    # A second window still shows the old numbers.
    assert browser.post(path, values | {sort.name: 2}).status_code == 200
    compare = reverse(f"{name}_compare", args=[draft.pk])
    for who in (one, two):
        page = signed_in(who).get(compare)
        assert f"<td>{sort.value}</td>" in page.content.decode()
        signed_in(who).post(compare, {"seen": page.context["seen"]})
    assert value_on(sort, clock.today() + TOMORROW) == sort.value
    assert browser.post(path, values).headers["Location"] == compare
    assert signed_in(officer("clerk")).get(compare).status_code == 302
