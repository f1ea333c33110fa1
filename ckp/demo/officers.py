"""Making the officers of the demo."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Office, Officer
from accounts.services.roles import grant_role
from ckp.demo.accounts import ACCOUNTS, PASSWORD


@transaction.atomic
def make_accounts() -> list[Officer]:
    """The demo accounts, with their roles."""
    offices = {office.code: office for office in Office.objects.all()}
    password = make_password(PASSWORD)
    made = []
    for account in ACCOUNTS:
        officer = Officer.objects.create(
            username=account.username,
            name_ko=account.name_ko,
            name_en=account.name_en,
            email=f"{account.username}@ckp.invalid",
            office=offices[account.office],
            grade=account.grade,
            post=account.post,
            password=password,
        )
        if account.role:
            charge = offices[account.in_charge_of] if account.in_charge_of else None
            grant_role(officer=officer, role=account.role, office=charge)
        made.append(officer)
    return made
