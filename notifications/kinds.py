"""The kinds of notice: their names, their sentences, how they come unless somebody chose."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator, is_evaluator, is_panel_member
from notifications.kind import Kind, duty
from notifications.models import Delivery

OFF, DIGEST, NOW = Delivery.OFF, Delivery.DIGEST, Delivery.NOW

# What the kinds are about, in the order of the pages.
SECTIONS: dict[str, Any] = {
    "duty": _("Waits for me"),
    "mine": _("My knowledge"),
    "talk": _("Conversations"),
    "following": _("What I follow"),
    "reports": _("Inferior knowledge"),
    "mileage": _("Mileage"),
    "judging": _("My work as an evaluator"),
}


def _judges(officer: Officer) -> bool:
    return is_evaluator(officer) or is_panel_member(officer)


def _in_charge(officer: Officer) -> bool:
    return is_coordinator(officer) or is_admin(officer)


KINDS: dict[str, Kind] = {
    "to_check": duty(
        _("Knowledge to check in my offices"),
        _("%(actor)s submitted “%(item)s” for your check."),
        short=_("%(actor)s submitted it for your check."),
        concerns=is_coordinator,
    ),
    "assigned": duty(
        _("I am asked to evaluate"),
        _("Please evaluate “%(item)s” by %(due)s."),
        short=_("Please evaluate it by %(due)s."),
        concerns=_judges,
    ),
    "reminded": duty(
        _("Reminders of evaluations that are due"),
        _("Your evaluation of “%(item)s” is due on %(due)s."),
        short=_("Your evaluation is due on %(due)s."),
        concerns=_judges,
    ),
    "panel": Kind(
        "duty",
        _("Decisions of my offices that go to the panel"),
        _("The scores of “%(item)s” could not decide. The panel is asked."),
        concerns=is_coordinator,
    ),
    "appealed": duty(
        _("Appeals in my offices"),
        _("The decision on “%(item)s” has been appealed against."),
        concerns=is_coordinator,
    ),
    "repair": duty(
        _("My knowledge needs mending"),
        _("A report on “%(item)s” was found right. Please mend the text."),
    ),
    "repair_overdue": duty(
        _("Reminders of repairs that are overdue"),
        _("The repair of “%(item)s” was due on %(due)s. Please mend it now."),
        short=_("Its repair was due on %(due)s. Please mend it now."),
    ),
    "suggested": Kind(
        "duty",
        _("Edits suggested to my knowledge"),
        _("%(actor)s suggests an edit of “%(item)s”. Please decide."),
        NOW,
        short=_("%(actor)s suggests an edit. Please decide."),
    ),
    "report_received": duty(
        _("Reports on knowledge of my offices"),
        _("“%(item)s” has been reported. Please look into it."),
        concerns=is_coordinator,
    ),
    "report_fixed": duty(
        _("Mended knowledge to verify"),
        _("“%(item)s” has been mended after a report. Please verify it."),
        concerns=is_coordinator,
    ),
    "reuse_asked": Kind(
        "duty",
        _("Uses at the desk to verify"),
        _("%(actor)s used “%(item)s” at the desk. Please verify it."),
        DIGEST,
        short=_("%(actor)s used it at the desk. Please verify it."),
        concerns=is_coordinator,
    ),
    "redemption_asked": duty(
        _("Requests for rewards"),
        _("%(actor)s asks for a reward. Please decide."),
        concerns=is_admin,
    ),
    "adjustment_asked": duty(
        _("Adjustments of mileage to approve"),
        _("%(actor)s proposes an adjustment of mileage. A second administrator decides."),
        concerns=is_admin,
    ),
    "alerted": duty(
        _("Alerts about evaluations"),
        _("A signal of the evaluations asks for your attention."),
        concerns=_in_charge,
    ),
    "proof_failed": duty(
        _("The proof of the mileage failed"),
        _("The nightly proof of the mileage found balances that differ. Please look at it today."),
        concerns=is_admin,
    ),
    "returned": duty(
        _("My knowledge was returned"),
        _("“%(item)s” was returned to you. Please read why, and submit it again."),
        "mine",
        short=_("It was returned to you. Please read why, and submit it again."),
    ),
    "rejected": Kind(
        "mine",
        _("My knowledge was rejected"),
        _("“%(item)s” was not accepted. The reasons stand on its page."),
        NOW,
        short=_("It was not accepted. The reasons stand on its page."),
    ),
    "published": Kind(
        "mine",
        _("My knowledge was published"),
        _("“%(item)s” has been published. Thank you for sharing it."),
        short=_("It has been published. Thank you for sharing it."),
    ),
    "decided": Kind(
        "mine",
        _("My knowledge was evaluated"),
        _("“%(item)s” has been evaluated. Score and comments stand on its page."),
        NOW,
        short=_("It has been evaluated. Score and comments stand on its page."),
    ),
    "to_panel": Kind(
        "mine",
        _("My knowledge went to the panel"),
        _("The scores of “%(item)s” were close, so a panel decides."),
    ),
    "appeal_taken": Kind(
        "mine",
        _("My appeal was taken in"),
        _("The appeal on “%(item)s” was taken in. Others look at it anew."),
    ),
    "appeal_decided": Kind(
        "mine",
        _("An appeal was decided"),
        _("The appeal on “%(item)s” has been decided. Its page shows the result."),
        NOW,
    ),
    "appeal_ended": Kind(
        "mine",
        _("An appeal ended without a decision"),
        _("The appeal on “%(item)s” ended without a decision."),
        NOW,
    ),
    "lapsed": Kind(
        "mine",
        _("A decision on my knowledge lapsed"),
        _("The decision on “%(item)s” no longer holds. Its page says why."),
        NOW,
    ),
    "annulled": Kind(
        "mine",
        _("A decision on my knowledge was annulled"),
        _("The decision on “%(item)s” was annulled. Its page says why."),
        NOW,
    ),
    "hidden": duty(
        _("My knowledge was hidden"),
        _("“%(item)s” has been hidden from its readers. Its page says why."),
        "mine",
    ),
    "shown": Kind(
        "mine",
        _("My knowledge is shown again"),
        _("“%(item)s” is shown to its readers again."),
    ),
    "suggestion_accepted": Kind(
        "talk",
        _("An edit that I suggested was accepted"),
        _("%(actor)s took over the edit that you suggested to “%(item)s”. Thank you."),
        NOW,
        short=_("%(actor)s took over the edit that you suggested. Thank you."),
    ),
    "suggestion_declined": Kind(
        "talk",
        _("An edit that I suggested was declined"),
        _("The edit that you suggested to “%(item)s” was declined. Its page says why."),
        NOW,
        short=_("The edit that you suggested was declined. Its page says why."),
    ),
    "mentioned": Kind(
        "talk",
        _("Somebody calls me with @"),
        _("%(actor)s mentioned you in a comment on “%(item)s”."),
        NOW,
        short=_("%(actor)s mentioned you in a comment."),
    ),
    "replied": Kind(
        "talk",
        _("Replies to my comments"),
        _("%(actor)s replied to your comment on “%(item)s”."),
        NOW,
        short=_("%(actor)s replied to your comment."),
    ),
    "commented": Kind(
        "talk",
        _("Comments on knowledge that I wrote"),
        _("%(actor)s commented on “%(item)s”."),
        DIGEST,
        short=_("%(actor)s commented."),
    ),
    "new_item": Kind(
        "following",
        _("New knowledge in what I follow"),
        _("New in what you follow: “%(item)s”."),
        DIGEST,
        short=_("New in what you follow."),
    ),
    "revised": Kind(
        "following",
        _("Changes of knowledge that I wrote or watch"),
        _("%(actor)s revised “%(item)s”."),
        DIGEST,
        short=_("%(actor)s revised the text."),
    ),
    "discussed": Kind(
        "following",
        _("Comments on knowledge that I watch"),
        _("%(actor)s commented on “%(item)s”."),
        DIGEST,
        short=_("%(actor)s commented."),
    ),
    "retired": Kind(
        "following",
        _("Knowledge that I wrote or watch was retired"),
        _("“%(item)s” has been retired. Its page says why."),
        DIGEST,
        short=_("It has been retired. Its page says why."),
    ),
    "recalled": duty(
        _("Knowledge that I read, marked or cited turned out wrong"),
        _("“%(item)s”, which you have used, turned out to be wrong. Please read what changed."),
        "reports",
        short=_("It turned out to be wrong, and you have used it. Please read what changed."),
    ),
    "report_accepted": Kind(
        "reports",
        _("A report on my knowledge was found right"),
        _("A report on “%(item)s” was found right."),
        NOW,
    ),
    "report_thanked": Kind(
        "reports",
        _("Thanks for what I reported"),
        _("Your report on “%(item)s” was found right. Thank you."),
        DIGEST,
    ),
    "report_dismissed": Kind(
        "reports",
        _("What became of my reports"),
        _("Your report on “%(item)s” was looked into and set aside. Its page says why."),
        DIGEST,
    ),
    "report_mended": Kind(
        "reports",
        _("What I reported was mended"),
        _("“%(item)s”, which you reported, has been mended."),
        DIGEST,
    ),
    "report_verified": Kind(
        "reports",
        _("My mended knowledge was verified"),
        _("“%(item)s” has been mended, and the correction was verified."),
        DIGEST,
    ),
    "level": Kind(
        "mileage",
        _("I reached a level"),
        _("You have reached the mileage level “%(level)s”. Congratulations."),
        DIGEST,
    ),
    "level_ended": Kind(
        "mileage",
        _("A level of mine ended"),
        _("Your mileage level “%(level)s” has ended with the season."),
        DIGEST,
    ),
    "points_expired": Kind(
        "mileage",
        _("Points of mine expired"),
        _("Unused points of an old season have expired. The statement says how many."),
        DIGEST,
    ),
    "adjusted": Kind(
        "mileage",
        _("My mileage was adjusted"),
        _("Your mileage was adjusted by hand. The statement gives the reason."),
        NOW,
    ),
    "reuse_verified": Kind(
        "mileage",
        _("Uses at the desk"),
        _("The use of “%(item)s” at the desk was verified."),
        DIGEST,
    ),
    "redemption_decided": Kind(
        "mileage",
        _("My request for a reward was decided"),
        _("Your request for a reward has been decided."),
        NOW,
    ),
    "expired": Kind(
        "judging",
        _("An evaluation of mine has expired"),
        _("The time for evaluating “%(item)s” is over; somebody else has been asked."),
        concerns=_judges,
    ),
    "certified": Kind(
        "judging",
        _("I was certified as an evaluator"),
        _("You are certified as an evaluator. Thank you for taking this on."),
        NOW,
        concerns=_judges,
    ),
    "suspended": Kind(
        "judging",
        _("My work as an evaluator is suspended"),
        _("You get no evaluations for now. Your sheet explains why."),
        NOW,
        concerns=_judges,
    ),
    "retraining": Kind(
        "judging",
        _("I am asked to train again"),
        _("Please go through the training for evaluators again."),
        NOW,
        concerns=_judges,
    ),
    "refreshed": Kind(
        "judging",
        _("My certificate was renewed"),
        _("Your certificate as an evaluator has been renewed."),
        concerns=_judges,
    ),
    "certificate_lapsed": Kind(
        "judging",
        _("My certificate has ended"),
        _("Your certificate as an evaluator has ended. The training renews it."),
        NOW,
        concerns=_judges,
    ),
    "certificate_ends": Kind(
        "judging",
        _("My certificate ends soon"),
        _("Your certificate as an evaluator ends on %(due)s. Please renew it in the training."),
        NOW,
        concerns=_judges,
    ),
}

# Who gets these is nobody else's business, not even an administrator's.
CONFIDENTIAL = frozenset({"report_thanked", "report_dismissed", "report_mended"})


def kinds_of(section: str) -> list[str]:
    """The kinds of a section; empty for an unknown one."""
    return [code for code, kind in KINDS.items() if kind.section == section]
