"""Writing notices: the handler of every activity that somebody is told of.

Runs in the transaction of the activity's delivery, so all notices of an activity are there or
none is; a second delivery meets the unique constraint and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from accounts.models import Officer
from core import clock
from core.models import Activity
from knowledge.models import Item
from knowledge.readers import readers_among
from notifications.kinds import KINDS
from notifications.models import Delivery, DigestTime, Notice, Preference
from notifications.rhythm import next_digest
from notifications.rules import told_of
from notifications.rules.telling import Reason, Told
from notifications.unread import forget_unread, forget_unread_about

# So many people at a time: a recall may concern everybody.
CHUNK = 1000
# What sentence and link may need of an activity; nothing that the receiver may not learn.
FACTS = ("due", "until", "comment", "round", "name_ko", "name_en")


def notify(activity: Activity) -> None:
    """Tell everyone who should know and may know. Telling twice changes nothing."""
    item_id = _item_id(activity)
    item = None
    if item_id is not None:
        item = Item.objects.select_related("office", "category").filter(pk=item_id).first()
        if item is None:
            return
    told = told_of(activity, item)
    for chunk in _chunks(sorted(told)):
        _write(activity, item, {officer_id: told[officer_id] for officer_id in chunk})
    if item is not None:
        forget_unread_about(item.pk)


def _write(activity: Activity, item: Item | None, told: Told) -> None:
    rows = Officer.objects.filter(pk__in=told, is_active=True).select_related("office")
    people = list(rows) if item is None else readers_among(rows, item)
    chosen = _choices(told)
    digests = DigestTime.objects.in_bulk([officer.pk for officer in people])
    now = clock.now()
    data = _data(activity)
    notices = []
    for officer in people:
        reason = told[officer.pk]
        choice = chosen.get((officer.pk, reason.kind)) or default_choice(reason.kind)
        mail, due = _mail(officer, reason, choice, digests.get(officer.pk), now)
        if not choice.in_inbox and mail == Notice.Mail.NOT_WANTED:
            continue
        notices.append(
            Notice(
                officer=officer,
                kind=reason.kind,
                activity=activity,
                item=item,
                data=data,
                via=reason.via,
                in_inbox=choice.in_inbox,
                created_at=activity.occurred_at,
                mail=mail,
                mail_due_at=due,
            )
        )
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    forget_unread([officer.pk for officer in people])


def default_choice(kind: str) -> Preference:
    """What holds where the officer has chosen nothing; not a row of the database."""
    return Preference(kind=kind, in_inbox=True, delivery=KINDS[kind].delivery)


def _choices(told: Told) -> dict[tuple[int, str], Preference]:
    kinds = {reason.kind for reason in told.values()}
    rows = Preference.objects.filter(officer_id__in=told, kind__in=kinds)
    return {(row.officer_id, row.kind): row for row in rows}


def _mail(
    officer: Officer,
    reason: Reason,
    choice: Preference,
    digest: DigestTime | None,
    now: datetime,
) -> tuple[Notice.Mail, datetime | None]:
    """Whether and when it may go out by mail."""
    if reason.is_quiet or not officer.email or choice.delivery == Delivery.OFF:
        return Notice.Mail.NOT_WANTED, None
    if choice.delivery == Delivery.DIGEST:
        return Notice.Mail.GATHERED, next_digest(digest or DigestTime(), now)
    return Notice.Mail.DUE, now


def _item_id(activity: Activity) -> int | None:
    """The item that the activity is about: its object, or named in its data."""
    if activity.object_type == "knowledge.item":
        return activity.object_id
    return activity.data.get("item")


def _data(activity: Activity) -> dict[str, object]:
    data = {name: activity.data[name] for name in FACTS if activity.data.get(name)}
    if activity.object_type == "evaluation.assignment":
        data["assignment"] = activity.object_id
    elif activity.object_type != "knowledge.item":
        data["object"] = activity.object_id
    return data


def _chunks(officer_ids: list[int]) -> Iterator[list[int]]:
    rest: Iterable[int] = iter(officer_ids)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
