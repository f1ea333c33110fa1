from __future__ import annotations

from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.models import Item, Revision


class Kind(models.TextChoices):
    """What can be wrong with an item."""

    WRONG = "wrong", _("Wrong")
    OUTDATED = "outdated", _("Outdated")
    DUPLICATE = "duplicate", _("Duplicate")
    PLAGIARISED = "plagiarised", _("Plagiarised")
    PERSONAL = "personal", _("Personal data")
    SECURITY = "security", _("Security")


class Source(models.TextChoices):
    """What a report can cite."""

    LAW = "law", _("Law article or notice")
    HS = "hs", _("HS code")


class State(models.TextChoices):
    """Where a report stands. Accepted and verified are passed through, with their dates."""

    RECEIVED = "received", _("Received")
    TRIAGED = "triaged", _("Taken up")
    DISMISSED = "dismissed", _("Dismissed")
    ACCEPTED = "accepted", _("Accepted")
    FIXING = "fixing", _("Being repaired")
    FIXED = "fixed", _("Repaired, to be verified")
    VERIFIED = "verified", _("Verified")
    CLOSED = "closed", _("Closed")


class Outcome(models.TextChoices):
    """How an accepted report ended."""

    REPAIRED = "repaired", _("Repaired")
    RETIRED = "retired", _("Taken out of use")


TO_DECIDE = (State.RECEIVED, State.TRIAGED)
# Accepted and not closed: readers are warned on the item's page.
UNDER_REPAIR = (State.ACCEPTED, State.FIXING, State.FIXED, State.VERIFIED)
# Never dismissed, never only asked for.
ACCEPTED = (*UNDER_REPAIR, State.CLOSED)


