"""What stood around the text when a revision was written: the base of merging it.

A revision keeps it as plain values, so that a form that was opened before somebody else's save
does not put back the tags, category or readers which that save has changed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from accounts.models import Audience, Officer
from knowledge.models import Category, GeneralKnowledge, Item
from knowledge.services.fields import ItemFields


def facts_of(item: Item) -> dict[str, Any]:
    """The details of an item as they stand, as plain values."""
    shape = GeneralKnowledge.objects.filter(pk=item.pk).values_list("shape", flat=True).first()
    coauthors = item.coauthorships.order_by("position", "pk")
    return {
        "category": item.category_id,
        "audience": item.audience_id,
        "language": item.language,
        "tags": item.tag_list,
        "shape": shape,
        "coauthors": list(coauthors.values_list("officer_id", flat=True)),
        "citations": sorted([row.scheme, row.code] for row in item.citations.all()),
    }


def facts_after(item: Item, fields: ItemFields, by: Officer) -> dict[str, Any]:
    """The same right after ``set_columns`` and ``set_details``, with what they know."""
    if item.author_id == by.pk:
        return {
            "category": item.category_id,
            "audience": item.audience_id,
            "language": item.language,
            "tags": item.tag_list,
            "shape": fields.shape if item.kind == GeneralKnowledge.KIND else None,
            "coauthors": [officer.pk for officer in fields.coauthors],
            "citations": sorted(list(pair) for pair in fields.citations),
        }
    return facts_of(item)


def merge_facts(item: Item, base: dict[str, Any], mine: ItemFields) -> ItemFields:
    """``mine``, but what the person left as it was in ``base`` is taken from the item.

    What both changed is the person's: these are choices, seen on the form, with nothing to
    join. Without a base everything is the person's.
    """
    now = facts_of(item)
    kept = [name for name, value in _values(mine).items() if name in base and base[name] == value]
    return replace(mine, **{name: _read(name, now[name]) for name in kept})


def _values(fields: ItemFields) -> dict[str, Any]:
    """The fields in the form of ``facts_of``; readers left open stay out, they have no number."""
    values: dict[str, Any] = {
        "category": fields.category.pk if fields.category else None,
        "language": fields.language,
        "tags": list(fields.tags),
        "shape": fields.shape,
        "coauthors": [officer.pk for officer in fields.coauthors],
        "citations": sorted(list(pair) for pair in fields.citations),
    }
    return values | ({"audience": fields.audience.pk} if fields.audience else {})


def _read(name: str, value: Any) -> Any:
    match name:
        case "category":
            return value and Category.objects.get(pk=value)
        case "audience":
            return Audience.objects.get(pk=value)
        case "coauthors":
            officers = Officer.objects.in_bulk(value)
            return tuple(officers[pk] for pk in value)
        case "citations":
            return tuple((scheme, code) for scheme, code in value)
        case "tags":
            return tuple(value)
        case _:
            return value
