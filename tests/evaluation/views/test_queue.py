"""The coordinator's queue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts import roles
from accounts.services.roles import grant_role
from core import clock
from evaluation.calendar import add_working_days
from knowledge.models import Item
from tests.cast import office, officer, published, submitted
from tests.evaluation.judging import Scene
from tests.evaluation.views.asking import address, signed_in, source

QUEUE = address("queue")


def test_it_holds_submissions_of_the_offices_in_charge_only(people: Scene) -> None:
    below = officer("below", at=office("YGD", parent=people.busan))
    elsewhere = officer("elsewhere", at=people.evaluators[0].officer.office)
    submitted(people.author, title="부산의 글")
    submitted(below, title="용당의 글")
    submitted(elsewhere, title="인천의 글")
    published(people.author, title="게시된 글")
    page = source(people.coordinator, QUEUE)
    assert "부산의 글" in page
    assert "용당의 글" in page
    assert "인천의 글" not in page
    assert "게시된 글" not in page


def test_the_longest_waiting_comes_first_and_says_when_it_is_due(people: Scene) -> None:
    now = clock.now()
    for title, days in [("나중 글", 0), ("먼저 글", 20)]:
        with clock.at(now - timedelta(days=days)):
            submitted(people.author, title=title)
    page = source(people.coordinator, QUEUE)
    assert page.index("먼저 글") < page.index("나중 글")
    assert page.count('class="clock late"') == 1
    due = add_working_days(now, 3)
    assert f"{due:%m.%d}. {due:%H:%M}" in page


def test_offices_can_be_chosen_where_there_are_several(people: Scene) -> None:
    yongdang = office("YGD", parent=people.busan)
    submitted(people.author, title="부산의 글")
    assert 'name="office"' not in source(people.coordinator, QUEUE)
    submitted(officer("below", at=yongdang), title="용당의 글")
    page = source(people.coordinator, f"{QUEUE}?office={yongdang.pk}")
    assert "용당의 글" in page
    assert "부산의 글" not in page
    for wrong in ("x", "999999", "²"):
        assert "부산의 글" in source(people.coordinator, f"{QUEUE}?office={wrong}")


def test_similar_titles_are_counted_of_what_one_may_read(people: Scene) -> None:
    published(people.author, title="보세운송 신고 절차 안내")
    submitted(people.author, title="보세운송 신고 절차")
    assert '<span class="krds-badge warning">1</span>' in source(people.coordinator, QUEUE)


def test_ones_own_is_marked(people: Scene) -> None:
    submitted(people.coordinator, title="내 글")
    page = source(people.coordinator, QUEUE)
    assert 'class="krds-badge outline"' in page


def test_the_number_of_queries_does_not_depend_on_the_number_of_lines(
    people: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(people.coordinator)
    for number in range(10):
        submitted(people.author, title=f"{number}번째 글")
    browser.get(QUEUE)
    with django_assert_max_num_queries(8):
        browser.get(QUEUE)


@pytest.mark.parametrize("role", [None, roles.EVALUATOR, roles.LEADER])
def test_it_is_not_there_for_others(people: Scene, role: str | None) -> None:
    person = officer("other", at=people.busan)
    if role:
        grant_role(officer=person, role=role)
    submitted(people.author)
    assert signed_in(person).get(QUEUE).status_code == 404


def test_a_coordinator_without_an_office_has_none(people: Scene) -> None:
    person = officer("other", at=people.busan)
    grant_role(officer=person, role=roles.COORDINATOR)
    assert signed_in(person).get(QUEUE).status_code == 404


def test_reading_changes_nothing(people: Scene) -> None:
    item = submitted(people.author)
    assert signed_in(people.coordinator).post(QUEUE).status_code == 405
    assert Item.objects.get(pk=item.pk).status == Item.Status.SUBMITTED
