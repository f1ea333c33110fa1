"""Hits as the page draws them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from knowledge.cards import card
from knowledge.kinds import kinds
from knowledge.models import GeneralKnowledge
from search.hits import Hits
from search.query.parse import Query
from search.snippets import marked, snippets


def cards_of(query: Query, found: Hits) -> list[dict[str, Any]]:
    """What search/_hit.html takes for each hit, in order (at most 4 queries).

    ``source`` says where the piece stands that is shown: "text", "comment" or "file", of which
    ``file_url`` and ``file_name`` are then those.
    """
    pieces = snippets(query, found.items)
    forms = _forms([item.pk for item in found.items])
    hidden = found.scope.hidden if found.scope else frozenset()
    cards = []
    for item in found.items:
        line = card(item, hidden)
        line["title"] = marked(line["title"], query)
        line["kind"] = forms.get(item.pk) or (kinds[item.kind].label if item.kind in kinds else "")
        line["summary"], line["source"] = marked(item.summary, query), "text"
        if piece := pieces.get(item.pk):
            line["summary"], line["source"] = piece.html, piece.source
            if piece.attachment_id is not None:
                line["file_url"] = reverse("knowledge:attachment", args=[piece.attachment_id])
                line["file_name"] = marked(piece.name, query)
        cards.append(line)
    return cards


def _forms(item_ids: list[int]) -> dict[int, str]:
    """In which shape general knowledge is written, but for free form."""
    if not item_ids:
        return {}
    rows = GeneralKnowledge.objects.filter(pk__in=item_ids).exclude(
        shape=GeneralKnowledge.Shape.FREE
    )
    shapes = rows.order_by().values_list("pk", "shape")
    return {pk: str(GeneralKnowledge.Shape(shape).label) for pk, shape in shapes}
