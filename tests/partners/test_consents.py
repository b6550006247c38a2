"""Consents: written down by social services, seen by whoever relies on them, taken back at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Individual
from partners.actions import consents, grants
from partners.mandates import Action, Category, Kind, Reach, Role
from partners.models import Agency, Consent, Grant, Mandate, User
from partners.rows import reference
from tests import database
from tests.cast import Cast

MONTH = timedelta(days=30)


def person(name: str = "Ali Berg") -> Individual:
    return Individual.objects.create(name=name, subject_category="other", purpose="Stöd")


def record(cast: Cast, subject: Individual | None = None, **changed: Any) -> Consent:
    given: dict[str, Any] = {
        "subject": subject or person(),
        "recipient": cast.probation,
        "scope": "Att stöd pågår",
        "given_on": timezone.localdate(),
        "until": timezone.now() + MONTH,
        "by": cast.cilla,
    }
    return consents.record(**given | changed)


def fields(**changed: Any) -> dict[str, Any]:
    today = timezone.localdate()
    given = {"recipient": 2, "scope": "Att stöd pågår", "given_on": today, "until": today + MONTH}
    return given | changed


def test_the_recipient_sees_the_consent_and_not_the_person(cast: Cast) -> None:
    with cast.looking("cilla"):
        consent = record(cast)
    with cast.looking("greta"):
        assert list(Consent.objects.all()) == [consent]
        assert not Individual.objects.exists()
    with cast.looking("anna"):
        assert not Consent.objects.exists()


def let_consent_open(*kinds: Kind) -> None:
    """As if the partnership had agreed that these kinds read an identity by consent."""
    with database.role("owner"):
        Mandate.objects.bulk_create(
            Mandate(
                kind=kind, role=Role.COORDINATOR, category=Category.IDENTITY,
                action=Action.READ, reach=Reach.CONSENT,
            )
            for kind in kinds
        )  # fmt: skip


def open_by(consent: Consent, row: Individual, *, to: Agency, by: User) -> Grant:
    return grants.give(
        row, to=to, reason=Grant.Reason.CONSENT, until=consent.valid_until, by=by, consent=consent
    )


def test_what_it_opened_is_closed_in_the_moment_it_is_withdrawn(cast: Cast) -> None:
    let_consent_open(Kind.PROBATION)
    with cast.looking("cilla"):
        subject = person()
        consent = record(cast, subject)
        grant = open_by(consent, subject, to=cast.probation, by=cast.cilla)
    with cast.looking("greta"):
        assert list(Individual.objects.all()) == [subject]
    with cast.looking("cilla"):
        consents.withdraw(consent, by=cast.cilla)
    with cast.looking("greta"):
        assert not Individual.objects.exists()
        assert Consent.objects.get().withdrawn_at is not None
    with database.role("owner"):
        assert Grant.objects.get(pk=grant.pk).ended_because == Grant.Ending.WITHDRAWN


def test_a_consent_to_one_agency_opens_nothing_for_another(cast: Cast) -> None:
    let_consent_open(Kind.PROBATION, Kind.CIVIL_SOCIETY)
    with cast.looking("cilla"):
        subject = person()
        consent = record(cast, subject)
        with pytest.raises(ProgrammingError, match="no consent stands"), transaction.atomic():
            open_by(consent, subject, to=cast.civil_society, by=cast.cilla)
        assert open_by(consent, subject, to=cast.probation, by=cast.cilla)


def test_a_withdrawn_consent_opens_nothing_more(cast: Cast) -> None:
    let_consent_open(Kind.PROBATION)
    with cast.looking("cilla"):
        subject = person()
        consent = consents.withdraw(record(cast, subject), by=cast.cilla)
        with pytest.raises(ProgrammingError, match="no consent stands"), transaction.atomic():
            open_by(consent, subject, to=cast.probation, by=cast.cilla)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("until", timezone.now() - timedelta(days=1)),
        ("until", timezone.now() + timedelta(days=400)),
        ("given_on", timezone.localdate() + timedelta(days=1)),
    ],
)
def test_a_consent_has_a_day_it_was_given_and_a_last_day(
    cast: Cast, field: str, value: Any
) -> None:
    with cast.looking("cilla"), pytest.raises(ValidationError) as error:
        record(cast, **{field: value})
    assert set(error.value.error_dict) == {field}


@pytest.mark.parametrize("recipient", ["social_services", "city_safety"])
def test_nobody_relies_on_a_consent_without_mandate(cast: Cast, recipient: str) -> None:
    with cast.looking("cilla"), pytest.raises(ValidationError) as error:
        record(cast, recipient=getattr(cast, recipient))
    assert set(error.value.error_dict) == {"recipient"}


def test_it_is_withdrawn_once(cast: Cast) -> None:
    with cast.looking("cilla"):
        consent = consents.withdraw(record(cast), by=cast.cilla)
        with pytest.raises(ValidationError):
            consents.withdraw(consent, by=cast.cilla)


def test_social_services_write_it_down_from_the_persons_page(cast: Cast) -> None:
    with cast.looking("cilla"):
        subject = person()
    url = reverse("partners:consent_new")
    assert "Ali Berg" in cast.client("cilla").get(url, {"row": reference(subject)}).content.decode()
    done = cast.client("cilla").post(url, fields(row=reference(subject)))
    told = cast.client("greta").get(done.headers["Location"]).content.decode()
    assert "Att stöd pågår" in told
    assert "Ali Berg" not in told


def test_nobody_else_writes_one_down_or_takes_it_back(cast: Cast) -> None:
    with cast.looking("cilla"):
        subject = person()
        consent = record(cast, subject)
    new = reverse("partners:consent_new")
    end = reverse("partners:consent_withdraw", args=[consent.pk])
    for name in ("anna", "greta", "bosse", "jonas", "siv", "karin", "lars", "david", "eva"):
        client = cast.client(name)
        assert client.post(new, fields(row=reference(subject))).status_code == 404, name
        assert client.post(end).status_code == 404, name
    with cast.looking("cilla"):
        assert Consent.objects.filter(withdrawn_at=None).count() == 1
    assert cast.client("cilla").post(end).status_code == 302
    with cast.looking("cilla"):
        assert not Consent.objects.filter(withdrawn_at=None).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("recipient", 4), ("until", "2020-01-01"), ("given_on", "i går"), ("scope", "x" * 2001)],
)
def test_bad_input_is_told_beside_its_field(cast: Cast, field: str, value: Any) -> None:
    with cast.looking("cilla"):
        subject = person()
    asked = fields(row=reference(subject)) | {field: value}
    response = cast.client("cilla").post(reverse("partners:consent_new"), asked)
    assert set(response.context["form"].errors) == {field}


def test_no_consent_is_about_somebody_elses_person(cast: Cast) -> None:
    with cast.looking("bosse"):
        foreign = person("Hemlig Klientsson")
    url = reverse("partners:consent_new")
    for name in (reference(foreign), "", "cases.individual:1"):
        assert cast.client("cilla").get(url, {"row": name}).status_code == 404


def test_the_record_is_for_owner_and_recipient(cast: Cast) -> None:
    with cast.looking("cilla"):
        consent = record(cast)
    url = reverse("partners:consent", args=[consent.pk])
    for name in ("cilla", "siv", "greta", "jonas", "karin"):
        assert cast.client(name).get(url).status_code == 200, name
    for name in ("anna", "inga", "david", "eva", "lars"):
        assert cast.client(name).get(url).status_code == 404, name
    assert len(cast.client("cilla").get(reverse("partners:consents")).context["page"]) == 1
    assert len(cast.client("anna").get(reverse("partners:consents")).context["page"]) == 0
