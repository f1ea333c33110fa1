"""An officer's own page: facts, roles, language."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from accounts.models import Officer
from accounts.rights import rights_of
from accounts.roles import LABELS
from accounts.services.language import choose_language


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """GET shows the page; POST chooses the language of pages and mail."""
    officer = request.user
    assert isinstance(officer, Officer)
    if request.method == "POST":
        return _choose(request, officer)
    roles = [label for role, label in LABELS.items() if role in rights_of(officer).roles]
    return render(
        request,
        "accounts/profile.html",
        {"officer": officer, "roles": roles, "languages": Officer.Language.choices},
    )


def _choose(request: HttpRequest, officer: Officer) -> HttpResponse:
    language = request.POST.get("language", "")
    answer = redirect("accounts:profile")
    if language not in Officer.Language.values:
        messages.error(request, _("Choose one of the languages."))
        return answer
    choose_language(officer=officer, language=language)
    with override(language):
        messages.success(request, _("The portal now speaks your language."))
    keep_language(answer, language)
    return answer


def keep_language(answer: HttpResponse, language: str) -> None:
    """Have this browser show pages in a language from now on."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
