from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from mileage.services.load_rewards import load_rewards


class Command(BaseCommand):
    help = "Create the rewards that a new portal begins with, where there are none."

    def handle(self, *args: Any, **options: Any) -> None:
        created = load_rewards()
        if options["verbosity"]:
            self.stdout.write(f"Rewards created: {created}.")
