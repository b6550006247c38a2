"""Wishes for help: told by written consent alone, and followed until somebody has made contact."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Contact, Individual
from interventions.actions import help_requests
from interventions.models import HelpRequest
from partners.actions import consents
from partners.mandates import Category
from partners.models import Consent
from tests.cast import Cast
from tests.partners.test_consents import signed

COVERED = [Category.HELP_REQUESTS, Category.IDENTITY, Category.CONTACT]


@pytest.fixture
def wish(cast: Cast) -> HelpRequest:
    with cast.looking("bosse"):
        person = Individual.objects.create(
            name="Ali Berg", subject_category="convicted", purpose="Övervakning"
        )
        Contact.objects.create(individual=person, kind="phone", value="040-123456")
        return help_requests.note(person, by=cast.bosse)


def pass_on(cast: Cast, wish: HelpRequest) -> Consent:
    consent = signed(cast, categories=COVERED)
    with cast.looking("bosse"):
        held = HelpRequest.objects.get(pk=wish.pk)
        help_requests.pass_on(
            held,
            rows=help_requests.shareable(held),
            consent=Consent.objects.get(pk=consent.pk),
            to=cast.social_services,
            by=cast.bosse,
        )
    return consent


def test_the_clock_runs_from_when_it_was_said(cast: Cast, wish: HelpRequest) -> None:
    assert wish.first_contact_by == wish.heard_at + timedelta(hours=48)
    with cast.looking("bosse"), pytest.raises(ValidationError, match="som väntar"):
        help_requests.note(Individual.objects.get(), by=cast.bosse)


@pytest.mark.parametrize("name", ["anna", "cilla", "david", "eva", "karin", "lars"])
def test_nobody_else_learns_of_it_without_consent(cast: Cast, wish: HelpRequest, name: str) -> None:
    signed(cast, categories=COVERED)
    with cast.looking(name):
        assert not HelpRequest.objects.exists()


def test_by_consent_whoever_helps_reads_the_wish_and_how_to_reach_the_person(
    cast: Cast, wish: HelpRequest
) -> None:
    pass_on(cast, wish)
    with cast.looking("cilla"):
        read = HelpRequest.objects.select_related("individual").get(pk=wish.pk)
        assert (read.individual.name, read.state) == ("Ali Berg", "passed_on")
        assert Contact.objects.filter(individual=read.individual).exists()
    with cast.looking("anna"):
        assert not HelpRequest.objects.exists()


def test_a_consent_that_does_not_cover_it_passes_nothing_on(cast: Cast, wish: HelpRequest) -> None:
    consent = signed(cast)
    with cast.looking("bosse"):
        held = HelpRequest.objects.get(pk=wish.pk)
        with pytest.raises(ValidationError):
            help_requests.pass_on(
                held, rows=[held], consent=consent, to=cast.social_services, by=cast.bosse
            )
        assert HelpRequest.objects.get(pk=wish.pk).state == "wished"


def test_when_the_consent_is_withdrawn_it_is_gone_for_whoever_helps(
    cast: Cast, wish: HelpRequest
) -> None:
    consent = pass_on(cast, wish)
    with cast.looking("cilla"):
        consents.withdraw(Consent.objects.get(pk=consent.pk), by=cast.cilla)
        assert not HelpRequest.objects.exists()
    with cast.looking("bosse"):
        assert HelpRequest.objects.exists()


def test_the_owner_notes_the_first_contact_and_the_grant_stands(
    cast: Cast, wish: HelpRequest
) -> None:
    pass_on(cast, wish)
    with cast.looking("bosse"):
        held = HelpRequest.objects.get(pk=wish.pk)
        early = wish.heard_at - timedelta(minutes=2)
        with pytest.raises(ValidationError):
            help_requests.contact(held, at=early, by=cast.bosse)
        help_requests.contact(held, at=timezone.now(), by=cast.bosse)
    with cast.looking("cilla"):
        assert HelpRequest.objects.get().state == "contacted"
