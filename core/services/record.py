"""Writing activities: the one way in which facts become known to other apps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from core import clock, registry, tasks
from core.models import Activity, Outbox


def object_type_of(obj: models.Model) -> str:
    """The log's name of a model, e.g. ``knowledge.item``. Kinds of item are items."""
    concrete = obj._meta.concrete_model
    assert concrete is not None
    parents = concrete._meta.get_parent_list()
    return (parents[-1] if parents else concrete)._meta.label_lower


def record(
    *,
    verb: str,
    obj: models.Model,
    key: str,
    actor: models.Model | None = None,
    data: dict[str, Any] | None = None,
    occurred_at: datetime | None = None,
) -> Activity:
    """Append one activity and have it delivered once the transaction commits.

    Must run in the transaction of the fact it tells of. ``key`` is unique for the fact:
    recording it twice raises IntegrityError. Raises KeyError for an unregistered verb.
    """
    registry.verbs[verb]
    activity = Activity(
        key=key,
        verb=verb,
        actor_id=actor.pk if actor is not None else None,
        object_type=object_type_of(obj),
        object_id=obj.pk,
        data=data or {},
        occurred_at=occurred_at or clock.now(),
    )
    if registry.handlers_of(verb):
        _append_and_post(activity)
    else:
        activity.save(force_insert=True)
    return activity


def record_many(activities: Sequence[Activity]) -> list[Activity]:
    """Append unsaved activities in bulk; keys already known are left alone.

    Returns those that are new. For importers, inside their transaction.
    """
    known = set(
        Activity.objects.filter(key__in=[a.key for a in activities]).values_list("key", flat=True)
    )
    fresh = Activity.objects.bulk_create([a for a in activities if a.key not in known])
    _post(fresh)
    return fresh


def _append_and_post(activity: Activity) -> None:
    """Both rows by one statement: every verb of the portal runs it."""
    with _in_transaction().cursor() as cursor:
        cursor.execute(
            "WITH activity AS ("
            " INSERT INTO core_activity"
            " (key, verb, actor_id, object_type, object_id, data, occurred_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id)"
            " INSERT INTO core_outbox (activity_id, due_at, attempts, last_error)"
            " SELECT id, %s, 0, '' FROM activity RETURNING activity_id",
            [
                activity.key,
                activity.verb,
                activity.actor_id,
                activity.object_type,
                activity.object_id,
                json.dumps(activity.data),
                activity.occurred_at,
                timezone.now(),
            ],
        )
        (activity.pk,) = cursor.fetchone()
    activity._state.adding = False
    transaction.on_commit(lambda: tasks.announce([activity.pk]), robust=True)


def _post(activities: Sequence[Activity]) -> None:
    wanted = [a for a in activities if registry.handlers_of(a.verb)]
    if not wanted:
        return
    _in_transaction()
    Outbox.objects.bulk_create([Outbox(activity=a) for a in wanted])
    ids = [a.pk for a in wanted]
    transaction.on_commit(lambda: tasks.announce(ids), robust=True)


def _in_transaction() -> BaseDatabaseWrapper:
    """The connection. Raises RuntimeError outside of a transaction."""
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("An activity is recorded in the transaction of its fact.")
    return connection
