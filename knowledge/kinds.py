"""The kinds of knowledge: a closed registry that the apps of the kinds fill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.registry import Registry


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of item is called and where its page is."""

    code: str
    label: Any
    url_name: str
    model: str


kinds: Registry[Kind] = Registry("kinds of knowledge")
