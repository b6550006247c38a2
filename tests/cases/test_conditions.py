"""Special conditions: probation's own, of closed kinds, for at most a year at a time."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions import conditions
from cases.models import Individual, SpecialCondition, Supervision
from tests.cases.pages import cost, errors, text
from tests.cases.people import TODAY, enter, supervise
from tests.cast import Cast

FIRST = TODAY - timedelta(days=30)
LAST = FIRST + timedelta(days=180)
LONG = {"supervised_until": TODAY + timedelta(days=900)}


def typed(supervision: Supervision, **fields: Any) -> dict[str, Any]:
    return {
        "supervision": str(supervision.pk),
        "kind": "programme",
        "text": "Ett tillfälle i veckan",
        "valid_from": FIRST.isoformat(),
        "valid_until": LAST.isoformat(),
    } | fields


def oblige(cast: Cast, supervision: Supervision, **more: Any) -> SpecialCondition:
    fields = {"kind": "programme", "text": "Ett tillfälle", "valid_from": FIRST}
    with cast.looking("bosse"):
        return conditions.register(
            supervision, by=cast.bosse, **(fields | {"valid_until": LAST} | more)
        )


def new(person: Individual) -> str:
    return reverse("cases:condition_new", args=[person.pk])


def at(name: str, condition: SpecialCondition) -> str:
    return reverse(f"cases:condition_{name}", args=[condition.pk])


def test_a_condition_stands_on_the_persons_page_in_swedish(cast: Cast) -> None:
    person = enter(cast, "bosse")
    supervision = supervise(cast, person, **LONG)
    bosse = cast.client("bosse")
    assert bosse.get(new(person)).context["form"]["supervision"].value() == supervision.pk
    page = bosse.post(new(person), typed(supervision), follow=True)
    assert page.redirect_chain == [(person.get_absolute_url(), 302)]
    for word in ("Särskilda föreskrifter", "Delta i ett program", "Ett tillfälle i veckan"):
        assert word in text(page)


def test_the_kinds_are_those_of_the_law_and_no_others() -> None:
    assert set(SpecialCondition.Kind.values) == {
        "contact", "absence", "programme", "treatment", "occupation", "housing", "place", "tag",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"kind": "curfew"}, {"kind": ["invalid_choice"]}),
        ({"text": ""}, {"text": ["required"]}),
        ({"text": "x" * 301}, {"text": ["max_length"]}),
        (
            {"valid_until": (FIRST - timedelta(days=1)).isoformat()},
            {"valid_until": ["condition_starts_before_it_ends"]},
        ),
        (
            {"valid_until": (FIRST + timedelta(days=366)).isoformat()},
            {"valid_until": ["condition_at_most_one_year"]},
        ),
        (
            {"valid_from": (TODAY - timedelta(days=101)).isoformat()},
            {"valid_from": ["outside"]},
        ),
        (
            {
                "valid_from": (TODAY + timedelta(days=800)).isoformat(),
                "valid_until": (TODAY + timedelta(days=901)).isoformat(),
            },
            {"valid_until": ["outside"]},
        ),
    ],
)
def test_what_cannot_hold_is_refused_beside_its_field(
    cast: Cast, fields: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    person = enter(cast, "bosse")
    supervision = supervise(cast, person, **LONG)
    response = cast.client("bosse").post(new(person), typed(supervision, **fields))
    assert errors(response) == wrong
    for name in wrong:
        assert f'id="id_{name}_error"' in text(response)
    condition = oblige(cast, supervision)
    changed = cast.client("bosse").post(at("change", condition), typed(supervision, **fields))
    assert errors(changed) == wrong


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.dates(date(2020, 1, 1), date(2040, 1, 1)), days=st.integers(360, 370))
def test_the_database_counts_the_year_by_the_calendar(db: None, first: date, days: int) -> None:
    """Through the day before the same day next year, also when the year has a leap day."""
    constraint = next(
        one
        for one in SpecialCondition._meta.constraints
        if one.name == "condition_at_most_one_year"
    )
    last = first + timedelta(days=days)
    condition = SpecialCondition(valid_from=first, valid_until=last)
    next_year = first.replace(
        year=first.year + 1, day=min(first.day, 28 if first.month == 2 else 31)
    )
    try:
        constraint.validate(SpecialCondition, condition)
    except ValidationError:
        assert last >= next_year
    else:
        assert last < next_year


def test_the_database_refuses_what_the_form_did_not_ask(cast: Cast) -> None:
    condition = oblige(cast, supervise(cast, enter(cast, "bosse"), **LONG))
    late = FIRST + timedelta(days=400)
    with cast.looking("bosse"), pytest.raises(IntegrityError), transaction.atomic():
        SpecialCondition.objects.filter(pk=condition.pk).update(valid_until=late)


@pytest.mark.parametrize("sanction", ["villkorlig_dom", "other"])
def test_conditions_need_a_sanction_that_knows_them(cast: Cast, sanction: str) -> None:
    person = enter(cast, "bosse")
    supervision = supervise(cast, person, sanction=sanction)
    page = cast.client("bosse").get(new(person))
    assert "Registrera övervakningen först" in text(page)
    with pytest.raises(ValidationError) as refused:
        oblige(cast, supervision)
    assert refused.value.error_dict["supervision"][0].code == "sanction"


def test_another_persons_supervision_is_no_choice(cast: Cast) -> None:
    person = enter(cast, "bosse")
    supervise(cast, person)
    other = supervise(cast, enter(cast, "bosse", "Bo Ek"))
    response = cast.client("bosse").post(new(person), typed(other))
    assert errors(response) == {"supervision": ["invalid_choice"]}


def test_a_condition_is_ended_and_stands_on_as_over(cast: Cast) -> None:
    person = enter(cast, "bosse")
    condition = oblige(cast, supervise(cast, person, **LONG))
    ella = cast.client("ella")
    for day, code in (
        (FIRST - timedelta(days=1), "early"),
        (LAST + timedelta(days=1), "longer"),
    ):
        response = ella.post(at("end", condition), {"on": day.isoformat()})
        assert errors(response) == {"on": [code]}
    yesterday = TODAY - timedelta(days=1)
    page = ella.post(at("end", condition), {"on": yesterday.isoformat()}, follow=True)
    assert "Har upphört" in text(page)
    assert at("end", condition) not in text(page)
    again = ella.post(at("end", condition), {"on": TODAY.isoformat()})
    assert errors(again) == {"__all__": ["over"]}
    with cast.looking("ella"):
        in_force = SpecialCondition.objects.in_force
        assert in_force(yesterday).exists()
        assert not in_force(TODAY).exists()


@pytest.mark.parametrize("persona", ["anna", "hugo", "cilla", "david", "eva", "jonas", "lars"])
def test_only_probations_caseworkers_and_coordinators_decide_them(cast: Cast, persona: str) -> None:
    person = enter(cast, "bosse")
    supervision = supervise(cast, person, **LONG)
    condition = oblige(cast, supervision)
    client = cast.client(persona)
    for address in (new(person), at("change", condition), at("end", condition)):
        assert client.get(address).status_code == 404
        assert client.post(address, typed(supervision, on="2026-01-01")).status_code == 404


def test_the_section_is_absent_for_other_agencies_and_without_buttons_for_deciders(
    cast: Cast,
) -> None:
    person = enter(cast, "bosse")
    condition = oblige(cast, supervise(cast, person, **LONG))
    page = text(cast.client("jonas").get(person.get_absolute_url()))
    assert 'id="conditions"' in page
    assert at("change", condition) not in page
    for name in ("anna", "cilla"):
        own = enter(cast, name, "Bo Ek")
        assert 'id="conditions"' not in text(cast.client(name).get(own.get_absolute_url()))
        with cast.looking(name):
            assert not SpecialCondition.objects.exists()


def test_more_conditions_cost_no_more(cast: Cast) -> None:
    person = enter(cast, "bosse")
    supervision = supervise(cast, person, **LONG)
    bosse = cast.client("bosse")
    for _one in range(2):
        oblige(cast, supervision)
    few = cost(lambda: bosse.get(person.get_absolute_url()))
    for _one in range(18):
        oblige(cast, supervision)
    assert cost(lambda: bosse.get(person.get_absolute_url())) == few


def test_a_condition_of_a_protected_person_is_hidden_from_colleagues(cast: Cast) -> None:
    person = enter(cast, "bosse", assigned_to=[cast.bosse])
    condition = oblige(cast, supervise(cast, person, **LONG))
    assert cast.client("bosse").get(at("change", condition)).status_code == 200
    assert cast.client("ella").get(at("change", condition)).status_code == 404


def shortened(supervision: Supervision, **days: date) -> dict[str, str]:
    """The form of the supervision as it stands, with other days."""
    names = ("probation_from", "probation_until", "supervised_from", "supervised_until")
    told = {name: getattr(supervision, name) for name in names} | days
    return {"sanction": supervision.sanction, "officer": "", "unit": "", **{
        name: day.isoformat() for name, day in told.items()}}  # fmt: skip


@pytest.mark.parametrize(
    ("days", "field", "told"),
    [
        (
            {"probation_until": LAST - timedelta(days=1), "supervised_until": TODAY},
            "probation_until", "gäller till",
        ),
        (
            {"probation_from": FIRST + timedelta(days=1), "supervised_from": TODAY},
            "probation_from", "gäller från",
        ),
    ],
)  # fmt: skip
def test_a_supervision_is_not_shortened_past_its_conditions(
    cast: Cast, days: dict[str, date], field: str, told: str
) -> None:
    """The one that stands in the way is named; with it changed the supervision can be too."""
    supervision = supervise(cast, enter(cast, "bosse"), **LONG)
    condition = oblige(cast, supervision)
    bosse, address = (
        cast.client("bosse"),
        reverse("cases:supervision_change", args=[supervision.pk]),
    )
    refused = bosse.post(address, shortened(supervision, **days))
    assert errors(refused) == {field: ["condition"]}
    assert f"Den särskilda föreskriften Delta i ett program {told}" in text(refused)
    inside = {"valid_from": FIRST + timedelta(days=2), "valid_until": LAST - timedelta(days=2)}
    with cast.looking("bosse"):
        conditions.change(condition, by=cast.bosse, **inside)
    assert bosse.post(address, shortened(supervision, **days)).status_code == 302


def test_a_sanction_without_conditions_is_not_chosen_while_there_is_one(cast: Cast) -> None:
    supervision = supervise(cast, enter(cast, "bosse"), **LONG)
    oblige(cast, supervision)
    address = reverse("cases:supervision_change", args=[supervision.pk])
    typed_in = shortened(supervision) | {"sanction": "villkorlig_dom"}
    assert errors(cast.client("bosse").post(address, typed_in)) == {"sanction": ["condition"]}


def test_the_timeline_says_of_which_condition_a_day_was_changed(cast: Cast) -> None:
    person = enter(cast, "bosse")
    supervision = supervise(cast, person, **LONG)
    oblige(cast, supervision, kind="housing")
    changed = oblige(cast, supervision)
    with cast.looking("bosse"):
        conditions.end(changed, on=TODAY, by=cast.bosse)
    changes = cast.client("bosse").get(person.get_absolute_url()).context["changes"]
    told = [change.text for change in changes]
    assert sum(text.startswith("Delta i ett program – Till och med: ") for text in told) == 1
    assert sum(text.startswith("Boende – ") for text in told) == 1
    assert sum(text.startswith("Skyddstillsyn – ") for text in told) == 1
