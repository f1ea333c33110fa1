"""What the tests of notices say again and again."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Officer
from core.models import Activity
from core.services.record import record
from knowledge.models import Item
from notifications.models import Notice
from notifications.services.notify import notify
from notifications.services.prefer import Choice, choose


def told(item: Item, verb: str, by: Officer | None, **data: object) -> dict[str, str]:
    """Record an activity of the item and deliver it; returns user name -> kind of notice."""
    notify(recorded(item, verb, by, **data))
    rows = Notice.objects.filter(activity=Activity.objects.latest("pk")).select_related("officer")
    return {row.officer.username: row.kind for row in rows}


def recorded(item: Item, verb: str, by: Officer | None, **data: object) -> Activity:
    """An activity of the item that nobody has been told of."""
    with transaction.atomic():
        return record(
            verb=verb, obj=item, actor=by, key=f"{verb}:{Activity.objects.count()}", data=data
        )


def mailbox(person: Officer, language: str = "ko") -> Officer:
    """The officer with an address."""
    person.email = f"{person.username}@example.invalid"
    person.language = language
    person.save()
    return person


def wants(person: Officer, kind: str, delivery: str = "now", *, in_inbox: bool = True) -> None:
    """The officer wants a kind by mail like that."""
    choose(officer=person, choices={kind: Choice(in_inbox, delivery)})
