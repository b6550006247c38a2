"""Reading a page in a test: its text, what it says is wrong, what it costs, what it logged."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from partners.models import AccessLogEntry
from tests.database import role

TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"')
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r'datetime="[^"]+"')


def text(response: HttpResponse) -> str:
    return response.content.decode()


def shape(response: HttpResponse) -> str:
    """The page without what differs between any two: tokens, ids and moments."""
    page = TOKEN.sub("token", text(response))
    return ID.sub("id", MOMENT.sub("moment", page))


def errors(response: Any) -> dict[str, list[str]]:
    """Field → codes of what is told beside it."""
    found = response.context["form"].errors.as_data()
    return {field: [error.code for error in told] for field, told in found.items()}


def cost(of: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        of()
    return len(queries)


def logged(operation: str) -> list[AccessLogEntry]:
    """The entries of an operation, the latest first, as the owner of the database sees them."""
    with role("owner"):
        return list(AccessLogEntry.objects.filter(operation=operation))
