"""What mileage is given for, and why a posting gave nothing or was undone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """The events of the ledger. Those that a policy has no rule for give nothing."""

    PUBLISH = "publish", _("Knowledge published")
    SUPERIOR = "superior", _("Superior knowledge")
    IMPROVEMENT = "improvement", _("Improvement accepted")
    EVALUATION = "evaluation", _("Evaluation on time")
    EVALUATOR = "evaluator", _("Useful evaluator of the season")
    REPORT = "report", _("Report of weak knowledge accepted")
    CITATION = "citation", _("Correct citation in a report")
    REUSE = "reuse", _("Verified reuse at the desk")
    VIDEO = "video", _("Video accepted")
    CONTEST = "contest", _("Prize of a contest")
    VEST = "vest", _("Hold ended")
    REVERSAL = "reversal", _("Taken back")
    ADJUST = "adjust", _("Adjustment")
    REDEEM = "redeem", _("Redeemed")
    EXPIRE = "expire", _("Expired")
    FREEZE = "freeze", _("Account frozen")
    THAW = "thaw", _("Account in use again")


# What a rule of a policy can pay for.
PAID = (
    Event.PUBLISH,
    Event.SUPERIOR,
    Event.IMPROVEMENT,
    Event.EVALUATION,
    Event.EVALUATOR,
    Event.REPORT,
    Event.CITATION,
    Event.REUSE,
    Event.VIDEO,
    Event.CONTEST,
)
# Who reports weak knowledge is protected: what others see of an officer's points leaves these out.
PROTECTED = (Event.REPORT, Event.CITATION)
PAID_CHOICES = [(event.value, event.label) for event in PAID]


class Reason(models.TextChoices):
    """Why an entry is not simply the rule's amount, as the statement says it."""

    NONE = "", ""
    CAPPED = "capped", _("The most for one day or season had been reached.")
    CAPPED_IN_PART = "capped_in_part", _("Cut to what the day's or season's limit left.")
    SHARE = "share", _("The amount is smaller than the number of writers.")
    LATE = "late", _("It was not done by the date that was set.")
    SELF = "self", _("Nobody is paid for acting on their own work.")
    DUPLICATE = "duplicate", _("It had been paid before.")
    CONFLICT = "conflict", _("There is a conflict of interest.")
    NOT_ELIGIBLE = "not_eligible", _("The conditions of the rule are not met.")
    NO_RULE = "no_rule", _("No rule of the policy of that day pays for it.")
    WITHDRAWN = "withdrawn", _("The writer took the work back during the hold.")
    ANNULLED = "annulled", _("The decision behind it was annulled.")
    OVERTURNED = "overturned", _("An appeal decided otherwise.")
    FAULT = "fault", _("It had a fault already when it was decided.")
    LEFT = "left", _("The officer is not in service; the points are kept.")
    BACK = "back", _("The officer is back in service.")
    REFUSED = "refused", _("The request for the reward was refused.")
    CANCELLED = "cancelled", _("The request for the reward was cancelled.")
    RETURNED = "returned", _("The reward was taken back.")
    MISTAKE = "mistake", _("It had been posted by mistake.")
