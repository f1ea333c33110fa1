"""The CSRF token of a request, masked once: the shell and the forms of a page all show it."""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.csrf import get_token

# Where Django keeps the secret that tokens are made of, and where the pair of it and its token is.
SECRET = "CSRF_COOKIE"  # noqa: S105 - names of a header's fields
MASKED = "ckp.csrf"


def token_of(request: HttpRequest) -> str:
    """The token for the forms of this answer: Django's, but the same wherever it is asked for."""
    secret, token = request.META.get(MASKED, ("", ""))
    if not token or secret != request.META.get(SECRET):
        token = get_token(request)
        request.META[MASKED] = (request.META.get(SECRET), token)
    return str(token)
