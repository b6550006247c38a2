"""A whole evening at the door: two devices, one of them without network for half an hour."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from interventions.arrivals import Kind
from interventions.door_list import DoorList
from interventions.models import Attendance
from tests.evening import NAMES, Evening
from tests.journeys.readers import expecting_errors, follow, readable, visit

Browse = Callable[..., Page]
PATIENCE = 20_000
PEOPLE = 25
PIN = "4711"
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}
STORED = "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"
SHELVED = """async () => {
    const pages = [];
    for (const name of await caches.keys()) {
        const store = await caches.open(name);
        for (const request of await store.keys()) {
            const answer = await store.match(request);
            pages.push(request.url, await answer.text());
        }
    }
    return [...pages, ...(await indexedDB.databases()).map((one) => one.name)].join(" ");
}"""


@pytest.fixture
def evening(own_database: str) -> Evening:
    opened = timezone.now() - timedelta(minutes=50)
    return Evening.at(people=PEOPLE, doors_open=opened, starts=opened + timedelta(minutes=40))


def door(evening: Evening) -> str:
    return f"/call-in/{evening.call_in_id}/dorren/"


def card(page: Page, evening: Evening, number: int) -> Locator:
    return page.locator(f"#card-{evening.card_ids[number]}")


def expect_state(page: Page, evening: Evening, number: int, state: str) -> None:
    expect(card(page, evening, number)).to_have_attribute("data-state", state, timeout=PATIENCE)


def press(page: Page, evening: Evening, number: int) -> None:
    card(page, evening, number).locator(".tap").click()


def press_other(page: Page, evening: Evening, number: int, kind: str) -> None:
    card(page, evening, number).locator("summary").click()
    card(page, evening, number).locator(f"button[value={kind}]").click()


def put_in_door_mode(page: Page, evening: Evening) -> None:
    visit(page, f"{door(evening)}lage/")
    for field in ("pin", "again"):
        page.locator(f"input[name={field}]").fill(PIN)
    follow(page, page.locator("form.form button"))
    expect(page.locator(".door-card")).to_have_count(PEOPLE)


def unlock(page: Page) -> None:
    page.locator("#door-lock-pin").fill(PIN)
    page.keyboard.press("Enter")
    expect(page.locator(".door-card")).to_have_count(PEOPLE, timeout=PATIENCE)


def names_in(text: str) -> set[str]:
    return {name for name in NAMES if name in text or name.split()[0] in text.split('"')}


def test_a_whole_evening_with_half_an_hour_without_network(
    browse: Browse, evening: Evening
) -> None:
    greta, bosse = browse("greta", **TABLET), browse("bosse", **PHONE)
    bosse.clock.install()
    for page in (greta, bosse):
        put_in_door_mode(page, evening)
    bosse.evaluate("navigator.serviceWorker.ready")

    # Together, with network.
    for number in range(5):
        press((greta, bosse)[number % 2], evening, number)
    for number in range(5):
        expect_state(greta, evening, number, "here")
    bosse.clock.fast_forward(1_500)
    for number in range(5):
        expect_state(bosse, evening, number, "here")

    # Bosse's network is gone; names leave his screen, and what he taps waits.
    expecting_errors(bosse)
    bosse.context.set_offline(True)
    bosse.clock.fast_forward(10_000)
    expect(card(bosse, evening, 5).locator(".name")).to_have_text("FG", timeout=PATIENCE)
    assert names_in(bosse.locator("#door-list").inner_text()) == set()
    for number in (5, 6, 7):
        press(bosse, evening, number)
    press_other(bosse, evening, 8, "turned_back")
    press(bosse, evening, 9)
    card(bosse, evening, 9).locator("summary").click()
    card(bosse, evening, 9).get_by_role("button", name="Fel person").click()
    expect_state(bosse, evening, 9, "away")
    expect(bosse.locator("#door-net")).to_contain_text("6 väntar på nät")
    readable(bosse)
    left_at = timezone.now()

    # What stays on the device says nothing of anybody, also when the page is loaded anew.
    stored = bosse.evaluate(STORED)
    assert names_in(stored) == set()
    assert "Fel person" not in stored
    bosse.reload()
    expect(bosse.locator("h1")).to_have_text("Dörren, utan nät")
    expect(bosse.locator(".door-card")).to_have_count(PEOPLE)
    expect_state(bosse, evening, 5, "here")
    expect_state(bosse, evening, 8, "gone")
    readable(bosse)
    press(bosse, evening, 10)
    expect_state(bosse, evening, 10, "here")

    # Meanwhile Greta goes on, about one of them otherwise.
    for number in (11, 12, 13):
        press(greta, evening, number)
    press_other(greta, evening, 7, "turned_back")
    for number in (11, 12, 13):
        expect_state(greta, evening, number, "here")
    readable(greta)

    # Half an hour later: locked, back with the network and the PIN, and all is handed in.
    bosse.clock.fast_forward(timedelta(minutes=30) // timedelta(milliseconds=1))
    back_at = timezone.now()
    bosse.context.set_offline(False)
    bosse.clock.fast_forward(5_000)
    expect(bosse.locator("#door-net")).to_have_attribute("data-state", "saved", timeout=PATIENCE)
    for number, state in ((5, "here"), (6, "here"), (7, "conflict"), (8, "gone"), (10, "here")):
        expect_state(greta, evening, number, state)
        expect_state(bosse, evening, number, state)
    expect_state(greta, evening, 9, "away")
    with evening.looking("greta"):
        late = Attendance.objects.get(card=evening.card_ids[5], kind=Kind.ARRIVED)
        half_an_hour = timedelta(minutes=30)
        assert left_at - half_an_hour - timedelta(minutes=1) < late.at < back_at - half_an_hour

    # The contradiction is decided, one mistake undone, the list closed.
    wrong = card(greta, evening, 7).locator(".undo", has_text="Vände")
    wrong.get_by_role("button", name="Fel person").click()
    expect_state(greta, evening, 7, "here")
    follow(greta, greta.get_by_role("link", name="Stäng listan"))
    expecting_errors(greta)
    follow(greta, greta.locator("form.confirm button"))
    expect(greta.locator("h1")).to_have_text("Dörrtjänsten är slut")
    bosse.clock.fast_forward(3_000)
    expect(bosse.locator("h1")).to_have_text("Dörrtjänsten är slut", timeout=PATIENCE)
    readable(bosse)

    # Database and screen agreed, and the devices keep nothing.
    with evening.looking("greta"):
        found = DoorList(evening.call_in(), timezone.now())
        kinds = [found_card.standing.kind.value for found_card in _in_order(found, evening)]
        assert kinds == (
            ["arrived"] * 8 + ["turned_back", "absent", *["arrived"] * 4] + ["absent"] * 11
        )
        assert Attendance.objects.filter(kind=Kind.ANNULLED).count() == 2
    for page in (greta, bosse):
        assert json.loads(page.evaluate(STORED)) == [[], []]
        kept = page.evaluate(SHELVED)
        assert names_in(kept) == set()
        assert not any(str(pk) in kept for pk in (*evening.card_ids, evening.call_in_id))


def _in_order(found: DoorList, evening: Evening) -> list:
    cards = {one.id: one for one in found.cards}
    return [cards[pk] for pk in evening.card_ids]


def test_after_two_idle_minutes_the_list_leaves_the_screen(
    browse: Browse, evening: Evening
) -> None:
    page = browse("greta", **TABLET)
    page.clock.install()
    put_in_door_mode(page, evening)
    expecting_errors(page)
    page.clock.fast_forward(121_000)
    expect(page.locator("#door-lock")).to_be_visible()
    assert names_in(page.locator("main").inner_text()) == set()
    readable(page)
    page.locator("#door-lock-pin").fill("0000")
    page.keyboard.press("Enter")
    expect(page.locator("#door-lock .wrong")).to_contain_text("4 försök kvar")
    unlock(page)
    expect(card(page, evening, 0).locator(".name")).to_have_text("Ali Berg")

    # Without network the same PIN opens, to initials and seats.
    page.context.set_offline(True)
    page.get_by_role("button", name="Lås nu").click()
    unlock(page)
    expect(card(page, evening, 0).locator(".name")).to_have_text("AB")
    page.context.set_offline(False)
    page.clock.fast_forward(5_000)
    expect(card(page, evening, 0).locator(".name")).to_have_text("Ali Berg", timeout=PATIENCE)
