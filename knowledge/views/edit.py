"""The form of an item: opening it, saving it, handing it in from there."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.gates import officer_of
from accounts.models import Officer
from knowledge.access import STANDING, get_written_item, may_edit
from knowledge.attached import lines_of
from knowledge.desk import (
    Desk,
    copy_of,
    desk_of,
    file_of,
    posted_data,
    revision_of,
    same_texts,
    saved_data,
)
from knowledge.forms import ItemForm
from knowledge.markdown import render as render_markdown
from knowledge.models import GeneralKnowledge, Item
from knowledge.services.attachments import attach_file, remove_attachment, too_large
from knowledge.services.errors import EditConflict, Refused
from knowledge.services.revise import revise_item
from knowledge.services.submit import submit_item
from knowledge.uploads import skipped_files
from knowledge.views.conflict import conflict_with_revision, conflict_with_window
from knowledge.views.submit import SUBMITTED


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET opens the form; POST saves, or with ``submit`` saves and hands in.

    ``?check=1`` shows at once what is missing for a submission.
    """
    officer = officer_of(request)
    try:
        item = get_written_item(officer, pk)
        if item.kind != GeneralKnowledge.KIND:
            raise Http404
    except Http404:
        if request.method != "POST" or not request.POST.get("source", "").strip():
            raise
        # Whoever asks gets the own text back, and learns nothing about the item.
        context = {"data": request.POST, "token": uuid4().hex}
        return render(request, "knowledge/gone.html", context, status=404)
    if request.method == "POST":
        return _save(request, officer, item)
    if not may_edit(officer, item):
        messages.warning(request, _why_closed(item))
        return redirect(item)
    desk = desk_of(item, officer)
    if "check" in request.GET:
        form = ItemForm(desk.initial, officer=officer, item=item, whole=True)
    else:
        form = ItemForm(initial=desk.initial, officer=officer, item=item)
    return _page(request, item, form, desk=desk)


def _why_closed(item: Item) -> str:
    if item.status == Item.Status.SUBMITTED:
        return _("This item has been submitted. Withdraw the submission first, then change it.")
    return _("This item can no longer be changed. Write a new one if there is need.")


def _save(request: HttpRequest, officer: Officer, item: Item) -> HttpResponse:
    post = request.POST
    wants_submit = "submit" in post
    whole = wants_submit or item.status in STANDING
    form = ItemForm(post, officer=officer, item=item, whole=whole and "preview" not in post)
    if not may_edit(officer, item):
        return _refuse_closed(request, officer, item, form)
    _take_files(request, officer, item, form)
    if "preview" in post:
        return _page(request, item, form, preview=render_markdown(post.get("source", "")))
    if not form.is_valid():
        return _page(request, item, form, status=422)
    if (answer := _revise(request, officer, item, form)) is not None:
        return answer
    for pk in post.getlist("remove_attachment"):
        if (attachment := file_of(item, pk)) is not None:
            remove_attachment(attachment=attachment, by=officer)
    return _submit(request, officer, item) if wants_submit else _saved(request, item)


def _refuse_closed(
    request: HttpRequest, officer: Officer, item: Item, form: ItemForm
) -> HttpResponse:
    """The item is being judged or at its end: keep the text, unless it is the saved one."""
    if same_texts(posted_data(request.POST.dict()), saved_data(item, officer)):
        # A second click of the button: what was wanted is done.
        messages.info(request, _("Your text is saved."))
        return redirect(item)
    form.add_error(None, _why_closed(item))
    return _page(request, item, form, status=409)


def _take_files(request: HttpRequest, officer: Officer, item: Item, form: ItemForm) -> None:
    """Files that came with the form itself, which happens where no script runs."""
    for upload in request.FILES.getlist("files"):
        assert isinstance(upload, UploadedFile)
        try:
            attach_file(item=item, by=officer, upload=upload)
        except Refused as refused:
            form.add_error(None, f"{upload.name}: {refused}")
    for name in skipped_files(request):
        form.add_error(None, f"{name}: {too_large()}")


def _revise(
    request: HttpRequest, officer: Officer, item: Item, form: ItemForm
) -> HttpResponse | None:
    """Save a valid form; None when that is done, else the page that says what is in the way."""
    typed = posted_data(request.POST.dict())
    other = copy_of(item, officer)
    if (
        other is not None
        and str(other.version) != request.POST.get("version")
        and not same_texts(other.data, typed)
    ):
        return conflict_with_window(request, item, form, other)
    try:
        revise_item(
            item=item,
            by=officer,
            fields=form.item_fields(),
            base=revision_of(item, request.POST.get("base", "")),
            comment=form.cleaned_data.get("comment", ""),
        )
    except EditConflict as conflict:
        return conflict_with_revision(request, item, form, conflict)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, item, form, status=409)
    return None


def _saved(request: HttpRequest, item: Item) -> HttpResponse:
    if item.status == Item.Status.PUBLISHED:
        messages.success(request, _("Saved. Readers see the new text now."))
    elif item.status == Item.Status.HIDDEN:
        messages.success(request, _("Saved. Readers see it when the item is shown again."))
    else:
        messages.success(request, _("Saved. Only its writers see it until you submit it."))
    return redirect(item)


def _submit(request: HttpRequest, officer: Officer, item: Item) -> HttpResponse:
    try:
        submit_item(item=item, by=officer)
    except Refused as refused:
        messages.error(
            request,
            _("Your text is saved, but not submitted. %(reason)s") % {"reason": refused},
        )
    else:
        messages.success(request, SUBMITTED)
    return redirect(item)


def _page(
    request: HttpRequest,
    item: Item,
    form: ItemForm,
    *,
    desk: Desk | None = None,
    preview: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "item": item,
        "form": form,
        "files": lines_of(item),
        "copy_saved_at": desk.saved_at if desk else None,
        "preview": preview,
        "is_published": item.status in STANDING,
        "file_limit": settings.ATTACHMENT_MAX_BYTES,
        "may_delete": item.status == Item.Status.DRAFT and item.author_id == officer_of(request).pk,
    }
    return render(request, "knowledge/edit.html", context, status=status)
