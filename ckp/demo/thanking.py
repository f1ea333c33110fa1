"""What helped at the desk in the demo's year, and points that an administrator mends."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from accounts import roles
from accounts.models import Audience, Officer
from accounts.services.roles import grant_role
from core import clock
from knowledge.access import is_writer
from knowledge.models import Item
from knowledge.writers import writer_ids
from mileage.models import Reuse
from mileage.services.decide_reuse import decide_reuse
from mileage.services.propose_adjustment import Line, propose_adjustment
from mileage.services.seasons import season_at
from mileage.services.tell_reuse import tell_reuse

if TYPE_CHECKING:
    from ckp.demo.year import Year

SEED = 7
# Uses in the year; the last ones still wait for the coordinator that everybody can try.
USES = 14
WAITING = 2
STORIES = [
    "민원인에게 서류 목록을 그대로 안내해서 한 번에 접수를 마쳤습니다.",
    "비슷한 사례를 심사할 때 판단 기준으로 삼아 보완 요구를 줄였습니다.",
    "신규 직원 교육에서 이 글의 순서대로 실습했습니다. 질문이 크게 줄었습니다.",
    "현장 검사 전에 확인할 것을 점검표로 만들어 썼습니다.",
]
# The second administrator, without whom nobody could decide what the first one proposes.
SECOND = "na.hyerim"


def plan(year: Year) -> None:
    """Put the uses on the timeline, and a ticket that waits for the administrator."""
    random = Random(SEED)  # noqa: S311 - the same demo every time
    for number in range(USES):
        moment = year.now - timedelta(days=(USES - number) * 22 - 20, hours=3)
        year.at(moment, partial(_use, year, random, waits=number >= USES - WAITING))
    year.at(year.now - timedelta(days=1, hours=2), lambda: _mend(year))


def _use(year: Year, random: Random, *, waits: bool) -> None:
    items = Item.objects.published().filter(audience__kind=Audience.Kind.ALL)
    items = items.filter(audience__lowest_grade=None).select_related("office").order_by("pk")
    if waits:
        items = items.filter(author__username__in=["officer", "colleague"])
    chosen = list(items)
    if not chosen:
        return
    item = random.choice(chosen)
    writers = writer_ids(item)
    reader = random.choice([o for o in year.people.officers if o.pk not in writers])
    if Reuse.objects.filter(item=item, officer=reader).exists():
        return
    reuse = tell_reuse(item=item, by=reader, story=random.choice(STORIES))
    if not waits:
        year.at(clock.now() + timedelta(days=1), partial(_verify, year, reuse))


def _verify(year: Year, reuse: Reuse) -> None:
    coordinator = year.people.coordinator_of(reuse.item.office)
    is_concerned = coordinator.pk == reuse.officer_id or is_writer(coordinator, reuse.item)
    by = year.people.named("admin") if is_concerned else coordinator
    decide_reuse(reuse=reuse, by=by, is_verified=reuse.pk % 5 != 0)


def _mend(year: Year) -> None:
    second: Officer = year.people.named(SECOND)
    grant_role(officer=second, role=roles.ADMIN)
    # The rights that were read before the role came.
    second = Officer.objects.get(pk=second.pk)
    lines = [Line(year.people.named("colleague"), season_at(clock.now()), 8)]
    reason = (
        "기한 안에 낸 평가가 시스템 점검 시간과 겹쳐 늦은 것으로 처리되었습니다. 8점을 지급합니다."
    )
    propose_adjustment(by=second, reason=reason, lines=lines)
