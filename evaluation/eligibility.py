"""Who may judge an item: invariants 2 and 3, at the draw and again at submission."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, Max, Q
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Officer
from accounts.services.audiences import is_in_audience
from core import clock
from evaluation.authorship import editors_of
from evaluation.calendar import season_start
from evaluation.models import Assignment, Conflict, Evaluator, Round
from knowledge.models import Item
from knowledge.writers import writer_ids


class Bar(models.TextChoices):
    """Why an officer may not judge an item."""

    WRITER = "writer", _("They wrote the item.")
    EDITOR = "editor", _("They wrote more than a tenth of the text.")
    TEAM = "team", _("They work in the office of a writer.")
    LINE = "line", _("Their office is above or below that of a writer.")
    CONFLICT = "conflict", _("A conflict of interest is listed.")
    READER = "reader", _("The item is not meant for them to read.")
    NOT_CERTIFIED = "not_certified", _("They hold no valid certificate.")
    BUSY = "busy", _("They have as much to evaluate as they may.")
    SEASON = "season", _("They have evaluated enough this season.")
    PAIR = "pair", _("A writer has judged their work lately.")
    CYCLE = "cycle", _("Three people would judge each other in turn.")
    OFTEN = "often", _("They judge this author too often.")
    DRAWN = "drawn", _("They were drawn for this round before.")


# What is asked again when an evaluation comes in: facts that may have changed since the draw.
AT_SUBMISSION = frozenset({Bar.WRITER, Bar.EDITOR, Bar.TEAM, Bar.CONFLICT, Bar.READER})


@dataclass(slots=True)
class Case:
    """What is known of a round's item when it is asked who may judge it.

    ``path``: ids of its category and those above, from the top. ``bureaus``: those of its writers.
    """

    round: Round
    writers: list[Officer]
    editors: set[int]
    now: datetime
    path: list[int] = field(default_factory=list)
    bureaus: set[int | None] = field(default_factory=set)
    conflicts: set[int] = field(default_factory=set)
    recent_judges_of: dict[int, set[int]] = field(default_factory=dict)
    season_edges: set[tuple[int, int]] = field(default_factory=set)
    author_draws: dict[int, int] = field(default_factory=dict)
    drawn: set[int] = field(default_factory=set)


def case_of(round: Round) -> Case:
    """Read what the bars need (8 queries)."""
    item = round.item
    now = clock.now()
    ids = writer_ids(item)
    writers = list(Officer.objects.filter(pk__in=ids).select_related("office"))
    season = make_aware(datetime.combine(season_start(localdate(now)), datetime.min.time()))
    recent = now - timedelta(days=round.policy.pair_days)
    drawn = Assignment.objects.exclude(state=Assignment.State.VOIDED)
    return Case(
        round=round,
        writers=writers,
        editors=editors_of(round.revision),
        now=now,
        path=_path_of(item),
        bureaus={bureau_of(writer.office) for writer in writers},
        conflicts=_in_conflict(ids, localdate(now)),
        recent_judges_of=_authors_judged_by(drawn.filter(offered_at__gte=recent), ids),
        season_edges=set(
            drawn.filter(offered_at__gte=season).values_list(
                "evaluator__officer_id", "round__item__author_id"
            )
        ),
        author_draws=dict(
            drawn.filter(offered_at__gte=season, round__item__author_id=item.author_id)
            .exclude(round=round)
            .values_list("evaluator_id")
            .annotate(number=Count("pk"))
        ),
        drawn=set(Assignment.objects.filter(round=round).values_list("evaluator_id", flat=True)),
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A certified evaluator with what the draw weighs."""

    evaluator: Evaluator
    open: int
    season: int
    last_drawn: datetime | None
    areas: frozenset[int]


def candidates(now: datetime) -> list[Candidate]:
    """All evaluators who hold a valid certificate (2 queries)."""
    today = localdate(now)
    season = make_aware(datetime.combine(season_start(today), datetime.min.time()))
    live = Q(assignments__state__in=Assignment.OPEN)
    rows = (
        Evaluator.objects.filter(
            Q(certified_until__isnull=True) | Q(certified_until__gte=today),
            status=Evaluator.Status.CERTIFIED,
            officer__is_active=True,
        )
        .select_related("officer__office")
        .prefetch_related("areas")
        .annotate(
            open_now=Count("assignments", filter=live, distinct=True),
            this_season=Count(
                "assignments", filter=Q(assignments__offered_at__gte=season), distinct=True
            ),
            last=Max("assignments__offered_at"),
        )
        .order_by("pk")
    )
    return [
        Candidate(
            row, row.open_now, row.this_season, row.last, frozenset(a.pk for a in row.areas.all())
        )
        for row in rows
    ]


