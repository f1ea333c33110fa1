"""Writing notices: the handler of every activity that somebody is told of."""

from __future__ import annotations

from django.utils import timezone

from core.models import Activity
from knowledge.models import Item
from notifications.models import Notice, Preference
from notifications.receivers import may_learn, receivers_of
from notifications.unread import forget_unread
from notifications.wording import KINDS


def notify(activity: Activity) -> None:
    """Tell everyone who should know and may know. Telling twice changes nothing."""
    item = _item_of(activity)
    if item is None:
        return
    kinds = receivers_of(activity, item)
    people = may_learn(kinds, item)
    by_mail = _mail_wishes({officer.pk: kinds[officer.pk] for officer in people})
    Notice.objects.bulk_create(
        [
            Notice(
                officer=officer,
                kind=kinds[officer.pk],
                activity=activity,
                item=item,
                data=_data(activity),
                created_at=activity.occurred_at,
                mail=Notice.Mail.DUE
                if officer.email and by_mail[officer.pk]
                else Notice.Mail.NOT_WANTED,
                mail_due_at=timezone.now(),
            )
            for officer in people
        ],
        ignore_conflicts=True,
    )
    forget_unread([officer.pk for officer in people])


def _item_of(activity: Activity) -> Item | None:
    """The item that the activity is about: its object, or named in its data."""
    is_item = activity.object_type == "knowledge.item"
    item_id = activity.object_id if is_item else activity.data.get("item")
    return Item.objects.select_related("office").filter(pk=item_id).first()


def _data(activity: Activity) -> dict[str, object]:
    """What sentence and link need; nothing that the receiver may not learn."""
    data: dict[str, object] = {
        name: activity.data[name] for name in ("due", "comment") if activity.data.get(name)
    }
    if activity.verb.startswith("evaluation."):
        data["assignment"] = activity.object_id
    return data


def _mail_wishes(kinds: dict[int, str]) -> dict[int, bool]:
    """Whether each officer wants mail about the kind of notice that they get."""
    rows = Preference.objects.filter(officer_id__in=kinds, kind__in=set(kinds.values()))
    wishes = {(row.officer_id, row.kind): row.mail for row in rows}
    return {
        officer_id: wishes.get((officer_id, kind), KINDS[kind].mail)
        for officer_id, kind in kinds.items()
    }
