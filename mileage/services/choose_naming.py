"""Whether boards name an officer."""

from __future__ import annotations

from accounts.models import Officer
from mileage.models import BoardChoice


def choose_naming(*, officer: Officer, is_named: bool) -> None:
    """Be named among the first on boards, or not. One's own place is always shown to oneself."""
    BoardChoice.objects.update_or_create(officer=officer, defaults={"is_named": is_named})
