"""Signed words in links of mails: whoever holds the mail may change one setting of its officer.

They work signed out and do not end: a mail may lie for a year, and leaving must always work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing
from django.http import Http404

STOP, MUTE = "notifications.stop", "notifications.mute"


@dataclass(frozen=True, slots=True)
class Stop:
    """No more mail to the officer about these kinds."""

    officer_id: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mute:
    """The officer wants to hear nothing of the item."""

    officer_id: int
    item_id: int


def stop_token(officer_id: int, kinds: Sequence[str]) -> str:
    return signing.dumps([officer_id, *sorted(set(kinds))], salt=STOP, compress=True)


def mute_token(officer_id: int, item_id: int) -> str:
    return signing.dumps([officer_id, item_id], salt=MUTE)


def read_stop(token: str) -> Stop:
    """What a token of ``stop_token`` says. Raises Http404 for any other text."""
    officer_id, *kinds = _read(token, STOP)
    return Stop(int(officer_id), tuple(kinds))


def read_mute(token: str) -> Mute:
    """What a token of ``mute_token`` says. Raises Http404 for any other text."""
    officer_id, item_id = _read(token, MUTE)
    return Mute(int(officer_id), int(item_id))


def _read(token: str, salt: str) -> list[str]:
    try:
        found: list[str] = signing.loads(token, salt=salt)
    except signing.BadSignature as error:
        raise Http404 from error
    return found
