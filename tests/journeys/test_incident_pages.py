"""Incidents, groups and the door: narrow and wide, and an analyst's way from feed to group."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from cases.models import CriminalGroup
from tests.cases.test_feed import SAMPLE
from tests.cast import Cast
from tests.journeys.conftest import Browse
from tests.journeys.readers import follow, readable, visit
from tests.scene import Scene

WIDTHS = {375: 740, 1280: 800}
NARROWEST = 320
GROUP = "Koppar"

# Whose page, and which; {…} is a row of the scene.
PAGES = {
    "anna": (
        "/",
        "/handelser/",
        "/handelser/{incident}/",
        "/handelser/{incident}/granska/",
        "/handelser/{incident}/grupp/",
        "/handelser/{incident}/inblandad/",
        "/handelser/{incident}/malsagande/",
        "/handelser/granskning/",
        "/handelser/per-manad/",
        "/handelser/forslag/",
        "/handelser/forslag/{suggestion}/",
        "/handelser/forslag/{suggestion}/godta/",
        "/grupper/{group}/",
        "/grupper/{group}/raknas/",
        "/grupper/sticker-ut/",
        "/grupper/konfliktkarta/",
        "/grupper/kartlaggning/{audit}/",
    ),
    "david": ("/handelser/", "/handelser/per-manad/", "/grupper/"),
    "greta": ("/call-in/{call_in}/dorren/", "/moten/{meeting}/", "/moten/underlag/{briefing}/"),
}


@pytest.fixture
def scene(own_database: str) -> Scene:
    return Scene(Cast()).build()


def fits(page: Page, width: int) -> None:
    """Nothing of the page has to be scrolled to sideways, not even on the narrowest phone."""
    readable(page)
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST, page.url
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_can_be_read_and_fit(scene: Scene, browse: Browse, width: int) -> None:
    keys = {name: getattr(row, "pk", "") for name, row in scene.rows.items()}
    for name, paths in PAGES.items():
        page = browse(name, viewport={"width": width, "height": WIDTHS[width]})
        for path in paths:
            answer = page.goto(path.format(**keys))
            assert answer
            assert answer.ok, path
            fits(page, width)


@pytest.fixture
def group(own_database: str) -> CriminalGroup:
    with Cast().looking("anna"):
        return CriminalGroup.objects.create(code_name=GROUP, status_since="2026-01-01")


def press(page: Page, name: str) -> None:
    with page.expect_event("domcontentloaded"):
        page.locator("main").get_by_role("button", name=name, exact=True).click()
    readable(page)


def link(page: Page, name: str) -> None:
    follow(page, page.get_by_role("link", name=name, exact=True).first)


def take_up(page: Page) -> None:
    """What the police tell becomes an incident of ours."""
    visit(page, "/handelser/forslag/")
    link(page, "Lämna in en fil")
    page.set_input_files("input[type=file]", SAMPLE)
    press(page, "Läs in filen")
    follow(page, page.locator("table[data-rows] th a").first)
    link(page, "Godta som ny händelse")
    press(page, "Godta")


def assess(page: Page) -> None:
    link(page, "Granska")
    page.check("[name=group_involved][value=yes]")
    page.check("[name=confidence][value=probable]")
    page.fill("[name=basis]", "Två källor pekar åt samma håll.")
    page.check("[name=retaliation_risk][value=none_known]")
    press(page, "Spara")


def test_what_the_feed_tells_ends_on_the_groups_page(group: CriminalGroup, browse: Browse) -> None:
    anna = browse("anna")
    take_up(anna)
    incident = urlsplit(anna.url).path
    assess(anna)
    follow(anna, anna.locator("#attributions header a[href$='/grupp/']"))
    anna.select_option("[name=group]", label=GROUP)
    anna.check("[name=confidence][value=possible]")
    anna.fill("[name=basis]", "Samma fordon som tidigare.")
    press(anna, "Spara")
    link(anna, GROUP)
    expect(anna.locator("h1")).to_have_text(GROUP)
    expect(anna.locator(f"main a[href='{incident}']").first).to_be_visible()
