"""All periodic work of the portal, with the reason for each interval."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

SCHEDULE: dict[str, dict[str, Any]] = {
    # What a crash or a failing handler left behind in the outbox.
    "sweep": {"task": "core.sweep", "schedule": 20.0},
    # A reader's visit shows in the counters about ten seconds later.
    "flush-readings": {"task": "knowledge.flush_readings", "schedule": 10.0},
    # Files are read as they come in; this finds those whose message or worker was lost.
    "sweep-files": {"task": "knowledge.sweep_files", "schedule": 60.0},
    # Nobody waits for mail longer than half a minute.
    "send-mail": {"task": "notifications.send_mail", "schedule": 30.0},
    # Holds of mileage end at midnight in Seoul; soon after is soon enough.
    "vest-mileage": {"task": "mileage.vest", "schedule": 1800.0},
    # Boards are an hour old at most, and nobody can read from them who has just been paid.
    "keep-seasons": {"task": "mileage.keep_seasons", "schedule": 3600.0},
    # The proof reads every leg: at half past three in Seoul (beat counts in UTC), when few work.
    "prove-mileage": {"task": "mileage.prove", "schedule": crontab(hour="18", minute="30")},
    # A lease ends at any time of a working day; a quarter of an hour late harms nobody.
    "remind-evaluators": {"task": "evaluation.remind_and_expire", "schedule": 900.0},
    # Repairs are due at the hour at which they were asked for; an hour late harms nobody.
    "remind-of-repairs": {"task": "reports.remind_of_repairs", "schedule": 3600.0},
    # Audits close when a real round might; a quarter of an hour is what a real one takes at most.
    "close-audits": {"task": "evaluation.close_audits", "schedule": 900.0},
    # Certificates, sheets and honours change with the day; asked often, they are there soon after
    # a portal that was off is back.
    "look-after-evaluators": {"task": "evaluation.look_after_evaluators", "schedule": 10_800.0},
    # Signals compare all comments of a quarter: at ten past four in Seoul, when few work.
    "raise-alerts": {
        "task": "evaluation.raise_alerts",
        "schedule": crontab(hour="19", minute="10"),
    },
    # The severity of evaluators is estimated once a week. Asking each hour costs one query, and a
    # portal that was off on Monday has its calibration an hour after it is back.
    "calibrate-evaluators": {"task": "evaluation.calibrate", "schedule": 3600.0},
    # What search was told a week ago: at twenty to five in Seoul, when few work.
    "prune-changes": {
        "task": "core.prune_changes",
        "schedule": crontab(hour="19", minute="40"),
    },
    # A slice of twelve seconds, where an item waits for its vectors; nobody waits for it. What no
    # worker has taken when the next is due is dropped.
    "work-out-meaning": {
        "task": "search.embed",
        "schedule": 15.0,
        "options": {"expires": 14},
    },
    # Own searches are offered again about ten seconds later.
    "flush-searches": {"task": "search.flush_searches", "schedule": 10.0},
    # The log of searches is kept for half a year: at ten to five in Seoul, when few work.
    "prune-searches": {
        "task": "search.prune_searches",
        "schedule": crontab(hour="19", minute="50"),
    },
    # Tells /healthz that beat and a worker live; the sign is believed for a minute.
    "heartbeat": {"task": "core.heartbeat", "schedule": 15.0},
}
