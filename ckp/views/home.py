"""The first page of the morning."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Officer
from core.registry import Task, home_panels, waiting
from knowledge.home import office_activity, recently_read, shared_lists


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the officer, and what is new."""
    officer = request.user
    assert isinstance(officer, Officer)
    return render(
        request,
        "home.html",
        {
            "officer": officer,
            "tasks": _tasks(officer),
            "panels": _panels(request, officer),
            "office_lines": office_activity(officer),
            "recent": recently_read(officer),
            **shared_lists(officer),
        },
    )


def _tasks(officer: Officer) -> list[Task]:
    """Everything that waits, urgent things first."""
    tasks = [task for of_app in waiting for task in of_app(officer)]
    return sorted(tasks, key=lambda task: not task.urgent)


def _panels(request: HttpRequest, officer: Officer) -> list[dict[str, Any]]:
    panels = []
    for panel in sorted(home_panels, key=lambda panel: panel.order):
        context = panel.context(request, officer)
        if context is not None:
            panels.append({"template": panel.template, "context": context})
    return panels