class Report(models.Model):
    """An officer says what is wrong with a revision of an item.

    Who that was is told to nobody but themselves: no page, log, mail or export shows
    ``reporter``. What was said never changes (a trigger refuses it), and states go only the ways
    that the trigger knows.
    """

    item = models.ForeignKey(
        Item, verbose_name=_("item"), on_delete=models.PROTECT, related_name="reports"
    )
    revision = models.ForeignKey(
        Revision,
        verbose_name=_("reported revision"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    kind = models.CharField(_("what is wrong"), max_length=12, choices=Kind.choices)
    passage = models.TextField(_("passage"), blank=True)
    evidence = models.TextField(_("evidence"))
    source = models.CharField(_("cited source"), max_length=3, choices=Source.choices, blank=True)
    source_code = models.CharField(_("article or code"), max_length=120, blank=True)
    source_text = models.TextField(_("what it says"), blank=True)
    # Hexadecimal SHA-256, see reports.fingerprint.
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    reporter = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RECEIVED
    )

    received_at = models.DateTimeField(_("received"), default=clock.now)
    decide_by = models.DateTimeField(_("to be decided by"))
    triaged_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    dismissed_at = models.DateTimeField(_("dismissed"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    repair_by = models.DateTimeField(_("to be repaired by"), null=True, blank=True)
    # The day of which the writers were reminded when it had passed.
    reminded_of = models.DateTimeField(_("reminded of"), null=True, blank=True)
    fixed_at = models.DateTimeField(_("repaired"), null=True, blank=True)
    verify_by = models.DateTimeField(_("to be verified by"), null=True, blank=True)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    handled_by = models.ForeignKey(
        Officer,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    reason = models.TextField(_("reason"), blank=True, help_text=_("Why it was decided so."))
    is_harmful = models.BooleanField(_("harmful"), default=False)
    # The item was hidden because of this report, and is shown again when it is repaired.
    hid_item = models.BooleanField(_("hid the item"), default=False)
    # The fault was there already when the item was judged; None where it never was.
    existed = models.BooleanField(_("fault existed when judged"), null=True, blank=True)
    is_cited = models.BooleanField(_("citation is right"), default=False)
    repaired_revision = models.ForeignKey(
        Revision,
        verbose_name=_("repaired revision"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    repair_note = models.TextField(_("what was repaired"), blank=True)
    returned_reason = models.TextField(_("what is missing from the repair"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            # A dismissed report does not keep others from bringing better evidence.
            models.UniqueConstraint(
                fields=["revision", "kind", "fingerprint"],
                condition=~models.Q(state="dismissed"),
                name="report_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="received", handled_by__isnull=True)
                | (
                    ~models.Q(state="received")
                    & models.Q(triaged_at__isnull=False, handled_by__isnull=False)
                ),
                name="report_triage_is_dated",
            ),
            models.CheckConstraint(
                condition=models.Q(state="dismissed", dismissed_at__isnull=False)
                & ~models.Q(reason="")
                | (~models.Q(state="dismissed") & models.Q(dismissed_at__isnull=True)),
                name="report_dismissal_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["received", "triaged", "dismissed"],
                    accepted_at__isnull=True,
                    is_harmful=False,
                    is_cited=False,
                )
                | models.Q(
                    state__in=["accepted", "fixing", "fixed", "verified", "closed"],
                    accepted_at__isnull=False,
                ),
                name="report_acceptance_is_dated",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["fixing", "fixed"])
                | models.Q(repair_by__isnull=False),
                name="report_repair_has_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["fixed", "verified"])
                | models.Q(fixed_at__isnull=False, repaired_revision__isnull=False),
                name="report_repair_has_a_revision",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                & (
                    models.Q(outcome="retired")
                    | models.Q(outcome="repaired", verified_at__isnull=False)
                )
                | (~models.Q(state="closed") & models.Q(closed_at__isnull=True, outcome="")),
                name="report_end_is_dated",
            ),
            models.CheckConstraint(
                condition=models.Q(source="", source_code="", is_cited=False)
                | (~models.Q(source="") & ~models.Q(source_code="")),
                name="report_citation_is_whole",
            ),
        ]
        indexes = [
            # The desk, the longest waiting first, and what waits for writers.
            models.Index(
                "state",
                "received_at",
                name="report_desk",
                condition=~models.Q(state__in=["dismissed", "closed"]),
            ),
            # The warning on an item's page, and other reports on the item.
            models.Index("item", "state", name="report_of_item"),
            # "My reports", the day's limit, the last ten.
            models.Index("reporter", models.F("id").desc(), name="report_mine"),
            # Statistics by month.
            models.Index("received_at", name="report_month"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.pk])

    @property
    def is_under_repair(self) -> bool:
        """Whether it was accepted and is not closed."""
        return self.state in UNDER_REPAIR

    @property
    def due_at(self) -> datetime | None:
        """Until when somebody should do what the report waits for; None where it waits no more."""
        match self.state:
            case State.RECEIVED | State.TRIAGED:
                return self.decide_by
            case State.FIXING:
                return self.repair_by
            case State.FIXED:
                return self.verify_by
        return None

    @property
    def is_overdue(self) -> bool:
        """Whether that time is over."""
        return self.due_at is not None and self.due_at < clock.now()


class JoinedReport(models.Model):
    """Somebody else reported the same while a report on it was there: they are thanked with it."""

    report = models.ForeignKey(
        Report, verbose_name=_("report"), on_delete=models.PROTECT, related_name="joined"
    )
    reporter = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )
    evidence = models.TextField(_("evidence"))
    received_at = models.DateTimeField(_("received"), default=clock.now)

    class Meta:
        verbose_name = _("joined report")
        verbose_name_plural = _("joined reports")
        constraints = [models.UniqueConstraint("report", "reporter", name="report_joined_once")]
        # "My reports", the day's limit, the last ten.
        indexes = [models.Index("reporter", models.F("id").desc(), name="report_joined_mine")]

    def __str__(self) -> str:
        return f"{self.report_id} / {self.pk}"
