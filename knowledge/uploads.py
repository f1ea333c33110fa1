"""Taking in a file over HTTP without taking in more than the limit."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
    SkipFile,
    StopUpload,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest

# What a multipart form weighs besides the file's own bytes.
WRAPPING = 64 * 1024
SKIPPED = "ckp.files_too_large"


class SkipTooLarge(FileUploadHandler):
    """Drops a file over the limit and goes on with the form: what was typed is not lost.

    Stands before Django's own handlers in every request, so that nobody fills the disk with
    the parts of a form that nothing reads.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.ATTACHMENT_MAX_BYTES:
            if self.request is not None:
                self.request.META.setdefault(SKIPPED, []).append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def skipped_files(request: HttpRequest) -> list[str]:
    """Names of the files that were too large for the form that was posted."""
    return list(request.META.get(SKIPPED, ()))


class LimitedUpload(FileUploadHandler):
    """Stops reading as soon as a request's files are larger than an attachment may be."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.received = 0
        self.exceeded = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.ATTACHMENT_MAX_BYTES:
            self.exceeded = True
            # The rest is not even read: the browser sees the answer, or a closed connection.
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def announces_too_much(request: HttpRequest) -> bool:
    """Whether the request says of itself that it is over the limit."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdigit() and int(length) > settings.ATTACHMENT_MAX_BYTES + WRAPPING


def limit_upload(request: HttpRequest) -> LimitedUpload:
    """Put the limit before the other handlers; must run before the body is read."""
    limit = LimitedUpload(request)
    request.upload_handlers = [
        limit,
        MemoryFileUploadHandler(request),
        TemporaryFileUploadHandler(request),
    ]
    return limit
