"""What a reader puts on an item: reaction, bookmark."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.models.item import Item


class Mark(models.Model):
    """Officer, item and when."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.item_id} / {self.officer_id}"


class Reaction(Mark):
    """A short answer to an item."""

    class Kind(models.TextChoices):
        USEFUL = "useful", _("Useful")
        THANKS = "thanks", _("Thanks")
        INSIGHT = "insight", _("Insightful")

    kind = models.CharField(_("reaction"), max_length=10, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint("item", "officer", "kind", name="reaction_once"),
        ]


class Bookmark(Mark):
    """An item that the officer wants to find again."""

    class Meta:
        constraints = [models.UniqueConstraint("item", "officer", name="bookmark_once")]
        # "My bookmarks", newest first.
        indexes = [models.Index("officer", models.F("id").desc(), name="bookmark_mine")]
