"""What waits for coordinators and evaluators, for the home page."""

from __future__ import annotations

from django.core.cache import cache
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Officer
from accounts.roles import is_admin, is_coordinator, is_judge
from core import clock
from core.registry import Task
from evaluation.form_checks import offices_looked_after
from evaluation.models import Assignment, Round
from evaluation.quarters import quarter_name
from evaluation.queries import assignments_of, queue_of
from evaluation.watching import unseen_sheet
from knowledge.models import Item
from knowledge.querysets import ItemQuerySet

KEEP_SECONDS = 60


def works_here(officer: Officer) -> bool:
    """Whether the officer checks or evaluates."""
    return is_coordinator(officer) or is_judge(officer) or is_admin(officer)


def number_waiting(officer: Officer) -> int:
    """What waits on the officer's desk and in the queue, up to a minute old: it is on every page.

    No query and no look into the cache for those who do neither.
    """
    if not (is_coordinator(officer) or is_judge(officer)):
        return 0
    key = f"evaluation-waiting:{officer.pk}"
    known: int | None = cache.get(key)
    if known is None:
        desk = assignments_of(officer).filter(state__in=Assignment.OPEN)
        known = desk.count() + (to_check(officer).count() if is_coordinator(officer) else 0)
        cache.set(key, known, KEEP_SECONDS)
    return known


def forget_number(officer: Officer) -> None:
    """Count anew: the officer has just done something."""
    cache.delete(f"evaluation-waiting:{officer.pk}")


def to_check(officer: Officer) -> ItemQuerySet:
    """The queue without what the officer wrote, which somebody else checks."""
    return queue_of(officer).exclude(pk__in=Item.objects.written_by(officer).values("pk"))


def _to_improve(officer: Officer) -> list[Task]:
    """What the evaluators found weak, while its text is still the one they read."""
    rounds = Round.objects.filter(
        state=Round.State.PUBLISHED,
        decision=Round.Decision.IMPROVE,
        item__status=Item.Status.PUBLISHED,
        item__current_revision=F("revision"),
        item__in=Item.objects.written_by(officer).values("pk"),
    )
    ids = list(rounds.order_by("decided_at").values_list("pk", flat=True))
    if not ids:
        return []
    label = ngettext(
        "%(count)d item of yours to improve", "%(count)d items of yours to improve", len(ids)
    )
    url = reverse("evaluation:round", args=[ids[0]])
    return [Task(label % {"count": len(ids)}, len(ids), url)]


def _looked_after_by_nobody(officer: Officer) -> list[Task]:
    """For administrators: submissions of offices that have lost their coordinator."""
    if not is_admin(officer):
        return []
    offices = set(queue_of(officer).order_by().values_list("office_id", flat=True))
    alone = offices - offices_looked_after() if offices else set()
    if not alone:
        return []
    number = queue_of(officer).filter(office__in=alone).count()
    label = ngettext(
        "%(count)d submission to an office without a coordinator",
        "%(count)d submissions to offices without a coordinator",
        number,
    )
    url = f"{reverse('evaluation:queue')}?clock=alone"
    return [Task(label % {"count": number}, number, url, urgent=True)]


def waiting_work(officer: Officer) -> list[Task]:
    """One line for the queue, one for the desk, one for what one wrote; a query each, the first
    two for those alone who work there."""
    tasks = _to_improve(officer) + _looked_after_by_nobody(officer)
    if is_coordinator(officer) and (number := to_check(officer).count()):
        label = ngettext("%(count)d submission to check", "%(count)d submissions to check", number)
        tasks.append(Task(label % {"count": number}, number, reverse("evaluation:queue")))
    if is_judge(officer):
        leases = list(
            assignments_of(officer)
            .filter(state__in=Assignment.OPEN)
            .values_list("lease_until", flat=True)
        )
        if number := len(leases):
            label = ngettext("%(count)d item to evaluate", "%(count)d items to evaluate", number)
            urgent = (min(leases) - clock.now()).days < 1
            url = reverse("evaluation:desk")
            tasks.append(Task(label % {"count": number}, number, url, urgent))
        if sheet := unseen_sheet(officer):
            label = _("Your sheet (%(quarter)s) is there, for you first")
            text = label % {"quarter": quarter_name(sheet.quarter)}
            tasks.append(Task(text, 1, reverse("evaluation:sheet")))
    return tasks
