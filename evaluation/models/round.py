from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from evaluation.models.policy import EvaluationPolicy
from knowledge.models import Item, Revision


class RealRounds(models.Manager["Round"]):
    """Rounds without those of audits, which only the auditing itself knows of."""

    def get_queryset(self) -> models.QuerySet[Round]:
        return super().get_queryset().filter(is_audit=False)


class Round(models.Model):
    """One judging of one revision of an item.

    ``Round.objects`` are the real ones. An audit is a round of one evaluator on a revision whose
    score is known; what serves that evaluator asks ``Round.everything``, nothing else does.
    """

    class Segment(models.TextChoices):
        PEERS = "peers", _("Peers")
        PANEL = "panel", _("Panel")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        ASSIGNING = "assigning", _("Looking for evaluators")
        COLLECTING = "collecting", _("Being evaluated")
        SCORED = "scored", _("Scored")
        PANEL = "panel", _("Before the panel")
        DECIDED = "decided", _("Decided")
        PUBLISHED = "published", _("Decision published")
        APPEALED = "appealed", _("Appealed")
        VOID = "void", _("Void")
        LAPSED = "lapsed", _("Lapsed")
        ANNULLED = "annulled", _("Annulled")

    class Decision(models.TextChoices):
        SUPERIOR = "superior", _("Superior")
        STANDARD = "standard", _("Standard")
        IMPROVE = "improve", _("To be improved")

    class Cause(models.TextChoices):
        """Why it ended without a decision, or its decision with it."""

        REVISED = "revised", _("The text was changed while it was being evaluated.")
        GONE = "gone", _("The item was retired or hidden.")
        MISCONDUCT = "misconduct", _("It did not come about properly.")
        CHANGED = "changed", _("The text has changed too much since it was evaluated.")
        CITATION = "citation", _("A law article or HS code that it relies on has changed.")
        REPORT = "report", _("A fault was reported and confirmed.")

    OPEN = (State.QUEUED, State.ASSIGNING, State.COLLECTING, State.SCORED, State.PANEL)
    JUDGING = (State.ASSIGNING, State.COLLECTING)
    DONE = (State.DECIDED, State.PUBLISHED, State.APPEALED, State.LAPSED, State.ANNULLED)

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="rounds")
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seq = models.PositiveSmallIntegerField(_("number"), default=1)
    # The first round of a chain of appeals; none for the first itself.
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )
    segment = models.CharField(
        _("segment"), max_length=6, choices=Segment.choices, default=Segment.PEERS
    )
    policy = models.ForeignKey(EvaluationPolicy, on_delete=models.PROTECT, related_name="+")
    # How many evaluations it wants now; below the policy's fewest, those.
    wanted = models.PositiveSmallIntegerField(_("evaluations wanted"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True)
    is_audit = models.BooleanField(_("audit"), default=False, editable=False)
    is_provisional = models.BooleanField(_("provisional"), default=False)
    opened_at = models.DateTimeField(_("opened"), default=clock.now)
    due_at = models.DateTimeField(_("due"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    # When it went before the panel, and when and why it ended otherwise than by its decision.
    panel_at = models.DateTimeField(_("before the panel since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_cause = models.CharField(
        _("cause of the end"), max_length=10, choices=Cause.choices, blank=True
    )
    end_reason = models.TextField(_("reason of the end"), blank=True)

    objects = RealRounds()
    everything = models.Manager["Round"]()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "seq"],
                condition=models.Q(is_audit=False),
                name="round_once",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(
                    is_audit=False,
                    state__in=["queued", "assigning", "collecting", "scored", "panel"],
                ),
                name="round_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at__isnull=True)
                | (~models.Q(decision="") & models.Q(decided_at__isnull=False)),
                name="round_decision_is_dated",
            ),
            # What the item shows is one decision.
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(is_audit=False, state="published"),
                name="round_one_published",
            ),
        ]
        indexes = [
            # The coordinators' overview of open rounds, and the job that looks for evaluators.
            models.Index(
                "due_at",
                name="round_open_due",
                condition=models.Q(state__in=["queued", "assigning", "collecting"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} ({self.seq})"

    @property
    def first_id(self) -> int:
        """The number of the first round of its chain of appeals: its own if it is the first."""
        return self.root_id or self.pk

    @property
    def is_open(self) -> bool:
        """Whether its scores are still secret."""
        return self.state in self.OPEN

    @property
    def places(self) -> int:
        """How many evaluations the segment that it is at takes."""
        return self.policy.panel_size if self.segment == self.Segment.PANEL else self.wants

    @property
    def wants(self) -> int:
        """How many evaluations it needs before anything is decided."""
        return max(self.wanted, self.policy.k_min)
