"""Choosing the language of pages and mail."""

from __future__ import annotations

from accounts.models import Officer


def choose_language(*, officer: Officer, language: str) -> None:
    """Remember the officer's language. Raises ValueError for one that the portal lacks."""
    officer.language = Officer.Language(language)
    officer.save(update_fields=["language"])
