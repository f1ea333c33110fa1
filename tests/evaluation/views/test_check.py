"""The form check."""

from __future__ import annotations

import pytest

from accounts import roles
from accounts.services.roles import grant_role
from core.models import Activity
from core.services.deliver import deliver_all
from evaluation.models import Round
from evaluation.services.check_form import Shortcoming
from knowledge.models import CoAuthor, Item
from knowledge.services.refuse import return_item
from knowledge.services.revise import revise_item
from knowledge.services.submit import submit_item, withdraw_item
from tests.cast import draft, fields, officer, published, submitted
from tests.evaluation.judging import Scene
from tests.evaluation.views.asking import address, said, signed_in, source


def status(item: Item) -> str:
    return Item.objects.get(pk=item.pk).status


def test_one_press_publishes_and_workers_open_the_round(people: Scene) -> None:
    item = submitted(people.author)
    answer = signed_in(people.coordinator).post(address("check", item.pk), {"action": "accept"})
    assert answer.headers["Location"] == address("queue")
    assert said(answer) == ["success"]
    assert status(item) == Item.Status.PUBLISHED
    assert not Round.objects.exists()
    deliver_all()
    assert Round.objects.get(item=item).assignments.count() == 3


def test_after_acting_the_next_one_is_there(people: Scene) -> None:
    own = submitted(people.coordinator, title="내 글")
    first, second = submitted(people.author, title="하나"), submitted(people.author, title="둘")
    browser = signed_in(people.coordinator)
    answer = browser.post(address("check", first.pk), {"action": "accept"})
    assert answer.headers["Location"] == address("check", second.pk)
    answer = browser.post(address("check", second.pk), {"action": "return", "words": "부족합니다."})
    assert answer.headers["Location"] == address("queue")
    assert status(own) == Item.Status.SUBMITTED


@pytest.mark.parametrize(
    ("action", "outcome"), [("return", Item.Status.RETURNED), ("reject", Item.Status.REJECTED)]
)
def test_reasons_reach_the_author(people: Scene, action: str, outcome: str) -> None:
    item = submitted(people.author)
    page = address("check", item.pk)
    data = {"action": action, "usual": ["incomplete", "personal"], "words": "3쪽을 보세요."}
    signed_in(people.coordinator).post(page, data)
    item.refresh_from_db()
    assert item.status == outcome
    assert item.status_reason.splitlines() == [
        str(Shortcoming.INCOMPLETE.label),
        str(Shortcoming.PERSONAL.label),
        "3쪽을 보세요.",
    ]


@pytest.mark.parametrize("data", [{"action": "return"}, {"action": "reject", "words": "  "}, {}])
def test_nothing_is_refused_without_a_reason(people: Scene, data: dict[str, str]) -> None:
    item = submitted(people.author)
    answer = signed_in(people.coordinator).post(address("check", item.pk), data)
    assert answer.status_code == 422
    assert status(item) == Item.Status.SUBMITTED


def test_a_text_that_nobody_read_is_not_accepted(people: Scene) -> None:
    item = submitted(people.author)
    seen = item.current_revision_id
    withdraw_item(item=item, by=people.author)
    item.refresh_from_db()
    text = "# 다른 글\n\n그 사이에 전혀 다른 내용으로 바뀐 글입니다. 서른 글자가 넘습니다."
    revise_item(item=item, by=people.author, fields=fields(source=text), base=item.current_revision)
    item.refresh_from_db()
    submit_item(item=item, by=people.author)
    for data in ({"action": "accept"}, {"action": "reject", "words": "아닙니다."}):
        answer = signed_in(people.coordinator).post(
            address("check", item.pk), {**data, "revision": str(seen)}
        )
        assert answer.status_code == 409
        assert said(answer) == ["error"]
    assert status(item) == Item.Status.SUBMITTED
    assert not Activity.objects.filter(verb="item.published").exists()


def test_the_page_shows_changes_since_the_last_submission_and_similar_titles(
    people: Scene,
) -> None:
    twin = published(people.author, title="보세운송 신고 요령")
    item = submitted(people.author)
    assert "diff-table" not in source(people.coordinator, address("check", item.pk))
    return_item(item=item, by=people.coordinator, reason="법적 근거를 적어 주세요.")
    item.refresh_from_db()
    more = f"{fields().source}\n근거는 관세법 제213조이다.\n"
    revise_item(item=item, by=people.author, fields=fields(source=more), base=item.current_revision)
    item.refresh_from_db()
    submit_item(item=item, by=people.author)
    page = source(people.coordinator, address("check", item.pk))
    assert "제213조" in page[page.index("diff-table") :]
    assert twin.get_absolute_url() in page


def test_writers_do_not_check_their_own(people: Scene) -> None:
    item = submitted(people.author)
    CoAuthor.objects.create(item=item, officer=people.coordinator)
    path = address("check", item.pk)
    assert 'value="accept"' not in source(people.coordinator, path)
    answer = signed_in(people.coordinator).post(path, {"action": "accept"})
    assert answer.status_code == 409
    assert status(item) == Item.Status.SUBMITTED


def test_it_is_not_there_for_others(people: Scene) -> None:
    item, hidden = submitted(people.author), draft(people.author)
    other = officer("other", at=people.busan)
    afar = officer("afar", at=people.evaluators[0].officer.office)
    grant_role(officer=afar, role=roles.COORDINATOR, office=afar.office)
    for person in (people.author, people.evaluators[0].officer, other, afar):
        browser = signed_in(person)
        assert browser.get(address("check", item.pk)).status_code == 404
        answer = browser.post(address("check", item.pk), {"action": "accept"})
        assert answer.status_code == 404
    for gone in (hidden.pk, published(people.author).pk, 999_999):
        assert signed_in(people.coordinator).get(address("check", gone)).status_code == 404
    assert status(item) == Item.Status.SUBMITTED
