"""A call-in is planned: groups, checklist, run sheet; the one who speaks finds the own slot."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from interventions.models import CallIn
from tests.cast import Cast
from tests.evening import Evening
from tests.interventions.test_plans import groups_of_police
from tests.journeys.readers import follow, visit

Browse = Callable[..., Page]
PHONE = {"viewport": {"width": 375, "height": 740}}


def prepare(page: Page) -> None:
    visit(page, "/call-in/ny/")
    page.get_by_label("Titel").fill("Call-in i vinter")
    page.get_by_label("Lokal").fill("Folkets hus")
    page.get_by_label("Dag", exact=True).fill(f"{Evening.noon(days=60):%Y-%m-%d}")
    page.get_by_label("Dörrarna öppnar").fill("17:30")
    page.get_by_label("Börjar").fill("18:00")
    page.get_by_label("Alm").check()
    follow(page, page.get_by_role("button", name="Spara"))
    expect(page.locator("#readiness")).to_contain_text("5 procent klart")
    expect(page.locator("#groups")).to_contain_text("Alm")


def tick(page: Page) -> None:
    row = page.locator("#checklist tr", has_text="Lokalen bokad")
    follow(page, row.get_by_role("link"))
    page.get_by_label("Klart den").fill("2126-01-01")
    page.get_by_label("Anteckning").fill("Ingång B")
    follow(page, page.get_by_role("button", name="Spara"))
    expect(page.locator("#id_done_on_error")).to_be_visible()
    expect(page.get_by_label("Anteckning")).to_have_value("Ingång B")
    page.get_by_label("Klart den").fill(f"{Evening.noon(days=0):%Y-%m-%d}")
    follow(page, page.get_by_role("button", name="Spara"))
    expect(row).to_contain_text("Ingång B")
    other = page.locator("#checklist tr", has_text="Talarna tillfrågade")
    follow(page, other.get_by_role("button", name="Klart"))
    expect(page.locator("#readiness")).to_contain_text("16 procent klart")


def lay_out(page: Page) -> None:
    follow(page, page.get_by_role("link", name="Körschema").first)
    follow(page, page.get_by_role("button", name="Börja med den vanliga ordningen"))
    second = page.locator("#slots tbody tr").nth(1)
    follow(page, second.get_by_role("button", name="Tidigare"))
    expect(page.locator("#slots tbody tr").first).to_contain_text("18:00–18:10")
    follow(page, page.get_by_role("link", name="Vi vill inte att du ska dö", exact=True))
    follow(page, page.get_by_role("link", name="Ändra", exact=True))
    page.get_by_label("Talar för").select_option("Mammor mot vapen")
    page.get_by_label("Minuter").fill("200")
    follow(page, page.get_by_role("button", name="Spara"))
    expect(page.locator("#id_minutes_error")).to_contain_text("mellan 1 och 60")
    page.get_by_label("Minuter").fill("12")
    follow(page, page.get_by_role("button", name="Spara"))
    expect(page.locator("#slots tbody tr").nth(1)).to_contain_text("18:12–18:17")
    follow(page, page.get_by_role("link", name="Avslutande ord"))
    follow(page, page.get_by_role("link", name="Ta bort ur körschemat"))
    follow(page, page.get_by_role("button", name="Ta bort"))
    expect(page.locator("#slots tbody tr")).to_have_count(5)


def test_a_call_in_is_planned_and_a_speaker_finds_the_own_slot(browse: Browse) -> None:
    cast = Cast()
    groups_of_police(cast, "Alm")
    greta = browse("greta")
    prepare(greta)
    tick(greta)
    lay_out(greta)
    with cast.looking("greta"):
        path = f"/call-in/{CallIn.objects.get().pk}/"
    mona = browse("mona", **PHONE)
    visit(mona, "/")
    follow(mona, mona.get_by_role("link", name="Vi vill inte att du ska dö"))
    expect(mona.locator("main")).to_contain_text(re.compile("17:30, Folkets hus"))
    answer = mona.request.get(path)
    assert answer.status == 404
    width = mona.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]
    narrow = browse("greta", **PHONE)
    for place in (path, f"{path}korschema/"):
        visit(narrow, place)
        width = narrow.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["viewport"]["width"], place
