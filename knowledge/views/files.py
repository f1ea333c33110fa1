"""An item's files: bringing one, and getting one."""

from __future__ import annotations

import logging

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from knowledge.access import get_attachment, get_editable_item
from knowledge.files import PICTURES
from knowledge.models import Attachment
from knowledge.services.attachments import DISK_FULL, NO_ROOM, attach_file, too_large
from knowledge.services.errors import Refused
from knowledge.uploads import announces_too_much, limit_upload

logger = logging.getLogger(__name__)

BLOCK = 64 * 1024
# A file is somebody's: it may neither run anything nor fetch anything, whatever it is.
FILE_POLICY = "default-src 'none'; sandbox"


@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of an item that the reader may see: pictures inline, all else as download."""
    found = get_attachment(request.user, pk)
    etag = f'"{found.sha256}"'
    response = get_conditional_response(request, etag=etag) or _file(found)
    response["ETag"] = etag
    # Rights may end: a browser keeps the file, and asks each time whether it still may show it.
    response["Cache-Control"] = "private, no-cache"
    return response


def _file(found: Attachment) -> FileResponse:
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        logger.error("The file of attachment %d is missing: %s", found.pk, found.file.name)
        raise Http404 from error
    is_picture = found.content_type in PICTURES
    text = found.content_type.startswith("text/")
    response = FileResponse(
        content,
        as_attachment=not is_picture,
        filename=found.name,
        # Without a charset Django would promise UTF-8, and a text may be CP949.
        content_type="application/octet-stream" if text else found.content_type,
    )
    response.block_size = BLOCK
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = FILE_POLICY
    return response


@csrf_exempt
@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Attach the field ``file`` to an item; JSON of the attachment, or a message.

    The limit comes before the check of the token: that check reads the body.
    """
    if announces_too_much(request):
        return _refusal(too_large(), 413)
    limit = limit_upload(request)
    try:
        response = _upload(request, pk)
    except OSError as error:
        if error.errno not in DISK_FULL:
            raise
        logger.error("No room for an upload: %s", error)
        return _refusal(NO_ROOM, 507)
    return _refusal(too_large(), 413) if limit.exceeded else response


@csrf_protect
def _upload(request: HttpRequest, pk: int) -> HttpResponseBase:
    officer = request.user
    if not officer.is_authenticated:
        return _refusal(_("You are signed out. Sign in again in another window, then retry."), 401)
    try:
        item = get_editable_item(officer, pk)
    except Http404:
        return _refusal(_("This item is not open to you for changes. Load the page again."), 404)
    file = request.FILES.get("file")
    if file is None:
        return _refusal(_("No file arrived. Choose one and try again."), 400)
    try:
        kept = attach_file(
            item=item, by=officer, upload=file, is_inline=request.POST.get("inline") == "1"
        )
    except Refused as refused:
        return _refusal(refused.message, 507 if refused.message is NO_ROOM else 422)
    return JsonResponse(
        {"id": kept.pk, "url": kept.get_absolute_url(), "name": kept.name, "size": kept.size},
        status=201,
    )


def _refusal(message: object, status: int) -> JsonResponse:
    return JsonResponse({"message": str(message)}, status=status)
