"""Supervisions: probation's own, with dates that hold together."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cases.models import Individual, Supervision
from tests.cases.pages import errors, text
from tests.cases.people import TODAY, enter, number, supervise, years_ago
from tests.cast import Cast


def typed(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {
        "sanction": "villkorlig_frigivning",
        "probation_from": "2026-01-01",
        "probation_until": "2027-12-31",
        "supervised_from": "2026-01-01",
        "supervised_until": "2026-12-31",
        "officer": str(cast.bosse.pk),
        "unit": "Malmö Nord",
    } | fields


def new(person: Individual) -> str:
    return reverse("cases:supervision_new", args=[person.pk])


def test_an_officer_registers_a_supervision_and_it_stands_on_the_persons_page(cast: Cast) -> None:
    person = enter(cast, "bosse")
    page = cast.client("ella").post(new(person), typed(cast), follow=True)
    assert page.redirect_chain == [(person.get_absolute_url(), 302)]
    for word in ("Bosse Håkansson", "Malmö Nord"):
        assert word in text(page)
    with cast.looking("greta"):
        supervision = Supervision.objects.get()
    assert str(supervision.supervised_until) == "2026-12-31"
    assert supervision.officer == cast.bosse


@pytest.mark.parametrize("persona", ["anna", "hugo", "cilla", "david", "eva", "jonas", "lars"])
def test_only_probations_caseworkers_and_coordinators_supervise(cast: Cast, persona: str) -> None:
    person = enter(cast, "bosse")
    change = reverse("cases:supervision_change", args=[supervise(cast, person).pk])
    for address in (new(person), change):
        client = cast.client(persona)
        assert client.get(address).status_code == 404
        assert client.post(address, typed(cast)).status_code == 404


def test_the_police_have_no_section_for_supervision(cast: Cast) -> None:
    person = enter(cast, "anna")
    assert 'id="supervision"' not in text(cast.client("anna").get(person.get_absolute_url()))
    own = enter(cast, "bosse")
    assert 'id="supervision"' in text(cast.client("bosse").get(own.get_absolute_url()))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (
            {"supervised_until": "2025-12-31"},
            {"supervised_until": ["supervision_starts_before_it_ends"]},
        ),
        (
            {"probation_until": "2025-12-31"},
            {"probation_until": ["probation_starts_before_it_ends"]},
        ),
        (
            {"probation_from": ""},
            {"probation_from": ["probation_when_the_sanction_has_one"]},
        ),
        ({"supervised_from": "2026-02-30"}, {"supervised_from": ["invalid"]}),
        ({"supervised_from": "i morgon"}, {"supervised_from": ["invalid"]}),
        ({"sanction": "fängelse"}, {"sanction": ["invalid_choice"]}),
        ({"unit": "x" * 61}, {"unit": ["max_length"]}),
    ],
)
def test_what_cannot_be_saved_is_told_beside_its_field_and_kept(
    cast: Cast, fields: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    person = enter(cast, "bosse")
    response = cast.client("bosse").post(new(person), typed(cast, **fields))
    assert errors(response) == wrong
    for name in wrong:
        assert f'id="id_{name}_error"' in text(response)
    for name, value in typed(cast, **fields).items():
        assert str(response.context["form"][name].value()) == value
    with cast.looking("bosse"):
        assert not Supervision.objects.exists()


def test_a_supervision_of_one_day_is_possible(cast: Cast) -> None:
    person = enter(cast, "bosse")
    fields = typed(cast, supervised_until="2026-01-01")
    assert cast.client("bosse").post(new(person), fields).status_code == 302


@pytest.mark.parametrize("stranger", ["anna", "lars", "filip"])
def test_the_officer_is_a_colleague_who_works_with_cases(cast: Cast, stranger: str) -> None:
    person = enter(cast, "bosse")
    fields = typed(cast, officer=str(getattr(cast, stranger).pk))
    assert errors(cast.client("bosse").post(new(person), fields)) == {"officer": ["invalid_choice"]}


def test_a_change_stands_in_the_history_with_both_dates_and_officers(cast: Cast) -> None:
    person = enter(cast, "bosse")
    supervision = supervise(cast, person, officer=cast.bosse)
    address = reverse("cases:supervision_change", args=[supervision.pk])
    ella = cast.client("ella")
    assert ella.get(address).context["form"].initial["officer"] == cast.bosse.pk
    page = ella.post(address, typed(cast, officer=str(cast.ella.pk)), follow=True)
    (latest,) = [line for line in page.context["changes"] if line.by == "Ella Rashid"]
    assert "Bosse Håkansson → Ella Rashid" in latest.text
    assert "31 dec 2026" in latest.text


def test_a_supervision_of_a_protected_person_is_hidden_from_colleagues(cast: Cast) -> None:
    person = enter(cast, "bosse", assigned_to=[cast.bosse])
    change = reverse("cases:supervision_change", args=[supervise(cast, person).pk])
    assert cast.client("bosse").get(change).status_code == 200
    assert cast.client("ella").get(change).status_code == 404
    assert cast.client("ella").get(new(person)).status_code == 404


def test_supervision_ends_where_it_was_told_to(cast: Cast) -> None:
    person = enter(cast, "bosse")
    supervise(cast, person, supervised_until=TODAY)
    with cast.looking("bosse"):
        assert Supervision.objects.under_way(TODAY).count() == 1
        assert Supervision.objects.under_way(TODAY + timedelta(days=1)).count() == 0


@pytest.mark.parametrize("sanction", [one for one in Supervision.Sanction if one != "other"])
def test_the_same_sanction_twice_at_a_time_is_refused_beside_the_field(
    cast: Cast, sanction: str
) -> None:
    person = enter(cast, "bosse")
    fields = typed(cast, sanction=sanction)
    if sanction in Supervision.WITHOUT_PROBATION:
        fields |= {"probation_from": "", "probation_until": ""}
    bosse = cast.client("bosse")
    assert bosse.post(new(person), fields).status_code == 302
    fields |= {"supervised_from": "2026-12-31", "supervised_until": "2027-06-30"}
    refused = bosse.post(new(person), fields)
    assert errors(refused) == {"supervised_from": ["supervision_once_at_a_time"]}
    beside = text(refused).split('id="id_supervised_from_error"', 1)[1].split("</div>", 1)[0]
    assert "redan registrerat den påföljden" in beside
    fields |= {"supervised_from": "2027-01-01"}
    assert bosse.post(new(person), fields).status_code == 302


def test_different_sanctions_may_overlap(cast: Cast) -> None:
    person = enter(cast, "bosse")
    bosse = cast.client("bosse")
    for sanction in ("villkorlig_frigivning", "skyddstillsyn", "other", "other"):
        assert bosse.post(new(person), typed(cast, sanction=sanction)).status_code == 302


@pytest.mark.parametrize("sanction", Supervision.SUMMONABLE)
@pytest.mark.parametrize(
    "fields", [{"supervised_from": "2025-12-31"}, {"supervised_until": "2028-01-01"}]
)
def test_supervision_outside_the_probation_period_is_refused(
    cast: Cast, sanction: str, fields: dict[str, str]
) -> None:
    person = enter(cast, "bosse")
    refused = cast.client("bosse").post(new(person), typed(cast, sanction=sanction, **fields))
    assert errors(refused) == {"supervised_until": ["supervision_within_probation"]}
    assert "utanför prövotiden" in text(refused)


@pytest.mark.parametrize("sanction", Supervision.Sanction)
def test_only_two_sanctions_are_a_ground_for_a_summons(cast: Cast, sanction: str) -> None:
    is_without = sanction in Supervision.WITHOUT_PROBATION
    dates = {"probation_from": None, "probation_until": None} if is_without else {}
    supervise(cast, enter(cast, "bosse"), sanction=sanction, **dates)
    with cast.looking("bosse"):
        found = Supervision.objects.giving_ground_for_summons(TODAY).exists()
    assert found is (sanction in {"skyddstillsyn", "villkorlig_frigivning"})


def test_nobody_is_supervised_before_the_registration_is_approved(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number(years_ago(16)))
    refused = cast.client("bosse").post(new(person), typed(cast))
    assert errors(refused) == {"__all__": ["draft"]}
    assert "Registreringen väntar på godkännande" in text(refused)
    with pytest.raises(ValidationError):
        supervise(cast, person)
    with cast.looking("bosse"):
        assert not Supervision.objects.exists()
