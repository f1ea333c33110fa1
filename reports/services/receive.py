"""An officer reports what is wrong with an item."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from core import clock
from knowledge.access import is_writer
from knowledge.models import Item
from knowledge.services.errors import Refused
from knowledge.services.fields import CITATION_LENGTH, one_line, tidy
from knowledge.services.readable import lock_visible
from reports.fingerprint import fingerprint
from reports.formulas import paused_until
from reports.locks import lock_reporter
from reports.models import JoinedReport, Kind, Report, ReportPolicy, Source, State
from reports.services.guards import has_reported
from reports.services.policies import policy_on
from reports.services.tell import tell

LEAST_EVIDENCE = 10  # characters
LONGEST = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an officer says is wrong. ``source`` is one of Source or "" for no citation."""

    kind: str
    evidence: str
    passage: str = ""
    source: str = ""
    source_code: str = ""
    source_text: str = ""

    def cleaned(self) -> Claim:
        """The same, tidy. Raises Refused for what does not fit, ValueError for unknown codes."""
        claim = replace(
            self,
            evidence=tidy(self.evidence).strip(),
            passage=tidy(self.passage).strip(),
            source_code=one_line(self.source_code),
            source_text=tidy(self.source_text).strip(),
        )
        claim._check()
        return claim

    def _check(self) -> None:
        if self.kind not in Kind.values:
            raise ValueError(f"{self.kind!r} is no kind of report.")
        if self.source and self.source not in Source.values:
            raise ValueError(f"{self.source!r} is no kind of source.")
        if len(self.evidence) < LEAST_EVIDENCE:
            raise Refused(_("Say what is wrong, and how you know, in a sentence or two."))
        if max(map(len, (self.evidence, self.passage, self.source_text))) > LONGEST:
            raise Refused(
                _("One of your texts has more than %(most)d characters. Shorten it.")
                % {"most": LONGEST}
            )
        if bool(self.source) != bool(self.source_code):
            raise Refused(_("A citation needs both: what it cites, and the article or code."))
        if len(self.source_code) > CITATION_LENGTH:
            raise Refused(_("The article or code is too long. Write it as the law names it."))


@transaction.atomic
def receive_report(
    *, item: Item, by: Officer, claim: Claim, seen: int | None = None
) -> tuple[Report, bool]:
    """Report a published item; the report, and whether it was there already and was joined.

    Who joins is thanked with the first one when it is accepted. ``seen`` is the revision that the
    officer has read: where the text was changed since, nothing is reported. Raises Refused, also
    beyond the day's limit and during a pause; ValueError for unknown codes.
    """
    claim = claim.cleaned()
    fresh = lock_visible(item.pk, by)
    revision_id = fresh.current_revision_id
    if fresh.status != Item.Status.PUBLISHED or revision_id is None:
        raise Refused(
            _("Only what is published can be reported. Reload the page to see its state.")
        )
    if is_writer(by, fresh):
        raise Refused(_("You wrote this item yourself: mend it instead of reporting it."))
    if seen is not None and seen != revision_id:
        raise Refused(
            _("The text was changed since you opened it. See whether the fault is still there.")
        )
    lock_reporter(by)
    policy = policy_on()
    require_may_report(by, policy)
    mark = fingerprint(
        passage=claim.passage,
        source=claim.source,
        source_code=claim.source_code,
        evidence=claim.evidence,
    )
    same = Report.objects.filter(revision_id=revision_id, kind=claim.kind, fingerprint=mark)
    known = same.exclude(state=State.DISMISSED).first()
    if known is not None:
        return _join(known, by, claim), True
    for dismissed in same.filter(state=State.DISMISSED):
        if has_reported(by, dismissed):
            raise Refused(
                _("You reported this before, and it was dismissed: %(reason)s")
                % {"reason": dismissed.reason}
            )
    now = clock.now()
    report = Report.objects.create(
        item=fresh,
        revision_id=revision_id,
        kind=claim.kind,
        passage=claim.passage,
        evidence=claim.evidence,
        source=claim.source,
        source_code=claim.source_code,
        source_text=claim.source_text,
        fingerprint=mark,
        reporter=by,
        received_at=now,
        decide_by=now + timedelta(days=policy.triage_days),
    )
    tell("received", report, revision=revision_id)
    return report, False


def require_may_report(officer: Officer, policy: ReportPolicy) -> None:
    """Refuse who has reported enough today, and who pauses."""
    until = pause_of(officer, policy)
    if until is not None and until > clock.now():
        raise Refused(
            _(
                "More than half of your last reports were dismissed, so you can report again from"
                " %(day)s. You can ask the author in a comment until then."
            )
            % {"day": date_format(localtime(until), "Y.m.d. H:i")}
        )
    if reported_today(officer) >= policy.per_day:
        raise Refused(
            _("You have sent %(most)d reports today, which is the most a day. Go on tomorrow.")
            % {"most": policy.per_day}
        )


def reported_today(officer: Officer) -> int:
    """How many reports the officer has sent today (Asia/Seoul), joined ones too (2 queries)."""
    day = clock.today()
    mine = Report.objects.filter(reporter=officer, received_at__date=day)
    joined = JoinedReport.objects.filter(reporter=officer, received_at__date=day)
    return mine.count() + joined.count()


def pause_of(officer: Officer, policy: ReportPolicy) -> datetime | None:
    """Until when the officer pauses, if ever; it may lie in the past (2 queries)."""
    decided = [
        (decided_at, dismissed_at is not None)
        for rows in (
            Report.objects.filter(reporter=officer).values_list("dismissed_at", "accepted_at"),
            JoinedReport.objects.filter(reporter=officer).values_list(
                "report__dismissed_at", "report__accepted_at"
            ),
        )
        for dismissed_at, accepted_at in rows
        if (decided_at := dismissed_at or accepted_at) is not None
    ]
    return paused_until(
        decided,
        window=policy.window,
        most_dismissed=policy.most_dismissed,
        pause_days=policy.pause_days,
    )


def _join(report: Report, by: Officer, claim: Claim) -> Report:
    if has_reported(by, report):
        raise Refused(_("You have reported this already. “My reports” says what became of it."))
    JoinedReport.objects.create(
        report=report, reporter=by, evidence=claim.evidence, received_at=clock.now()
    )
    return report