def bars(case: Case, officer: Officer) -> set[Bar]:
    """Everything about the person that keeps them from judging the item."""
    found: set[Bar] = set()
    writer_ids_ = {writer.pk for writer in case.writers}
    if officer.pk in writer_ids_:
        found.add(Bar.WRITER)
    elif officer.pk in case.editors:
        found.add(Bar.EDITOR)
    for writer in case.writers:
        if writer.pk != officer.pk:
            found |= _office_bars(officer.office, writer.office)
    if officer.pk in case.conflicts:
        found.add(Bar.CONFLICT)
    # Resolving somebody's rights takes queries, so it comes last.
    if not found and not is_in_audience(officer, case.round.item.audience):
        found.add(Bar.READER)
    return found


def draw_bars(case: Case, candidate: Candidate) -> set[Bar]:
    """``bars`` and what concerns the draw alone: capacity, pairs, cycles, shares."""
    policy = case.round.policy
    evaluator = candidate.evaluator
    found = bars(case, evaluator.officer)
    if candidate.open >= evaluator.max_open:
        found.add(Bar.BUSY)
    if candidate.season >= policy.season_cap:
        found.add(Bar.SEASON)
    if evaluator.pk in case.drawn:
        found.add(Bar.DRAWN)
    if case.recent_judges_of.get(evaluator.officer_id):
        found.add(Bar.PAIR)
    if any(_closes_cycle(case, evaluator.officer_id, writer.pk) for writer in case.writers):
        found.add(Bar.CYCLE)
    draws = sum(case.author_draws.values())
    mine = case.author_draws.get(evaluator.pk, 0)
    if (mine + 1) / (draws + policy.k_min) > policy.pair_share:
        found.add(Bar.OFTEN)
    return found


def bureau_of(office: Office | None) -> int | None:
    """The bureau or main customs that an office belongs to: the node below the root."""
    if office is None:
        return None
    if office.level <= 1:
        return office.pk
    above = office.get_ancestors().filter(level=1).values_list("pk", flat=True)
    return above[0]


def _path_of(item: Item) -> list[int]:
    if item.category is None:
        return []
    return list(item.category.get_ancestors(include_self=True).values_list("pk", flat=True))


def _office_bars(mine: Office | None, theirs: Office | None) -> set[Bar]:
    if mine is None or theirs is None:
        return set()
    if mine.pk == theirs.pk:
        return {Bar.TEAM}
    if mine.parent_id == theirs.pk or theirs.parent_id == mine.pk:
        return {Bar.LINE}
    return set()


def _in_conflict(ids: list[int], today: object) -> set[int]:
    rows = Conflict.objects.filter(Q(until__isnull=True) | Q(until__gte=today))
    pairs = rows.filter(Q(a__in=ids) | Q(b__in=ids)).values_list("a_id", "b_id")
    return {officer for pair in pairs for officer in pair if officer not in ids}


def _authors_judged_by(
    drawn: models.QuerySet[Assignment], judges: list[int]
) -> dict[int, set[int]]:
    """Author id to those of ``judges`` who were drawn for their work."""
    result: dict[int, set[int]] = defaultdict(set)
    rows = drawn.filter(evaluator__officer_id__in=judges)
    for author, judge in rows.values_list("round__item__author_id", "evaluator__officer_id"):
        result[author].add(judge)
    return dict(result)


def _closes_cycle(case: Case, evaluator: int, writer: int) -> bool:
    """Whether the writer judges some third person who judges the evaluator."""
    judged_by_writer = {author for judge, author in case.season_edges if judge == writer}
    judges_of_evaluator = {judge for judge, author in case.season_edges if author == evaluator}
    return bool((judged_by_writer & judges_of_evaluator) - {evaluator, writer})
