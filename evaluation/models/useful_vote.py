from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from evaluation.models.evaluation import Evaluation


class UsefulVote(models.Model):
    """What a writer says of an evaluator's comment: it helped, or it did not. May be changed."""

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="useful_votes"
    )
    officer = models.ForeignKey(
        Officer, verbose_name=_("writer"), on_delete=models.CASCADE, related_name="+"
    )
    is_useful = models.BooleanField(_("useful"))
    voted_at = models.DateTimeField(_("voted"), default=clock.now)

    class Meta:
        verbose_name = _("vote on a comment")
        verbose_name_plural = _("votes on comments")
        constraints = [models.UniqueConstraint("evaluation", "officer", name="useful_vote_once")]

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.is_useful}"
