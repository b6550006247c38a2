"""The state machines of what follows an evening: every step there is, and no other."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from interventions.actions import absences
from interventions.models import AbsenceCase, AlternativeDelivery, Candidate, HelpRequest
from interventions.steps import take
from partners.mandates import Category
from partners.models import Disclosure, LegalBasis
from tests.cast import Cast
from tests.evening import Evening
from tests.partners.test_consents import signed

ABSENCE_MOVES = {
    ("opened", "heard"), ("opened", "dropped"), ("heard", "referred"), ("heard", "decided"),
    ("heard", "dropped"), ("referred", "decided"),
}  # fmt: skip
DELIVERY_MOVES = {
    ("needed", "asked"), ("needed", "planned"), ("needed", "called_off"), ("asked", "needed"),
    ("asked", "planned"), ("asked", "called_off"), ("planned", "needed"), ("planned", "done"),
    ("planned", "called_off"), ("called_off", "needed"),
}  # fmt: skip
HELP_MOVES = {
    ("wished", "passed_on"), ("wished", "withdrawn"), ("passed_on", "contacted"),
    ("passed_on", "withdrawn"),
}  # fmt: skip


@pytest.mark.parametrize("before", AbsenceCase.State.values)
def test_an_absence_case(cast: Cast, before: str) -> None:
    evening = Evening.at(people=1)
    evening.close()
    with evening.looking("bosse"):
        row = absences.open_case(Candidate.objects.get(), by=cast.bosse)
    _walk(cast, row, before, AbsenceCase.State.values, ABSENCE_MOVES, _of_absence(cast))


@pytest.mark.parametrize("before", AlternativeDelivery.State.values)
def test_an_alternative_delivery(cast: Cast, before: str) -> None:
    evening = Evening.at(people=1)
    evening.close()
    with evening.looking("greta"):
        row = AlternativeDelivery.objects.get()
        row.disclosure = Disclosure.objects.create(
            recipient=cast.police, purpose="x", legal_basis=LegalBasis.objects.get(code="MEN"),
            requested_by=cast.greta, valid_until=timezone.now() + timedelta(days=10),
        )  # fmt: skip
        row.save()
    today = timezone.localdate()
    fields = {
        "planned": {"planned_on": today, "done_on": None},
        "done": {"planned_on": today, "done_on": today},
    }
    none = {"planned_on": None, "done_on": None}
    told = {state: fields.get(state, none) for state in AlternativeDelivery.State.values}
    _walk(cast, row, before, AlternativeDelivery.State.values, DELIVERY_MOVES, told)


@pytest.mark.parametrize("before", HelpRequest.State.values)
def test_a_wish_for_help(cast: Cast, before: str) -> None:
    evening = Evening.at(people=1)
    with cast.looking("greta"):
        person = Candidate.objects.get(pk=evening.candidate_ids[0]).individual
        row = HelpRequest.objects.create(individual=person, heard_by=cast.greta)
        assert row.first_contact_by == row.heard_at + timedelta(hours=48)
    told: dict[str, dict[str, Any]] = {s: {"contacted_at": None} for s in HelpRequest.State.values}
    told["contacted"] = {"contacted_at": timezone.now()}
    consent = signed(cast, categories=[Category.HELP_REQUESTS])
    with cast.looking("greta"):
        row.consent = consent
        row.save()
    _walk(cast, row, before, HelpRequest.State.values, HELP_MOVES, told)


def _walk(
    cast: Cast,
    row: Any,
    before: str,
    states: list[str],
    moves: set[tuple[str, str]],
    told: dict[str, dict[str, Any]],
) -> None:
    """From one state to each: as the table says, and otherwise refused with the row as it was."""
    for after in states:
        with cast.looking("greta"):
            type(row).objects.filter(pk=row.pk).update(state=before, **told[before])
            held = type(row).objects.get(pk=row.pk)
            if (before, after) in moves:
                take(held, after, **told[after])
            else:
                with pytest.raises(ValidationError):
                    take(held, after, **told[after])
            expected = after if (before, after) in moves else before
            assert type(row).objects.get(pk=row.pk).state == expected


def _of_absence(cast: Cast) -> dict[str, dict[str, Any]]:
    none = {"decided_by": None, "decided_at": None, "measure": "", "referred_on": None}
    told = {state: dict(none) for state in AbsenceCase.State.values}
    told["referred"]["referred_on"] = timezone.localdate()
    told["decided"] |= {
        "decided_by": cast.jonas, "decided_at": timezone.now(), "measure": "talk",
    }  # fmt: skip
    return told
