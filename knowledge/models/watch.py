from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from accounts.models import Office, Officer
from core import clock
from knowledge.models.category import Category
from knowledge.models.item import Item

# What can be watched; knowledge/following.py says which of several rows counts.
TARGETS = ("item", "author", "tag", "category", "office")


class Watch(models.Model):
    """How much an officer wants to hear of an item, or of all items of an author, a tag, a
    category (and below) or an office (and below). One of the five is set."""

    class Level(models.TextChoices):
        MUTED = "muted", _("Muted: nothing")
        NORMAL = "normal", _("Normal: what concerns me")
        TRACKING = "tracking", _("Tracking: listed, not mailed")
        FIRST_POST = "first_post", _("New items only")
        WATCHING = "watching", _("Watching: everything")

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="watches")
    # The unique index that begins with a target serves those who look for its followers.
    item = models.ForeignKey(Item, on_delete=models.CASCADE, null=True, blank=True, db_index=False)
    author = models.ForeignKey(
        Officer, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    tag = models.ForeignKey(
        Tag, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    level = models.CharField(
        _("level"), max_length=10, choices=Level.choices, default=Level.WATCHING
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            # Each also finds the followers of its target.
            models.UniqueConstraint("item", "officer", name="watch_once"),
            *(
                models.UniqueConstraint(
                    fields=[name, "officer"],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"watch_{name}_once",
                )
                for name in TARGETS[1:]
            ),
            models.CheckConstraint(
                condition=Exact(
                    Func(
                        *(F(name) for name in TARGETS),
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="watch_one_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} / {self.level}"
