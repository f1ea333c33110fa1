"""Who may judge an item: invariants 2 and 3, at the draw and again at submission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db import models
from django.db.models import Count, Max, Q
from django.db.models.functions import Lower
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _

from accounts.models import Charge, Office, Officer
from accounts.roles import COORDINATOR, PANEL
from accounts.services.audiences import is_in_audience
from core import clock
from evaluation.authorship import editors_of
from evaluation.calendar import season_start
from evaluation.chain import chain_of
from evaluation.models import Assignment, Conflict, Evaluator, Round
from knowledge.models import Category, CoAuthor, Item
from knowledge.writers import writer_ids


class Bar(models.TextChoices):
    """Why an officer may not judge an item."""

    WRITER = "writer", _("They wrote the item.")
    EDITOR = "editor", _("They wrote more than a tenth of the text.")
    TEAM = "team", _("They work in the office of a writer.")
    LINE = "line", _("Their office is above or below that of a writer.")
    CHARGE = "charge", _("They look after the office that the item belongs to.")
    CONFLICT = "conflict", _("A conflict of interest is listed.")
    READER = "reader", _("The item is not meant for them to read.")
    SUSPENDED = "suspended", _("Their certificate is suspended.")
    BUSY = "busy", _("They have as much to evaluate as they may.")
    SEASON = "season", _("They have evaluated enough this season.")
    PAIR = "pair", _("A writer has judged their work lately.")
    CYCLE = "cycle", _("Three people would judge each other in turn.")
    OFTEN = "often", _("They judge this author too often.")
    GONE = "gone", _("They have left the service.")
    DRAWN = "drawn", _("They were drawn for this round before.")


@dataclass(frozen=True)
class Case:
    """What is known of a round's item when it is asked who may judge it, read as it is asked:
    a submission needs a third of what a draw does.

    Sets of people hold officer ids; ``drawn`` and ``author_draws`` evaluator ids.
    """

    round: Round
    now: datetime

    @cached_property
    def writers(self) -> list[Officer]:
        """Author and co-authors, with their offices."""
        return list(Officer.objects.filter(pk__in=self._writer_ids).select_related("office"))

    @cached_property
    def editors(self) -> set[int]:
        """Officers who wrote much of the revision."""
        return editors_of(self.round.revision, self.round.policy.editor_share)

    @cached_property
    def in_charge(self) -> set[int]:
        """The coordinators of the item's office."""
        return _in_charge_of(self.round.item.office)

    @cached_property
    def conflicts(self) -> set[int]:
        """Officers with a conflict of interest with a writer."""
        return _in_conflict(self._writer_ids, localdate(self.now))

    @cached_property
    def judged_lately(self) -> set[int]:
        """Those whose work a writer was drawn for within the policy's days."""
        since = self.now - timedelta(days=self.round.policy.pair_days)
        return _judged_by(self._writer_ids, since=since)

    @cached_property
    def closing_a_circle(self) -> set[int]:
        """Those whose work was judged this season by somebody whose work a writer judged."""
        season = _season_of(self.now)
        thirds = _judged_by(self._writer_ids, since=season) - set(self._writer_ids)
        return _judged_by(thirds, since=season)

    @cached_property
    def author_draws(self) -> dict[int, int]:
        """How often each evaluator was drawn for the author's work this season."""
        rows = _draws(_season_of(self.now)).filter(round__item__author_id=self.round.item.author_id)
        others = rows.exclude(round=self.round).values_list("evaluator_id")
        return dict(others.annotate(number=Count("pk")))

    @cached_property
    def drawn(self) -> set[int]:
        """Evaluators who have been asked before."""
        return _drawn_before(self.round)

    @cached_property
    def path(self) -> list[int]:
        """Ids of the item's category and those above it, from the top."""
        return _path_of(self.round.item)

    @cached_property
    def neighbours(self) -> set[int]:
        """Ids of categories of the same field of business, or called like a tag."""
        return _neighbours_of(self.round.item)

    @cached_property
    def bureau_of(self) -> dict[int | None, int]:
        """Office id to bureau."""
        return bureaus()

    @property
    def bureaus(self) -> set[int]:
        """The bureaus of the writers."""
        return {b for w in self.writers if (b := self.bureau_of.get(w.office_id)) is not None}

    @cached_property
    def _writer_ids(self) -> list[int]:
        return writer_ids(self.round.item)


def case_of(round: Round) -> Case:
    """The case as it is now; whatever is asked of it stays as it was when first asked."""
    return Case(round, clock.now())


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
    is_valid = Q(certified_until__isnull=True) | Q(certified_until__gte=localdate(now))
    return _candidates(Evaluator.objects.filter(is_valid, status=Evaluator.Status.CERTIFIED), now)


def panel_candidates(now: datetime) -> list[Candidate]:
    """All members of the panel, certified as evaluators or not (5 queries at most)."""
    members = Officer.objects.filter(groups__name=PANEL, is_active=True)
    unknown = members.filter(evaluator__isnull=True)
    Evaluator.objects.bulk_create(
        [Evaluator(officer=member) for member in unknown], ignore_conflicts=True
    )
    return _candidates(Evaluator.objects.filter(officer__in=members), now)


