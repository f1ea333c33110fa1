"""The maintenance switch."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from ckp.views.errors import unavailable

Answer = Callable[[HttpRequest], HttpResponse]


class MaintenanceMiddleware:
    """While CKP_MAINTENANCE is set every page but /healthz says when the portal is back."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.until = settings.MAINTENANCE
        if not self.until:
            raise MiddlewareNotUsed

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return self.get_response(request)
        return unavailable(self.until)
