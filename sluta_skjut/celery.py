"""The worker's application; each task says itself as which audience it reads."""

import os

from celery import Celery
from celery.signals import worker_init

from sluta_skjut.heartbeat import Heartbeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluta_skjut.settings")

app = Celery("sluta_skjut")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(Heartbeat)


@worker_init.connect
def refuse_to_work_ungated(**kwargs: object) -> None:
    """A worker on a privileged role, or with other mandates than the code's, does not start."""
    from partners.checks import refuse_to_start_ungated  # Django is set up only now

    refuse_to_start_ungated()
