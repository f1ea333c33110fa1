"""What lies before an officer who opens the form of an item.

That is the saved text, or the officer's own working copy: what was typed and not yet saved. Both
are flat dictionaries of the form's fields as they are posted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Audience, Officer
from core.numbers import number_in
from core.rows import only
from knowledge.forms import ALL, KEPT, MINE, OFFICE, PUBLIC, ItemForm
from knowledge.models import Attachment, Citation, GeneralKnowledge, Item, Revision, WorkingCopy
from knowledge.services.fields import tidy

# What the form sends besides what the officer typed.
ABOUT_THE_FORM = ("base", "version")
TYPED = tuple(name for name in ItemForm.base_fields if name not in ABOUT_THE_FORM)
TEXTS = ("title", "summary", "source")

Data = dict[str, str]


@dataclass(frozen=True, slots=True)
class Desk:
    """The form's values, the revision they began from, and the working copy they are, if any."""

    data: Data
    base: Revision | None
    version: int = 0
    saved_at: datetime | None = None

    @property
    def initial(self) -> Data:
        """The values for the form, hidden ones included."""
        base = str(self.base.pk) if self.base else ""
        return {**self.data, "base": base, "version": str(self.version)}


def desk_of(item: Item, officer: Officer) -> Desk:
    """The officer's working copy if there is one that differs, else the saved text."""
    saved = saved_data(item, officer)
    copy = copy_of(item, officer)
    if copy is None:
        return Desk(saved, item.current_revision)
    data = saved | {name: str(copy.data[name]) for name in TYPED if name in copy.data}
    base = revision_of(item, str(copy.data.get("base", ""))) or copy.base or item.current_revision
    return Desk(data, base, copy.version, copy.saved_at if data != saved else None)


def saved_data(item: Item, officer: Officer) -> Data:
    """The form's fields as the item has them."""
    revision = item.current_revision
    data = {
        "title": revision.title if revision else item.title,
        "summary": revision.summary if revision else item.summary,
        "source": revision.source if revision else "",
        "category": str(item.category_id or ""),
        "shape": shape_of(item),
        "tags": ", ".join(item.tag_list),
        "coauthors": ", ".join(
            row.officer.username for row in item.coauthorships.select_related("officer")
        ),
        "language": item.language,
        "comment": "",
    }
    data |= _readers(item.audience, officer)
    codes = list(item.citations.order_by("pk").values_list("scheme", "code"))
    data["laws"] = "\n".join(code for scheme, code in codes if scheme == Citation.Scheme.LAW)
    data["hs_codes"] = "\n".join(code for scheme, code in codes if scheme == Citation.Scheme.HS)
    return data


def _readers(audience: Audience, officer: Officer) -> Data:
    office = ""
    if audience.kind == Audience.Kind.OFFICE:
        mine = audience.office_id == officer.office_id
        readers, office = (MINE, "") if mine else (OFFICE, str(audience.office_id))
    else:
        kinds = {Audience.Kind.ALL: ALL, Audience.Kind.PUBLIC: PUBLIC}
        readers = kinds.get(Audience.Kind(audience.kind), KEPT)
    grade = "" if audience.lowest_grade is None else str(audience.lowest_grade)
    return {"readers": readers, "office": office, "lowest_grade": grade}


def shape_of(item: Item) -> str:
    """The shape of an item of general knowledge."""
    rows = GeneralKnowledge.objects.filter(pk=item.pk).values_list("shape", flat=True)
    return only(rows) or GeneralKnowledge.Shape.FREE


def posted_data(post: Mapping[str, str]) -> Data:
    """What was typed into a form that was sent, tidy, with the revision it began from."""
    names = [*TYPED, "base"]
    return {name: tidy(post[name]) for name in names if name in post}


def same_texts(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether title, summary and text say the same; ends of lines do not count."""
    return all(tidy(one.get(n, "")).strip() == tidy(other.get(n, "")).strip() for n in TEXTS)


def copy_of(item: Item, officer: Officer) -> WorkingCopy | None:
    """What the officer has typed and not saved."""
    return only(WorkingCopy.objects.filter(item_id=item.pk, officer=officer))


def revision_of(item: Item, pk: str) -> Revision | None:
    """The revision of this id, if it is one of the item."""
    if pk == str(item.current_revision_id):
        return item.current_revision
    number = number_in(pk)
    if number is None:
        return None
    rows = Revision.objects.select_related("editor")
    return only(rows.filter(item_id=item.pk, pk=number))


def file_of(item: Item, pk: str) -> Attachment | None:
    """The file of this id, if it is one of the item."""
    number = number_in(pk)
    return None if number is None else only(item.attachments.filter(pk=number))
