"""The totals that boards and levels read, counted anew from the legs."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from mileage.events import PROTECTED, Event
from mileage.locks import lock_season
from mileage.models import Account, OfficeTotal, Season, SeasonClosing, SeasonTotal

# A reversal counts as what it takes back. Ends of holds move nothing from one to another, and
# what was spent or has expired was earned all the same.
OFFICERS = """
INSERT INTO mileage_seasontotal (season_id, officer_id, office_id, points, shown)
SELECT account.season_id, account.officer_id, officer.office_id, sum(leg.amount),
    coalesce(
        sum(leg.amount) FILTER (WHERE NOT coalesce(origin.event, entry.event) = ANY(%(shy)s)), 0
    )
FROM mileage_account account
JOIN mileage_leg leg ON leg.account_id = account.id
JOIN mileage_entry entry ON entry.id = leg.entry_id
LEFT JOIN mileage_entry origin ON origin.id = entry.reverses_id
LEFT JOIN mileage_rule rule ON rule.id = entry.rule_id
JOIN accounts_officer officer ON officer.id = account.officer_id
WHERE account.season_id = %(season)s AND account.kind = ANY(%(own)s)
    AND NOT coalesce(origin.event, entry.event) = ANY(%(outside)s)
    AND NOT coalesce(rule.exempt, false)
GROUP BY account.season_id, account.officer_id, officer.office_id
"""
OFFICES = """
INSERT INTO mileage_officetotal (season_id, office_id, points, heads)
SELECT %(season)s, above.id, coalesce(sum(total.shown), 0), count(*)
FROM accounts_office above
JOIN accounts_office below ON below.tree_id = above.tree_id
    AND below.lft BETWEEN above.lft AND above.rght
JOIN accounts_officer officer ON officer.office_id = below.id AND officer.is_active
LEFT JOIN mileage_seasontotal total
    ON total.officer_id = officer.id AND total.season_id = %(season)s
GROUP BY above.id
"""


@transaction.atomic
def tally(*, season: Season) -> int:
    """Count a season's totals anew, in one transaction; of how many officers.

    A season that is closed keeps the totals with which it closed: then 0.
    """
    lock_season(season.pk)
    if SeasonClosing.objects.filter(pk=season.pk).exists():
        return 0
    SeasonTotal.objects.filter(season=season).delete()
    OfficeTotal.objects.filter(season=season).delete()
    values: dict[str, Any] = {
        "season": season.pk,
        "own": [Account.Kind.OFFICER.value, Account.Kind.PENDING.value],
        "shy": [event.value for event in PROTECTED],
        "outside": [event.value for event in (Event.VEST, Event.REDEEM, Event.EXPIRE)],
    }
    with connection.cursor() as cursor:
        cursor.execute(OFFICERS, values)
        number = cursor.rowcount
        cursor.execute(OFFICES, values)
    return number


def tally_open() -> int:
    """Count all seasons that are not closed; of how many officers."""
    rows = Season.objects.filter(closing__isnull=True).order_by("starts_on")
    return sum(tally(season=season) for season in rows)
