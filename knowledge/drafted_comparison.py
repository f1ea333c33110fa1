"""Two versions of a policy beside each other, field by field."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.formats import localize


@dataclass(frozen=True, slots=True)
class Change:
    """One fact in both versions, as it is shown; an empty text where a version lacks it."""

    label: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        """Whether the versions differ in it."""
        return self.old != self.new


def compare_fields(
    old: models.Model, new: models.Model, *, without: Container[str]
) -> list[Change]:
    """All that the policy rules by, changed or not, but for the fields named by ``without``."""
    fields = [field for field in new._meta.concrete_fields if field.name not in without]
    return [
        Change(str(field.verbose_name), _shown(old, field.name), _shown(new, field.name))
        for field in fields
    ]


def _shown(policy: models.Model, name: str) -> str:
    if display := getattr(policy, f"get_{name}_display", None):
        return str(display())
    value: Any = getattr(policy, name)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(localize(value))
