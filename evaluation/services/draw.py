"""Drawing evaluators: by chance, among those who may, and so that it can be repeated."""

from __future__ import annotations

import secrets
from random import Random

from django.db import transaction
from django.db.models import QuerySet

from core.services.record import record
from evaluation.calendar import add_working_days
from evaluation.eligibility import (
    Candidate,
    Case,
    candidates,
    case_of,
    draw_bars,
    panel_candidates,
)
from evaluation.formulas.draw import area_fit, chances, pick, utility
from evaluation.locks import lock_drawing, lock_round
from evaluation.models import Assignment, Evaluator, Round

DAYS_OF_NEWCOMERS = 30.0


@transaction.atomic
def draw(*, round_id: int) -> list[Assignment]:
    """Fill the free slots of an open round; the new assignments, perhaps none.

    Where too few may judge, the round waits in ``assigning`` and the nightly job tries again. A
    round before the panel gets members of the panel, and waits in that state.
    """
    round = lock_round(round_id)
    if round.is_audit:
        # Nobody is drawn in the place of an audit.
        return []
    is_panel = round.state == Round.State.PANEL
    if not is_panel and round.state not in (Round.State.QUEUED, *Round.JUDGING):
        return []
    lock_drawing()
    segment = Round.Segment.PANEL if is_panel else Round.Segment.PEERS
    live = _live(round, segment).count()
    missing = (round.policy.panel_size if is_panel else round.wants) - live
    drawn = _draw(round, missing, segment) if missing > 0 else []
    if not is_panel:
        round.state = Round.State.COLLECTING if len(drawn) >= missing else Round.State.ASSIGNING
        round.save(update_fields=["state"])
    return drawn


def _live(round: Round, segment: str) -> QuerySet[Assignment]:
    return Assignment.objects.filter(round=round, segment=segment, state__in=Assignment.LIVE)


def _draw(round: Round, slots: int, segment: str) -> list[Assignment]:
    case = case_of(round)
    is_panel = segment == Round.Segment.PANEL
    asked = panel_candidates(case.now) if is_panel else candidates(case.now)
    pool = [c for c in asked if not draw_bars(case, c)]
    taken = _bureaus_of(round, segment, case)
    seed = secrets.randbits(62)
    random = Random(seed)  # noqa: S311 - the seed is secret until it is stored
    drawn = []
    for _ in range(slots):
        pool = [c for c in pool if _bureau(c.evaluator, case) not in taken]
        if not pool:
            break
        likely = pool if is_panel else nearest(pool, case)
        probabilities = chances([utility_of(candidate, case) for candidate in likely])
        at = pick(probabilities, random)
        chosen = likely[at]
        drawn.append(assign(round, chosen, seed, probabilities[at], case, segment=segment))
        pool.remove(chosen)
        taken |= case.bureaus & {_bureau(chosen.evaluator, case)}
    return drawn


def assign(
    round: Round,
    candidate: Candidate,
    seed: int,
    probability: float,
    case: Case,
    *,
    segment: str = Round.Segment.PEERS,
    is_audit: bool = False,
) -> Assignment:
    """Give the round to the candidate and record it; an audit looks the same from outside."""
    assignment = Assignment.objects.create(
        round=round,
        segment=segment,
        evaluator=candidate.evaluator,
        offered_at=case.now,
        lease_until=add_working_days(case.now, round.policy.lease_days),
        seed=seed,
        probability=probability,
        is_audit=is_audit,
    )
    record(
        verb="evaluation.assigned",
        obj=assignment,
        key=f"evaluation.assigned:{assignment.pk}",
        data=facts_of(assignment),
    )
    return assignment


def facts_of(assignment: Assignment) -> dict[str, object]:
    """What activities say of an assignment: item, evaluator (officer id) and due date."""
    return {
        "item": assignment.round.item_id,
        "evaluator": assignment.evaluator.officer_id,
        "due": assignment.lease_until.isoformat(),
    }


def nearest(pool: list[Candidate], case: Case) -> list[Candidate]:
    """Those who declared the item's area; where nobody has, a neighbouring one; else everybody."""
    fits = [_fit(candidate, case) for candidate in pool]
    return [candidate for candidate, fit in zip(pool, fits, strict=True) if fit == max(fits)]


def _fit(candidate: Candidate, case: Case) -> float:
    return area_fit(candidate.areas, case.path, case.neighbours)


def _bureau(evaluator: Evaluator, case: Case) -> int | None:
    return case.bureau_of.get(evaluator.officer.office_id)


def utility_of(candidate: Candidate, case: Case) -> float:
    """What the draw weighs the candidate by."""
    last = candidate.last_drawn
    days = (case.now - last).total_seconds() / 86_400 if last else DAYS_OF_NEWCOMERS
    return utility(
        fit=_fit(candidate, case),
        load=candidate.open / max(candidate.evaluator.max_open, 1),
        season_share=candidate.season / max(case.round.policy.season_cap, 1),
        days_since_last=max(days, 0.0),
    )


def _bureaus_of(round: Round, segment: str, case: Case) -> set[int | None]:
    """The writers' bureaus that have sent an evaluator already: one of k, and no more."""
    live = _live(round, segment).select_related("evaluator__officer")
    sent = {_bureau(a.evaluator, case) for a in live}
    return sent & case.bureaus