def _candidates(evaluators: models.QuerySet[Evaluator], now: datetime) -> list[Candidate]:
    """What the draw weighs of these evaluators, leavers left out (2 queries)."""
    live = Q(assignments__state__in=Assignment.OPEN)
    rows = (
        evaluators.filter(officer__is_active=True)
        .select_related("officer__office")
        .prefetch_related("areas")
        .annotate(
            open_now=Count("assignments", filter=live, distinct=True),
            this_season=Count(
                "assignments", filter=Q(assignments__offered_at__gte=_season_of(now)), distinct=True
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


def bars(case: Case, evaluator: Evaluator) -> set[Bar]:
    """Everything about the person that keeps them from judging the item, now as at the draw."""
    officer = evaluator.officer
    found: set[Bar] = set()
    if officer.pk in {writer.pk for writer in case.writers}:
        found.add(Bar.WRITER)
    elif officer.pk in case.editors:
        found.add(Bar.EDITOR)
    for writer in case.writers:
        if writer.pk != officer.pk:
            found |= _office_bars(officer.office, writer.office)
    if officer.pk in case.in_charge:
        found.add(Bar.CHARGE)
    if officer.pk in case.conflicts:
        found.add(Bar.CONFLICT)
    if evaluator.status == Evaluator.Status.SUSPENDED:
        found.add(Bar.SUSPENDED)
    if not officer.is_active:
        found.add(Bar.GONE)
    if not is_in_audience(officer, case.round.item.audience):
        found.add(Bar.READER)
    return found


def draw_bars(case: Case, candidate: Candidate) -> set[Bar]:
    """``bars`` and what concerns the draw alone: capacity, pairs, circles, shares."""
    policy = case.round.policy
    evaluator = candidate.evaluator
    found = bars(case, evaluator)
    if candidate.open >= evaluator.max_open:
        found.add(Bar.BUSY)
    if candidate.season >= policy.season_cap:
        found.add(Bar.SEASON)
    if evaluator.pk in case.drawn:
        found.add(Bar.DRAWN)
    if evaluator.officer_id in case.judged_lately:
        found.add(Bar.PAIR)
    if evaluator.officer_id in case.closing_a_circle:
        found.add(Bar.CYCLE)
    draws = sum(case.author_draws.values())
    mine = case.author_draws.get(evaluator.pk, 0)
    if (mine + 1) / (draws + policy.k_min) > policy.pair_share:
        found.add(Bar.OFTEN)
    return found


def bureaus() -> dict[int | None, int]:
    """Office id to the bureau or main customs that it belongs to: the node below the root."""
    found: dict[int | None, int] = {}
    rows = Office.objects.order_by("tree_id", "lft").values_list("pk", "parent_id", "level")
    for pk, parent, level in rows:
        found[pk] = pk if level <= 1 else found[parent]
    return found


def _season_of(now: datetime) -> datetime:
    return make_aware(datetime.combine(season_start(localdate(now)), datetime.min.time()))


def _draws(since: datetime) -> models.QuerySet[Assignment]:
    rows = Assignment.objects.filter(offered_at__gte=since, is_audit=False)
    return rows.exclude(state=Assignment.State.VOIDED)


def _judged_by(judges: list[int] | set[int], *, since: datetime) -> set[int]:
    """Those whose work any of ``judges`` was drawn for."""
    rows = _draws(since).filter(evaluator__officer_id__in=judges)
    items = set(rows.values_list("round__item_id", flat=True))
    authors = Item.objects.filter(pk__in=items).values_list("author_id", flat=True)
    others = CoAuthor.objects.filter(item_id__in=items).values_list("officer_id", flat=True)
    return {*authors, *others}


def _drawn_before(round: Round) -> set[int]:
    """Evaluators (their ids) drawn for the round or for one before it in its chain of appeals, and
    for rounds on the item that ended for misconduct, whoever's it was."""
    spoilt = Q(round__item_id=round.item_id, round__end_cause=Round.Cause.MISCONDUCT)
    rows = Assignment.objects.filter(Q(round__in=chain_of(round)) | spoilt)
    return set(rows.values_list("evaluator_id", flat=True))


def _path_of(item: Item) -> list[int]:
    if item.category is None:
        return []
    return list(item.category.get_ancestors(include_self=True).values_list("pk", flat=True))


def _neighbours_of(item: Item) -> set[int]:
    tags = [name.lower() for name in item.tag_list]
    near = Q(low_ko__in=tags) | Q(low_en__in=tags)
    if item.category is not None:
        near |= Q(tree_id=item.category.tree_id)
    rows = Category.objects.annotate(low_ko=Lower("name_ko"), low_en=Lower("name_en"))
    return set(rows.filter(near).values_list("pk", flat=True))


def _office_bars(mine: Office | None, theirs: Office | None) -> set[Bar]:
    if mine is None or theirs is None:
        return set()
    if mine.pk == theirs.pk:
        return {Bar.TEAM}
    if mine.parent_id == theirs.pk or theirs.parent_id == mine.pk:
        return {Bar.LINE}
    return set()


def _in_charge_of(office: Office) -> set[int]:
    """The coordinators of an office: they know who wrote its items, and see all of a round."""
    above = office.get_ancestors(include_self=True).values("pk")
    rows = Charge.objects.filter(office__in=above, officer__groups__name=COORDINATOR)
    return set(rows.values_list("officer_id", flat=True))


def _in_conflict(ids: list[int], today: object) -> set[int]:
    rows = Conflict.objects.filter(Q(until__isnull=True) | Q(until__gte=today))
    pairs = rows.filter(Q(a__in=ids) | Q(b__in=ids)).values_list("a_id", "b_id")
    return {officer for pair in pairs for officer in pair if officer not in ids}
