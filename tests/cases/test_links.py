"""Links to groups: sourced, graded, the police's own, and gone when their time is out."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.models import CriminalGroup, GroupLink, Individual
from partners.mandates import Category
from tests.cases.pages import errors, logged, text
from tests.cases.people import TODAY, enter, found, link
from tests.cast import Cast
from tests.database import role


def typed(group: CriminalGroup, **fields: Any) -> dict[str, Any]:
    return {
        "group": str(group.pk),
        "basis": "fact",
        "source": "Underrättelse 12",
        "source_date": str(TODAY),
        "source_grade": "A",
        "information_grade": "1",
        "until": str(TODAY + timedelta(days=90)),
    } | fields


def new(person: Individual) -> str:
    return reverse("cases:link_new", args=[person.pk])


def end(one: GroupLink) -> str:
    return reverse("cases:link_end", args=[one.pk])


def suspect(cast: Cast, name: str = "Ali Berg") -> Individual:
    return enter(cast, "anna", name, subject_category="suspect")


def test_an_analyst_registers_a_link_and_it_stands_on_both_pages(cast: Cast) -> None:
    person, group = suspect(cast), found(cast)
    anna = cast.client("anna")
    page = anna.post(new(person), typed(group), follow=True)
    assert page.redirect_chain == [(person.get_absolute_url(), 302)]
    for record in (page, anna.get(group.get_absolute_url())):
        assert "Underrättelse 12" in text(record)
        assert 'data-basis="fact"' in text(record)
    with cast.looking("anna"):
        one = GroupLink.objects.get()
    assert timezone.localdate(one.valid_until) == TODAY + timedelta(days=90)


@pytest.mark.parametrize("persona", ["greta", "bosse", "cilla", "david", "eva", "inga", "lars"])
def test_only_the_polices_caseworkers_and_coordinators_link(cast: Cast, persona: str) -> None:
    person, group = suspect(cast), found(cast)
    one = link(cast, person, group)
    cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
    client = cast.client(persona)
    for address in (new(person), end(one)):
        assert client.get(address).status_code == 404
        assert client.post(address, typed(group)).status_code == 404
    own = enter(cast, "bosse")
    assert client.get(new(own)).status_code == 404


def test_probations_record_of_a_person_has_no_section_for_links(cast: Cast) -> None:
    own = enter(cast, "bosse")
    assert 'id="links"' not in text(cast.client("bosse").get(own.get_absolute_url()))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"source": ""}, {"source": ["required"]}),
        ({"source": "x" * 201}, {"source": ["max_length"]}),
        ({"basis": ""}, {"basis": ["required"]}),
        ({"basis": "rykte"}, {"basis": ["invalid_choice"]}),
        ({"source_date": str(TODAY + timedelta(days=1))}, {"source_date": ["future"]}),
        ({"source_date": "2026-13-01"}, {"source_date": ["invalid"]}),
        ({"source_grade": "F"}, {"source_grade": ["invalid_choice"]}),
        ({"information_grade": ""}, {"information_grade": ["required"]}),
        ({"until": str(TODAY - timedelta(days=1))}, {"until": ["past"]}),
        ({"until": str(TODAY + timedelta(days=366))}, {"until": ["long"]}),
        ({"until": ""}, {"until": ["required"]}),
    ],
)
def test_what_cannot_be_saved_is_told_beside_its_field_and_kept(
    cast: Cast, fields: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    person, group = suspect(cast), found(cast)
    response = cast.client("anna").post(new(person), typed(group, **fields))
    assert errors(response) == wrong
    for name in wrong:
        assert f'id="id_{name}_error"' in text(response)
    assert response.context["form"]["source"].value() == typed(group, **fields)["source"]
    with cast.looking("anna"):
        assert not GroupLink.objects.exists()


@pytest.mark.parametrize("days", [0, 365])
def test_a_link_holds_through_its_last_day_and_at_most_twelve_months(cast: Cast, days: int) -> None:
    person, group = suspect(cast), found(cast)
    until = str(TODAY + timedelta(days=days))
    assert cast.client("anna").post(new(person), typed(group, until=until)).status_code == 302
    with cast.looking("anna"):
        assert GroupLink.objects.count() == 1


def test_a_hidden_group_and_a_missing_one_are_no_choice(cast: Cast) -> None:
    person, ended = suspect(cast), found(cast)
    with cast.looking("hugo"):
        CriminalGroup.objects.update(status="ended")
    response = cast.client("anna").post(new(person), typed(ended))
    assert errors(response) == {"group": ["invalid_choice"]}


def test_an_injured_party_has_no_link_to_a_group(cast: Cast) -> None:
    person = enter(cast, "anna", subject_category="victim")
    group = found(cast)
    assert errors(cast.client("anna").post(new(person), typed(group))) == {"group": ["victim"]}
    with pytest.raises(ValidationError):
        link(cast, person, group)


def test_one_link_at_a_time_to_the_same_group(cast: Cast) -> None:
    person, group = suspect(cast), found(cast)
    one = link(cast, person, group)
    anna = cast.client("anna")
    assert errors(anna.post(new(person), typed(group))) == {"group": ["linked"]}
    anna.post(end(one), {"reason": "over"})
    assert anna.post(new(person), typed(group)).status_code == 302


def test_a_link_ended_early_is_gone_at_once_and_the_reason_is_logged(cast: Cast) -> None:
    person, group = suspect(cast), found(cast)
    one = link(cast, person, group)
    anna = cast.client("anna")
    assert anna.get(end(one)).status_code == 200
    assert errors(anna.post(end(one), {})) == {"reason": ["required"]}
    page = anna.post(end(one), {"reason": "source"}, follow=True)
    assert page.redirect_chain == [(person.get_absolute_url(), 302)]
    for record in (page, anna.get(group.get_absolute_url())):
        assert "Spaningsrapport" not in text(record)
    assert anna.get(end(one)).status_code == 404
    entry = next(e for e in logged("cases:link_end") if e.purpose == "end_link")
    assert entry.detail == {"link": str(one.pk), "reason": "source"}
    assert entry.subjects == [person.pk]
    assert entry.user_id == cast.anna.pk


def test_a_link_that_has_run_out_is_gone_with_no_job_having_run(cast: Cast) -> None:
    person, group = suspect(cast), found(cast)
    one = link(cast, person, group)
    past = timezone.now() - timedelta(seconds=1)
    with role("owner"):
        start = past - timedelta(days=1)
        GroupLink.objects.filter(pk=one.pk).update(valid_from=start, valid_until=past)
    anna = cast.client("anna")
    for record in (person, group):
        assert "Spaningsrapport" not in text(anna.get(record.get_absolute_url()))
    assert anna.get(end(one)).status_code == 404


def test_a_choice_begins_unchosen_and_no_choice_means_nothing(cast: Cast) -> None:
    form = cast.client("anna").get(new(suspect(cast))).context["form"]
    assert [value for value, _label in form["basis"].field.choices] == ["fact", "assessment"]
    for name in ("basis", "source_grade", "information_grade", "group"):
        assert not form[name].value()
    assert str(form["source_grade"].field.choices[0][1]) == str(form["group"].field.empty_label)


def test_what_is_told_of_a_link_says_who_will_see_it(cast: Cast) -> None:
    readers = cast.client("anna").get(new(suspect(cast))).context["readers"]
    assert [reader.short_name for reader in readers] == ["Polisen"]
