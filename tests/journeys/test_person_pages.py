"""Persons, their links and consents: read by axe, wide and light, narrow and dark."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.actions import duplicates, names, protections
from partners.rows import reference
from tests.cases.people import draft, enter, found, link, number, supervise, years_ago
from tests.cases.test_conditions import oblige
from tests.cases.test_duplicates import twins
from tests.cast import Cast
from tests.journeys.conftest import Browse
from tests.journeys.readers import follow, readable, visit
from tests.partners.test_consents import signed

LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 375, "height": 740}, "color_scheme": "dark"},
}


def at(name: str, row: Any = None) -> str:
    return reverse(name if ":" in name else f"cases:{name}", args=[row.pk] if row else [])


def every(row: Any, *called: str) -> list[str]:
    return [at(name, row) for name in called]


def full(cast: Cast) -> list[str]:
    """Somebody of whom everything is known, with a record that was merged into this one."""
    person = enter(cast, "bosse", "Cem Dahl", number=number())
    other = enter(cast, "bosse", "Cem Dal")
    supervision = supervise(cast, person)
    condition = oblige(cast, supervision)
    with cast.looking("bosse"):
        alias = names.add_alias(person, name="Cemmen", by=cast.bosse)
        contact = names.add_contact(person, kind="phone", value="070-1740605", by=cast.bosse)
        duplicates.merge(other, into=person, by=cast.bosse)
        identifier = person.identifiers.get()
    return [
        *every(person, "individual", "individual_change", "individual_protection", "alias_new"),
        *every(person, "contact_new", "identifier_new", "condition_new", "supervision_new"),
        *every(identifier, "identifier_replace", "identifier_correct", "identifier_end"),
        *every(condition, "condition_change", "condition_end"),
        *every(supervision, "supervision_change"),
        *every(alias, "alias_change"), *every(contact, "contact_change"), at("individual", other),
    ]  # fmt: skip


def others(cast: Cast) -> list[str]:
    """Somebody of whom nothing is known, somebody protected and a minor."""
    empty, protected = enter(cast, "bosse", "Bo Ek"), enter(cast, "bosse", "Dag Frid")
    minor = enter(cast, "bosse", "Elis Gren", number=number(years_ago(16), 2))
    with cast.looking("bosse"):
        protections.protect(protected, assigned_to=[cast.bosse], by=cast.bosse)
    return [
        *every(empty, "individual"), *every(protected, "individual", "individual_protection"),
        *every(minor, "individual", "individual_review"), at("minors"), at("individuals"),
        at("individual_new"), at("duplicates"),
    ]  # fmt: skip


def links(cast: Cast) -> dict[str, list[str]]:
    group = found(cast)
    waiting, linked = (enter(cast, "anna", name) for name in ("Ali Berg", "Farid Hall"))
    one, valid = draft(cast, waiting, group), link(cast, linked, group)
    return {
        "anna": [
            at("individual", linked), at("link_new", waiting),
            *every(one, "link", "link_change"),
            *every(valid, "link", "link_renew", "link_end", "link_remove"),
        ],
        "hugo": [at("links"), at("link_review", one)],
    }  # fmt: skip


def consents(cast: Cast) -> dict[str, list[str]]:
    person = enter(cast, "greta", "Gun Ivarsson")
    consent = signed(cast)
    share = f"{reverse('partners:consent_share')}?row={reference(person)}"
    own = every(consent, "partners:consent", "partners:consent_withdraw")
    return {"cilla": [at("partners:consents"), *own], "greta": [share]}


def pages(cast: Cast) -> dict[str, list[str]]:
    removed = enter(cast, "bosse", "Hans Jung")
    mine = [*full(cast), *others(cast)]
    removal = {"jonas": [at("individual_remove", removed)]}
    return {"bosse": mine} | removal | links(cast) | consents(cast)


def fits(page: Page) -> None:
    size = page.viewport_size
    assert size
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_can_be_read_and_fit(own_database: str, browse: Browse, look: str) -> None:
    for name, paths in pages(Cast()).items():
        page = browse(name, **LOOKS[look])
        for path in paths:
            answer = page.goto(path)
            assert answer
            assert answer.ok, path
            readable(page)
            fits(page)


def test_what_is_wrong_in_a_criterion_is_told_beside_it(own_database: str, browse: Browse) -> None:
    cast = Cast()
    found(cast)
    anna = browse("anna", **LOOKS["phone"])
    visit(anna, at("link_new", enter(cast, "anna")))
    anna.fill("[name=criteria-0-source]", "Spaningsrapport 7")
    follow(anna, anna.locator("main form .actions button"))
    expect(anna.locator("#criterion-1 [name=criteria-0-source]")).to_have_value("Spaningsrapport 7")
    expect(anna.locator("#id_criteria-0-kind_error")).to_be_visible()
    fits(anna)


def test_two_records_are_merged_and_stand_apart_again(own_database: str, browse: Browse) -> None:
    twins(Cast())
    bosse = browse("bosse", **LOOKS["phone"])
    visit(bosse, at("duplicates"))
    follow(bosse, bosse.get_by_role("button", name="Samma person: behåll den här").first)
    fits(bosse)
    undo = bosse.locator("main form[action$='/samma-som/'] button")
    follow(bosse, undo)
    expect(undo).to_have_count(0)
    visit(bosse, at("duplicates"))
    expect(bosse.get_by_role("button", name="Samma person: behåll den här")).to_have_count(2)
