"""Nobody can tell an audit from a real draw, and nobody but the panel learns what is gold."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.blind import judged_items
from evaluation.models import Assignment, Audit, GoldItem
from evaluation.waiting import number_waiting
from knowledge.models import GeneralKnowledge
from notifications.models import Notice
from tests.cast import officer
from tests.evaluation.golding import NOTE, audit_every, audited, gold, panel_member
from tests.evaluation.judging import Scene, judge
from tests.evaluation.views.asking import address, filled_in, signed_in, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(people: Scene) -> tuple[Assignment, Assignment]:
    """A real task and an audit on one desk, drawn at the same time on texts that are alike."""
    found = gold(panel_member(people), people.author, use=GoldItem.Use.AUDITS)
    audit_every(0)
    _item, round = people.publish()
    real, other, *_rest = round.assignments.order_by("pk")
    audit_every(2)
    audit = audited(real.evaluator, other)
    deliver_all()
    revision = audit.assignment.round.revision
    # The same text in both, so that only what the portal adds could differ.
    for text in (found.revision, real.round.revision):
        assert text.title
    assert revision.pk == found.revision_id
    return _again(real), _again(audit.assignment)


def _again(task: Assignment) -> Assignment:
    rows = Assignment.objects.select_related("evaluator__officer", "round__revision")
    return rows.get(pk=task.pk)


def alike(page: str, task: Assignment) -> str:
    """The page without what any two tasks differ by: numbers, tokens, texts, dates."""
    revision = task.round.revision
    text = page.replace(revision.html, "TEXT").replace(revision.summary or "\0", "")
    text = text.replace(revision.title, "TITLE")
    text = re.sub(r'(csrfmiddlewaretoken" value|"token") ?[=:] ?"[^"]+"', "TOKEN", text)
    text = re.sub(r"X-CSRFToken[^}]+}", "TOKEN", text)
    return re.sub(r"\d+", "N", text)


def ask(browser: Client, path: str) -> tuple[str, int]:
    """The source, and how many queries it took."""
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode(), len(captured)


def test_page_source_and_queries_are_those_of_a_real_task(
    pair: tuple[Assignment, Assignment],
) -> None:
    real, audit = pair
    browser = signed_in(real.evaluator.officer)
    paths = [address("assignment", task.pk) for task in pair]
    for path in paths:
        browser.get(path)
    (one, queries), (other, as_many) = (ask(browser, path) for path in paths)
    assert queries == as_many
    assert re.sub(r"\d+", "N", paths[0]) == re.sub(r"\d+", "N", paths[1])
    assert alike(one, real) == alike(other, audit)
    for path in (address("desk"), reverse("home"), reverse("notifications:inbox"), *paths):
        page = source(real.evaluator.officer, path).lower()
        for word in ("audit", "gold", "감사 과제", NOTE.lower()):
            assert word not in page, (path, word)


def test_submitting_answers_alike(pair: tuple[Assignment, Assignment]) -> None:
    browser = signed_in(pair[0].evaluator.officer)
    seen = []
    for task in pair:
        path = address("assignment", task.pk)
        browser.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = browser.post(path, filled_in("8") | {"version": str(task.version)})
        seen.append((answer.status_code, len(captured)))
    assert seen[0] == seen[1]
    # What is said after submitting is said on the next page.
    browser.get(address("desk"))
    pages = [ask(browser, address("assignment", task.pk)) for task in pair]
    assert alike(pages[0][0], pair[0]) == alike(pages[1][0], pair[1])
    assert pages[0][1] == pages[1][1]


@pytest.mark.parametrize("action", ["decline", "recuse"])
def test_giving_back_answers_alike(action: str, pair: tuple[Assignment, Assignment]) -> None:
    browser = signed_in(pair[0].evaluator.officer)
    seen = []
    for task in pair:
        path = address("assignment", task.pk)
        browser.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = browser.post(path, {"action": action, "reason": "출장입니다."})
        assert answer.status_code == 302
        asked = [re.sub(r"'[^']*'|\d+", "N", query["sql"]) for query in captured]
        seen.append((answer["Location"], asked))
        browser.get(answer["Location"])
    # Not even the questions to the database differ; who is drawn instead is found by a worker.
    assert seen[0] == seen[1]
    pages = [ask(browser, address("assignment", task.pk)) for task in pair]
    assert alike(pages[0][0], pair[0]) == alike(pages[1][0], pair[1])
    assert pages[0][1] == pages[1][1]


def test_activities_notices_and_numbers_are_alike(pair: tuple[Assignment, Assignment]) -> None:
    real, audit = pair
    person = real.evaluator.officer
    assert number_waiting(person) == 2
    assert judged_items(person) == {real.round.item_id, audit.round.item_id}
    judge(real, "8")
    judge(audit, "8")
    deliver_all()
    told = [
        {
            (a.verb, a.object_type, a.actor_id, tuple(sorted(a.data)), re.sub(r"\d+", "N", a.key))
            for a in Activity.objects.filter(object_type="evaluation.assignment", object_id=task.pk)
        }
        for task in pair
    ]
    assert told[0] == told[1]
    notices = [
        set(
            Notice.objects.filter(officer=person, item=task.round.item_id).values_list(
                "kind", "mail"
            )
        )
        for task in pair
    ]
    assert notices[0] == notices[1]


def test_coordinators_authors_and_administrators_see_no_audit(
    pair: tuple[Assignment, Assignment], people: Scene
) -> None:
    _real, audit = pair
    boss = officer("boss")
    grant_role(officer=boss, role=roles.ADMIN)
    boss = Officer.objects.get(pk=boss.pk)
    name = audit.evaluator.officer.username
    for person in (people.coordinator, boss, people.author):
        page = source(person, audit.round.item.get_absolute_url())
        assert name not in page
    for person in (people.coordinator, boss):
        listed = source(person, address("rounds"))
        assert audit.round.revision.title not in listed
        answer = signed_in(person).get(address("round", audit.round_id))
        assert answer.status_code == 404
    for model, key in (("round", audit.round_id), ("assignment", audit.pk)):
        rows = source(boss, reverse(f"admin:evaluation_{model}_changelist"))
        assert audit.round.revision.title not in rows
        page = reverse(f"admin:evaluation_{model}_change", args=[key])
        assert signed_in(boss).get(page).status_code == 302
    with pytest.raises(Exception, match="golditem"):
        reverse("admin:evaluation_golditem_changelist")


def test_only_the_panel_finds_gold(people: Scene) -> None:
    panel = panel_member(people)
    found = gold(panel, people.author, title="비밀의 기준")
    boss = officer("boss")
    grant_role(officer=boss, role=roles.ADMIN)
    boss = Officer.objects.get(pk=boss.pk)
    assert found.revision.title in source(panel, address("golds"))
    assert NOTE in source(panel, address("gold", found.pk))
    for person in (people.author, people.coordinator, boss, people.evaluators[0].officer):
        for path in (address("golds"), address("gold", found.pk)):
            assert signed_in(person).get(path).status_code == 404
        for path in (
            found.revision.item.get_absolute_url(),
            reverse("knowledge:list"),
            f"{reverse('search:results')}?q=기준",
            reverse("home"),
        ):
            page = source(person, path)
            assert NOTE not in page
            assert "gold" not in page.lower(), path
    assert not Activity.objects.filter(verb__startswith="gold").exists()


def test_a_member_of_the_panel_enters_replaces_and_withdraws_gold(people: Scene) -> None:
    panel = panel_member(people)
    browser = signed_in(panel)
    item = gold(panel, people.author).revision.item
    path = address("gold_new", item.pk)
    assert NOTE in source(panel, path)
    short = filled_in("6") | {"note": "짧다", "use": "audits"}
    answer = browser.post(path, short)
    assert answer.status_code == 422
    assert 'value="6"' in answer.content.decode()
    answer = browser.post(path, short | {"note": NOTE + " 다시 봄."})
    assert answer.status_code == 302
    old, new = GoldItem.objects.order_by("pk")
    assert (old.is_withdrawn, new.is_withdrawn, new.use) == (True, False, "audits")
    assert browser.post(address("gold_withdraw", new.pk)).status_code == 302
    assert not GoldItem.objects.filter(is_withdrawn=False).exists()
    assert isinstance(item.generalknowledge, GeneralKnowledge)
    assert not Audit.objects.exists()
