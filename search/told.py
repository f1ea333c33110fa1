"""What was meant, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.choices import Choices
from search.mending import Offer
from search.query.mend import Reason


@dataclass(frozen=True, slots=True)
class Told:
    """A query to try instead, its address, its number of hits, and what was done to get it."""

    text: str
    query: str
    count: int
    done: str


def told(offer: Offer, choices: Choices) -> Told:
    """An offer as the page words it."""
    mend = offer.mend
    done = " ".join(_sentence(one.reason, one.before, one.after) for one in mend.changes)
    return Told(mend.text, choices.address(mend.text), offer.count, done)


def _sentence(reason: Reason, before: str, after: str) -> str:
    match reason:
        case Reason.LAYOUT:
            text = _("“%(before)s” was read as typed with the other keyboard: “%(after)s”.")
        case Reason.INITIALS:
            text = _("“%(before)s” was read as initial consonants: “%(after)s”.")
        case Reason.SPACES:
            text = _("The spaces in “%(before)s” were changed: “%(after)s”.")
        case Reason.SPELLING:
            text = _("“%(before)s” was read as “%(after)s”.")
        case Reason.NARROW:
            text = _("“%(before)s” was left out.")
    return text % {"before": before, "after": after}
