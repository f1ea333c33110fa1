"""The floor: the least that a signed-in page can be on this server. Exists only while measuring."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from core import clock
from knowledge.models import Category, Item


@login_required
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Session, officer, one row, ten lines of template."""
    category = Category.objects.get(pk=pk)
    return render(request, "bench/floor.html", {"category": category})


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Session, officer, one row written, a redirect."""
    Item.objects.filter(pk=request.POST["item"]).update(updated_at=clock.now())
    return HttpResponse(status=302, headers={"Location": "/"})


urlpatterns = [
    path("read/<int:pk>/", read),
    path("save/", save),
]
