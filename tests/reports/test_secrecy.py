"""Who reported is told to nobody else: on no page, in no log, mail, download or admin."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core.models import Activity
from core.services.deliver import deliver_all
from knowledge.models import GeneralKnowledge
from notifications.services.send import send_due
from reports.models import Report
from reports.services.decide import accept_report, dismiss_report
from reports.services.receive import receive_report
from reports.services.repair import verify_repair
from tests.cast import Cast, officer
from tests.knowledge.views.forms import signed_in
from tests.reports.reporting import claim, mended, reported

pytestmark = pytest.mark.django_db

# Pages where every officer stands, whoever reported what: accounts, balances; one's own account.
OF_OFFICERS = re.compile(
    r"^/admin/accounts/|^/admin/mileage/balance/|^/officers/|^/knowledge/officers/|^/accounts/"
)


@pytest.fixture
def secret(people: Cast, item: GeneralKnowledge) -> list[Officer]:
    """Two reporters with names that stand nowhere else; their report has gone all its way, and
    another one was dismissed."""
    grant_role(officer=officer("leader", at=people.incheon), role=roles.LEADER)
    reporters = []
    for number, name in enumerate(("홍길동전", "임꺽정전")):
        person = officer(f"whistler.{number}", at=people.incheon)
        person.name_ko, person.name_en = name, f"Whistler The {number}th"
        person.employee_number = f"EMP-9{number}77"
        person.save()
        reporters.append(person)
    report = reported(item, reporters[0])
    receive_report(item=item, by=reporters[1], claim=claim(evidence="저도 같은 것을 보았습니다."))
    accept_report(report=report, by=people.coordinator, harmful=True, existed=True, is_cited=True)
    deliver_all()
    mended(report, people.author)
    verify_repair(report=report, by=people.coordinator)
    other = reported(item, reporters[1], kind="wrong")
    dismiss_report(report=other, by=people.coordinator, reason="맞는 내용입니다.")
    accept_report(report=reported(item, reporters[0], kind="security"), by=people.admin)
    deliver_all()
    return reporters


def names_of(person: Officer) -> set[str]:
    return {person.username, person.name_ko, person.name_en, str(person.employee_number)}


def pages(prefix: str = "", resolver: URLResolver | None = None) -> Iterator[str]:
    """Every address of the portal, with small numbers for its parameters."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from pages(path, entry)
        elif isinstance(entry, URLPattern):
            yield path


def filled(item: GeneralKnowledge) -> list[str]:
    reports = list(Report.objects.values_list("pk", flat=True))
    found = []
    for path in pages():
        path = path.replace("^", "").replace("$", "").replace("\\Z", "")
        if "<path:object_id>" in path:
            numbers = reports if "/reports/report/" in f"/{path}" else [1]
            found += [path.replace("<path:object_id>", str(n)) for n in numbers]
        elif path.startswith("reports/") and "items" not in path:
            found += [path.replace("<int:pk>", str(n)) for n in reports]
        else:
            path = path.replace("<int:pk>", str(item.pk)).replace("<int:number>", "1")
            found.append(path.replace("<slug:slug>", "clearance"))
    return [f"/{path}" for path in dict.fromkeys(found) if not re.search(r"[<(?]", path)]


def readers(people: Cast) -> list[Officer]:
    leader = Officer.objects.get(username="leader")
    return [people.author, people.coordinator, people.admin, leader, people.stranger]


def test_no_page_of_anybody_else_tells_who_reported(
    people: Cast, item: GeneralKnowledge, secret: list[Officer]
) -> None:
    paths = filled(item)
    assert f"/reports/desk/{Report.objects.latest('pk').pk}/" in paths
    assert f"/admin/reports/report/{Report.objects.latest('pk').pk}/change/" in paths
    words = set().union(*map(names_of, secret))
    seen = 0
    for reader in readers(people):
        browser = signed_in(reader)
        for path in paths:
            if OF_OFFICERS.search(path):
                continue
            answer = browser.get(path)
            if answer.status_code != 200 or answer.streaming:
                continue
            text = answer.content.decode(errors="replace")
            found = {word for word in words if word in text}
            assert not found, (reader.username, path, found)
            seen += 1
    assert seen > 150


def test_the_forms_of_the_desk_and_the_admin_carry_no_number_of_a_reporter(
    people: Cast, item: GeneralKnowledge, secret: list[Officer]
) -> None:
    for report in Report.objects.all():
        for reader, path in (
            (people.coordinator, reverse("reports:desk_report", args=[report.pk])),
            (people.author, reverse("reports:repair", args=[report.pk])),
            (people.admin, reverse("admin:reports_report_change", args=[report.pk])),
        ):
            answer = signed_in(reader).get(path)
            text = answer.content.decode()
            assert "reporter" not in text, path
            for person in secret:
                assert not re.search(rf'(value="|/officers?/){person.pk}\b', text), path


def test_the_log_has_neither_name_nor_number_of_a_reporter(
    people: Cast, item: GeneralKnowledge, secret: list[Officer]
) -> None:
    numbers = {person.pk for person in secret}
    for activity in Activity.objects.filter(verb__startswith="report."):
        assert activity.actor_id is None
        assert not numbers & set(_numbers(activity.data)), activity
    told = json.dumps(
        list(Activity.objects.exclude(verb__startswith="officer.").values("key", "verb", "data")),
        cls=DjangoJSONEncoder,
        ensure_ascii=False,
    )
    for person in secret:
        assert not [word for word in names_of(person) if word in told]
        mine = Activity.objects.filter(actor=person).values_list("verb", flat=True)
        assert not [verb for verb in mine if verb.startswith("report")]


def _numbers(value: object) -> Iterator[int]:
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            # Numbers of other things may be those of an officer by chance.
            if name not in ("item", "revision"):
                yield from _numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _numbers(inner)


def test_mail_and_downloads_do_not_tell_it(
    people: Cast, item: GeneralKnowledge, secret: list[Officer]
) -> None:
    send_due()
    words = set().union(*map(names_of, secret))
    addresses = {person.email for person in secret if person.email}
    for letter in mail.outbox:
        if not addresses & set(letter.to):
            assert not [word for word in words if word in str(letter.message())]
    for name in ("mileage:download", "notifications:inbox"):
        for reader in readers(people):
            text = b"".join(signed_in(reader).get(reverse(name))).decode(errors="replace")
            assert not [word for word in words if word in text]


def test_reporters_see_their_own(secret: list[Officer]) -> None:
    for person in secret:
        page = signed_in(person).get(reverse("reports:mine")).content.decode()
        assert page.count(reverse("reports:mine") + "") > 2
    answer = Client().get(reverse("reports:mine"))
    assert answer.status_code == 302
