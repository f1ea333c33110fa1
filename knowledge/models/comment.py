from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.models.item import Item


class Comment(models.Model):
    """What an officer says to an item or to another comment."""

    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="comments", db_index=False
    )
    author = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    source = models.TextField(_("comment"))
    html = models.TextField()
    created_at = models.DateTimeField(_("written"), default=clock.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    # A removed comment keeps its place so that replies to it still hang somewhere.
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    # Set by the form: a double click or a repeated request posts once.
    token = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        # The threads of an item's page, in order of writing.
        indexes = [models.Index("item", "id", name="comment_item_page")]

    def __str__(self) -> str:
        return self.source[:60]

    def get_absolute_url(self) -> str:
        """Its place on the item's page; the parameter finds the page of a long discussion."""
        return f"{self.item.get_absolute_url()}?comment={self.pk}#comment-{self.pk}"
