"""Writing a revision: the one place where the text of an item becomes HTML."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import Any

from accounts.models import Officer
from core import clock
from knowledge.markdown import render
from knowledge.models import Item, Revision
from knowledge.services.facts import facts_of
from knowledge.services.links import linked_ids, set_links

WORDS = re.compile(r"\w+|[^\w\s]")


def fingerprint(title: str, summary: str, source: str) -> str:
    """SHA-256 over title, summary and source, each ended by a zero byte."""
    return hashlib.sha256("\0".join((title, summary, source, "")).encode()).hexdigest()


def write_revision(
    *,
    item: Item,
    editor: Officer,
    title: str,
    summary: str,
    source: str,
    comment: str = "",
    parent: Revision | None = None,
    facts: dict[str, Any] | None = None,
) -> Revision:
    """Append a revision to a locked or new item and make it the current one, unsaved.

    The item's details are saved already; ``facts`` are they, read from the item if None. The
    caller saves ``current_revision``, ``title`` and ``summary`` of the item.
    """
    revision = Revision.objects.create(
        item=item,
        number=parent.number + 1 if parent else 1,
        title=title,
        summary=summary,
        source=source,
        html=render(source),
        editor=editor,
        comment=comment,
        parent=parent,
        sha256=fingerprint(title, summary, source),
        facts=facts_of(item) if facts is None else facts,
        created_at=clock.now(),
    )
    if linked_ids(revision.html) != (linked_ids(parent.html) if parent else set()):
        set_links({item.pk: revision.html})
    item.current_revision = revision
    item.title = title
    item.summary = summary
    return revision


def changed_share(old: Revision, new: Revision) -> float:
    """How much of the old text the new one does not keep, or adds: 0.0 to 1.0.

    Words and signs are counted, their order is not: the larger of those taken and those added,
    over the number in the longer text.
    """
    before, after = _words(old), _words(new)
    longer = max(before.total(), after.total())
    if not longer:
        return 0.0
    changed = max((before - after).total(), (after - before).total())
    return round(changed / longer, 4)


def _words(revision: Revision) -> Counter[str]:
    text = "\n".join((revision.title, revision.summary, revision.source))
    return Counter(WORDS.findall(text))
