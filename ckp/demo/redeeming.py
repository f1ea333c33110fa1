"""What officers of the demo do with their points: a request in each state, and two that wait."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from accounts.models import Officer
from accounts.rights import rights_of
from core import clock
from mileage.catalogue import purses_of, usable
from mileage.models import Redemption, Reward
from mileage.services.decide_redemption import (
    approve_redemption,
    cancel_redemption,
    refuse_redemption,
    reverse_redemption,
)
from mileage.services.load_rewards import load_rewards
from mileage.services.redeem import redeem

if TYPE_CHECKING:
    from ckp.demo.year import Year

State = Redemption.State
# Days before today, what becomes of it, and whether the demo account "officer" asks if it can.
REQUESTS = (
    (75, State.APPROVED, True),
    (61, State.REFUSED, False),
    (52, State.REVERSED, False),
    (40, State.CANCELLED, True),
    (26, State.APPROVED, False),
    (9, State.REFUSED, True),
    (2, State.REQUESTED, True),
    (1, State.REQUESTED, False),
)
DAY = timedelta(days=1)


def start_redeeming(year: Year) -> None:
    """Fill the catalogue and put the requests on the timeline."""
    load_rewards()
    for days, state, is_own in REQUESTS:
        year.at(year.now - days * DAY, partial(_ask, year, state, is_own))


def _ask(year: Year, state: str, is_own: bool) -> None:
    """The dearest reward that somebody of the coordinator's offices can pay; none, no request."""
    charge = rights_of(year.people.named("coordinator")).charge_ids
    named = year.people.named("officer")
    others = [one for one in year.people.officers[6:] if one.office_id in charge]
    points = {one.pk: usable(purses_of(one)) for one in [named, *others]}
    who = named if is_own else max(others, key=lambda one: points[one.pk], default=named)
    rewards = Reward.objects.filter(points__lte=points[who.pk]).exclude(stock=0)
    reward = rewards.order_by("-points").last() if is_own else rewards.order_by("points").last()
    if reward is None:
        return
    token = UUID(int=year.random.getrandbits(128))
    redemption = redeem(reward=reward, by=who, points=reward.points, token=token)
    if state != State.REQUESTED:
        year.at(clock.now() + 2 * DAY, lambda: _decide(year, redemption, who, state))


def _decide(year: Year, redemption: Redemption, who: Officer, state: str) -> None:
    by = year.people.named("admin")
    if state == State.CANCELLED:
        cancel_redemption(redemption=redemption, by=who)
    elif state == State.REFUSED:
        refuse_redemption(
            redemption=redemption,
            by=by,
            reason="올해 예산이 끝났습니다. 내년 1월에 다시 신청해 주세요.",
        )
    else:
        approve_redemption(redemption=redemption, by=by)
    if state == State.REVERSED:
        year.at(clock.now() + 5 * DAY, lambda: _take_back(redemption, by))


def _take_back(redemption: Redemption, by: Officer) -> None:
    reverse_redemption(redemption=redemption, by=by, reason="과정이 취소되어 점수를 돌려드립니다.")
