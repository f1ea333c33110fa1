"""Signing in."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.http import HttpResponse

from accounts.models import Officer
from accounts.roles import LABELS
from ckp.demo.accounts import ACCOUNTS, PASSWORD


class SignIn(LoginView):  # type: ignore[misc]
    """allauth's sign-in; names the demo accounts where they exist."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.EMBEDDED:
            context["demo_password"] = PASSWORD
            context["demo_accounts"] = [
                {"username": account.username, "role": LABELS.get(account.role or "", "")}
                for account in ACCOUNTS
            ]
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in; whoever has chosen no language on this computer gets the officer's."""
        answer: HttpResponse = super().form_valid(form)
        officer = self.request.user
        name = settings.LANGUAGE_COOKIE_NAME
        if isinstance(officer, Officer) and name not in self.request.COOKIES:
            answer.set_cookie(name, officer.language, samesite="Lax")
        return answer
