"""Who reads over the shoulder: axe on each visited page, and an ear for the browser's errors."""

import re
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Frame, Locator, Page

# Without fetching the stylesheets again: axe would look for their parts beside the page.
OPTIONS = {"preload": False}

_readers: "WeakKeyDictionary[Page, Reader]" = WeakKeyDictionary()


class Reader:
    """Remembers which pages were visited and read, and what the browser complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.visited: set[str] = set()
        self.read: set[str] = set()
        self.errors: list[str] = []
        self.is_listening = True
        page.on("domcontentloaded", self._arrive)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        _readers[page] = self

    def complain(self) -> None:
        """Fails when a page was left unread, or when script or policy went wrong."""
        assert self.errors == [], self.errors
        assert self.visited <= self.read, f"not read by axe: {self.visited - self.read}"

    def _arrive(self, page: Page) -> None:
        self.visited.add(path_of(page))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and self.is_listening:
            self.errors.append(message.text)


def visit(page: Page, path: str) -> None:
    """Goes there and lets axe read the page."""
    page.goto(path)
    readable(page)


def follow(page: Page, link: Locator) -> None:
    """Presses what leads to another page, waits until that has come, and lets axe read it."""
    with page.expect_event("domcontentloaded"):
        link.click()
    readable(page)


def words_of(page: Page) -> set[str]:
    """Every whole word of the page's source: a token made by chance may hold any short name."""
    return set(re.findall(r"\w+", page.content()))


def readable(page: Page) -> None:
    """The page as it is now has nothing that keeps somebody from reading or using it."""
    found = Axe().run(page, options=OPTIONS)
    _readers[page].read.add(path_of(page))
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def expecting_errors(page: Page) -> None:
    """From now on the browser may complain: the journey makes something go wrong."""
    _readers[page].is_listening = False


def path_of(page: Page | Frame) -> str:
    return urlsplit(page.url).path
