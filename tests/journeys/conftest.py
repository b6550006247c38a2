"""Journeys in a real Chromium, in Swedish. Each page that is visited is read by axe.

def test_…(browse, evening):
    greta = browse("greta")                 a Page, logged in
    visit(greta, "/call-in/")               goes there and lets axe read it
    readable(greta)                         lets axe read the page as it is now
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from sluta_skjut import bootstrap
from tests.journeys.readers import Reader
from tests.journeys.site import ROOT, serving, session_of

BROWSERS = ROOT / ".tools" / "browsers"
# Chromium's own sandbox needs what a container does not have; the pages are ours.
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
Browse = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys of a worker; each visitor has a profile of their own."""
    # Playwright's loop runs in the test's own thread, where Django then expects no queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(BROWSERS))
    program = next(filter(None, map(shutil.which, bootstrap.BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(own_database: str, tmp_path: Path) -> Iterator[str]:
    with serving(own_database, tmp_path / "web.log") as address:
        yield address


@pytest.fixture
def browse(chromium: Browser, site: str) -> Iterator[Browse]:
    """`browse("greta")` is a page of a browser that Greta is logged in with; "" is a stranger."""
    readers: list[Reader] = []

    def open_page(name: str = "", **options: object) -> Page:
        settings = {"locale": "sv-SE", "timezone_id": "Europe/Stockholm", "base_url": site}
        # Without motion: axe would read a colour that is on its way to another.
        settings["reduced_motion"] = "reduce"
        context = chromium.new_context(**(settings | options))  # type: ignore[arg-type]
        if name:
            context.add_cookies([{"name": "sessionid", "value": session_of(name), "url": site}])
        page = context.new_page()
        # Without script axe cannot read either.
        if options.get("java_script_enabled", True):
            readers.append(Reader(page))
        return page

    yield open_page
    for context in chromium.contexts:
        context.close()
    for reader in readers:
        reader.complain()
