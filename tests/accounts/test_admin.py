"""Administrators manage officers and offices, in the admin and by table."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.models import Office, Officer
from accounts.services.roles import grant_role
from core.models import Activity
from tests.cast import office, officer

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = "username,employee_number,name_ko,name_en,email,office,grade,post,language,is_active\n"


@pytest.fixture
def admin_client(client: Client) -> Client:
    person = officer("boss", at=office("HQ"))
    grant_role(officer=person, role=roles.ADMIN)
    client.force_login(person)
    return client


def upload(client: Client, model: str, text: str | bytes, kind: int = 0) -> str:
    """Go through both steps of an import; returns the text of the page that says what happens."""
    content = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("table.csv" if kind == 0 else "table.xlsx", content)
    address = reverse(f"admin:accounts_{model}_import")
    page = client.post(address, {"import_file": file, "format": kind})
    form = page.context.get("confirm_form")
    if form is None:
        return page.content.decode()
    client.post(reverse(f"admin:accounts_{model}_process_import"), form.initial)
    return page.content.decode()


def test_officers_come_in_from_a_table_without_a_password(admin_client: Client) -> None:
    office("BSN")
    upload(admin_client, "officer", HEAD + "kim,,김,Kim,,BSN,7,관세행정관,ko,1\n")
    kim = Officer.objects.get(username="kim")
    assert kim.office is not None
    assert (kim.office.code, kim.grade, kim.employee_number) == ("BSN", 7, None)
    assert not kim.has_usable_password()
    assert Activity.objects.filter(verb="officer.imported").exists()


def test_an_import_changes_those_it_names_and_keeps_their_passwords(admin_client: Client) -> None:
    busan = office("BSN")
    kim = officer("kim", at=busan)
    kim.set_password("a-long-secret")
    kim.save()
    office("ICN")
    upload(admin_client, "officer", HEAD + "kim,77,김,Kim,,ICN,6,팀장,en,1\n")
    kim = Officer.objects.select_related("office").get(pk=kim.pk)
    assert kim.office is not None
    assert (kim.office.code, kim.grade, kim.language) == ("ICN", 6, "en")
    assert kim.check_password("a-long-secret")


@pytest.mark.parametrize(
    ("line", "said"),
    [("kim,,김,Kim,,NOWHERE,7,,ko,1", "NOWHERE"), ("kim,,김,Kim,,BSN,70,,ko,1", "70")],
)
def test_a_wrong_line_is_named_and_nothing_is_imported(
    admin_client: Client, line: str, said: str
) -> None:
    office("BSN")
    page = upload(admin_client, "officer", HEAD + "lee,,이,Lee,,BSN,7,,ko,1\n" + line + "\n")
    assert said in page
    assert not Officer.objects.filter(username__in=["kim", "lee"]).exists()


def test_offices_come_in_from_xlsx_and_form_a_tree(admin_client: Client) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows: list[list[str | int]] = [
        ["code", "parent", "kind", "name_ko", "name_en", "address", "position"],
        ["BSN", "HQ", "main_customs", "부산세관", "Busan", "", 1],
        ["YGD", "BSN", "customs_house", "용당세관", "Yongdang", "", 2],
    ]
    for row in rows:
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    upload(admin_client, "office", content.getvalue(), kind=1)
    above = Office.objects.get(code="YGD").get_ancestors()
    assert list(above.values_list("code", flat=True)) == ["HQ", "BSN"]


@pytest.mark.parametrize("model", ["officer", "office"])
@pytest.mark.parametrize(("kind", "begins"), [(0, b""), (1, b"PK")])
def test_tables_go_out(admin_client: Client, model: str, kind: int, begins: bytes) -> None:
    address = reverse(f"admin:accounts_{model}_export")
    names = admin_client.get(address).context["form"].fields
    chosen = {name: "on" for name in names if name.startswith(f"{model}resource_")}
    answer = admin_client.post(address, {"format": kind, "resource": 0, **chosen})
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert b"password" not in answer.content


def test_roles_are_given_on_the_officers_page_and_told_to_the_log(admin_client: Client) -> None:
    person = officer("kim", at=office("BSN"))
    address = reverse("admin:accounts_officer_change", args=[person.pk])
    given = {
        "username": "kim",
        "name_ko": "김",
        "grade": 7,
        "language": "ko",
        "is_active": "on",
        "office": person.office_id,
        "roles": ["coordinator"],
        "charges-TOTAL_FORMS": 1,
        "charges-INITIAL_FORMS": 0,
        "charges-0-office": person.office_id,
    }
    answer = admin_client.post(address, given)
    assert answer.status_code == 302, answer.context["adminform"].errors
    assert roles.is_coordinator_of(Officer.objects.get(pk=person.pk), person.office)
    assert Activity.objects.filter(verb="officer.role_granted").exists()
    admin_client.post(address, {**given, "roles": [], "charges-TOTAL_FORMS": 0})
    assert not roles.is_coordinator(Officer.objects.get(pk=person.pk))


def test_nobody_is_deleted_and_only_administrators_come_in(client: Client) -> None:
    person = officer("kim", at=office("BSN"))
    client.force_login(person)
    assert client.get(reverse("admin:index")).status_code == 302
    grant_role(officer=person, role=roles.ADMIN)
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse("admin:accounts_officer_delete", args=[person.pk])).status_code == 403
