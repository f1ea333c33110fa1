"""Saving terms that mean the same."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core.services.record import record
from knowledge.services.errors import Refused
from search.language.synonyms import key
from search.models import Synonym
from search.words_in_force import start_version


def require_terms(words: Sequence[str]) -> list[str]:
    """The terms, tidied. Raises Refused where there are not two different ones, or where one has
    no letters."""
    terms = [" ".join(word.split()) for word in words if word.strip()]
    for term in terms:
        if not key(term):
            raise Refused(_("Write each term with letters or digits."))
    if len({key(term) for term in terms}) < 2:
        raise Refused(_("Write at least two different terms, separated by commas."))
    return terms


@transaction.atomic
def save_synonym(*, synonym: Synonym, by: Officer) -> Synonym:
    """Save a new or changed row; searches use it within seconds. Raises Refused."""
    synonym.words = require_terms(synonym.words)
    synonym.save()
    record(
        verb="synonym.saved",
        obj=synonym,
        key=f"synonym.saved:{uuid4().hex}",
        actor=by,
        data={"words": synonym.words, "is_active": synonym.is_active},
    )
    start_version()
    return synonym


@transaction.atomic
def remove_synonym(*, synonym: Synonym, by: Officer) -> None:
    """Delete a row; the log keeps its terms."""
    record(
        verb="synonym.removed",
        obj=synonym,
        key=f"synonym.removed:{uuid4().hex}",
        actor=by,
        data={"words": synonym.words},
    )
    synonym.delete()
    start_version()
