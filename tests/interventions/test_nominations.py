"""Nominations: names are handed over, and only that they came in is ever answered."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import GroupLink, Individual
from interventions.actions import nominations
from interventions.models import Candidate, Nomination, Nominee, Receipt
from partners.actions import disclosures
from partners.mandates import Category
from partners.models import Disclosure, Grant, LegalBasis
from tests.cast import Cast
from tests.interventions.test_inquiries import GROUNDS, Asking

OTHERS = ("cilla", "siv", "david", "eva", "karin", "lars")


@pytest.fixture
def asking(cast: Cast) -> Asking:
    cast.let_read(cast.police, Category.CALL_IN, owner=cast.probation)
    return Asking.about(cast)


def nominate(asking: Asking) -> None:
    cast = asking.cast
    with asking.evening.looking("hugo"):
        nominations.draft(
            asking.evening.call_in(),
            links=list(GroupLink.objects.select_related("individual", "group")),
            legal_basis=LegalBasis.objects.get(code="OSL_10_27"),
            until=timezone.now() + timedelta(days=40),
            by=cast.hugo,
            **GROUNDS,
        )


def decide(asking: Asking, *, yes: bool = True) -> None:
    with asking.evening.looking("inga"):
        disclosures.decide(Disclosure.objects.get(), yes=yes, reason="r", by=asking.cast.inga)


def receive(asking: Asking) -> None:
    with asking.evening.looking("greta"):
        nominations.receive(Nomination.objects.get(), by=asking.cast.greta)


@pytest.mark.parametrize("yes", [True, False])
def test_the_names_are_there_when_a_second_person_has_said_yes(asking: Asking, yes: bool) -> None:
    nominate(asking)
    with asking.evening.looking("greta"):
        assert not Nomination.objects.exists()
        assert not Nominee.objects.exists()
    decide(asking, yes=yes)
    with asking.evening.looking("greta"):
        assert Nomination.objects.count() == int(yes)
        told = Nominee.objects.select_related("individual", "group")
        assert [(str(one.individual), str(one.group)) for one in told] == (
            [("Polisens Namn", "Alm")] if yes else []
        )
        assert not GroupLink.objects.exists()
    for name in OTHERS:
        with asking.evening.looking(name):
            assert not Nomination.objects.exists()


def test_the_receipt_is_the_same_whether_or_not_it_was_a_client(asking: Asking) -> None:
    """All that police ever see of it: one row that says nothing but that it came in."""
    nominate(asking)
    decide(asking)
    with asking.evening.looking("hugo"):
        before = set(Grant.objects.filter(agency=asking.cast.police).exclude(owner=1))
    receive(asking)
    with asking.evening.looking("hugo"):
        receipt = Receipt.objects.get()
        assert {field.attname for field in receipt._meta.local_fields} == {
            "id", "owner_id", "created_at", "nomination_id",
        }  # fmt: skip
        told = set(Grant.objects.filter(agency=asking.cast.police).exclude(owner=1)) - before
        assert {grant.label for grant in told} == {"interventions.receipt"}
        assert not Candidate.objects.exists()
        assert Individual.objects.filter(owner=asking.cast.police).count() == 2


def test_it_is_acknowledged_once_and_by_the_recipient(asking: Asking) -> None:
    nominate(asking)
    decide(asking)
    with asking.evening.looking("hugo"), pytest.raises(ValidationError):
        nominations.receive(Nomination.objects.get(), by=asking.cast.hugo)
    receive(asking)
    with pytest.raises(ValidationError):
        receive(asking)


def test_withdrawn_it_is_gone_for_the_recipient(asking: Asking) -> None:
    nominate(asking)
    decide(asking)
    with asking.evening.looking("inga"):
        disclosures.withdraw(Disclosure.objects.get(), by=asking.cast.inga)
    with asking.evening.looking("greta"):
        assert not Nomination.objects.exists()
        assert not Nominee.objects.exists()


def test_nobody_nominates_to_a_call_in_of_the_own(asking: Asking) -> None:
    with asking.evening.looking("greta"), pytest.raises(ValidationError):
        nominations.draft(
            asking.evening.call_in(),
            links=[],
            legal_basis=LegalBasis.objects.get(code="OSL_10_27"),
            until=timezone.now() + timedelta(days=40),
            by=asking.cast.greta,
            **GROUNDS,
        )
