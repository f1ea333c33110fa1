"""Coordinators and evaluators of the demo's year."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from accounts.models import Officer
from ckp.demo import coaching, deciding, visiting
from ckp.demo.texts import Text, remarks
from core import clock
from evaluation.models import Assignment, Round
from evaluation.services.check_form import accept_submission, reject_submission, return_submission
from evaluation.services.evaluate import submit_evaluation
from evaluation.services.expire import remind_and_expire
from knowledge.models import GeneralKnowledge, Item
from knowledge.services.retire import retire_item
from knowledge.services.submit import submit_item

if TYPE_CHECKING:
    from ckp.demo.year import Year

# What the poorest and the best text would get: far enough apart that three evaluations settle most.
POOREST, BEST = 0.2, 9.8
# Half a point of luck either way, and a severity of each evaluator's own.
LUCK = 0.7
REASONS = {
    "ko": {
        "return": "적용 법령의 시행일과 예외를 밝혀 주세요. 표의 두 번째 열도 비어 있습니다.",
        "reject": "이미 게시된 지식과 내용이 같습니다. 기존 지식에 댓글로 보충해 주세요.",
        "retire": "제도가 바뀌어 더 이상 맞지 않습니다. 새 지식을 참고하세요.",
    },
    "en": {
        "return": "Please say since when the rule applies, and fill in the second column.",
        "reject": "The same is already published. Please add to it with a comment.",
        "retire": "The procedure has changed. Please see the newer item.",
    },
}


def check(year: Year, item: GeneralKnowledge, text: Text) -> None:
    """Accept; now and then return first (the author submits again), seldom reject."""
    item.refresh_from_db()
    chance = year.random.random()
    if text.quality < 0.34 and chance < 0.5:
        reason = REASONS[text.language]["reject"]
        reject_submission(item=item, by=checker(year, item), reason=reason)
    elif chance < 0.12:
        give_back(year, item, text)
        again = clock.now() + timedelta(hours=year.random.randint(4, 40))
        year.at(again, lambda: _submit_again(year, item, text))
    else:
        _accept(year, item, text)


def give_back(year: Year, item: GeneralKnowledge, text: Text) -> None:
    """The coordinator returns a submission."""
    item.refresh_from_db()
    reason = REASONS[text.language]["return"]
    return_submission(item=item, by=checker(year, item), reason=reason)


def checker(year: Year, item: Item) -> Officer:
    """The coordinator in charge, or the administrator for what the coordinator wrote."""
    found = year.people.coordinator_of(item.office)
    return year.people.named("admin") if found.pk == item.author_id else found


def _submit_again(year: Year, item: GeneralKnowledge, text: Text) -> None:
    item.refresh_from_db()
    submit_item(item=item, by=item.author)
    moment = clock.now() + timedelta(hours=year.random.randint(2, 30))
    year.at(moment, lambda: _accept(year, item, text))


def _accept(year: Year, item: GeneralKnowledge, text: Text) -> None:
    item.refresh_from_db()
    accept_submission(item=item, by=checker(year, item))
    soon = clock.now() + timedelta(minutes=5)
    year.at(soon, lambda: plan_evaluations(year, item, text))
    visiting.talk(year, item, text)
    if year.random.random() < 0.2:
        later = clock.now() + timedelta(days=year.random.randint(20, 80))
        year.at(later, lambda: year.revise(item, text))
    elif year.random.random() < 0.05:
        later = clock.now() + timedelta(days=year.random.randint(60, 200))
        year.at(later, lambda: _retire(item, REASONS[text.language]["retire"]))


def _retire(item: GeneralKnowledge, reason: str) -> None:
    item.refresh_from_db()
    retire_item(item=item, by=item.author, reason=reason)


def keep_time(year: Year) -> None:
    """What the workers do about the late ones; whoever is drawn instead gets to work."""
    remind_and_expire()
    items = Item.objects.filter(rounds__state__in=Round.OPEN)
    for item in items:
        if item.pk in year.texts:
            plan_evaluations(year, item, year.texts[item.pk])


def plan_evaluations(year: Year, item: Item, text: Text) -> None:
    """Everybody drawn judges within some days; one in fifteen is late and expires."""
    year.texts[item.pk] = text
    for assignment in Assignment.objects.filter(round__item=item, state__in=Assignment.OPEN):
        if assignment.pk in year.planned:
            continue
        year.planned.add(assignment.pk)
        if year.random.random() < 1 / 15 or not deciding.answers(year, assignment, text):
            continue
        longest = 20 if text.slug == deciding.TIED else 90
        moment = clock.now() + timedelta(hours=year.random.randint(6, longest))
        year.at(moment, partial(_judge, year, assignment.pk, text))
    for assignment in coaching.audits_to_plan():
        known = year.texts.get(assignment.round.item_id)
        if known is not None and assignment.pk not in year.planned:
            year.planned.add(assignment.pk)
            moment = clock.now() + timedelta(hours=year.random.randint(6, 90))
            year.at(moment, partial(_judge, year, assignment.pk, known))


def _judge(year: Year, assignment_id: int, text: Text) -> None:
    assignment = Assignment.objects.select_related(
        "evaluator__officer", "round__policy", "round__item"
    ).get(pk=assignment_id)
    if not assignment.is_open or assignment.lease_until < clock.now():
        return
    severity = (assignment.evaluator_id % 7 - 3) / 6
    lift = deciding.LIFT if assignment.round_id in year.lifted else 0
    target = POOREST + (BEST - POOREST) * (text.quality + lift) + severity
    scores = {
        criterion.code: _half(target + year.random.gauss(0, LUCK))
        for criterion in assignment.round.policy.criteria.all()
    }
    if text.slug == deciding.TIED:
        scores = dict.fromkeys(scores, deciding.TIED_SCORE)
    mean = float(sum(scores.values())) / len(scores)
    band = "high" if mean > 7.2 else "middle" if mean > 5 else "low"
    words = [r["text"] for r in remarks()[text.language]["evaluations"] if r["score_band"] == band]
    submit_evaluation(
        assignment=assignment,
        by=assignment.evaluator.officer,
        scores=scores,
        confidence=year.random.randint(1, 3),
        comment=coaching.comment_of(year, assignment, text.language, year.random.choice(words)),
    )
    # A close case has asked more people meanwhile.
    item = assignment.round.item
    year.at(clock.now() + timedelta(minutes=5), lambda: plan_evaluations(year, item, text))


def _half(value: float) -> Decimal:
    """The nearest half point between 0 and 10."""
    return Decimal(round(min(max(value, 0.0), 10.0) * 2)) / 2
