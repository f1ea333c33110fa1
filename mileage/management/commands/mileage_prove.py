from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mileage.services.proof import prove


class Command(BaseCommand):
    help = "Prove that every balance is the sum of its legs; fail and record it if not."

    def handle(self, *args: Any, **options: Any) -> None:
        found = prove()
        for one in found:
            self.stdout.write(f"Account {one.account_id}: {one.balance}, legs {one.legs}.")
        if found:
            raise CommandError(f"Balances that differ: {len(found)}.")
        self.stdout.write("Every balance is the sum of its legs.")
