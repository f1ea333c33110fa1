"""What people see when something is not as it should be."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_SECONDS = 30


def server_error(request: HttpRequest) -> HttpResponse:
    """A 500 page; a 503 page while the database is away. Needs no database itself."""
    kind = sys.exc_info()[0]
    if kind is not None and issubclass(kind, OperationalError | InterfaceError):
        return unavailable()
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(until: str = "") -> HttpResponse:
    """The page of a portal that is back soon; ``until`` is shown as it was written."""
    page = render_to_string("maintenance.html", {"until": until})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
