"""What coordinators see of rounds and of their evaluators: who waits for what, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Audience, Office, Officer
from accounts.rights import rights_of
from accounts.roles import is_admin
from core import clock
from evaluation.calendar import season_start
from evaluation.eligibility import Bar, candidates, case_of, draw_bars, panel_candidates
from evaluation.models import Assignment, Evaluator, Round
from evaluation.queries import rounds_in_charge
from evaluation.services.policies import policies_in_force

BEGUN = (Assignment.State.ACCEPTED, Assignment.State.SUBMITTED)
# A round that so many have let expire wants a person's eye.
LATE_TWICE = 2


def open_rounds(officer: Officer) -> QuerySet[Any]:
    """Open rounds in charge, the earliest due first, counted: ``expired`` leases, ``begun``
    (opened or submitted), ``reminded`` and still not begun."""
    work = "assignments__state"
    return (
        rounds_in_charge(officer)
        .select_related("item__audience__office")
        .filter(state__in=Round.OPEN)
        .annotate(
            expired=Count("assignments", filter=Q(**{work: Assignment.State.EXPIRED})),
            begun=Count(
                "assignments",
                filter=Q(
                    **{f"{work}__in": [Assignment.State.ACCEPTED, Assignment.State.SUBMITTED]}
                ),
            ),
            offered=Count("assignments", filter=Q(**{work: Assignment.State.OFFERED})),
            reminded=Count(
                "assignments",
                filter=Q(**{work: Assignment.State.OFFERED, "assignments__reminders__gte": 1}),
            ),
        )
    )


def stuck_rounds(officer: Officer) -> QuerySet[Any]:
    """Those that will not go on well by themselves; ``troubles_of`` says why."""
    nobody = Q(state=Round.State.ASSIGNING)
    no_panel = Q(state=Round.State.PANEL, offered=0, begun=0)
    untouched = Q(begun=0, reminded__gte=1)
    late = Q(expired__gte=LATE_TWICE)
    return open_rounds(officer).filter(
        nobody | no_panel | untouched | late | Q(due_at__lt=clock.now())
    )


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a round is stuck, and what can be done about it; ``act`` is draw, decide or nothing."""

    why: str
    help: str
    act: str = ""


def troubles_of(round: Any, now: datetime) -> list[Trouble]:
    """Everything that keeps one of ``open_rounds`` from going on."""
    found = []
    if round.state == Round.State.ASSIGNING or (
        round.state == Round.State.PANEL and not round.at_work and not round.begun
    ):
        found.append(
            Trouble(_("Nobody is left who may be drawn."), _why_nobody(round.item.audience), "draw")
        )
    elif not round.begun and round.reminded:
        found.append(
            Trouble(
                _("Nobody has begun, although they have been reminded."),
                _("When their time is over, others are drawn by themselves."),
            )
        )
    if round.expired >= LATE_TWICE:
        found.append(
            Trouble(
                ngettext(
                    "%(count)d evaluator has let the time run out.",
                    "%(count)d evaluators have let the time run out.",
                    round.expired,
                )
                % {"count": round.expired},
                _("Others have been asked. Look whether the item is harder to judge than usual."),
            )
        )
    if round.due_at < now:
        found.append(_overdue(round))
    return found


def _why_nobody(audience: Audience) -> str:
    """What may help: those who may read a narrow item are mostly colleagues of its writers."""
    if audience.kind == Audience.Kind.OFFICE or audience.lowest_grade is not None:
        return _(
            "Only %(readers)s may read it, and colleagues of its writers do not judge it."
            " Ask the writers to open it to more readers, or see why and draw now."
        ) % {"readers": audience}
    return _("The portal tries again every quarter of an hour. See why, or draw now.")


def may_decide(round: Any, now: datetime) -> bool:
    """Whether the coordinator may decide with the evaluations there are."""
    return bool(now >= round.due_at and round.done >= round.policy.provisional_min)


def _overdue(round: Any) -> Trouble:
    if round.done >= round.policy.provisional_min:
        return Trouble(
            _("The round is overdue."),
            _("It can be decided provisionally with the evaluations there are."),
            "decide",
        )
    return Trouble(
        _("The round is overdue."),
        _("For a provisional decision it needs %(least)d evaluations; it has %(count)d.")
        % {"least": round.policy.provisional_min, "count": round.done},
    )


def pool_of(round: Round) -> tuple[int, list[tuple[str, int]]]:
    """Who could be drawn for a round now: how many, and how many each bar keeps away.

    Numbers alone: why one person may not judge an item is not the coordinator's to know. Some
    fifteen queries.
    """
    case = case_of(round)
    is_panel = round.state == Round.State.PANEL
    asked = panel_candidates(case.now) if is_panel else candidates(case.now)
    free = 0
    barred: Counter[str] = Counter()
    for candidate in asked:
        found = draw_bars(case, candidate)
        free += not found
        barred.update(found)
    return free, [(str(Bar(code).label), number) for code, number in barred.most_common()]


def evaluators_in_charge(officer: Officer) -> QuerySet[Any]:
    """Evaluators of the officer's offices with ``open``, ``season`` (drawn), ``submitted`` and
    ``late`` (expired, or open beyond their time) of this season. No items: those are not told."""
    now = clock.now()
    first = season_start(localdate(now))
    begin = localtime(now).replace(
        month=first.month, day=first.day, hour=0, minute=0, second=0, microsecond=0
    )
    rows = Evaluator.objects.select_related("officer__office").filter(officer__is_active=True)
    if not is_admin(officer):
        rows = rows.filter(officer__office_id__in=rights_of(officer).charge_ids)
    state = "assignments__state"
    this_season = Q(assignments__offered_at__gte=begin)
    is_open = Q(**{f"{state}__in": Assignment.OPEN})
    return rows.annotate(
        open=Count("assignments", filter=is_open),
        season=Count("assignments", filter=this_season),
        submitted=Count(
            "assignments", filter=this_season & Q(**{state: Assignment.State.SUBMITTED})
        ),
        late=Count(
            "assignments",
            filter=this_season
            & (
                Q(**{state: Assignment.State.EXPIRED})
                | (is_open & Q(assignments__lease_until__lt=now))
            ),
        ),
    )


ORDERS = {
    "open": ["-open", "-season"],
    "season": ["-season", "-open"],
    "late": ["-late", "-open"],
    "name": [],
}


def workload(officer: Officer, *, office: Office | None = None, order: str = "") -> QuerySet[Any]:
    """``evaluators_in_charge``, those with the most open first unless another order is asked."""
    rows = evaluators_in_charge(officer)
    if office is not None:
        rows = rows.filter(officer__office=office)
    by = ORDERS.get(order, ORDERS["open"])
    return rows.order_by(*by, F("officer__name_ko"), "pk")


def offices_of_evaluators(officer: Officer) -> QuerySet[Office]:
    """The offices that have evaluators in the officer's charge, in the order of the tree."""
    rows = evaluators_in_charge(officer).order_by().values("officer__office")
    return Office.objects.filter(pk__in=rows).order_by("tree_id", "lft")


def offices_of_rounds(rows: QuerySet[Any]) -> QuerySet[Office]:
    """The offices whose items these rounds judge, in the order of the tree."""
    return Office.objects.filter(pk__in=rows.order_by().values("item__office")).order_by(
        "tree_id", "lft"
    )


def season_cap() -> int:
    """The most evaluations a season for one evaluator: the lowest of all kinds' policies."""
    return min(policy.season_cap for policy in policies_in_force().values())
