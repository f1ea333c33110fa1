from mileage.models.account import Account
from mileage.models.approval import Approval
from mileage.models.balance import Balance
from mileage.models.cap_use import CapUse
from mileage.models.entry import Entry
from mileage.models.leg import Leg
from mileage.models.policy import Policy
from mileage.models.rule import Rule
from mileage.models.season import Season

__all__ = [
    "Account",
    "Approval",
    "Balance",
    "CapUse",
    "Entry",
    "Leg",
    "Policy",
    "Rule",
    "Season",
]
