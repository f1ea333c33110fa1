"""Filters of the pages for writing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from knowledge.models import Attachment

register = template.Library()


@register.filter
def as_files(attachments: Iterable[Attachment]) -> list[dict[str, Any]]:
    """Attachments as components/upload.html takes them."""
    return [
        {"id": a.pk, "name": a.name, "url": a.get_absolute_url(), "size": a.size}
        for a in attachments
    ]
