"""The place in a kept list of comments that each request fills (knowledge/fragments.py)."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from knowledge.models import Comment
from knowledge.places import place

register = template.Library()


@register.simple_tag
def own_links(comment: Comment) -> SafeString:
    """The place for what the comment's author may do with it."""
    return place("own", comment.author_id, comment.pk)
