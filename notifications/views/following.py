"""What I follow: all of it on one page, to change or to end."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.gates import officer_of
from core.numbers import number_in
from knowledge.following import watches_of
from knowledge.models import Watch
from knowledge.models.watch import TARGETS
from knowledge.services.errors import Refused
from knowledge.services.follow import follow
from knowledge.services.marks import set_watch

PAGE_SIZE = 50
HEADINGS = {
    "item": gettext_lazy("Item"),
    "author": gettext_lazy("Author"),
    "tag": gettext_lazy("Tag"),
    "category": gettext_lazy("Category"),
    "office": gettext_lazy("Office"),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def following(request: HttpRequest) -> HttpResponse:
    """GET lists it; POST gives the ``watch`` another ``level``, or none to end it."""
    officer = officer_of(request)
    rows = watches_of(officer)
    if request.method == "POST":
        number = number_in(request.POST.get("watch", ""))
        watch = None if number is None else rows.filter(pk=number).first()
        if watch is None:
            raise Http404
        try:
            _change(watch, request.POST.get("level", ""))
            messages.success(request, _("Your choice has been saved."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("notifications:following")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [_line(watch) for watch in page]}
    return render(request, "notifications/following.html", context)


def _change(watch: Watch, level: str) -> None:
    if watch.item is not None:
        set_watch(item=watch.item, by=watch.officer, level=level or None)
        return
    target = watch.author or watch.tag or watch.category or watch.office
    assert target is not None
    follow(by=watch.officer, target=target, level=level)


def _line(watch: Watch) -> dict[str, Any]:
    column = next(name for name in TARGETS if getattr(watch, f"{name}_id") is not None)
    levels = [c for c in Watch.Level.choices if c[0] != Watch.Level.FIRST_POST or column != "item"]
    name = str(getattr(watch, column))
    return {
        "pk": watch.pk,
        "what": HEADINGS[column],
        "name": f"#{name}" if column == "tag" else name,
        "url": _address(watch),
        "level": watch.level,
        "levels": levels,
    }


def _address(watch: Watch) -> str:
    """Where what is followed can be read."""
    if watch.item is not None:
        return watch.item.get_absolute_url()
    if watch.author is not None:
        return reverse("knowledge:officer", args=[watch.author.pk])
    if watch.category is not None:
        return reverse("knowledge:category", args=[watch.category.slug])
    code = watch.office.code if watch.office else ""
    filters = {"tag": watch.tag.name} if watch.tag else {"office": code}
    return f"{reverse('knowledge:list')}?{urlencode(filters)}"
