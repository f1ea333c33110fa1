from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from mileage.services.fold import fold_undelivered


class Command(BaseCommand):
    help = "Bring all activities that wait for a worker into the ledger, many at a time."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Activities folded: {fold_undelivered()}.")
