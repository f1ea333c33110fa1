"""The place in a kept list of comments that each request fills (knowledge/fragments.py)."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from knowledge.mentions import without_names
from knowledge.models import Comment
from knowledge.places import place

register = template.Library()


@register.simple_tag
def comment_html(comment: Comment, writers: list[int], is_hidden: bool) -> SafeString:
    """What a comment says; without the names of the writers where they are hidden."""
    html = comment.html
    if is_hidden:
        html = without_names(html, writers, str(_("Somebody who wrote this item")))
    return mark_safe(html)  # noqa: S308 - cleaned when the comment was written


@register.simple_tag
def own_links(comment: Comment) -> SafeString:
    """The place for what the comment's author may do with it, with the links to choose from."""
    edit, remove = (
        format_html('<a href="{}">{}</a>', reverse(f"knowledge:{name}", args=[comment.pk]), label)
        for name, label in (("comment_edit", _("Edit")), ("comment_remove", _("Remove")))
    )
    return place("own", comment.author_id, edit, remove)
