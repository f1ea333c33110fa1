"""The proof that balances are the sums of their legs, and mending them where they are not."""

from __future__ import annotations

import logging
from typing import NamedTuple
from uuid import uuid4

from django.db import connection, transaction

from core import clock
from core.services.record import record
from mileage.locks import lock_balances
from mileage.models import Account, Balance, ProofRun

TOLD = 100
logger = logging.getLogger(__name__)

# An account of the past does not change, so that one statement sees both sides at one moment.
DIFFERENCES = """
SELECT account.id, balance.amount, coalesce(legs.total, 0)
FROM mileage_account account
LEFT JOIN mileage_balance balance ON balance.account_id = account.id
LEFT JOIN (SELECT account_id, sum(amount) AS total FROM mileage_leg GROUP BY account_id) legs
    ON legs.account_id = account.id
WHERE balance.amount IS DISTINCT FROM coalesce(legs.total, 0)
ORDER BY account.id
"""


class Difference(NamedTuple):
    """An account whose balance (None: there is none) is not the sum of its legs."""

    account_id: int
    balance: int | None
    legs: int


def differences() -> list[Difference]:
    """All accounts that fail the proof (1 query over all legs)."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES)
        return [Difference(*row) for row in cursor.fetchall()]


@transaction.atomic
def prove() -> list[Difference]:
    """Prove the balances; a failure is logged as an error and recorded for administrators.

    Every proof leaves a row: administrators see an alarm while the last one failed.
    """
    found = differences()
    ProofRun.objects.create(
        accounts=Account.objects.count(),
        different=len(found),
        differences=[one._asdict() for one in found[:TOLD]],
    )
    if found:
        logger.error("%s balances of mileage differ from their legs: %s", len(found), found[:20])
        record(
            verb="mileage.proof_failed",
            obj=Account(pk=found[0].account_id),
            key=f"mileage.proof_failed:{clock.today()}:{uuid4().hex}",
            data={"count": len(found), "differences": [one._asdict() for one in found[:TOLD]]},
        )
    return found


@transaction.atomic
def rebuild_balances() -> list[Difference]:
    """Make every balance the sum of its legs; the differences that were mended."""
    lock_balances(Balance.objects.values_list("pk", flat=True))
    found = differences()
    missing = [Balance(account_id=one.account_id) for one in found if one.balance is None]
    Balance.objects.bulk_create(missing)
    for one in found:
        Balance.objects.filter(pk=one.account_id).update(amount=one.legs)
    return found
