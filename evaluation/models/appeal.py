from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from evaluation.models.round import Round


class Appeal(models.Model):
    """A writer does not accept a decision; a new round with other evaluators looks again.

    One for each round, which the unique key holds also when two writers appeal at once.
    """

    class Reason(models.TextChoices):
        OVERLOOKED = "overlooked", _("Something in the text was overlooked or misread.")
        MISTAKEN = "mistaken", _("An evaluator's statement is factually wrong.")
        CRITERION = "criterion", _("A criterion was applied to what it does not mean.")
        PARTIAL = "partial", _("The evaluation was not impartial.")
        PROVISIONAL = "provisional", _("It was decided with fewer evaluations than usual.")

    class State(models.TextChoices):
        OPEN = "open", _("Being evaluated again")
        UPHELD = "upheld", _("The decision stands")
        OVERTURNED = "overturned", _("The decision was changed")
        ENDED = "ended", _("Ended without a decision")

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="appeal")
    new_round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="appeal_before")
    officer = models.ForeignKey(
        Officer, verbose_name=_("appealed by"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    text = models.TextField(_("explanation"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(_("appealed"), default=clock.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at__isnull=True)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
                name="appeal_end_is_dated",
            ),
            models.CheckConstraint(
                condition=~models.Q(round=models.F("new_round")), name="appeal_of_another_round"
            ),
        ]

    def __str__(self) -> str:
        return str(self.round)
