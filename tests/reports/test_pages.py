"""The pages of reporters, coordinators and writers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from core import clock
from core.services.deliver import deliver_all
from knowledge.models import GeneralKnowledge, Item
from reports.models import Report
from reports.services.decide import accept_report, dismiss_report
from reports.services.receive import receive_report
from tests.cast import Cast, officer, published
from tests.knowledge.views.forms import signed_in
from tests.reports.reporting import EVIDENCE, accepted, claim, mended, reported

pytestmark = pytest.mark.django_db


def address(name: str, *numbers: int) -> str:
    return reverse(f"reports:{name}", args=numbers)


def source(who: Any, path: str) -> str:
    answer = signed_in(who).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


def said(answer: Any) -> list[str]:
    return [message.level_tag for message in answer.wsgi_request._messages][-1:]


def form(item: Item, **changes: str) -> dict[str, str]:
    filled = {
        "kind": "wrong",
        "passage": "도착지 세관에 도착을 보고한다",
        "evidence": EVIDENCE,
        "revision": str(item.current_revision_id),
    }
    return filled | changes


def test_a_reader_reports_from_the_items_page(people: Cast, item: GeneralKnowledge) -> None:
    path = address("new", item.pk)
    assert path in source(people.stranger, item.get_absolute_url())
    assert path not in source(people.author, item.get_absolute_url())
    assert 'name="passage"' in source(people.stranger, path)
    answer = signed_in(people.stranger).post(path, form(item))
    report = Report.objects.get()
    assert answer.headers["Location"] == address("my_report", report.pk)
    assert escape(item.title) in source(people.stranger, address("mine"))
    assert EVIDENCE in source(people.stranger, address("my_report", report.pk))


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": ""},
        {"kind": "boring"},
        {"evidence": "  "},
        {"evidence": "짧다"},
        {"source": "law"},
        {"source_code": "제1조"},
        {"source": "rumour", "source_code": "x"},
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    people: Cast, item: GeneralKnowledge, changes: dict[str, str]
) -> None:
    typed = {"passage": "지워지면 안 되는 구절", **changes}
    answer = signed_in(people.stranger).post(address("new", item.pk), form(item, **typed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="form-errors"' in page
    assert "지워지면 안 되는 구절" in page
    assert not Report.objects.exists()


def test_a_text_that_was_changed_meanwhile_is_read_again(
    people: Cast, item: GeneralKnowledge
) -> None:
    before = form(item)
    report = accepted(item, people.evaluator, people.coordinator)
    mended(report, people.author)
    answer = signed_in(people.stranger).post(address("new", item.pk), before)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert EVIDENCE in page
    item.refresh_from_db()
    assert f'name="revision" value="{item.current_revision_id}"' in page


def test_writers_are_sent_to_their_item(people: Cast, item: GeneralKnowledge) -> None:
    for call in (signed_in(people.author).get, signed_in(people.author).post):
        answer = call(address("new", item.pk))
        assert answer.headers["Location"] == item.get_absolute_url()
        assert said(answer) == ["warning"]


def test_who_pauses_or_has_sent_five_is_told_before_writing(
    people: Cast, item: GeneralKnowledge
) -> None:
    for n in range(5):
        reported(item, people.stranger, passage=f"구절 {n}")
    assert 'name="evidence"' not in source(people.stranger, address("new", item.pk))
    assert 'name="evidence"' in source(people.evaluator, address("new", item.pk))


def test_two_clicks_accept_a_report(people: Cast, item: GeneralKnowledge) -> None:
    report = reported(item, people.stranger)
    browser = signed_in(people.coordinator)
    link = address("desk_report", report.pk)
    assert link in browser.get(address("desk")).content.decode()
    page = browser.get(link).content.decode()
    assert EVIDENCE in page
    assert 'name="existed"' not in page
    answer = browser.post(link, {"action": "accept", "is_cited": "on"})
    assert answer.headers["Location"] == address("desk")
    report.refresh_from_db()
    assert (report.state, report.is_cited, report.existed) == ("fixing", True, None)


def test_of_a_judged_item_it_is_asked_whether_the_fault_was_there(
    people: Cast, item: GeneralKnowledge
) -> None:
    Item.objects.filter(pk=item.pk).update(grade="superior", score=8)
    report = reported(item, people.stranger)
    browser, link = signed_in(people.coordinator), address("desk_report", report.pk)
    assert browser.post(link, {"action": "accept"}).status_code == 422
    browser.post(link, {"action": "accept", "existed": "no"})
    report.refresh_from_db()
    assert (report.state, report.existed) == ("fixing", False)


def test_a_dismissal_without_a_reason_comes_back(people: Cast, item: GeneralKnowledge) -> None:
    report = reported(item, people.stranger)
    browser, link = signed_in(people.coordinator), address("desk_report", report.pk)
    answer = browser.post(link, {"action": "dismiss", "words": " "})
    assert answer.status_code == 422
    browser.post(link, {"action": "dismiss", "usual": "taste", "words": "댓글을 써 주세요."})
    report.refresh_from_db()
    assert report.state == "dismissed"
    assert "댓글을 써 주세요." in source(people.stranger, address("my_report", report.pk))


def test_a_late_decision_is_told_and_changes_nothing(people: Cast, item: GeneralKnowledge) -> None:
    report = reported(item, people.stranger)
    dismiss_report(report=report, by=people.admin, reason="맞는 내용입니다.")
    link = address("desk_report", report.pk)
    answer = signed_in(people.coordinator).post(link, {"action": "accept"})
    assert (answer.status_code, said(answer)) == (409, ["error"])
    nonsense = signed_in(people.coordinator).post(link, {"action": "nonsense"})
    assert nonsense.status_code == 409


def test_what_was_said_about_one_item_stands_together(people: Cast, item: GeneralKnowledge) -> None:
    other = published(people.author, title="다른 지식")
    first = reported(item, people.stranger)
    reported(other, people.stranger, kind="wrong")
    last = reported(item, people.evaluator, kind="wrong")
    receive_report(item=item, by=people.colleague, claim=claim())
    answer = signed_in(people.coordinator).get(address("desk"))
    groups = [[line["report"].pk for line in group["lines"]] for group in answer.context["groups"]]
    assert groups[0] == [first.pk, last.pk]
    assert [line["report"].others for line in answer.context["groups"][0]["lines"]] == [1, 0]
    narrowed = signed_in(people.coordinator).get(address("desk"), {"kind": "outdated"})
    assert [group["item"].pk for group in narrowed.context["groups"]] == [item.pk]


def test_the_desk_is_for_those_in_charge_and_never_for_writers_and_reporters(
    people: Cast, item: GeneralKnowledge
) -> None:
    report = reported(item, people.stranger)
    link = address("desk_report", report.pk)
    for person in (people.author, people.stranger, people.colleague, people.evaluator):
        assert signed_in(person).get(address("desk")).status_code == 404
        assert signed_in(person).get(link).status_code == 404
        assert signed_in(person).post(link, {"action": "accept"}).status_code == 404
    own = published(people.coordinator, title="내 지식")
    on_own = reported(own, people.stranger)
    by_self = reported(item, people.coordinator, kind="wrong")
    page = source(people.coordinator, address("desk"))
    for hidden in (on_own, by_self):
        assert address("desk_report", hidden.pk) not in page
        path = address("desk_report", hidden.pk)
        assert signed_in(people.coordinator).get(path).status_code == 404
        assert signed_in(people.admin).get(path).status_code == 200


def test_the_writer_repairs_and_the_coordinator_compares(
    people: Cast, item: GeneralKnowledge
) -> None:
    report = accepted(item, people.stranger, people.coordinator, reason="기한을 고쳐 주세요.")
    link = address("repair", report.pk)
    home = source(people.author, reverse("home"))
    assert link in home
    writer = signed_in(people.author)
    page = writer.get(link).content.decode()
    assert EVIDENCE in page
    assert "기한을 고쳐 주세요." in page
    assert reverse("knowledge:edit", args=[item.pk]) in page
    refused = writer.post(link, {"note": ""})
    assert refused.status_code == 409
    writer.post(link, {"note": "첨부파일을 바꾸었습니다."})
    report.refresh_from_db()
    assert report.state == "fixed"
    desk = address("desk_report", report.pk)
    page = source(people.coordinator, desk)
    assert "첨부파일을 바꾸었습니다." in page
    data = {"action": "send_back", "reason": "본문도 고쳐 주세요."}
    signed_in(people.coordinator).post(desk, data)
    assert "본문도 고쳐 주세요." in writer.get(link).content.decode()
    mended(report, people.author)
    page = source(people.coordinator, desk)
    assert "<ins>" in page
    item.refresh_from_db()
    seen = {"action": "verify", "revision": str(item.current_revision_id)}
    signed_in(people.coordinator).post(desk, seen)
    report.refresh_from_db()
    assert (report.state, report.outcome) == ("closed", "repaired")


def test_an_overdue_repair_is_ended_by_the_coordinator(
    people: Cast, item: GeneralKnowledge
) -> None:
    report = accepted(item, people.stranger, people.coordinator)
    link = address("desk_report", report.pk)
    browser = signed_in(people.coordinator)
    assert 'value="retire"' not in browser.get(link).content.decode()
    with clock.at(clock.now() + timedelta(days=15)):
        assert f"{address('desk')}?show=repair" in source(people.coordinator, reverse("home"))
        assert 'value="retire"' in browser.get(link).content.decode()
        assert browser.post(link, {"action": "retire", "reason": ""}).status_code == 422
        browser.post(link, {"action": "retire", "reason": "기한이 지났습니다."})
    item.refresh_from_db()
    assert item.status == Item.Status.RETIRED


def test_readers_are_warned_on_the_items_page_while_it_is_repaired(
    people: Cast, item: GeneralKnowledge
) -> None:
    path = item.get_absolute_url()
    # The page of plain readers is kept: each step has to let it go.
    assert "report-warning" not in source(people.stranger, path)
    report = accepted(item, people.stranger, people.coordinator, reason="기한이 바뀌었습니다.")
    for person in (people.colleague, people.stranger):
        page = source(person, path)
        assert "기한이 바뀌었습니다." in page
        assert address("repair", report.pk) not in page
        assert address("desk_report", report.pk) not in page
    assert address("repair", report.pk) in source(people.author, path)
    assert address("desk_report", report.pk) in source(people.coordinator, path)
    mended(report, people.author)
    assert "report-warning" in source(people.colleague, path)
    browser = signed_in(people.coordinator)
    browser.post(address("desk_report", report.pk), {"action": "verify"})
    assert "report-warning" not in source(people.colleague, path)


def test_one_address_leads_everybody_to_their_page(people: Cast, item: GeneralKnowledge) -> None:
    report = reported(item, people.stranger)
    path = report.get_absolute_url()

    def way(person: Any) -> str:
        answer = signed_in(person).get(path)
        return str(answer.headers.get("Location", answer.status_code))

    assert way(people.stranger) == address("my_report", report.pk)
    assert way(people.coordinator) == address("desk_report", report.pk)
    assert way(people.author) == "404"
    accept_report(report=report, by=people.coordinator)
    assert way(people.author) == address("repair", report.pk)
    assert way(people.colleague) == "404"


def test_a_reporter_sees_no_title_of_what_they_may_not_read_any_more(
    people: Cast, item: GeneralKnowledge
) -> None:
    report = accepted(item, people.stranger, people.coordinator, harmful=True)
    Item.objects.filter(pk=item.pk).update(title="숨은 제목")
    for path in (address("mine"), address("my_report", report.pk)):
        assert "숨은 제목" not in source(people.stranger, path)


def test_statistics_count_what_the_officer_may_see(people: Cast, item: GeneralKnowledge) -> None:
    from accounts.models import Audience
    from accounts.services.audiences import audience_for

    busan = audience_for(kind=Audience.Kind.OFFICE, office=people.busan)
    secret = published(people.author, title="부산만", audience=busan)
    now = clock.now()
    with clock.at(now - timedelta(days=20)):
        report = accepted(item, people.stranger, people.coordinator)
    with clock.at(now - timedelta(days=17)):
        mended(report, people.author)
    with clock.at(now - timedelta(days=16)):
        signed_in(people.coordinator).post(address("desk_report", report.pk), {"action": "verify"})
    reported(secret, people.colleague, kind="wrong")
    with clock.at(now - timedelta(days=400)):
        reported(item, people.stranger, kind="duplicate", passage="", source="", source_code="")

    def numbers(person: Any) -> tuple[int, int, float | None]:
        found = signed_in(person).get(address("home")).context["statistics"]
        assert sum(number for _month, number in found.months) == found.received
        assert sum(line.number for line in found.kinds) == found.received
        assert sum(line.number for line in found.areas) == found.received
        assert len(found.months) == 12
        return found.received, found.accepted, found.days

    assert numbers(people.colleague) == (2, 1, 4.0)
    assert numbers(people.stranger) == (1, 1, 4.0)
    assert numbers(officer("newcomer")) == (1, 1, 4.0)
    deliver_all()


def test_lists_take_a_fixed_number_of_queries(
    people: Cast, item: GeneralKnowledge, django_assert_max_num_queries: Any
) -> None:
    for n in range(4):
        accepted(item, people.stranger, people.coordinator) if n == 3 else reported(
            item, people.stranger, passage=f"구절 {n}"
        )
    cases = [
        (people.stranger, address("mine")),
        (people.coordinator, address("desk")),
        (people.author, address("repairs")),
        (people.stranger, address("home")),
    ]
    for person, path in cases:
        browser = signed_in(person)
        browser.get(path)
        with django_assert_max_num_queries(6):
            browser.get(path)
