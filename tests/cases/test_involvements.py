"""Persons in incidents; whoever was harmed is kept apart, and reached from no group and no list."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.models import CriminalGroup, Incident, Individual, Involvement, VictimInvolvement
from partners.mandates import Category
from tests.cases import happenings, people
from tests.cases.pages import errors, text
from tests.cast import Cast


def address(name: str, row: Any) -> str:
    return reverse(f"cases:{name}", args=[row.pk])


def test_a_person_is_found_by_name_and_gets_a_role_and_a_source(cast: Cast) -> None:
    incident = happenings.happen(cast)
    person = people.enter(cast, "anna", "Ali Berg", subject_category="suspect")
    client, new = cast.client("anna"), f"{address('involvement_new', incident)}?namn=ali"
    assert "Ali Berg" in text(client.get(new))
    told = {"individual": person.pk, "role": "suspect", "basis": "fact", "source": "Anmälan 1"}
    assert errors(client.post(new, told | {"source": "", "role": ""})) == {
        "role": ["required"], "source": ["required"],
    }  # fmt: skip
    answer = client.post(new, told, follow=True)
    assert "Ali Berg" in text(answer)
    assert errors(client.post(new, told)) == {"individual": ["involved"]}
    assert "Del i händelser" in text(client.get(person.get_absolute_url()))


def test_another_agencys_person_can_be_neither_found_nor_chosen(cast: Cast) -> None:
    incident = happenings.happen(cast)
    client_of_probation = people.enter(cast, "bosse", "Ali Klient")
    client, new = cast.client("anna"), f"{address('involvement_new', incident)}?namn=ali"
    assert "Ali Klient" not in text(client.get(new))
    told = {"role": "suspect", "basis": "fact", "source": "x", "individual": client_of_probation.pk}
    assert errors(client.post(new, told)) == {"individual": ["invalid_choice"]}


def test_a_protected_person_is_shown_only_to_those_assigned(cast: Cast) -> None:
    incident = happenings.happen(cast)
    person = people.enter(
        cast, "anna", "Skyddad Sven", subject_category="suspect", assigned_to=[cast.anna]
    )
    happenings.involve(cast, incident, person)
    happenings.harm(cast, incident, person)
    assert "Skyddad Sven" in text(cast.client("anna").get(incident.get_absolute_url()))
    for name in ("hugo", "inga"):
        assert "Skyddad" not in text(cast.client(name).get(incident.get_absolute_url()))


def test_who_is_both_stands_in_both_tables_each_by_its_own_name(cast: Cast) -> None:
    incident = happenings.happen(cast)
    person = people.enter(cast, "anna", "Ali Berg", subject_category="suspect")
    happenings.involve(cast, incident, person)
    happenings.harm(cast, incident, person)
    content = text(cast.client("anna").get(person.get_absolute_url()))
    assert "Del i händelser" in content
    assert "Målsägande, vittne eller anhörig" in content


def test_a_wrong_part_is_removed_and_the_history_says_so(cast: Cast) -> None:
    incident = happenings.happen(cast)
    person = people.enter(cast, "anna", "Ali Berg", subject_category="suspect")
    part, harmed = (
        happenings.involve(cast, incident, person),
        happenings.harm(cast, incident, person),
    )
    client = cast.client("anna")
    for name, row in (("involvement_remove", part), ("harmed_remove", harmed)):
        assert "Ali Berg" in text(client.get(address(name, row)))
        assert client.post(address(name, row)).status_code == 302
    assert "Ali Berg" not in text(client.get(incident.get_absolute_url()))


def test_each_person_has_one_part_of_each_kind_in_the_database(cast: Cast) -> None:
    incident = happenings.happen(cast)
    person = people.enter(cast, "anna", "Ali Berg", subject_category="suspect")
    happenings.involve(cast, incident, person)
    happenings.harm(cast, incident, person)
    with cast.looking("anna"):
        for model in (Involvement, VictimInvolvement):
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.create(incident=incident, individual=person, role="other", source="x")


# -- Injured parties --------------------------------------------------------------------------


@pytest.fixture
def shot(cast: Cast) -> tuple[Incident, CriminalGroup, Individual]:
    """Somebody hurt in an incident that is attributed to a group."""
    incident, group = happenings.happen(cast), people.found(cast)
    victim = people.enter(cast, "anna", "Vilma Offer", subject_category="victim")
    happenings.harm(cast, incident, victim)
    happenings.attribute(cast, incident, group)
    happenings.assess(cast, incident)
    return incident, group, victim


def test_no_injured_party_is_on_a_groups_page_or_in_a_list(cast: Cast, shot: Any) -> None:
    _incident, group, _victim = shot
    pages = ("/", "/grupper/", group.get_absolute_url(), "/handelser/", "/handelser/granskning/",
             "/handelser/per-manad/", "/handelser/forslag/")  # fmt: skip
    for name in ("anna", "hugo", "inga"):
        for page in pages:
            answer = cast.client(name).get(page)
            assert answer.status_code == 200
            assert "Vilma" not in text(answer), page


def test_nothing_leads_back_to_an_injured_party(shot: Any) -> None:
    """No reverse name, so that no page of an incident, group or person can walk there."""
    for model in (Incident, CriminalGroup, Individual):
        ways = {field.related_model for field in model._meta.get_fields() if field.is_relation}
        assert VictimInvolvement not in ways
        assert not any("victim" in name or "harm" in name for name in vars(model))


def test_injured_parties_are_for_the_police_alone_whoever_reads_the_facts(
    cast: Cast, shot: Any
) -> None:
    incident, _group, victim = shot
    for agency in (cast.probation, cast.social_services, cast.city_safety):
        cast.let_read(agency, Category.INCIDENT_FACTS, owner=cast.police)
    for name in ("greta", "jonas", "cilla", "siv", "david"):
        content = text(cast.client(name).get(incident.get_absolute_url()))
        assert "Vilma" not in content
        assert 'id="harmed"' not in content
        assert 'id="involved"' not in content
        assert cast.client(name).get(victim.get_absolute_url()).status_code == 404
        with cast.looking(name):
            assert VictimInvolvement.objects.count() == 0
            assert VictimInvolvement.pgh_event_model.objects.count() == 0
            assert Involvement.pgh_event_model.objects.count() == 0
