"""The cast: an office tree and the people that tests speak of."""

from __future__ import annotations

from accounts.models import Audience, Office, Officer
from accounts.services.audiences import all_officers
from knowledge.models import Category, GeneralKnowledge, Revision


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


def published(
    author: Officer, *, title: str = "보세운송 신고", audience: Audience | None = None
) -> GeneralKnowledge:
    """A published item with one revision, as services would leave it."""
    category, _ = Category.objects.get_or_create(
        slug="clearance", defaults={"name_ko": "통관", "name_en": "Clearance"}
    )
    assert author.office is not None
    item = GeneralKnowledge.objects.create(
        kind=GeneralKnowledge.KIND,
        title=title,
        author=author,
        office=author.office,
        category=category,
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
    return item
