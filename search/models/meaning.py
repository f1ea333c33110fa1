from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models import Item


class Meaning(models.Model):
    """How far the meaning of a published item has been worked out, and of which text.

    What is not here, or is of another text, waits for the worker: the rows are the queue.
    """

    class Depth(models.IntegerChoices):
        # Related by words: there was no model or no place for vectors.
        WORDS = 0, _("Words only")
        HEAD = 1, _("Title and summary")
        WHOLE = 2, _("Whole text")

    item = models.OneToOneField(
        Item, on_delete=models.CASCADE, primary_key=True, related_name="meaning"
    )
    # The text it is of: revision, and MD5 of title and summary.
    revision_id = models.BigIntegerField()
    head = models.CharField(max_length=32)
    depth = models.PositiveSmallIntegerField(choices=Depth.choices)

    class Meta:
        verbose_name = _("meaning of an item")
        verbose_name_plural = _("meanings of items")

    def __str__(self) -> str:
        return f"{self.item_id}: {self.get_depth_display()}"


class Passage(models.Model):
    """A piece of an item's text; number 0 is title and summary.

    Where the database has pgvector, ``search_prepare_meaning()`` adds the column ``embedding``,
    which only search/meaning/store.py knows.
    """

    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="passages", db_index=False
    )
    number = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = [models.UniqueConstraint("item", "number", name="passage_number_once")]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.number}"


class Likeness(models.Model):
    """Another item that is about the same, whoever may read it: who shows it asks visible_to."""

    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="likenesses", db_index=False
    )
    # Its index is for the deletion of the item and for forgetting what has another text now.
    other = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    likeness = models.FloatField()

    class Meta:
        verbose_name = _("related item")
        verbose_name_plural = _("related items")
        constraints = [models.UniqueConstraint("item", "other", name="likeness_once")]

    def __str__(self) -> str:
        return f"{self.item_id} ~ {self.other_id}"
