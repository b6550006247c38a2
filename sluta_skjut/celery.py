"""The worker's application; each task says itself as which audience it reads."""

import os

from celery import Celery

from sluta_skjut.heartbeat import Heartbeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluta_skjut.settings")

app = Celery("sluta_skjut")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(Heartbeat)
