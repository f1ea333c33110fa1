"""The evaluators of the demo's year: gold items, training, audits, sheets, an alert or two."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from accounts import roles
from accounts.models import Officer
from accounts.services.roles import grant_role
from core import clock
from evaluation.golds import candidates_for_gold, first_guess
from evaluation.models import Assignment, Evaluator, GoldItem, Training
from evaluation.services.audit import close_audits
from evaluation.services.certificates import remind_and_lapse
from evaluation.services.gold import add_gold
from evaluation.services.honour import honour_useful
from evaluation.services.policies import policy_for
from evaluation.services.sheets import freeze_sheets
from evaluation.services.suspend import suspend_where_due
from evaluation.services.train import start_training, submit_answer
from evaluation.services.watch import raise_alerts
from knowledge.services.errors import Refused

if TYPE_CHECKING:
    from ckp.demo.year import Year

DAY = timedelta(days=1)
# When the panel sits and enters what has been decided by then.
GOLDEN = (200 * DAY, 120 * DAY, 60 * DAY)
TRAINING_ITEMS = 12
AUDIT_ITEMS = 5
NOTES = {
    "ko": (
        "근거 조문은 정확하지만 예외와 적용 시점이 빠져 있어 완결성은 높게 볼 수 없습니다."
        " 현장에서 따라 할 수 있는 순서가 있는지, 다른 세관에서도 쓸 수 있는지를 먼저 봅니다."
    ),
    "en": (
        "The legal basis is right, but exceptions and dates are missing, so completeness stays"
        " low. Look first whether a colleague elsewhere could follow the steps as they stand."
    ),
}
# What two evaluators of the demo both wrote, word for word.
COPIED = {
    "ko": (
        "전체적으로 현장에서 바로 활용할 수 있는 내용이며 근거 법령과 처리 순서가 알기 쉽게"
        " 정리되어 있어 신규 직원 교육 자료로도 손색이 없고 다른 세관에서도 참고할 만한"
        " 우수한 지식이라고 판단하여 높은 점수를 드립니다."
    ),
    "en": (
        "Overall this can be used at the counter as it stands, the legal basis and the order of"
        " the steps are easy to follow, and new colleagues in any office would gain from reading"
        " it before their first shift, which is why I score it high."
    ),
}


def start_coaching(year: Year) -> None:
    """Put it all on the timeline; certificates end at different times."""
    today = year.now.date()
    for number, evaluator in enumerate(Evaluator.objects.order_by("pk")):
        evaluator.certified_until = today + (12 + 13 * number % 320) * DAY
        evaluator.save(update_fields=["certified_until"])
    grant_role(officer=year.people.named("leader"), role=roles.PANEL)
    for ago in GOLDEN:
        year.at(year.now - ago, lambda: _enter_golds(year))
    year.at(year.now - GOLDEN[-1] + DAY, lambda: _refresh(year))
    for number, person in enumerate(_newcomers(year)):
        begin = year.now - (30 - 13 * number) * DAY
        if number == 0:
            year.at(begin, partial(_try, year, person, -2))
            year.at(begin + 2 * DAY, partial(_try, year, person, 0))
        else:
            year.at(begin, partial(_try, year, person, 0, items=2))
    for week in range(1, 53):
        year.at(year.now - (52 - week) * 7 * DAY - DAY, _keep)
        if week % 4 == 0:
            year.at(year.now - (52 - week) * 7 * DAY - DAY, look_back)


def _keep() -> None:
    close_audits()
    suspend_where_due()


def look_back() -> None:
    """What the nightly jobs do when a month, a quarter or a season is over."""
    remind_and_lapse()
    freeze_sheets()
    honour_useful()
    raise_alerts()


def _newcomers(year: Year) -> list[Officer]:
    """Two colleagues who want to become evaluators."""
    busy = set(Evaluator.objects.values_list("officer", flat=True))
    busy |= {officer.pk for officer in year.people.coordinators.values()}
    free = [o for o in year.people.officers[6:] if o.pk not in busy]
    chosen = free[-2:]
    for officer in chosen:
        grant_role(officer=officer, role=roles.EVALUATOR)
    return chosen


def _enter_golds(year: Year) -> None:
    """The leader, who is of the panel, enters what the evaluators agreed on best."""
    panel = year.people.named("leader")
    uses = [GoldItem.Use.TRAINING] * TRAINING_ITEMS + [GoldItem.Use.AUDITS] * AUDIT_ITEMS
    wanted = uses[GoldItem.objects.count() :]
    for item in candidates_for_gold(panel, "")[: len(wanted)]:
        assert item.current_revision is not None
        criteria = list(policy_for(item.kind).criteria.all())
        right = first_guess(item, criteria) or {c.code: Decimal(6) for c in criteria}
        add_gold(
            revision=item.current_revision,
            by=panel,
            use=wanted.pop(0),
            scores=right,
            note=NOTES.get(item.language, NOTES["ko"]),
        )


def _refresh(year: Year) -> None:
    """The evaluator whom everybody can try refreshes the certificate in its last days."""
    evaluator = Evaluator.objects.get(officer=year.people.named("evaluator"))
    later = evaluator.certified_until
    evaluator.certified_until = clock.today() + 20 * DAY
    evaluator.save(update_fields=["certified_until"])
    if _try(year, evaluator.officer, 0) is None:
        evaluator.certified_until = later
        evaluator.save(update_fields=["certified_until"])


def _try(year: Year, person: Officer, off: int, items: int | None = None) -> Training | None:
    """A try whose scores lie ``off`` points from the reference, give or take a half; None where
    too few texts had been decided by then to make gold of, so that there was no try."""
    try:
        training = start_training(officer=person)
    except Refused:
        return None
    for answer in list(training.answers.select_related("gold"))[:items]:
        scores = {
            code: min(max(Decimal(right) + off + year.random.choice(NEAR), Decimal(0)), Decimal(10))
            for code, right in answer.gold.reference.items()
        }
        submit_answer(answer=answer, by=person, scores=scores)
    return training


NEAR = [Decimal(n) / 2 for n in (-1, 0, 0, 1)]


def audits_to_plan() -> list[Assignment]:
    """Audits on somebody's desk; the demo's evaluators judge them like all else."""
    rows = Assignment.objects.filter(is_audit=True, state__in=Assignment.OPEN)
    return list(rows.select_related("round__item"))


def comment_of(year: Year, assignment: Assignment, language: str, words: str) -> str:
    """The evaluator's own words; now and then one of two who wrote the same."""
    age = year.now - clock.now()
    for window, begin, end in (("late", 45, 6), ("early", 110, 60)):
        if not begin * DAY >= age >= end * DAY or assignment.is_audit:
            continue
        authors = year.copied.setdefault((window, language), [])
        if len(authors) < 2 and assignment.evaluator_id not in authors:
            authors.append(assignment.evaluator_id)
            return COPIED[language]
    return words
