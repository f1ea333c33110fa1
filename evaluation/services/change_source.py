"""A law article or an HS code has changed: what relied on it is no longer what was judged."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.roles import is_admin
from core import clock
from core.services.record import record
from evaluation.chain import standing_round
from evaluation.models import Round, SourceChange
from evaluation.services.lapse import lapse_decision
from knowledge.models import Citation, Item
from knowledge.services.errors import Refused


@transaction.atomic
def record_source_change(
    *, scheme: str, code: str, changed_on: date, note: str, by: Officer
) -> SourceChange:
    """Record that an article or a code changed; the workers then let decisions lapse that were
    made before that day. Recorded twice, it is refused. Raises Refused."""
    if not is_admin(by):
        raise Refused(_("Only administrators record changes of law or tariff."))
    code, note = " ".join(code.split()), note.strip()
    require_recordable(code=code, changed_on=changed_on)
    if not note:
        raise Refused(_("Say what is new. The writers read it."))
    change, is_new = SourceChange.objects.get_or_create(
        scheme=Citation.Scheme(scheme),
        code=code,
        changed_on=changed_on,
        defaults={"note": note, "recorded_by": by, "recorded_at": clock.now()},
    )
    if not is_new:
        raise Refused(_("This change has been recorded already."))
    record(
        verb="source.changed",
        obj=change,
        actor=by,
        key=f"source.changed:{change.pk}",
        data={"scheme": change.scheme, "code": code, "on": changed_on.isoformat()},
    )
    return change


def require_recordable(*, code: str, changed_on: date) -> None:
    """Refuse what names nothing, and what is not in force yet. Raises Refused."""
    if not re.search(r"\w", code):
        raise Refused(_("Say which article or code has changed."))
    if changed_on > clock.today():
        raise Refused(_("That day lies ahead. Record the change once it is in force."))


@transaction.atomic
def lapse_concerned(*, change_id: int) -> list[Round]:
    """Let the decisions lapse that were made before the change, on items that rely on what
    changed; those rounds. Done twice, the second time finds none."""
    change = SourceChange.objects.get(pk=change_id)
    since = make_aware(datetime.combine(change.changed_on, time.min))
    reason = f"{change.code}: {change.note}"
    lapsed = []
    for item_id in items_concerned(change).order_by("pk").values_list("pk", flat=True):
        standing = standing_round(item_id)
        if standing is None or standing.decided_at is None or standing.decided_at >= since:
            continue
        round = lapse_decision(item_id=item_id, cause=Round.Cause.CITATION, reason=reason)
        if round is not None:
            lapsed.append(round)
    return lapsed


def items_concerned(change: SourceChange) -> QuerySet[Item]:
    """The items that cite what has changed, or something below it."""
    rows = Citation.objects.filter(scheme=change.scheme).values_list("item_id", "code")
    ids = {item for item, code in rows if is_below(change.scheme, code, change.code)}
    return Item.objects.filter(pk__in=ids)


def is_below(scheme: str, cited: str, changed: str) -> bool:
    """Whether a citation is of what has changed, or of something below it.

    An HS heading covers all codes that begin with its digits. A law or an article covers what
    goes on after its name, but 제38조 is not 제38조의2, 제3조 not 제38조, a law not its decree.
    """
    if scheme == Citation.Scheme.HS:
        digits = re.sub(r"\D", "", changed)
        return bool(digits) and re.sub(r"\D", "", cited).startswith(digits)
    whole = re.sub(r"[\s「」『』,.]", "", cited).casefold()
    part = re.sub(r"[\s「」『』,.]", "", changed).casefold()
    rest = whole.removeprefix(part)
    return whole.startswith(part) and not re.match(r"의\d|\d|시행", rest)
