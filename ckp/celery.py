"""The workers' application."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ckp.settings")

app = Celery("ckp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def _say_so(**_: Any) -> None:
    """A worker that has just started is alive before beat first asks it."""
    from core.heartbeat import beat

    beat()
