"""The cast: an office tree and the people that tests speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts import roles
from accounts.models import Audience, Office, Officer
from accounts.services.audiences import all_officers
from accounts.services.roles import grant_role
from knowledge.models import Category, GeneralKnowledge, Revision
from knowledge.services.drafts import create_draft
from knowledge.services.fields import ItemFields
from knowledge.services.submit import submit_item
from knowledge.services.touch import tell_search

TEXT = """# 절차

보세운송 신고는 보세구역 반출 전에 하고, 도착지 세관에 도착을 보고한다.

- 신고서를 낸다
- 승인을 받는다
"""


def office(code: str, *, parent: Office | None = None) -> Office:
    """A customs house of that code."""
    return Office.objects.create(
        code=code,
        name_ko=f"{code} 세관",
        name_en=f"{code} Customs",
        kind=Office.Kind.CUSTOMS_HOUSE,
        parent=parent,
    )


def officer(username: str, *, at: Office | None = None, grade: int = 7) -> Officer:
    """An officer of that name who cannot sign in."""
    person = Officer(
        username=username, name_ko=username, name_en=username.title(), office=at, grade=grade
    )
    person.set_unusable_password()
    person.save()
    return person


@dataclass(frozen=True, slots=True)
class Cast:
    """Author and colleague of Busan, its coordinator, an evaluator and a stranger of Incheon."""

    busan: Office
    incheon: Office
    author: Officer
    colleague: Officer
    coordinator: Officer
    evaluator: Officer
    stranger: Officer
    admin: Officer


def cast() -> Cast:
    """Everybody of the cast, with their roles."""
    busan, incheon = office("BUS"), office("ICN")
    people = Cast(
        busan=busan,
        incheon=incheon,
        author=officer("author", at=busan),
        colleague=officer("colleague", at=busan),
        coordinator=officer("coordinator", at=busan, grade=5),
        evaluator=officer("evaluator", at=incheon, grade=6),
        stranger=officer("stranger", at=incheon),
        admin=officer("admin", at=incheon),
    )
    grant_role(officer=people.coordinator, role=roles.COORDINATOR, office=busan)
    grant_role(officer=people.evaluator, role=roles.EVALUATOR)
    grant_role(officer=people.admin, role=roles.ADMIN)
    return people


def category(slug: str = "clearance") -> Category:
    """The category of that slug."""
    found = Category.objects.filter(slug=slug).first()
    return found or Category.objects.create(slug=slug, name_ko="통관", name_en=slug.title())


def fields(**changes: Any) -> ItemFields:
    """The fields of a whole form, with changes."""
    whole: dict[str, Any] = {
        "title": "보세운송 신고",
        "summary": "보세운송 신고의 순서와 때를 적는다.",
        "source": TEXT,
    }
    if "category" not in changes:
        whole["category"] = category()
    return ItemFields(**(whole | changes))


def draft(by: Officer, **changes: Any) -> GeneralKnowledge:
    """A draft of the officer, ready to be submitted."""
    return create_draft(by=by, fields=fields(**changes))


def submitted(by: Officer, **changes: Any) -> GeneralKnowledge:
    """An item that waits for its form check."""
    item = draft(by, **changes)
    submit_item(item=item, by=by)
    item.refresh_from_db()
    return item


def published(
    author: Officer, *, title: str = "보세운송 신고", audience: Audience | None = None
) -> GeneralKnowledge:
    """A published item with one revision, as services would leave it."""
    assert author.office is not None
    item = GeneralKnowledge.objects.create(
        kind=GeneralKnowledge.KIND,
        title=title,
        author=author,
        office=author.office,
        category=category(),
        audience=audience or all_officers(),
    )
    item.current_revision = Revision.objects.create(
        item=item,
        number=1,
        title=title,
        source="본문",
        html="<p>본문</p>",
        editor=author,
        sha256="0",
    )
    item.status = GeneralKnowledge.Status.PUBLISHED
    item.published_at = item.created_at
    item.save()
    tell_search(item.pk)
    return item
