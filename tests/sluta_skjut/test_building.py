"""The fictional town: built through the actions, and holding nobody who exists."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import override_settings

from cases import identity_numbers
from cases.models import (
    CriminalGroup,
    Identifier,
    ImportRow,
    Individual,
    ListImport,
    Supervision,
)
from interventions.models import CallIn, Meeting
from partners.models import AccessLogEntry, Disclosure, Tally
from sluta_skjut.town import building, staff
from tests import database
from tests.cast import Cast


@pytest.fixture
def town(cast: Cast) -> Cast:
    building.build(size="small", say=lambda line: None)
    return cast


def test_each_agency_finds_its_own_town(town: Cast) -> None:
    counts = {}
    for name in ("anna", "greta", "cilla", "david", "eva"):
        with town.looking(name):
            counts[name] = (
                Individual.objects.count(),
                CriminalGroup.objects.count(),
                Supervision.objects.count(),
                CallIn.objects.count(),
                Tally.objects.count(),
                Meeting.objects.count(),
            )
    assert counts == {
        "anna": (87, 8, 0, 4, 2, 2),
        "greta": (63, 8, 60, 4, 2, 2),
        "cilla": (8, 8, 0, 4, 2, 1),
        "david": (0, 8, 0, 4, 2, 1),
        "eva": (0, 0, 0, 0, 2, 1),
    }


def test_a_list_waits_with_rows_of_every_kind_and_has_registered_nobody(town: Cast) -> None:
    with town.looking("greta"):
        draft = ListImport.objects.get()
        counts = ImportRow.objects.of(draft).by_state()
        assert not Individual.objects.filter(name__startswith="Anton Sago").exists()
    assert draft.state == ListImport.State.PREVIEWED
    assert counts == {
        "unread": 0, "ready": 8, "needs_decision": 3, "refused": 0, "skipped": 6, "imported": 0,
    }  # fmt: skip


def test_no_number_of_the_town_can_be_anybodys(town: Cast) -> None:
    for name in ("anna", "greta", "cilla"):
        with town.looking(name):
            numbered = Identifier.objects.filter(kind__in=["personnummer", "samordningsnummer"])
            values = [identifier.value for identifier in numbered]
        assert values
        for value in values:
            assert 980 <= int(value[8:11]) <= 999
            identity_numbers.parse(value, today=staff.timezone.localdate())


def test_the_town_has_history_log_and_a_decision_that_waits(town: Cast) -> None:
    with town.looking("inga"):
        assert Disclosure.objects.filter(state=Disclosure.State.REQUESTED).count() == 1
    with town.looking("karin"):
        assert AccessLogEntry.objects.filter(user=town.greta).exists()


@override_settings(DEBUG=False)
def test_without_debug_there_are_no_demo_logins(db: None) -> None:
    with database.role("owner"), pytest.raises(ImproperlyConfigured):
        staff.open_offices()


@pytest.mark.parametrize("command", ["staff", "seed", "logins"])
def test_the_towns_commands_need_the_demo(db: None, command: str) -> None:
    with override_settings(DEMO=False), pytest.raises(CommandError):
        call_command(command)
