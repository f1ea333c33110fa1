"""Small look-ups of the templates of evaluation."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def of(table: dict[Any, Any], key: Any) -> Any:
    """The entry of a dictionary under a key that is itself a variable; empty text if there is
    none, so that templates may ask on."""
    return table.get(key, "")
