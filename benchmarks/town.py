"""Who asks the database of the large town: a person of it, or the owner of its tables."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache, partial
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from partners import audience
from partners.models import User

OPERATION = "bench"


def user(first_name: str) -> User:
    return User.objects.select_related("agency").get(email=f"{first_name}@demo.example")


def as_user(person: User) -> Callable[[], AbstractContextManager[object]]:
    """The place where that person is at the keyboard."""
    return partial(audience.of_user, person, operation=OPERATION)


@contextmanager
def as_owner() -> Iterator[None]:
    """The same code on a connection of the tables' owner, to whom no policy applies."""
    app = connections["default"]
    connections["default"] = _owner()
    try:
        yield
    finally:
        connections["default"] = app


@cache
def _owner() -> BaseDatabaseWrapper:
    place = dict(connections["default"].settings_dict)
    place["USER"] = settings.DATABASE_ROLES["owner"]
    place["PASSWORD"] = Path(os.environ["DB_OWNER_PASSWORD_FILE"]).read_text().strip()
    return type(connections["default"])(place, alias="default")


def settle() -> None:
    """The planner knows the town as it does after a quiet minute."""
    with as_owner(), connections["default"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
