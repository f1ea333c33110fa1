"""The mark in a kept list of comments that each request fills (knowledge/fragments.py)."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from knowledge.models import Comment

register = template.Library()


@register.simple_tag
def own_links(comment: Comment) -> SafeString:
    """The place for what the comment's author may do with it."""
    return mark_safe(f"\x02own {comment.author_id} {comment.pk}\x03")  # noqa: S308 - numbers
