"""Telling that an item helped at the desk, and verifying it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator
from knowledge.access import get_item, is_writer
from knowledge.models import Item
from knowledge.services.errors import Refused
from mileage.forms import ReuseForm
from mileage.queries import get_reuse, reuse_of, reuses_to_decide
from mileage.services.decide_reuse import decide_reuse
from mileage.services.tell_reuse import tell_reuse

PAGE_SIZE = 20


@login_required
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, item_id: int) -> HttpResponse:
    """Say what a published item was used for, once a half-year. Its writers get a 404."""
    officer = request.user
    assert isinstance(officer, Officer)
    item = get_item(officer, item_id)
    if item.status != Item.Status.PUBLISHED or is_writer(officer, item):
        raise Http404
    form = ReuseForm(request.POST or None)
    if form.is_valid():
        try:
            tell_reuse(item=item, by=officer, story=form.cleaned_data["story"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("Thank you. When the coordinator has verified it, its writers get points.")
            messages.success(request, text)
            return redirect(item.get_absolute_url())
    told = None if form.errors else reuse_of(officer, item)
    return render(request, "mileage/reuse.html", {"item": item, "form": form, "told": told})


@login_required
@require_safe
def reuses(request: HttpRequest) -> HttpResponse:
    """What waits for the coordinator. Others get a 404."""
    officer = request.user
    assert isinstance(officer, Officer)
    if not (is_coordinator(officer) or is_admin(officer)):
        raise Http404
    page = Paginator(reuses_to_decide(officer), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "mileage/reuses.html", {"page": page})


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """``verdict`` is "yes" or "no"."""
    officer = request.user
    assert isinstance(officer, Officer)
    reuse = get_reuse(officer, pk)
    is_verified = request.POST.get("verdict") == "yes"
    try:
        decide_reuse(reuse=reuse, by=officer, is_verified=is_verified)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        yes, no = _("Verified: its writers get points."), _("Not verified: nothing is given.")
        messages.success(request, yes if is_verified else no)
    return redirect("mileage:reuses")
