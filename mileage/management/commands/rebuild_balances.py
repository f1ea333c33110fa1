from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from mileage.services.proof import rebuild_balances


class Command(BaseCommand):
    help = "Make every balance the sum of its legs again."

    def handle(self, *args: Any, **options: Any) -> None:
        mended = rebuild_balances()
        for one in mended:
            self.stdout.write(f"Account {one.account_id}: {one.balance} became {one.legs}.")
        self.stdout.write(f"Balances mended: {len(mended)}.")
