"""How services say no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from knowledge.models import Revision, WorkingCopy
    from knowledge.services.fields import ItemFields


class Refused(Exception):
    """The state or the person does not allow it. ``message`` says to the person what to do."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class StaleCopy(Refused):
    """Another window has saved this working copy, or the form it belongs to was saved.

    ``current`` is the copy as it is now, None if there is none.
    """

    def __init__(self, current: WorkingCopy | None) -> None:
        super().__init__(
            _(
                "This text was saved in another window in the meantime."
                " Save to see both versions side by side."
            )
        )
        self.current = current


class EditConflict(Refused):
    """Two people changed the same place. Nothing was saved, and nothing is lost.

    ``base`` is what both started from, ``theirs`` what was saved meanwhile, ``mine`` what the
    person wanted to save, ``merged`` the text with both versions of the places that overlap
    between conflict markers.
    """

    def __init__(
        self, base: Revision | None, theirs: Revision, mine: ItemFields, merged: str
    ) -> None:
        super().__init__(
            _(
                "Somebody else changed the same place in the meantime."
                " Compare both versions and save again."
            )
        )
        self.base = base
        self.theirs = theirs
        self.mine = mine
        self.merged = merged
