"""Saving words that the analyser does not know."""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core.services.changed import changed
from core.services.record import record
from knowledge.models import Item
from knowledge.services.errors import Refused
from search.language.clean import clean
from search.language.userwords import SHORT
from search.models import UserWord
from search.words_in_force import start_version


def require_word(text: str) -> str:
    """The word, tidied. Raises Refused where it is none that can be looked up in texts."""
    parts = clean(text).lower().split()
    whole = "".join(parts)
    if len(whole) < SHORT:
        raise Refused(_("Write a word of at least two characters."))
    if not all("가" <= char <= "힣" for char in whole):
        raise Refused(_("Write a Korean word; words in Latin letters are always kept whole."))
    return " ".join(parts)


def require_new(text: str, word: UserWord) -> None:
    """Raises Refused where another row than ``word`` has this word already."""
    whole = text.replace(" ", "")
    if UserWord.objects.exclude(pk=word.pk).filter(whole=whole).exists():
        raise Refused(_("This word is already in the list."))


@transaction.atomic
def save_user_word(*, word: UserWord, by: Officer) -> UserWord:
    """Save a new or changed row. Queries use it within seconds, items with the word in them are
    read anew. Raises Refused."""
    word.text = require_word(word.text)
    before, word.whole = word.whole, word.text.replace(" ", "")
    require_new(word.text, word)
    word.save()
    record(
        verb="word.saved",
        obj=word,
        key=f"word.saved:{uuid4().hex}",
        actor=by,
        data={"word": word.text, "is_active": word.is_active},
    )
    _read_anew({before, word.whole} - {""})
    return word


@transaction.atomic
def remove_user_word(*, word: UserWord, by: Officer) -> None:
    """Delete a row; items with the word in them are read anew."""
    record(
        verb="word.removed",
        obj=word,
        key=f"word.removed:{uuid4().hex}",
        actor=by,
        data={"word": word.text},
    )
    _read_anew({word.whole})
    word.delete()


def _read_anew(wholes: set[str]) -> None:
    inside = Q()
    for whole in wholes:
        for where in ("title", "summary", "current_revision__source"):
            inside |= Q(**{f"{where}__contains": whole})
    changed(kind="item", ids=Item.objects.published().filter(inside).values_list("pk", flat=True))
    start_version()
