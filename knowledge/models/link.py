from __future__ import annotations

from django.db import models

from knowledge.models.item import Item


class ItemLink(models.Model):
    """The current text of an item has a link to another item."""

    source = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="links", db_index=False)
    # Which items cite this one: whom to tell when it turns out wrong.
    target = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="cited_by")

    class Meta:
        constraints = [models.UniqueConstraint("source", "target", name="item_link_once")]

    def __str__(self) -> str:
        return f"{self.source_id} / {self.target_id}"
