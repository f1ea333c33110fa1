"""Going back to an earlier revision."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gates import officer_of
from knowledge.access import get_revision, get_written_item
from knowledge.services.errors import Refused
from knowledge.services.revise import restore_revision


@login_required
@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Make the text of revision ``number`` the current one again, as a new revision."""
    officer = officer_of(request)
    item = get_written_item(officer, pk)
    revision = get_revision(officer, pk, number)
    comment = _("Restored from revision %(number)d") % {"number": number}
    try:
        restore_revision(item=item, by=officer, revision=revision, comment=comment)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The earlier text is the current one again."))
    return redirect(item)
