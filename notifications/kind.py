"""What a kind of notice says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import Officer
from core.registry import everyone
from notifications.models import Delivery


@dataclass(frozen=True, slots=True)
class Kind:
    """``label`` names it on the preferences page; ``sentence`` takes %(actor)s, %(item)s, %(due)s,
    %(level)s. ``delivery`` is how it comes by mail unless chosen. A duty is told whatever is muted,
    and always in the inbox. ``concerns`` says who can get it at all."""

    section: str
    label: Any
    sentence: Any
    delivery: Delivery = Delivery.OFF
    is_duty: bool = False
    # The sentence where the item is named above it; the long one where there is none.
    short: Any = ""
    concerns: Callable[[Officer], bool] = everyone


def duty(
    label: Any,
    sentence: Any,
    section: str = "duty",
    short: Any = "",
    concerns: Callable[[Officer], bool] = everyone,
) -> Kind:
    return Kind(
        section, label, sentence, Delivery.NOW, is_duty=True, short=short, concerns=concerns
    )
