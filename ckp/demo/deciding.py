"""What becomes of decisions in the demo's year: votes on comments, appeals, late rounds, lapses."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from ckp.demo import judging
from ckp.demo.texts import Text, texts
from core import clock
from evaluation.author import pooled_evaluations
from evaluation.models import Appeal, Assignment, Round
from evaluation.services.appeal import appeals_left, open_appeal
from evaluation.services.change_source import record_source_change
from evaluation.services.decide import decide_provisionally
from evaluation.services.vote_useful import vote_useful
from knowledge.models import Citation, GeneralKnowledge
from knowledge.services.revise import revise_item

if TYPE_CHECKING:
    from ckp.demo.year import Year

DAY = timedelta(days=1)
# Of this text's evaluators only two ever answer, so that its coordinator has to decide.
LATE = "overdue-goods-before-auction"
ANSWERS = 2
# This one's scores lie on the threshold, and the panel is still at work on it.
TIED = "requirements-check-kc-adapter"
TIED_SCORE = Decimal(7)
# Below the threshold by no more than this, a writer is likely to appeal.
CLOSE = Decimal("1.4")
# What every other appeal is worth: others see what the first ones overlooked.
LIFT = 0.3
# The accounts that everybody can try appeal whenever they may.
KNOWN = ("officer", "colleague")
WHY = {
    "ko": "3절의 예외와 그 근거 조문을 읽지 않으신 것 같습니다. 평가 의견에 없다고 하신 내용이"
    " 표의 두 번째 줄에 있으니 다시 살펴봐 주시기 바랍니다.",
    "en": "The exceptions in the third section seem to have been overlooked. What the comments say"
    " is missing stands in the second line of the table; please look at it again.",
}
HEADING = {"ko": "\n## 함께 알아 둘 업무\n\n", "en": "\n## What goes with it\n\n"}
CHANGE = "조문이 개정되어 기한과 제출 서류가 바뀌었습니다."


def plan(year: Year) -> None:
    """Put it all on the timeline."""
    for week in range(3, 52):
        moment = year.now - timedelta(weeks=52 - week)
        year.at(moment, lambda: _after_decisions(year))
    year.at(year.now - 45 * DAY, lambda: _rewrite(year))
    year.at(year.now - 9 * DAY, lambda: _change_law(year))


def answers(year: Year, assignment: Assignment, text: Text) -> bool:
    """Whether somebody who was drawn will answer before today."""
    if text.slug == TIED:
        return assignment.segment == Round.Segment.PEERS
    if text.slug != LATE:
        return True
    year.answered[assignment.round_id] += 1
    return year.answered[assignment.round_id] <= ANSWERS


def _after_decisions(year: Year) -> None:
    """What a week brings: writers read what was decided, coordinators look at what is late."""
    recent = Round.objects.filter(
        state=Round.State.PUBLISHED, decided_at__gte=clock.now() - timedelta(weeks=1)
    )
    for round in recent.select_related("item__author", "policy").order_by("pk"):
        _vote(year, round)
        _perhaps_appeal(year, round)
    late = Round.objects.filter(state__in=Round.JUDGING, due_at__lt=clock.now())
    for round in late.select_related("item__office", "policy").order_by("pk"):
        submitted = round.assignments.filter(state=Assignment.State.SUBMITTED).count()
        if submitted >= ANSWERS:
            decide_provisionally(round_id=round.pk, by=judging.checker(year, round.item))


def _vote(year: Year, round: Round) -> None:
    for evaluation in pooled_evaluations(round):
        if year.random.random() < 0.3:
            is_useful = year.random.random() < 0.75
            vote_useful(evaluation=evaluation, by=round.item.author, is_useful=is_useful)


def _perhaps_appeal(year: Year, round: Round) -> None:
    """Writers of close cases do not accept them, each second time with success."""
    if round.decision != Round.Decision.STANDARD or round.item_id not in year.texts:
        return
    score = round.scores.latest("pk")
    is_close = score.q > round.policy.threshold - CLOSE
    if not is_close or round.root_id or not appeals_left(round):
        return
    is_known = round.item.author.username in KNOWN
    if not is_known and Appeal.objects.count() > 1 and year.random.random() > 0.12:
        return
    reason = Appeal.Reason.PROVISIONAL if round.is_provisional else Appeal.Reason.OVERLOOKED
    text = WHY[round.item.language]
    made = open_appeal(round_=round, by=round.item.author, reason=reason, text=text)
    if made.pk % 2:
        year.lifted.add(made.new_round_id)
    _plan(year, round)


def _plan(year: Year, round: Round) -> None:
    """Whoever is drawn now gets to work."""
    soon = clock.now() + timedelta(minutes=5)
    text = year.texts[round.item_id]
    year.at(soon, lambda: judging.plan_evaluations(year, round.item, text))


def _rewrite(year: Year) -> None:
    """A writer joins another subject to a superior item: its decision lapses."""
    found = Round.objects.filter(
        state=Round.State.PUBLISHED,
        decision=Round.Decision.SUPERIOR,
        item__in=list(year.texts),
        item__status=GeneralKnowledge.Status.PUBLISHED,
    )
    round = found.order_by("-decided_at").first()
    if round is None:
        return
    text = year.texts[round.item_id]
    others = [t for t in texts() if t.language == text.language and t.slug != text.slug]
    other = min(others, key=lambda t: (t.category != text.category, t.slug))
    item = GeneralKnowledge.objects.get(pk=round.item_id)
    fields = year.fields_of(text, item.author, HEADING[text.language] + other.source)
    revise_item(item=item, by=item.author, fields=fields, base=item.current_revision)
    _plan(year, round)


def _change_law(year: Year) -> None:
    """The administrator records that an article has changed on which a superior item relies."""
    rows = Citation.objects.filter(
        scheme=Citation.Scheme.LAW,
        item__grade="superior",
        item__rounds__state=Round.State.PUBLISHED,
    )
    codes = sorted(set(rows.values_list("code", flat=True)))
    if codes:
        code = min(codes, key=lambda code: (Citation.objects.filter(code=code).count(), code))
        record_source_change(
            scheme=Citation.Scheme.LAW,
            code=code,
            changed_on=clock.today(),
            note=CHANGE,
            by=year.people.named("admin"),
        )
