"""Files of an item: checked by their bytes, kept under their fingerprint."""

from __future__ import annotations

import errno
import hashlib
import logging
from functools import partial
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core.services.record import record
from knowledge.access import may_edit
from knowledge.files import PICTURES, checked_type, clean_name, with_suffix
from knowledge.locks import hold_content, lock_item
from knowledge.models import Attachment, FileText, Item
from knowledge.models.attachment import storage_path
from knowledge.services.errors import Refused
from knowledge.services.touch import tell_search, touch
from knowledge.tasks import announce_file

logger = logging.getLogger(__name__)

DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
NO_ROOM = _(
    "The portal has no room left for files, so yours was not kept."
    " Tell an administrator and try again later; your text is safe."
)


def attach_file(
    *, item: Item, by: Officer, upload: UploadedFile, is_inline: bool = False
) -> Attachment:
    """Keep a file with an item that ``by`` may edit.

    The same content is stored once, however many items have it. ``is_inline`` is for pictures
    inside the text, which are not listed. Raises Refused: too large, empty, a program, a type
    that is not kept, no room on the disk.
    """
    name = clean_name(upload.name or "")
    size = upload.size or 0
    if size == 0:
        raise Refused(_("The file is empty. Check it on your computer and attach it again."))
    if size > settings.ATTACHMENT_MAX_BYTES:
        raise Refused(too_large())
    kind = checked_type(cast(BinaryIO, upload), name)
    if is_inline and kind.content_type not in PICTURES:
        raise Refused(_("Only pictures can stand in the text. Attach the file instead."))
    sha256 = _fingerprint(upload)
    with transaction.atomic():
        locked = lock_item(item.pk)
        _require_editor(locked, by)
        hold_content(sha256)
        attachment = Attachment(
            item=locked,
            uploaded_by=by,
            name=with_suffix(name, kind),
            content_type=kind.content_type,
            size=size,
            sha256=sha256,
            is_inline=is_inline,
        )
        attachment.file.name = _store(storage_path(attachment, name), upload, size)
        attachment.save()
        FileText.objects.create(attachment=attachment)
        transaction.on_commit(partial(announce_file, attachment.pk), robust=True)
        record(
            verb="item.file_added",
            obj=locked,
            key=f"item.file_added:{attachment.pk}",
            actor=by,
            data={"attachment": attachment.pk, "name": attachment.name, "sha256": sha256},
        )
        touch(locked.pk)
        tell_search(locked.pk)
    return attachment


def remove_attachment(*, attachment: Attachment, by: Officer) -> None:
    """Take a file from an item that ``by`` may edit. Raises Refused.

    The content goes once no item has it any more.
    """
    with transaction.atomic():
        locked = lock_item(attachment.item_id)
        _require_editor(locked, by)
        row = Attachment.objects.filter(pk=attachment.pk).first()
        if row is None:
            return
        record(
            verb="item.file_removed",
            obj=locked,
            key=f"item.file_removed:{row.pk}",
            actor=by,
            data={"attachment": row.pk, "name": row.name, "sha256": row.sha256},
        )
        path, sha256 = row.file.name, row.sha256
        row.delete()
        touch(locked.pk)
        tell_search(locked.pk)
        transaction.on_commit(partial(_forget, path, sha256), robust=True)


def forget_files(item: Item) -> None:
    """Have the contents of all files of an item go with it, once the transaction commits."""
    for path, sha256 in item.attachments.values_list("file", "sha256"):
        transaction.on_commit(partial(_forget, path, sha256), robust=True)


def too_large() -> str:
    """The sentence for a file over the limit."""
    return gettext("The file is larger than %(limit)s. Attach a smaller one, or split it.") % {
        "limit": filesizeformat(settings.ATTACHMENT_MAX_BYTES)
    }


def _require_editor(item: Item, by: Officer) -> None:
    if not may_edit(by, item):
        raise Refused(_("Only its writers can change the files of an item, while it is open."))


def _fingerprint(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    upload.seek(0)
    for block in upload.chunks():
        digest.update(block)
    return digest.hexdigest()


def _store(path: str, upload: UploadedFile, size: int) -> str:
    """Put the content at its place unless it is there; returns the place.

    The caller holds the content. A file of another size is what a killed upload left behind.
    """
    storage = _storage()
    if storage.exists(path):
        if storage.size(path) == size:
            return path
        storage.delete(path)
    upload.seek(0)
    try:
        return storage.save(path, File(upload, name=path))
    except OSError as error:
        storage.delete(path)
        if error.errno in DISK_FULL:
            logger.error("No room for an attachment of %d bytes: %s", size, error)
            raise Refused(NO_ROOM) from error
        raise


@transaction.atomic
def _forget(path: str | None, sha256: str) -> None:
    hold_content(sha256)
    if path and not Attachment.objects.filter(sha256=sha256).exists():
        _storage().delete(path)


def _storage() -> Storage:
    return Attachment._meta.get_field("file").storage
