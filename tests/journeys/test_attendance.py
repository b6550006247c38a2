"""Attendance: by keyboard alone, by two browsers at once, on duty, without network or script."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from interventions.arrivals import Kind
from interventions.models import Attendance
from tests.evening import Evening
from tests.journeys.readers import expecting_errors, follow, readable, visit, words_of

Browse = Callable[..., Page]
HERE, AWAY, GONE, CONFLICT = "here", "away", "gone", "conflict"
# Two devices see each other's taps within two seconds.
SOON = 2_000
# For what need only happen some time, on a machine that does much else.
PATIENCE = 20_000
PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def evening(own_database: str) -> Evening:
    return Evening.at(people=12)


def door(evening: Evening) -> str:
    return f"/call-in/{evening.call_in_id}/dorren/"


def card(page: Page, evening: Evening, number: int) -> Locator:
    return page.locator(f"#card-{evening.card_ids[number]}")


def expect_state(
    page: Page, evening: Evening, number: int, state: str, *, within: int = PATIENCE
) -> None:
    expect(card(page, evening, number)).to_have_attribute("data-state", state, timeout=within)


def taps(evening: Evening) -> int:
    with evening.looking("greta"):
        return Attendance.objects.count()


def test_a_whole_evening_by_keyboard(browse: Browse, evening: Evening) -> None:
    page = browse("greta")
    visit(page, door(evening))
    keys = page.keyboard
    keys.type("cem")
    keys.press("Enter")
    expect(card(page, evening, 2).locator(".tap")).to_be_focused()
    keys.press("Enter")
    expect_state(page, evening, 2, HERE)
    find = page.locator("input[data-filter]")
    expect(find).to_be_focused()
    expect(find).to_have_value("")

    keys.type("5")
    keys.press("Enter")
    keys.press("Enter")
    expect_state(page, evening, 4, HERE)

    keys.press("ArrowDown")
    expect(card(page, evening, 0).locator(".tap")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.press("Enter")
    keys.press("Tab")
    expect(card(page, evening, 1).locator(".moves button").first).to_be_focused()
    readable(page)
    keys.press("Enter")
    expect_state(page, evening, 1, GONE)
    readable(page)


def test_a_mistake_is_undone_by_keyboard_with_a_reason(browse: Browse, evening: Evening) -> None:
    page = browse("greta")
    visit(page, door(evening))
    keys = page.keyboard
    keys.type("ali")
    keys.press("Enter")
    keys.press("Enter")
    expect_state(page, evening, 0, HERE)
    keys.type("ali")
    keys.press("Enter")
    expect(card(page, evening, 0).locator("summary")).to_be_focused()
    keys.press("Enter")
    own_words = card(page, evening, 0).locator(".undo label input")
    for _tab in range(4):
        keys.press("Tab")
    expect(own_words).to_be_focused()
    wrong = card(page, evening, 0).locator(".undo .wrong")
    for nothing in ("", "  "):
        keys.type(nothing)
        keys.press("Enter")
        expect(wrong).to_have_text("Skriv varför det var fel och ångra sedan.")
        expect(own_words).to_be_focused()
    readable(page)
    keys.type("såg fel i foajén")
    readable(page)
    keys.press("Enter")
    expect_state(page, evening, 0, AWAY)
    with evening.looking("greta"):
        assert Attendance.objects.get(kind="annulled").reason == "såg fel i foajén"


def test_only_the_missing_are_shown_while_others_tap(browse: Browse, evening: Evening) -> None:
    evening.tap(3)
    page = browse("greta", **PHONE)
    visit(page, door(evening))
    page.get_by_label("Visa bara dem som saknas").check()
    shown = page.locator(".door-card:visible")
    expect(shown).to_have_count(11)
    evening.tap(4, by="bosse")
    expect(shown).to_have_count(10, timeout=PATIENCE)
    card(page, evening, 5).locator(".tap").click()
    expect(shown).to_have_count(9, timeout=PATIENCE)
    readable(page)
    page.get_by_label("Visa bara dem som saknas").uncheck()
    expect(shown).to_have_count(12)


def test_two_browsers_see_each_others_taps(browse: Browse, evening: Evening) -> None:
    greta, bosse = browse("greta"), browse("bosse", **PHONE)
    visit(greta, door(evening))
    visit(bosse, door(evening))
    for number, (one, other) in enumerate([(greta, bosse), (bosse, greta)] * 3):
        card(one, evening, number).locator(".tap").click()
        pressed = time.monotonic()
        expect_state(other, evening, number, HERE, within=SOON)
        assert time.monotonic() - pressed < SOON / 1000
        expect_state(one, evening, number, HERE)
    for page in (greta, bosse):
        expect(page.locator("#door-counts b").nth(1)).to_have_text("6", timeout=SOON)
    assert taps(evening) == 6


def test_two_who_disagree_are_both_told_and_one_of_them_undoes(
    browse: Browse, evening: Evening
) -> None:
    greta, bosse = browse("greta"), browse("bosse")
    visit(greta, door(evening))
    visit(bosse, door(evening))
    card(bosse, evening, 0).locator("summary").click()
    turned_back = card(bosse, evening, 0).locator("button[value=turned_back]")
    expect(turned_back).to_be_visible()
    # Both press before either has heard of the other.
    nonce = evening.tap(0)
    turned_back.click()
    for page in (greta, bosse):
        expect_state(page, evening, 0, CONFLICT)
        expect(card(page, evening, 0).locator(".undo")).to_have_count(2)
    readable(greta)
    wrong = card(bosse, evening, 0).locator(f".undo:has([action$='{nonce}/'])")
    wrong.locator("button").first.click()
    for page in (greta, bosse):
        expect_state(page, evening, 0, GONE)


def test_a_tap_without_network_waits_and_is_saved_once(browse: Browse, evening: Evening) -> None:
    page = browse("greta")
    visit(page, door(evening))
    expecting_errors(page)
    network = page.locator("#door-net")
    page.context.set_offline(True)
    for number in (0, 1, 2):
        card(page, evening, number).locator(".tap").click()
    expect(network).to_have_attribute("data-state", "waiting")
    expect(network).to_contain_text("3")
    readable(page)
    page.context.set_offline(False)
    for number in (0, 1, 2):
        expect(card(page, evening, number)).to_have_attribute("data-state", HERE, timeout=PATIENCE)
    expect(network).to_have_attribute("data-state", "saved")
    assert taps(evening) == 3


def test_an_answer_that_was_lost_does_not_make_two_taps(browse: Browse, evening: Evening) -> None:
    page = browse("greta")
    visit(page, door(evening))
    expecting_errors(page)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().text())
        return route.abort()

    page.route(f"**{door(evening)}{evening.card_ids[0]}/", lose)
    card(page, evening, 0).locator(".tap").click()
    expect(page.locator("#door-net")).to_have_attribute("data-state", "saved", timeout=PATIENCE)
    expect_state(page, evening, 0, HERE)
    page.wait_for_timeout(2_500)
    assert lost
    assert taps(evening) == 1


def test_what_one_is_writing_survives_what_another_taps(browse: Browse, evening: Evening) -> None:
    evening.tap(0)
    page = browse("greta")
    visit(page, door(evening))
    card(page, evening, 0).locator("summary").click()
    words = card(page, evening, 0).locator(".undo label input")
    words.fill("fel man")
    evening.tap(0, Kind.LEFT, by="bosse")
    evening.tap(1, by="bosse")
    expect_state(page, evening, 1, HERE)
    expect(words).to_have_value("fel man")
    expect(words).to_be_focused()


def test_without_script_the_door_works_page_by_page(browse: Browse, evening: Evening) -> None:
    page = browse("greta", java_script_enabled=False)
    page.goto(door(evening))
    card(page, evening, 0).locator(".tap").click()
    expect(card(page, evening, 0)).to_have_attribute("data-state", HERE)
    card(page, evening, 0).locator("summary").click()
    card(page, evening, 0).locator(".undo button").first.click()
    expect(card(page, evening, 0)).to_have_attribute("data-state", AWAY)
    expect(page.locator("input[data-filter]")).to_be_hidden()


def test_the_polices_coordinator_has_the_door_for_the_evening_and_nothing_more(
    browse: Browse, evening: Evening
) -> None:
    greta, hugo = browse("greta"), browse("hugo", **PHONE)
    visit(greta, f"{door(evening)}tjanst/")
    greta.locator("select").select_option(str(evening.people["hugo"].pk))
    follow(greta, greta.locator("form.form button"))
    expect(greta.locator("#duty")).to_contain_text("Hugo Lindqvist")

    visit(hugo, "/call-in/")
    follow(hugo, hugo.get_by_role("link", name="Call-in i november"))
    follow(hugo, hugo.locator(".page-head .action a"))
    expect(hugo.locator(".door-card .name").first).to_have_text("AB")
    assert words_of(hugo).isdisjoint({"Ali", "Berg", "Bo", "Ceder", "Cem", "Dahl"})
    card(hugo, evening, 0).locator(".tap").click()
    expect_state(hugo, evening, 0, HERE)

    for path in ("/personer/", "/"):
        visit(hugo, path)
        assert words_of(hugo).isdisjoint({"Ali", "Berg", "Ceder"})
    visit(hugo, door(evening))

    # The next question that his screen asks is refused.
    expecting_errors(hugo)
    visit(greta, f"{door(evening)}stang/")
    follow(greta, greta.locator("form.confirm button"))
    expect(hugo.locator("h1")).to_have_text("Dörrtjänsten är slut", timeout=PATIENCE)
    assert words_of(hugo).isdisjoint({"AB", "BC", "CD"})
    readable(hugo)
    answer = hugo.goto(door(evening))
    assert answer is not None
    assert answer.status == 410
    with evening.looking("greta"):
        assert Attendance.objects.get().registered_by_id == evening.people["hugo"].pk


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_every_page_of_a_call_in_can_be_read_by_everybody(
    browse: Browse, evening: Evening, scheme: str, width: int
) -> None:
    """In both themes; at 320 pixels nothing scrolls sideways, which is 1280 at 400 % zoom."""
    pk = evening.propose("Ny Kandidat")
    evening.tap(0)
    evening.tap(0, Kind.TURNED_BACK)
    page = browse("greta", color_scheme=scheme, viewport={"width": width, "height": 800})
    record = f"/call-in/{evening.call_in_id}/"
    for path in (
        "/call-in/", "/call-in/ny/", record, f"{record}andra/", f"{record}kandidater/",
        f"{record}urval/", f"/call-in/kandidat/{pk}/", f"/call-in/kandidat/{pk}/frihet/",
        f"/call-in/kandidat/{pk}/undantag/at_liberty/", f"{record}fraga/", "/call-in/fragor/",
        f"{record}korschema/", f"{record}kallelser/", "/kallelser/texter/", f"{record}ovning/",
        f"{record}platser/", f"{record}narvarolista/for-in/", "/tavlan/", "/hjalp/", "/samtal/",
        f"{record}dorren/", f"{record}dorren/tjanst/", f"{record}dorren/stang/",
    ):  # fmt: skip
        visit(page, path)
        inside = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert inside, f"{path} scrolls sideways"
