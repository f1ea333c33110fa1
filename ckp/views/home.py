"""The first page of the morning."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.gates import officer_of
from accounts.models import Officer
from core.registry import Panel, Task, home_panels, waiting
from knowledge.blind import hidden_writers
from knowledge.home import office_activity, recently_read, shared_lists


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the officer, and what is new."""
    officer = officer_of(request)
    hidden = hidden_writers(officer)
    return render(
        request,
        "home.html",
        {
            "officer": officer,
            "tasks": _tasks(officer),
            "panels": _panels(request, officer),
            "office_lines": office_activity(officer, hidden),
            "recent": recently_read(officer),
            "shared": shared_lists(officer, hidden),
        },
    )


def _tasks(officer: Officer) -> list[Task]:
    """Everything that waits, urgent things first."""
    tasks = [task for of_app in waiting for task in of_app(officer)]
    return sorted(tasks, key=lambda task: not task.urgent)


def _panels(request: HttpRequest, officer: Officer) -> list[SafeString]:
    """The panels that apps add, rendered; those that may be a little old from the cache."""
    panels = sorted(home_panels, key=lambda panel: panel.order)
    keys = {
        panel.code: f"home-panel:{panel.code}:{officer.pk}:{get_language()}" for panel in panels
    }
    found = cache.get_many(keys[panel.code] for panel in panels if panel.keep_seconds)
    rendered = []
    for panel in panels:
        html = found.get(keys[panel.code])
        if html is None:
            html = _render(request, officer, panel)
            if panel.keep_seconds:
                cache.set(keys[panel.code], html, panel.keep_seconds)
        rendered.append(mark_safe(html))  # noqa: S308 - a rendered template
    return rendered


def _render(request: HttpRequest, officer: Officer, panel: Panel) -> str:
    context = panel.context(request, officer)
    return "" if context is None else str(render_to_string(panel.template, {"panel": context}))
