from mileage.models.account import Account
from mileage.models.adjustment import Adjustment, AdjustmentLine
from mileage.models.approval import Approval
from mileage.models.balance import Balance
from mileage.models.board import BoardChoice, OfficeTotal, SeasonTotal
from mileage.models.cap_use import CapUse
from mileage.models.closing import SeasonClosing, SeasonLevel
from mileage.models.entry import Entry
from mileage.models.item_hold import ItemHold
from mileage.models.leg import Leg
from mileage.models.policy import Policy
from mileage.models.proof_run import ProofRun
from mileage.models.redemption import Redemption
from mileage.models.reuse import Reuse
from mileage.models.reward import Reward
from mileage.models.rule import Rule
from mileage.models.season import Season

__all__ = [
    "Account",
    "Adjustment",
    "AdjustmentLine",
    "Approval",
    "Balance",
    "BoardChoice",
    "CapUse",
    "Entry",
    "ItemHold",
    "Leg",
    "OfficeTotal",
    "Policy",
    "ProofRun",
    "Redemption",
    "Reuse",
    "Reward",
    "Rule",
    "Season",
    "SeasonClosing",
    "SeasonLevel",
    "SeasonTotal",
]
