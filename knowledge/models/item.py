from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from mptt.models import TreeForeignKey
from taggit.managers import TaggableManager
from taggit.models import ItemBase, Tag

from accounts.models import Audience, Office, Officer
from core import clock
from knowledge.kinds import kinds
from knowledge.models.category import Category
from knowledge.querysets import ItemQuerySet


class ItemTag(ItemBase):
    """A tag on an item."""

    content_object = models.ForeignKey("knowledge.Item", on_delete=models.CASCADE)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        constraints = [models.UniqueConstraint("content_object", "tag", name="item_tag_once")]


class Item(models.Model):
    """A piece of knowledge of any kind: what all kinds share.

    A kind is a model that inherits this table and holds only what is special about it.
    Services change items; nothing else does.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        REJECTED = "rejected", _("Rejected")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")
        HIDDEN = "hidden", _("Hidden")

    class Grade(models.TextChoices):
        NONE = "", _("Not evaluated")
        STANDARD = "standard", _("Standard")
        SUPERIOR = "superior", _("Superior")

    class Language(models.TextChoices):
        KOREAN = "ko", _("Korean")
        ENGLISH = "en", _("English")

    kind = models.CharField(_("kind"), max_length=12)
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    author = models.ForeignKey(
        Officer,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        related_name="items",
        db_index=False,
    )
    coauthors = models.ManyToManyField(
        Officer,
        verbose_name=_("co-authors"),
        through="knowledge.CoAuthor",
        related_name="coauthored_items",
        blank=True,
    )
    office = models.ForeignKey(
        Office, verbose_name=_("owning office"), on_delete=models.PROTECT, db_index=False
    )
    category = TreeForeignKey(
        Category,
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
        db_index=False,
    )
    audience = models.ForeignKey(
        Audience, verbose_name=_("readers"), on_delete=models.PROTECT, db_index=False
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.KOREAN
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    status_reason = models.TextField(
        _("reason"), blank=True, help_text=_("Why it was returned, rejected, retired or hidden.")
    )
    current_revision = models.ForeignKey(
        "knowledge.Revision",
        verbose_name=_("current revision"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    tags = TaggableManager(through=ItemTag, blank=True)
    # The names of the tags, one a line: lists show them without a query.
    tag_names = models.TextField(_("tag names"), blank=True, default="")

    created_at = models.DateTimeField(_("created"), default=clock.now)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated"), default=clock.now)

    view_count = models.PositiveIntegerField(_("views"), default=0)
    comment_count = models.PositiveIntegerField(_("comments"), default=0)
    reaction_count = models.PositiveIntegerField(_("reactions"), default=0)
    bookmark_count = models.PositiveIntegerField(_("bookmarks"), default=0)

    score = models.DecimalField(_("score"), max_digits=4, decimal_places=2, null=True, blank=True)
    # The plain mean of the same decision: no page shows the corrected score without it.
    raw_score = models.DecimalField(
        _("plain mean"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices, blank=True)

    # Goes up with whatever changes the item's page for all readers: the key of cached pieces.
    version = models.PositiveIntegerField(default=0)
    external_id = models.CharField(
        _("external number"), max_length=200, unique=True, null=True, blank=True
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        indexes = [
            # Newest of a kind, the front of every list; and newest of all, for the home page. With
            # what the rule of reading asks, so that a far page of a list reads the index only.
            models.Index(
                "kind",
                models.F("published_at").desc(),
                models.F("id").desc(),
                name="item_list_newest",
                condition=models.Q(status="published"),
                include=["status", "audience", "author", "office"],
            ),
            models.Index(
                models.F("published_at").desc(),
                name="item_home_newest",
                condition=models.Q(status="published"),
            ),
            # Lists of a category, an office.
            models.Index(
                "category",
                models.F("published_at").desc(),
                name="item_list_category",
                condition=models.Q(status="published"),
            ),
            models.Index(
                "office",
                models.F("published_at").desc(),
                name="item_list_office",
                condition=models.Q(status="published"),
            ),
            # Most read.
            models.Index(
                "kind",
                models.F("view_count").desc(),
                models.F("id").desc(),
                name="item_list_read",
                condition=models.Q(status="published"),
                include=["status", "audience", "author", "office"],
            ),
            # Superior, and best score.
            models.Index(
                models.F("score").desc(),
                models.F("published_at").desc(),
                name="item_list_superior",
                condition=models.Q(status="published", grade="superior"),
            ),
            # The coordinators' queue.
            models.Index(
                "office",
                "submitted_at",
                name="item_coordinator_queue",
                condition=models.Q(status="submitted"),
            ),
            # "My knowledge" and what waits for the author.
            models.Index("author", "status", name="item_mine"),
            # Likely duplicates of a submission.
            GinIndex(OpClass("title", "gin_trgm_ops"), name="item_search_title"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="published")
                | models.Q(
                    current_revision__isnull=False,
                    published_at__isnull=False,
                    category__isnull=False,
                ),
                name="item_published_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled"))

    def get_absolute_url(self) -> str:
        return reverse(kinds[self.kind].url_name, args=[self.pk])

    @property
    def is_superior(self) -> bool:
        """Whether its last published decision says superior."""
        return self.grade == self.Grade.SUPERIOR

    @property
    def tag_list(self) -> list[str]:
        """Names of the tags, without a query."""
        return self.tag_names.splitlines()


class CoAuthor(models.Model):
    """An officer who wrote an item together with its author."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="coauthorships")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="coauthorships")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint("item", "officer", name="coauthor_once")]

    def __str__(self) -> str:
        return str(self.officer)
