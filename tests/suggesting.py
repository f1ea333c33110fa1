"""Suggested edits, as readers send them."""

from __future__ import annotations

from accounts.models import Officer
from knowledge.models import Item, Suggestion
from knowledge.services.fields import ItemFields
from knowledge.services.suggest import suggest_edit

PARAGRAPH = "고친 문단이다. 근거가 되는 고시가 바뀌어 이 문단을 함께 고친다."


def suggested(
    item: Item, by: Officer, *, old: str = "", new: str = PARAGRAPH, reason: str = "근거"
) -> Suggestion:
    """An edit of the current text: ``old`` becomes ``new``, or a paragraph more without it."""
    item.refresh_from_db()
    base = item.current_revision
    assert base is not None
    source = base.source.replace(old, new) if old else f"{base.source}\n\n{new}"
    text = ItemFields(title=base.title, summary=base.summary or "요약", source=source)
    return suggest_edit(item=item, by=by, text=text, base=base, reason=reason)
