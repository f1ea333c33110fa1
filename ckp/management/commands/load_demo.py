"""Makes the demo accounts and their knowledge."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Officer
from accounts.services.offices import load_offices
from ckp.demo.officers import make_accounts
from knowledge.services.categories import load_categories


class Command(BaseCommand):
    """Refuses outside the embedded default; does nothing where officers exist."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("Demo accounts exist only with the embedded services.")
        if Officer.objects.exists():
            return
        load_offices()
        load_categories()
        make_accounts()
