"""What every test stands on: a real database that starts out as the app, and the cast."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from tests import database
from tests.cast import Cast

# How long an example takes says how busy the machine is, and nothing about the rule.
hypothesis_settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    settings.PASSWORD_HASHERS = database.QUICK_HASHERS
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with django_db_blocker.unblock():
        database.copy(name)
        database.log_in_as_tester(name)
    yield
    with django_db_blocker.unblock():
        database.connection.close()
    database.drop(name)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of this test's own, where commits are commits; for threads and processes."""
    before, name = settings.DATABASES["default"]["NAME"], f"test_{uuid4().hex[:12]}"
    database.copy(name)
    with django_db_blocker.unblock():
        database.log_in_as_tester(name)
        yield name
        database.connection.close()
        database.log_in_as_tester(before)
    database.drop(name)


@pytest.fixture
def cast(db: None) -> Cast:
    """Anna, Bosse, Cilla and the others, with their agencies."""
    return Cast()
