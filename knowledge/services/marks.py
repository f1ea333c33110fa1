"""What a reader puts on an item: reactions, a bookmark, a watch."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core.services.record import record
from knowledge.models import Bookmark, Item, Reaction, Watch
from knowledge.services.errors import Refused
from knowledge.services.readable import lock_published, lock_visible
from knowledge.services.touch import touch


@transaction.atomic
def toggle_reaction(*, item: Item, by: Officer, kind: str) -> bool:
    """Put a reaction on a published item or take it off; True if it is on now. Raises Refused."""
    if kind not in Reaction.Kind.values:
        raise Refused(_("This reaction does not exist. Choose one from the page."))
    locked = lock_published(item.pk, by)
    deleted, _rows = Reaction.objects.filter(item=locked, officer=by, kind=kind).delete()
    if not deleted:
        reaction = Reaction.objects.create(item=locked, officer=by, kind=kind)
        record(
            verb="item.reacted",
            obj=locked,
            key=f"item.reacted:{reaction.pk}",
            actor=by,
            data={"kind": kind},
        )
    touch(locked.pk, reaction_count=-deleted or 1)
    return not deleted


@transaction.atomic
def toggle_bookmark(*, item: Item, by: Officer) -> bool:
    """Put a visible item among the officer's bookmarks or take it out; True if it is in now.

    Raises Refused.
    """
    locked = lock_visible(item.pk, by)
    deleted, _rows = Bookmark.objects.filter(item=locked, officer=by).delete()
    if not deleted:
        Bookmark.objects.create(item=locked, officer=by)
    touch(locked.pk, bookmark_count=-deleted or 1)
    return not deleted


@transaction.atomic
def set_watch(*, item: Item, by: Officer, level: str | None) -> None:
    """Say how much the officer wants to hear of a visible item.

    ``level`` is one of ``Watch.Level``; None or an empty string goes back to the usual: to hear
    of what one takes part in. Raises Refused.
    """
    if level and level not in Watch.Level.values:
        raise Refused(_("This level does not exist. Choose one from the page."))
    locked = lock_visible(item.pk, by)
    if level:
        Watch.objects.update_or_create(item=locked, officer=by, defaults={"level": level})
    else:
        Watch.objects.filter(item=locked, officer=by).delete()
    touch(locked.pk)
