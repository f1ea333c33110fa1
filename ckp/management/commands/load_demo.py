"""The six demo accounts, on the first start of the embedded default."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import roles
from accounts.models import Office, Officer
from accounts.services.roles import grant_role

PASSWORD = "ckp-demo"  # noqa: S105  (known to everybody, and only where nothing is real)
ACCOUNTS: dict[str, tuple[str, str, str | None]] = {
    "officer": ("김서연", "Kim Seoyeon", None),
    "colleague": ("이도윤", "Lee Doyun", None),
    "coordinator": ("박지훈", "Park Jihun", roles.COORDINATOR),
    "evaluator": ("최하은", "Choi Haeun", roles.EVALUATOR),
    "leader": ("정민준", "Jung Minjun", roles.LEADER),
    "admin": ("한유진", "Han Yujin", roles.ADMIN),
}


class Command(BaseCommand):
    """Refuses outside the embedded default; does nothing where officers exist."""

    help = __doc__ or ""

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("Demo accounts exist only with the embedded services.")
        if Officer.objects.exists():
            return
        office = Office.objects.create(
            code="HQ",
            name_ko="관세청",
            name_en="Korea Customs Service",
            kind=Office.Kind.HEADQUARTERS,
        )
        for username, (name_ko, name_en, role) in ACCOUNTS.items():
            officer = Officer(
                username=username,
                name_ko=name_ko,
                name_en=name_en,
                office=office,
                is_staff=role == roles.ADMIN,
                is_superuser=role == roles.ADMIN,
            )
            officer.set_password(PASSWORD)
            officer.save()
            if role:
                grant_role(officer=officer, role=role, office=office)
