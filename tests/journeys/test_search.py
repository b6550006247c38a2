"""Searching in a real browser: by keyboard, on a phone, without script, and back again."""

import pytest
from playwright.sync_api import Page, expect

from tests.cases.people import enter, number
from tests.cast import Cast
from tests.journeys.conftest import Browse
from tests.journeys.readers import readable, visit

PATIENCE = 20_000
PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}
WHOLE = number()


@pytest.fixture
def people(own_database: str) -> None:
    cast = Cast()
    enter(cast, "bosse", "Åke Håkansson", number=WHOLE)
    enter(cast, "bosse", "Ali Berg")
    enter(cast, "anna", "Håkan Hemlig")


def expect_nothing_in_the_address(page: Page) -> None:
    assert "?" not in page.url
    assert WHOLE.value[-4:] not in page.url


def test_a_misspelt_name_is_found_by_keyboard_alone(people: None, browse: Browse) -> None:
    bosse = browse("bosse")
    visit(bosse, "/")
    bosse.keyboard.press("/")
    bosse.keyboard.type("hakanso")
    suggested = bosse.locator("#suggestions a")
    expect(suggested).to_have_count(1, timeout=PATIENCE)
    readable(bosse)
    bosse.keyboard.press("ArrowDown")
    expect(suggested.first).to_be_focused()
    bosse.keyboard.press("Enter")
    expect(bosse.get_by_role("heading", level=1)).to_have_text("Åke Håkansson", timeout=PATIENCE)
    expect_nothing_in_the_address(bosse)
    readable(bosse)


def test_what_was_found_is_still_there_after_going_back(people: None, browse: Browse) -> None:
    bosse = browse("bosse")
    visit(bosse, "/")
    bosse.locator("#search").fill("hakanson")
    bosse.locator("#search").press("Enter")
    expect(bosse.locator("h1")).to_have_text("Sök", timeout=PATIENCE)
    readable(bosse)
    expect_nothing_in_the_address(bosse)
    bosse.get_by_role("link", name="Åke Håkansson").first.click()
    expect(bosse.locator("h1")).to_have_text("Åke Håkansson", timeout=PATIENCE)
    readable(bosse)
    bosse.go_back()
    expect(bosse.get_by_role("link", name="Åke Håkansson").first).to_be_visible(timeout=PATIENCE)


def test_a_whole_number_opens_the_record_on_a_phone_without_script(
    people: None, browse: Browse
) -> None:
    bosse = browse("bosse", java_script_enabled=False, **PHONE)
    bosse.goto("/")
    bosse.locator(".search-link").click()
    bosse.locator("main #search").fill(WHOLE.unmasked())
    bosse.locator("main").get_by_role("button", name="Sök").click()
    expect(bosse.locator("h1")).to_have_text("Åke Håkansson", timeout=PATIENCE)
    expect_nothing_in_the_address(bosse)


def test_a_number_that_is_not_whole_says_what_to_write(people: None, browse: Browse) -> None:
    bosse = browse("bosse", **PHONE)
    visit(bosse, "/sok/")
    bosse.locator("#search").fill(WHOLE.value[:9])
    bosse.locator("main").get_by_role("button", name="Sök").click()
    expect(bosse.get_by_text("tolv siffror")).to_be_visible(timeout=PATIENCE)
    assert bosse.locator("#search").input_value() == WHOLE.value[:9]
    assert bosse.evaluate("document.documentElement.scrollWidth <= innerWidth")
    readable(bosse)
