"""Five reports a day, a pause after many dismissals, one report of the same fault, at once too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.models import Activity
from knowledge.models import GeneralKnowledge, Item
from knowledge.services.errors import Refused
from reports.fingerprint import fingerprint
from reports.formulas import paused_until
from reports.models import JoinedReport, Report
from reports.services.decide import accept_report, dismiss_report
from reports.services.policies import policy_on
from reports.services.receive import receive_report
from tests.cast import Cast, officer, published
from tests.reports.reporting import claim, reported
from tests.threads import at_once, raised

NOON = datetime(2026, 3, 2, 3, tzinfo=UTC)
DAY = timedelta(days=1)


def numbered(item: Item, by: object, n: int) -> Report:
    return reported(item, by, passage=f"구절 {n}")  # type: ignore[arg-type]


@pytest.mark.django_db
def test_five_a_day_of_seoul_joined_ones_too(people: Cast, item: GeneralKnowledge) -> None:
    midnight = datetime(2026, 3, 2, 15, tzinfo=UTC)
    with clock.at(midnight - timedelta(minutes=1)):
        numbered(item, people.evaluator, 9)
        for n in range(4):
            numbered(item, people.stranger, n)
        joined = claim(passage="구절 9")
        assert receive_report(item=item, by=people.stranger, claim=joined)[1]
        with pytest.raises(Refused, match="tomorrow"):
            numbered(item, people.stranger, 5)
    with clock.at(midnight):
        numbered(item, people.stranger, 5)


@pytest.mark.django_db
def test_six_of_ten_dismissed_bring_a_pause_of_thirty_days(
    people: Cast, item: GeneralKnowledge
) -> None:
    for n in range(10):
        with clock.at(NOON + n * DAY):
            report = numbered(item, people.stranger, n)
            if n % 2 or n == 8:
                dismiss_report(report=report, by=people.coordinator, reason="맞는 내용입니다.")
            else:
                accept_report(report=report, by=people.coordinator)
    last = NOON + 9 * DAY
    with (
        clock.at(last + 30 * DAY - timedelta(seconds=1)),
        pytest.raises(Refused, match="dismissed"),
    ):
        numbered(item, people.stranger, 11)
    with clock.at(last + 30 * DAY):
        numbered(item, people.stranger, 11)


@pytest.mark.django_db
def test_five_of_ten_dismissed_bring_none(people: Cast, item: GeneralKnowledge) -> None:
    for n in range(10):
        with clock.at(NOON + n * DAY):
            report = numbered(item, people.stranger, n)
            if n % 2:
                dismiss_report(report=report, by=people.coordinator, reason="맞는 내용입니다.")
            else:
                accept_report(report=report, by=people.coordinator)
    with clock.at(NOON + 10 * DAY):
        numbered(item, people.stranger, 11)


moments = st.integers(0, 400).map(lambda n: NOON + n * DAY)


@given(st.lists(st.tuples(moments, st.booleans()), unique_by=lambda pair: pair[0]))
def test_a_pause_depends_on_the_last_ten_alone_and_ends(
    decided: list[tuple[datetime, bool]],
) -> None:
    rules = {"window": 10, "most_dismissed": 0.5, "pause_days": 30}
    until = paused_until(decided, **rules)  # type: ignore[arg-type]
    last = sorted(decided)[-10:]
    assert until == paused_until(reversed(last), **rules)  # type: ignore[arg-type]
    dismissed = [moment for moment, was in last if was]
    assert (until is not None) == (len(dismissed) >= 6)
    if until is not None:
        assert until == max(dismissed) + 30 * DAY


@given(st.text(), st.text(min_size=1))
def test_spaces_case_and_signs_do_not_make_another_fingerprint(passage: str, evidence: str) -> None:
    def mark(text: str) -> str:
        return fingerprint(passage=text, source="", source_code="", evidence=evidence)

    assert mark(f"  {passage}\n.") == mark(passage)
    assert len(mark(passage)) == 64


def test_what_is_pointed_at_makes_the_fingerprint() -> None:
    def mark(passage: str = "", code: str = "", evidence: str = "까닭") -> str:
        source = "law" if code else ""
        return fingerprint(passage=passage, source=source, source_code=code, evidence=evidence)

    assert mark("신고 기한", "제1조") == mark("신고  기한!", "제2조", "다른 까닭")
    assert mark(code="제1조") == mark(code="제1조", evidence="다른 까닭") != mark(code="제2조")
    assert mark(evidence="하나") != mark(evidence="둘")
    assert len({mark("가"), mark(code="가"), mark(evidence="가")}) == 3


@pytest.mark.django_db(transaction=True)
def test_two_reporters_of_the_same_at_once(people: Cast, item: GeneralKnowledge) -> None:
    policy_on()
    results = at_once(
        *(
            partial(receive_report, item=item, by=person, claim=claim())
            for person in (people.stranger, people.evaluator)
        )
    )
    assert not raised(results, Refused)
    outcomes: Any = results
    assert sorted(joined for _report, joined in outcomes) == [False, True]
    report, joined = Report.objects.get(), JoinedReport.objects.get()
    assert {report.reporter, joined.reporter} == {people.stranger, people.evaluator}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second", [accept_report, dismiss_report])
def test_two_coordinators_at_once(
    people: Cast, item: GeneralKnowledge, second: Callable[..., Any]
) -> None:
    report = reported(item, people.stranger)
    reason = {"reason": "맞는 내용입니다."}
    results = at_once(
        partial(accept_report, report=report, by=people.coordinator),
        partial(second, report=report, by=people.admin, **reason),
    )
    assert len(raised(results, Refused)) == 1
    decisions = Activity.objects.filter(verb__in=["report.accepted", "report.dismissed"])
    assert decisions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_storm_of_reports_keeps_the_limits(people: Cast) -> None:
    """Three officers report the same fault of each of eight items in twenty-four threads."""
    policy_on()
    items = [published(people.author, title=f"지식 {n}") for n in range(8)]
    storm = [officer(f"storm{n}", at=people.incheon) for n in range(3)]
    deeds = [partial(numbered_claim, item, person, 0) for person in storm for item in items]
    results = at_once(*deeds)
    refused = raised(results, Refused)
    sent = Report.objects.count() + JoinedReport.objects.count()
    assert sent == 15
    assert len(refused) == len(deeds) - sent
    for person in storm:
        mine = Report.objects.filter(reporter=person).count()
        assert mine + JoinedReport.objects.filter(reporter=person).count() == 5
    faults = Report.objects.values_list("revision", "kind", "fingerprint")
    assert len(faults) == len(set(faults))
    received = Activity.objects.filter(verb="report.received").count()
    assert received == Report.objects.count()


def numbered_claim(item: Item, by: object, n: int) -> object:
    return receive_report(item=item, by=by, claim=claim(passage=f"구절 {n}"))  # type: ignore[arg-type]
