from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.models.item import Item


def storage_path(attachment: Attachment, filename: str) -> str:
    """Where the file lies: by fingerprint, so that no name of a user becomes a path."""
    return f"attachments/{attachment.sha256[:2]}/{attachment.sha256}"


class Attachment(models.Model):
    """A file of an item. ``content_type`` is what its bytes say, not its name."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="attachments")
    uploaded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(_("file"), upload_to=storage_path, max_length=120)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    # A picture inside the text is not listed among the files.
    is_inline = models.BooleanField(_("in the text"), default=False)
    created_at = models.DateTimeField(_("uploaded"), default=clock.now)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("knowledge:attachment", args=[self.pk])
