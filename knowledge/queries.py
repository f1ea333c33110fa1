"""What the pages of knowledge show, read in as few queries as they need."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet, Subquery, Window
from django.db.models.functions import JSONObject, Lag, Length
from django.http import Http404
from django.utils.translation import get_language
from taggit.models import Tag

from accounts.models import Office, Officer
from accounts.rights import rights_of
from core.models import Activity
from core.numbers import number_in
from knowledge.attached import COLUMNS
from knowledge.categories import all_categories
from knowledge.models import (
    Attachment,
    Bookmark,
    Category,
    Citation,
    CoAuthor,
    Comment,
    FileText,
    Item,
    Reaction,
    Revision,
    Watch,
)
from knowledge.querysets import ItemQuerySet
from knowledge.threads import PAGE_SIZE, page_with, paged, thread

KEEP_COUNTS_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Marks:
    """What an officer has put on an item, and whether they are one of its co-authors."""

    has_bookmark: bool
    watch_level: str
    reactions: tuple[str, ...]
    is_coauthor: bool

    @property
    def fingerprint(self) -> str:
        """A text that is equal for equal marks."""
        return f"{int(self.has_bookmark)}.{self.watch_level}.{'-'.join(self.reactions)}"


def rows_for_page() -> ItemQuerySet:
    """Items with all that their pages show of them, but for the text's source (two queries).

    Besides the co-authors each has ``files`` (what ``attached.file_line`` takes) and ``cited``
    (codes).
    """
    files = Attachment.objects.filter(item=OuterRef("pk"), is_inline=False).order_by("pk")
    cited = Citation.objects.filter(item=OuterRef("pk")).order_by("scheme", "code")
    rows = Item.objects.for_page().select_related("audience__office")
    return (
        rows.defer("current_revision__source", "current_revision__facts")
        .prefetch_related(Prefetch("coauthorships", CoAuthor.objects.select_related("officer")))
        .annotate(
            files=ArraySubquery(files.values(data=JSONObject(**COLUMNS))),
            cited=ArraySubquery(cited.values("code")),
        )
    )


def load_item(item_id: int) -> Item:
    """The item of that number from ``rows_for_page``."""
    return rows_for_page().get(pk=item_id)


def marks_of(officer: Officer, item_id: int) -> Marks:
    """What the officer has put on the item (one query)."""
    mine = {"item": OuterRef("pk"), "officer_id": officer.pk}
    found = (
        Item.objects.filter(pk=item_id)
        .annotate(
            bookmarked=Exists(Bookmark.objects.filter(**mine)),
            level=Subquery(Watch.objects.filter(**mine).values("level")[:1]),
            kinds=ArraySubquery(Reaction.objects.filter(**mine).order_by("kind").values("kind")),
            wrote=Exists(CoAuthor.objects.filter(**mine)),
        )
        .values_list("bookmarked", "level", "kinds", "wrote")
        .get()
    )
    return Marks(found[0], found[1] or "", tuple(found[2]), found[3])


def reaction_counts(item: Item) -> dict[str, int]:
    """How many of each reaction an item has (one query)."""
    rows = Reaction.objects.filter(item=item).values_list("kind").annotate(number=Count("pk"))
    return dict(rows.order_by())


def comments_of(item: Item) -> list[Comment]:
    """All comments of an item in order of writing, removed ones too: answers hang on them."""
    rows = Comment.objects.filter(item=item).select_related("author__office")
    return list(rows.order_by("pk"))


def page_of_comment(item: Item, comment_id: int) -> int:
    """On which page of the item's comments one stands (no query where there is one page)."""
    if item.comment_count <= PAGE_SIZE:
        return 1
    rows = Comment.objects.filter(item=item).only("pk", "parent_id", "removed_at", "item_id")
    return page_with(paged(thread(list(rows.order_by("pk")))), comment_id)


def retired_at(item: Item) -> datetime | None:
    """When the item was last taken out of use (one query)."""
    rows = Activity.objects.filter(
        object_type="knowledge.item", object_id=item.pk, verb="item.retired"
    )
    return rows.order_by("-pk").values_list("occurred_at", flat=True).first()


def revisions_of(item: Item) -> QuerySet[Revision]:
    """The versions of an item, newest first, without their texts.

    Each has ``size``, its number of characters, and ``grown``, how many more than before (None
    for the first).
    """
    rows = item.revisions.select_related("editor").defer("html", "source", "facts")
    before = Window(Lag(Length("source")), order_by=F("number").asc())
    return rows.annotate(size=Length("source"), grown=Length("source") - before).order_by("-number")


def items_by(officer: Officer, status: str) -> ItemQuerySet:
    """What an officer wrote, alone or with others, in one status; the latest change first."""
    rows = Item.objects.written_by(officer).filter(status=status).for_list()
    return rows.order_by("-updated_at", "-pk")


def counts_by_status(officer: Officer) -> dict[str, int]:
    """How many items an officer wrote in each status (one query)."""
    rows = Item.objects.written_by(officer).values_list("status")
    return dict(rows.annotate(number=Count("pk")).order_by())


def bookmarked_by(officer: Officer) -> ItemQuerySet:
    """An officer's bookmarks that they may still read, the latest first."""
    rows = Item.objects.visible_to(officer).filter(bookmark__officer=officer)
    return rows.for_list().order_by("-bookmark__pk")


def get_officer(officer_id: int) -> Officer:
    """A colleague. Raises Http404."""
    colleague = Officer.objects.select_related("office").filter(pk=officer_id).first()
    if colleague is None:
        raise Http404
    return colleague


def text_of(attachment: Attachment) -> FileText | None:
    """What was read of a file; None where nothing was, or not yet."""
    return FileText.objects.filter(pk=attachment.pk, state=FileText.State.READ).first()


def find_tag(name: str) -> Tag | None:
    """The tag of that name, in whatever case."""
    return Tag.objects.filter(name__iexact=name).order_by("pk").first()


def find_followed(address: str) -> Category | Office | Officer | Tag | None:
    """What "category:3" and the like name, None if it does not exist (one query)."""
    models: dict[str, Any] = {
        "author": Officer,
        "tag": Tag,
        "category": Category,
        "office": Office,
    }
    column, _colon, number = address.partition(":")
    pk = number_in(number)
    if column not in models or pk is None:
        return None
    found: Category | Office | Officer | Tag | None
    found = models[column].objects.filter(pk=pk).first()
    return found


def rights_key(officer: Officer, hidden: frozenset[int] = frozenset()) -> str:
    """A short text that is equal for officers who see the same of shared lists."""
    rights = rights_of(officer)
    parts = (rights.audience_ids, sorted(hidden), get_language())
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def category_counts(officer: Officer) -> dict[int, int]:
    """Published items of each category and what is below it, of the audiences that the officer
    is in; kept some minutes for all officers with the same rights."""
    key = f"category-counts:{rights_key(officer)}"
    counts: dict[int, int] | None = cache.get(key)
    if counts is None:
        rows = Item.objects.in_audiences(rights_of(officer).audience_ids).order_by()
        direct = dict(rows.values_list("category_id").annotate(number=Count("pk")))
        counts = _with_below(direct)
        cache.set(key, counts, KEEP_COUNTS_SECONDS)
    return counts


def _with_below(direct: dict[Any, int]) -> dict[int, int]:
    tree = all_categories()
    return {
        top.pk: sum(direct.get(category.pk, 0) for category in tree if _is_below(category, top))
        for top in tree
    }


def _is_below(category: Category, top: Category) -> bool:
    return category.tree_id == top.tree_id and top.lft <= category.lft <= top.rght
