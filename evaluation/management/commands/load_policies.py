from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from evaluation.services.evaluator_policy import load_evaluator_policy
from evaluation.services.policies import load_policies


class Command(BaseCommand):
    help = "Create the evaluation policies that the portal starts with, where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        created = load_policies() + load_evaluator_policy()
        self.stdout.write(f"Policies: {created} created.")
