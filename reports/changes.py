"""What was changed between two revisions, for the diff component."""

from __future__ import annotations

from django.utils.translation import gettext as _

from knowledge.diff import Row, diff_rows
from knowledge.models import Revision


def changes_between(before: Revision, after: Revision | None) -> list[tuple[str, list[Row]]]:
    """(name, rows) of title, summary and text, of those that differ."""
    if after is None or after.pk == before.pk:
        return []
    parts = [
        (_("Title"), diff_rows(before.title, after.title)),
        (_("Summary"), diff_rows(before.summary, after.summary)),
        (_("Text"), diff_rows(before.source, after.source)),
    ]
    return [(name, rows) for name, rows in parts if rows]
