"""Who gets into a view, and as what type."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from accounts.models import Officer

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def officer_of(request: HttpRequest) -> Officer:
    """The signed-in officer; only behind ``login_required`` or ``signed_in_json``."""
    assert isinstance(request.user, Officer)
    return request.user.itself


def signed_in_json(view: View[P]) -> View[P]:
    """``login_required`` for scripts: 401 and a JSON message instead of the sign-in page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            message = _("You have been signed out. Please sign in again in another tab.")
            return JsonResponse({"message": message}, status=401)
        return view(request, *args, **kwargs)

    return guarded
