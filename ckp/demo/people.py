"""Making the officers of the demo: the accounts that everybody can try, and their colleagues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts import roles
from accounts.models import Office, Officer
from accounts.services.roles import grant_role
from ckp.demo.accounts import ACCOUNTS, PASSWORD
from ckp.demo.texts import people
from evaluation.models import Evaluator
from knowledge.models import Category

# Main offices that get a coordinator besides the demo account's.
COORDINATED = ["HQ", "IAP", "SEL", "BSN", "DGU", "GWJ"]
EVALUATORS = 32
# Posts of those who head an office.
HEADS = ("과장", "팀장")
PANEL = 6
AREAS_EACH = 4


@dataclass(frozen=True, slots=True)
class People:
    """Who acts in the demo."""

    officers: list[Officer]
    coordinators: dict[int, Officer]

    def named(self, username: str) -> Officer:
        """The officer of that user name."""
        return next(officer for officer in self.officers if officer.username == username)

    def coordinator_of(self, office: Office) -> Officer:
        """Who checks what comes from the office: the nearest coordinator above it."""
        above = office.get_ancestors(ascending=True, include_self=True)
        return next(self.coordinators[o.pk] for o in above if o.pk in self.coordinators)


@transaction.atomic
def make_people(random: Random, since: datetime) -> People:
    """Accounts, colleagues, coordinators of the main offices, certified evaluators."""
    offices = {office.code: office for office in Office.objects.all()}
    password = make_password(PASSWORD)
    officers = [
        Officer(
            username=account.username,
            name_ko=account.name_ko,
            name_en=account.name_en,
            email=f"{account.username}@ckp.invalid",
            office=offices[account.office],
            grade=account.grade,
            post=account.post,
            password=password,
        )
        for account in ACCOUNTS
    ]
    officers += [
        Officer(**{**facts, "office": offices[facts["office"]]}, password="!")  # noqa: S106
        for facts in people()
    ]
    for number, officer in enumerate(officers):
        officer.employee_number = f"2026{number + 1:04}"
        officer.date_joined = since
    Officer.objects.bulk_create(officers)
    return People(officers, _give_roles(officers, offices, random))


def _give_roles(
    officers: list[Officer], offices: dict[str, Office], random: Random
) -> dict[int, Officer]:
    """Roles of the accounts, further coordinators, evaluators; coordinators by office."""
    coordinators = {}
    for account, officer in zip(ACCOUNTS, officers, strict=False):
        office = offices[account.in_charge_of] if account.in_charge_of else None
        if account.role:
            grant_role(officer=officer, role=account.role, office=office)
        if office is not None:
            coordinators[office.pk] = officer
    colleagues = officers[len(ACCOUNTS) :]
    for code in COORDINATED:
        office = offices[code]
        below = set(office.get_descendants(include_self=True).values_list("pk", flat=True))
        free = [o for o in colleagues if o not in coordinators.values() and o.office_id in below]
        officer = min(free or colleagues, key=lambda officer: officer.grade)
        grant_role(officer=officer, role=roles.COORDINATOR, office=office)
        coordinators[office.pk] = officer
    for officer in colleagues:
        if officer.post in HEADS:
            grant_role(officer=officer, role=roles.LEADER)
    others = [o for o in colleagues if o not in coordinators.values()]
    _certify(random.sample(others, EVALUATORS), random)
    # The panel are seniors, and the leader's account, so that its desk can be tried.
    seniors = sorted(others, key=lambda officer: (officer.grade, officer.pk))[:PANEL]
    for officer in [*seniors, next(o for o in officers if o.username == "leader")]:
        grant_role(officer=officer, role=roles.PANEL)
    # The account that everybody can try knows all areas, so that there is something on its desk.
    known = next(officer for officer in officers if officer.username == "evaluator")
    Evaluator.objects.create(officer=known, status=Evaluator.Status.CERTIFIED).areas.set(
        Category.objects.filter(parent=None)
    )
    return coordinators


def _certify(officers: list[Officer], random: Random) -> None:
    """Make these officers evaluators, each of a few areas."""
    areas = list(Category.objects.filter(parent=None))
    for officer in officers:
        grant_role(officer=officer, role=roles.EVALUATOR)
        evaluator = Evaluator.objects.create(officer=officer, status=Evaluator.Status.CERTIFIED)
        evaluator.areas.set(random.sample(areas, AREAS_EACH))
