"""What the pages of gold items show; for members of the panel alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Count, Q, QuerySet
from django.http import Http404

from accounts.models import Officer
from accounts.roles import is_panel_member
from evaluation.formulas.accuracy import accuracy, errors
from evaluation.formulas.totals import weighted_total
from evaluation.models import Audit, Criterion, Evaluation, GoldItem, Round, TrainingAnswer
from evaluation.services.policies import policy_for
from knowledge.models import Item

HALF = Decimal("0.5")
SUGGESTED = 12


@dataclass(frozen=True, slots=True)
class GoldLine:
    """A gold item with its weighted total and how often it was answered, and how well: the mean
    size of the errors, None while nobody has."""

    gold: GoldItem
    total: Decimal
    answers: int
    error: float | None


def require_panel(officer: Officer) -> None:
    """Raises Http404 for anybody else: not even the address tells that there is gold."""
    if not is_panel_member(officer):
        raise Http404


def golds_of(officer: Officer) -> QuerySet[GoldItem]:
    """All gold items on what the officer may read, those in use first. Raises Http404."""
    require_panel(officer)
    readable = Item.objects.visible_to(officer).values("pk")
    rows = GoldItem.objects.filter(revision__item__in=readable)
    rows = rows.select_related("revision__item__category", "created_by")
    return rows.order_by("is_withdrawn", "use", "-pk")


def get_gold(officer: Officer, gold_id: int) -> GoldItem:
    """One gold item. Raises Http404."""
    gold = golds_of(officer).filter(pk=gold_id).first()
    if gold is None:
        raise Http404
    return gold


def lines_of(golds: Iterable[GoldItem]) -> list[GoldLine]:
    """Totals and errors of some gold items (2 queries and one for each policy)."""
    golds = list(golds)
    ids = [gold.pk for gold in golds]
    found: dict[int, list[Decimal]] = {pk: [] for pk in ids}
    given = TrainingAnswer.objects.filter(gold__in=ids, submitted_at__isnull=False)
    by_id = {gold.pk: gold for gold in golds}
    for gold_id, scores in given.values_list("gold_id", "scores"):
        off = accuracy(list(errors(scores, by_id[gold_id].reference).values()))
        found[gold_id].append(off.absolute)
    rows = Audit.objects.filter(gold__in=ids, absolute__isnull=False).values("gold_id")
    audits = {
        row["gold_id"]: (row["number"], row["error"])
        for row in rows.annotate(number=Count("pk"), error=Avg("absolute"))
    }
    lines = []
    for gold in golds:
        trained, (audited, error) = found[gold.pk], audits.get(gold.pk, (0, 0.0))
        number = len(trained) + audited
        whole = float(sum(trained)) + audited * error
        lines.append(GoldLine(gold, total_of(gold), number, whole / number if number else None))
    return lines


def total_of(gold: GoldItem) -> Decimal:
    """The weighted total of the reference; of criteria that today's policy does not have, none."""
    weights = {
        c.code: c.weight
        for c in policy_for(gold.revision.item.kind).criteria.all()
        if c.code in gold.reference
    }
    scores = {code: Decimal(gold.reference[code]) for code in weights}
    return weighted_total(scores, weights) if weights else Decimal(0)


def candidates_for_gold(officer: Officer, words: str) -> list[Item]:
    """Published items that the officer may enter as gold: those with the words in the title, or,
    without words, those on whose last decision the evaluators agreed best."""
    require_panel(officer)
    rows = Item.objects.visible_to(officer).published()
    rows = rows.exclude(pk__in=Item.objects.written_by(officer).values("pk"))
    rows = rows.exclude(pk__in=Round.objects.filter(state__in=Round.OPEN).values("item"))
    known = GoldItem.objects.filter(is_withdrawn=False).values("revision__item")
    rows = rows.exclude(pk__in=known).select_related("category", "current_revision")
    if words:
        return list(rows.filter(title__icontains=words[:100]).order_by("-published_at")[:SUGGESTED])
    agreed = Q(
        rounds__state=Round.State.PUBLISHED, rounds__is_audit=False, rounds__scores__n__gte=3
    )
    steady = rows.filter(agreed).order_by("rounds__scores__se", "pk")
    seen: dict[int, Item] = {}
    for item in steady[: 3 * SUGGESTED]:
        seen.setdefault(item.pk, item)
    return list(seen.values())[:SUGGESTED]


def get_candidate(officer: Officer, item_id: int) -> Item:
    """An item that the officer may enter as gold. Raises Http404."""
    require_panel(officer)
    rows = Item.objects.visible_to(officer).published()
    rows = rows.exclude(pk__in=Item.objects.written_by(officer).values("pk"))
    item = rows.filter(pk=item_id).select_related("category", "current_revision").first()
    if item is None or item.current_revision is None:
        raise Http404
    return item


def first_guess(item: Item, criteria: Iterable[Criterion]) -> dict[str, Decimal]:
    """What its evaluators gave each criterion on average, to the half: a place to start from.

    Empty while it is being judged: nobody sees those scores.
    """
    round = Round.objects.filter(item=item, revision=item.current_revision).order_by("-pk").first()
    if round is None or round.is_open:
        return {}
    rows = (
        Evaluation.objects.filter(assignment__round=round, assignment__state="submitted")
        .order_by("assignment_id", "-pk")
        .distinct("assignment_id")
    )
    given = [row.scores for row in rows]
    means = {}
    for criterion in criteria:
        scores = [Decimal(s[criterion.code]) for s in given if criterion.code in s]
        if scores:
            means[criterion.code] = round_half(sum(scores, Decimal(0)) / len(scores))
    return means


def round_half(value: Decimal) -> Decimal:
    """The nearest half point."""
    return (value / HALF).quantize(Decimal(1)) * HALF
