"""The sign of life of the worker, where the health page can see it."""

import logging
from functools import cache

import redis
from celery import bootsteps
from celery.worker import WorkController
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

KEY = "sluta-skjut:worker-heartbeat"
SECONDS_BETWEEN_BEATS = 3
SECONDS_WITHOUT_BEAT = 10

logger = logging.getLogger(__name__)


@cache
def broker() -> redis.Redis:
    """A client that answers or fails within a second."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=1,
        socket_timeout=1,
        retry=Retry(NoBackoff(), retries=0),
    )


def is_beating() -> bool:
    """True if some worker gave a sign of life within the last ten seconds."""
    return bool(broker().exists(KEY))


class Heartbeat(bootsteps.StartStopStep):
    """The worker's own loop sets a key that soon expires; a loop that hangs lets it expire."""

    requires = {"celery.worker.components:Timer"}

    def start(self, worker: WorkController) -> None:
        """From now on the key is set again and again."""
        self.beat()
        self.timer = worker.timer.call_repeatedly(SECONDS_BETWEEN_BEATS, self.beat)

    def stop(self, worker: WorkController) -> None:
        """The key is left to expire: another worker may still be beating."""
        self.timer.cancel()

    def beat(self) -> None:
        """The key is set; a broker that is away is the health page's to tell."""
        try:
            broker().set(KEY, "1", ex=SECONDS_WITHOUT_BEAT)
        except redis.RedisError as error:
            logger.warning("No heartbeat: %s", type(error).__name__)
