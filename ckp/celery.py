"""The workers' application and all periodic work."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ckp.settings")

app = Celery("ckp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    # What a crash or a failing handler left behind.
    "sweep": {"task": "core.sweep", "schedule": 20.0},
}
