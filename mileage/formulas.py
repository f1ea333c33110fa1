"""The arithmetic of the ledger: pure functions over whole points and days of Asia/Seoul."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


def seoul_day(moment: datetime) -> date:
    """The day in Asia/Seoul in which ``moment`` (aware) lies, whoever looks at it from where."""
    return moment.astimezone(SEOUL).date()


def season_code(day: date) -> str:
    """The half-year that ``day`` lies in, e.g. ``2026H1``."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


def season_bounds(day: date) -> tuple[date, date]:
    """First and last day of the half-year that ``day`` lies in."""
    if day.month <= 6:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)


def largest_remainder(amount: int, weights: Mapping[int, int | Fraction]) -> dict[int, int]:
    """``amount`` (>= 0) divided by weight into whole points that sum to it.

    Everybody gets the whole part of their quota; what is left goes one by one to the largest
    remainders, ties to the lower id (Hamilton's method). Raises ValueError for a negative
    amount or weight, or where no weight is above zero.
    """
    total = sum(weights.values(), Fraction(0))
    if amount < 0 or any(weight < 0 for weight in weights.values()) or total <= 0:
        raise ValueError("An amount of at least 0 is divided by weights that are not all 0.")
    quotas = {who: Fraction(amount) * weight / total for who, weight in weights.items()}
    parts = {who: int(quota) for who, quota in quotas.items()}
    left = amount - sum(parts.values())
    for who in sorted(quotas, key=lambda one: (parts[one] - quotas[one], one))[:left]:
        parts[who] += 1
    return parts


def share_of(amount: int, officer_id: int, among: Sequence[int]) -> int:
    """The officer's part of an amount that these officers share equally; all of it if nobody."""
    if not among:
        return amount
    # The largest remainders of equal quotas are all the same, and ties go to the lower id.
    whole, left = divmod(amount, len(among))
    return whole + (sorted(among).index(officer_id) < left)


def grant(
    part: int, *, cap_day: int | None, used_day: int, cap_season: int | None, used_season: int
) -> int:
    """What the caps (None: no cap) leave of ``part``, in points; never below zero."""
    room = [part]
    if cap_day is not None:
        room.append(cap_day - used_day)
    if cap_season is not None:
        room.append(cap_season - used_season)
    return max(0, min(room))


def paid_from(points: int, purses: Sequence[int]) -> list[int]:
    """How many of ``points`` (above zero) each purse pays, the first ones first.

    A purse below zero pays nothing, and what it lacks is not free in the others. Raises ValueError
    where all purses together hold less.
    """
    if not 0 < points <= sum(purses):
        raise ValueError("There is less than that.")
    parts = []
    for purse in purses:
        part = max(0, min(points, purse))
        points -= part
        parts.append(part)
    return parts


def level(points: int, steps: Sequence[int], before: int = 0) -> int:
    """The level (0: none yet) reached with ``points``, where level n begins at ``steps[n - 1]``.

    A level once held (``before``) is lost only below nine tenths of its step.
    """
    reached = sum(points >= step for step in steps)
    while before > reached and points * 10 < steps[before - 1] * 9:
        before -= 1
    return max(reached, before)
