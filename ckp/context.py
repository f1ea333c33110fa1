"""Context processor of the shell: what templates/base.html needs on every page."""

from __future__ import annotations

from django.http import HttpRequest

from ckp.shell import Shell


def shell(request: HttpRequest) -> dict[str, Shell]:
    """``shell.html``, ``shell.head``, ``shell.header`` and ``shell.footer`` of base.html."""
    return {"shell": Shell(request)}
