"""Accounts are given by administrators; nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class OfficersOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
