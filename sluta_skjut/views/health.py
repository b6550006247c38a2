"""What a load balancer may know: which part works, and nothing more about it."""

from collections.abc import Callable

import psycopg
import redis
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sluta_skjut import heartbeat

SECONDS_TO_ANSWER = 2


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 when every part works, else 503; each part is "ok", "down" or "unknown"."""
    state = {"database": _state(_ask_database), "broker": _state(heartbeat.broker().ping)}
    state["worker"] = _state(heartbeat.is_beating) if state["broker"] == "ok" else "unknown"
    is_well = all(part == "ok" for part in state.values())
    return JsonResponse(state, status=200 if is_well else 503)


def _state(answers: Callable[[], object]) -> str:
    try:
        return "ok" if answers() else "down"
    except (psycopg.Error, redis.RedisError):
        return "down"


def _ask_database() -> bool:
    """A connection of its own: the one of the request may be the one that hangs."""
    place = connection.settings_dict
    with psycopg.connect(
        host=place["HOST"],
        port=place["PORT"],
        dbname=place["NAME"],
        user=place["USER"],
        password=place["PASSWORD"],
        connect_timeout=SECONDS_TO_ANSWER,
        options=f"-c statement_timeout={SECONDS_TO_ANSWER * 1000}",
        application_name="sluta-skjut-health",
    ) as probe:
        return probe.execute("SELECT 1").fetchone() == (1,)
