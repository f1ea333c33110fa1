"""Makes the demo accounts and a year of their knowledge."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import Officer
from accounts.services.offices import load_offices
from ckp.celery import app
from ckp.demo.people import make_people
from ckp.demo.year import YEAR, Year
from evaluation.services.policies import load_policies
from knowledge.services.categories import load_categories
from mileage.services.policies import load_start_policy

SEED = 2026


class Command(BaseCommand):
    """Refuses outside the embedded default; does nothing where officers exist."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("Demo content exists only with the embedded services.")
        if Officer.objects.exists():
            return
        self.stdout.write("Loading the demo: offices, officers and a year of knowledge")
        # All or nothing: whoever stops the first start gets the whole demo with the next one.
        with transaction.atomic():
            random = Random(SEED)  # noqa: S311 - the same demo every time
            load_offices()
            load_categories()
            load_policies()
            load_start_policy()
            people = make_people(random, timezone.now() - YEAR - timedelta(days=30))
            Year(people, random).play()
        # All has been delivered here; the workers need not look at it again.
        app.control.purge()
