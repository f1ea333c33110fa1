"""What is posted: addresses of an item that take nothing else, forms that come twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

View = Callable[[HttpRequest, int], HttpResponse]


def form_token(request: HttpRequest) -> UUID | None:
    """The token by which a verb knows a form that was posted twice; None where it brought none."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return None


def posted_to_item(view: View) -> View:
    """Signed in, and POST only; who gets here otherwise is taken to the item's page.

    That happens after a session has ended: signing in leads back to where the form was sent.
    """

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        if request.method == "POST":
            return view(request, pk)
        return redirect("knowledge:item", pk)

    answer: View = login_required(require_http_methods(["GET", "HEAD", "POST"])(guarded))
    return answer
