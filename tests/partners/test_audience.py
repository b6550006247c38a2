"""The audience: set for one transaction, restored afterwards, empty by default."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from cases.models import CriminalGroup, Individual
from partners import audience
from partners.models import History, Protected
from tests.cast import Cast


def enter(name: str = "Ali Berg", **fields: object) -> Individual:
    return Individual.objects.create(
        name=name, subject_category="convicted", purpose="Övervakning", **fields
    )


def test_without_an_audience_every_protected_table_is_empty(cast: Cast) -> None:
    with cast.looking("bosse"):
        enter()
    for model in apps.get_models():
        if issubclass(model, Protected | History):
            assert not model._default_manager.exists(), model


def test_a_person_sees_the_own_agencys_rows_and_no_others(cast: Cast) -> None:
    with cast.looking("bosse"):
        enter()
    with cast.looking("ella"):
        assert Individual.objects.count() == 1
    for stranger in ("anna", "cilla", "david", "eva", "lars", "karin"):
        with cast.looking(stranger):
            assert Individual.objects.count() == 0


def test_a_deactivated_user_is_nobody(cast: Cast) -> None:
    with cast.looking("bosse"):
        enter()
    with cast.looking("filip"):
        assert Individual.objects.count() == 0


def test_whoever_looked_before_looks_again_afterwards(cast: Cast) -> None:
    with cast.looking("bosse"):
        enter()
        with cast.looking("anna"):
            assert Individual.objects.count() == 0
        assert Individual.objects.count() == 1
        with pytest.raises(ZeroDivisionError), cast.looking("anna"):
            raise ZeroDivisionError
        assert Individual.objects.count() == 1
    assert not audience.is_set()
    assert Individual.objects.count() == 0


def test_the_database_forgets_the_audience_with_the_transaction(cast: Cast) -> None:
    with cast.looking("bosse"):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT partners_mask()")
        assert cursor.fetchone() == (0,)


def test_nobody_writes_as_another_agency(cast: Cast) -> None:
    with cast.looking("anna"):
        with pytest.raises(ProgrammingError), transaction.atomic():
            enter(owner=cast.probation)
        group = CriminalGroup.objects.create(code_name="Alm", status_since="2026-01-01")
    with cast.looking("hugo"):
        assert CriminalGroup.objects.filter(pk=group.pk).update(owner=cast.police) == 1
        with pytest.raises(ProgrammingError), transaction.atomic():
            CriminalGroup.objects.filter(pk=group.pk).update(owner=cast.probation)
    with cast.looking("greta"):
        assert CriminalGroup.objects.filter(pk=group.pk).update(status="ended") == 0
        assert CriminalGroup.objects.filter(pk=group.pk).delete()[0] == 0
