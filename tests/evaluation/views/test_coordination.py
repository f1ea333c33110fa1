"""The coordinator's desk: what is due, what is stuck and why, who has how much."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts import roles
from accounts.models import Audience
from accounts.services.audiences import audience_for
from accounts.services.roles import grant_role
from core import clock
from core.services.deliver import deliver_all
from evaluation.models import Assignment, Evaluator, Round
from evaluation.services.check_form import accept_submission, return_submission
from evaluation.services.expire import remind_and_expire
from evaluation.services.redraw import redraw
from knowledge.models import CoAuthor, Item
from knowledge.services.errors import Refused
from knowledge.services.publish import publish_item
from knowledge.services.revise import revise_item
from knowledge.services.submit import withdraw_item
from tests.cast import fields, office, officer, submitted
from tests.evaluation.judging import Scene, certified, judge
from tests.evaluation.views.asking import address, first_task, said, signed_in, source, told
from tests.threads import at_once, raised

ROUNDS = address("rounds")
QUEUE = address("queue")
STUCK = f"{ROUNDS}?show=stuck"
REASON = "세 번째 단계에 필요한 서식이 빠져 있습니다."


def keep_away(evaluators: list[Evaluator]) -> None:
    Evaluator.objects.filter(pk__in=[e.pk for e in evaluators]).update(max_open=0)


# Form checks


def test_the_queue_goes_by_due_date_and_can_be_narrowed_to_what_is_late(people: Scene) -> None:
    now = clock.now()
    for title, days in [("나중 글", 0), ("먼저 글", 20)]:
        with clock.at(now - timedelta(days=days)):
            submitted(people.author, title=title)
    page = source(people.coordinator, QUEUE)
    assert page.index("먼저 글") < page.index("나중 글")
    assert "1 overdue" in page
    late = source(people.coordinator, f"{QUEUE}?clock=late")
    assert "먼저 글" in late
    assert "나중 글" not in late
    assert "나중 글" in source(people.coordinator, f"{QUEUE}?clock=fine")
    assert "나중 글" in source(people.coordinator, f"{QUEUE}?clock=nonsense&kind=nonsense")


def test_the_queue_asks_as_many_questions_for_many_lines(
    people: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        submitted(people.author, title=f"{number}번째 글")
    browser = signed_in(people.coordinator)
    browser.get(QUEUE)
    with django_assert_max_num_queries(8):
        browser.get(QUEUE)


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_decide_at_once(people: Scene) -> None:
    second = officer("second", at=people.busan)
    grant_role(officer=second, role=roles.COORDINATOR, office=people.busan)
    item = submitted(people.author)
    results = at_once(
        lambda: accept_submission(item=item, by=people.coordinator),
        lambda: return_submission(item=item, by=second, reason=REASON),
    )
    assert len(raised(results, Refused)) == 1
    item.refresh_from_db()
    loser = second if item.status == Item.Status.PUBLISHED else people.coordinator
    winner = people.coordinator if loser == second else second
    seen = {"action": "return", "words": "아직 덜 된 글입니다.", "revision": ""}
    answer = signed_in(loser).post(address("check", item.pk), seen)
    assert (answer.status_code, said(answer)) == (409, ["warning"])
    page = answer.content.decode()
    assert told(page, [winner])
    assert "아직 덜 된 글입니다." in page
    assert ("Accepted and published" in page) == (item.status == Item.Status.PUBLISHED)
    item.refresh_from_db()
    assert item.status != Item.Status.SUBMITTED


def test_who_comes_second_sees_the_reasons_of_the_first(people: Scene) -> None:
    second = officer("second", at=people.busan)
    grant_role(officer=second, role=roles.COORDINATOR, office=people.busan)
    item = submitted(people.author)
    path = address("check", item.pk)
    return_submission(item=item, by=people.coordinator, reason=REASON)
    page = source(second, path)
    assert REASON in page
    assert "Returned to the author" in page
    for person in (people.author, people.evaluators[0].officer, officer("x", at=people.busan)):
        assert signed_in(person).get(path).status_code == 404


def test_what_was_taken_back_is_nobodys_to_read(people: Scene) -> None:
    item = submitted(people.author, title="비밀로 남을 초안")
    withdraw_item(item=item, by=people.author)
    page = source(people.coordinator, address("check", item.pk))
    assert "Taken back by its author" in page
    assert "비밀로 남을 초안" not in page


# Rounds


def test_a_round_without_a_pool_is_stuck_and_says_why(people: Scene) -> None:
    keep_away(people.evaluators[2:])
    _item, round = people.publish()
    page = source(people.coordinator, STUCK)
    assert "Nobody is left who may be drawn" in page
    assert address("draw_again", round.pk) in page
    pool = source(people.coordinator, address("pool", round.pk))
    assert "No certified evaluator may be drawn now" in pool
    assert "They have as much to evaluate as they may." in pool
    assert told(pool, [e.officer for e in people.evaluators]) == set()


def test_what_only_an_office_may_read_waits_and_says_so(people: Scene) -> None:
    busan = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    item = submitted(people.author, audience=busan)
    publish_item(item=item, by=people.coordinator)
    deliver_all()
    page = source(people.coordinator, STUCK)
    assert item.title in page
    assert f"Only {people.busan} may read it" in page
    round = Round.objects.get(item=item)
    pool = source(people.coordinator, address("pool", round.pk))
    assert "The item is not meant for them to read." in pool
    # Opened to more readers, it finds its evaluators.
    item.refresh_from_db()
    revise_item(item=item, by=people.author, fields=fields(), base=item.current_revision)
    assert redraw(round_id=round.pk, by=people.coordinator)


def test_drawing_again_finds_who_has_become_free(people: Scene) -> None:
    keep_away(people.evaluators[2:])
    _item, round = people.publish()
    browser = signed_in(people.coordinator)
    answer = browser.post(address("draw_again", round.pk))
    assert (answer.headers["Location"], said(answer)) == (address("pool", round.pk), ["warning"])
    Evaluator.objects.update(max_open=5)
    answer = browser.post(address("draw_again", round.pk))
    assert said(answer) == ["success"]
    assert round.assignments.filter(state__in=Assignment.LIVE).count() == 3
    assert said(browser.post(address("draw_again", round.pk))) == ["warning"]
    assert round.assignments.count() == 3
    assert "No round is stuck" in source(people.coordinator, STUCK)


def test_rounds_that_nobody_begins_or_many_let_expire_are_stuck(people: Scene) -> None:
    _item, round = people.publish()
    task = first_task(round)
    assert "No round is stuck" in source(people.coordinator, STUCK)
    lease = task.lease_until - task.offered_at
    with clock.at(task.offered_at + lease * 0.6):
        remind_and_expire()
        assert "Nobody has begun" in source(people.coordinator, STUCK)
    with clock.at(task.lease_until + timedelta(seconds=1)):
        remind_and_expire()
        assert "3 evaluators have let the time run out" in source(people.coordinator, STUCK)


def test_an_overdue_round_says_what_a_provisional_decision_needs(people: Scene) -> None:
    keep_away(people.evaluators[2:])
    _item, round = people.publish()
    first, second = round.assignments.select_related("evaluator__officer").order_by("pk")
    judge(first)
    with clock.at(round.due_at + timedelta(minutes=1)):
        assert "it needs 2 evaluations; it has 1" in source(people.coordinator, STUCK)
    judge(second)
    deliver_all()
    with clock.at(round.due_at + timedelta(minutes=1)):
        page = source(people.coordinator, STUCK)
        assert "can be decided provisionally" in page
        signed_in(people.coordinator).post(address("provisional", round.pk))
        assert round.item.title in source(people.coordinator, f"{ROUNDS}?show=provisional")


def test_rounds_can_be_narrowed_by_office_and_state(people: Scene) -> None:
    Evaluator.objects.update(max_open=50)
    below = office("YGD", parent=people.busan)
    people.publish()
    people.publish(officer("below", at=below))
    people.coordinator.cached_rights = None
    both = source(people.coordinator, ROUNDS)
    assert both.count('<th scope="row"') == 2
    one = source(people.coordinator, f"{ROUNDS}?office={below.pk}")
    assert one.count('<th scope="row"') == 1
    waiting = source(people.coordinator, f"{ROUNDS}?state=assigning")
    collecting = source(people.coordinator, f"{ROUNDS}?state=collecting")
    assert waiting.count('<th scope="row"') + collecting.count('<th scope="row"') == 2
    for wrong in ("office=x", "state=x", "show=x", "office=²", "page=x"):
        assert source(people.coordinator, f"{ROUNDS}?{wrong}").count('<th scope="row"') == 2


def test_coordinators_do_not_see_who_judges_what_they_wrote(people: Scene) -> None:
    item, round = people.publish()
    CoAuthor.objects.create(item=item, officer=people.coordinator)
    evaluators = [a.evaluator.officer for a in round.assignments.all()]
    for path in (ROUNDS, STUCK, address("workload")):
        assert told(source(people.coordinator, path), evaluators) == set()
    assert signed_in(people.coordinator).get(address("pool", round.pk)).status_code == 404
    assert signed_in(people.coordinator).post(address("draw_again", round.pk)).status_code == 404


def test_an_administrator_who_judges_a_round_does_not_find_it_in_the_overview(
    people: Scene,
) -> None:
    item, round = people.publish()
    admin = first_task(round).evaluator.officer
    grant_role(officer=admin, role=roles.ADMIN)
    assert item.title not in source(admin, ROUNDS)
    Round.objects.filter(pk=round.pk).update(state=Round.State.VOID)


# Workload


def test_the_workload_counts_and_names_no_item(people: Scene) -> None:
    mine = certified(officer("mine", at=office("YGD", parent=people.busan)))
    people.coordinator.cached_rights = None
    item, round = people.publish()
    task = first_task(round)
    Assignment.objects.filter(pk=task.pk).update(evaluator=mine)
    page = source(people.coordinator, address("workload"))
    assert told(page, [mine.officer]) == {"mine", "Mine"}
    assert told(page, [e.officer for e in people.evaluators]) == set()
    assert "1 / 5" in page
    assert "1 / 60" in page
    assert item.title not in page
    with clock.at(task.lease_until + timedelta(hours=1)):
        assert '<strong class="clock late">1</strong>' in source(
            people.coordinator, address("workload")
        )


def test_the_workload_asks_as_many_questions_for_many(
    people: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        certified(officer(f"mine{number}", at=people.busan))
    browser = signed_in(people.coordinator)
    for order in ("open", "season", "late", "name", "x"):
        path = f"{address('workload')}?order={order}"
        browser.get(path)
        with django_assert_max_num_queries(8):
            assert browser.get(path).content.decode().count('<th scope="row"') == 12
