"""The catalogue that a new portal begins with."""

from __future__ import annotations

import json
from pathlib import Path

from django.db import transaction

from mileage.models import Reward

START = Path(__file__).resolve().parent.parent / "fixtures" / "rewards.json"


@transaction.atomic
def load_rewards(*, path: Path = START) -> int:
    """Create the rewards of a JSON file where there is none at all; how many.

    A catalogue belongs to the administrators from its first day. Raises ValueError, KeyError for
    a file that is not one.
    """
    if Reward.objects.exists():
        return 0
    rows = json.loads(path.read_text(encoding="utf-8"))
    made = [Reward(position=place, **row) for place, row in enumerate(rows, start=1)]
    return len(Reward.objects.bulk_create(made))
