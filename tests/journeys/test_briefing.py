"""Briefing: call a meeting, prepare its paper, follow it and take it out; and again, thinner."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.journeys.readers import follow, readable, visit
from tests.paperwork import Town, text
from tests.workers import SECONDS, Worker

Browse = Callable[..., Page]
READY = SECONDS * 1000


@pytest.fixture(autouse=True)
def worker(own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """Runs beside the site, which shares its broker and its paper folder."""
    worker = Worker(own_database, tmp_path)
    for name, place in worker.places.items():
        monkeypatch.setenv(name, place)
    worker.start()
    yield worker
    worker.kill()


@pytest.fixture
def town(own_database: str) -> Town:
    return Town.settle(Cast())


def call(page: Page, title: str, *agencies: int) -> None:
    visit(page, "/moten/nytt/")
    page.fill("[name=title]", title)
    page.fill("[name=day]", (timezone.localdate() + timedelta(days=2)).isoformat())
    page.fill("[name=starts]", "09:00")
    page.fill("[name=venue]", "Rum 4")
    page.fill("[name=agenda]", "Läget\nNästa steg")
    for agency in agencies:
        page.check(f"[name=agencies][value='{agency}']")
    page.click("form.form .actions button")
    page.wait_for_url(re.compile(r"/moten/[0-9a-f-]{36}/$"))
    readable(page)


def take_out(page: Page, copies: int) -> str:
    """Prepares the briefing, waits until it has come by itself, and reads the last copy."""
    page.click("form[action$='/underlag/'] button")
    page.wait_for_url(re.compile(r"/moten/underlag/[0-9a-f-]{36}/$"))
    links = page.locator("a[href*='/exemplar/']")
    expect(links).to_have_count(copies, timeout=READY)
    readable(page)
    with page.expect_download() as taken:
        links.last.click()
    assert re.fullmatch(rf"underlag-[\d-]{{10}}-{copies}\.pdf", taken.value.suggested_filename)
    return text(pypdf.PdfReader(taken.value.path()))


def test_the_second_briefing_is_thinner_and_nobody_had_to_remember(
    browse: Browse, town: Town
) -> None:
    page = browse("greta")
    call(page, "Arbetsgruppen", 1)
    with_police = take_out(page, 2)
    call(page, "Samverkansmötet", 1, 4, 5)
    with_all = take_out(page, 4)
    assert town.tokens(with_police) > town.tokens(with_all) == {"Vårsiffran"}
    assert "Arbetsgruppen" in with_police
    assert "Samverkansmötet" in with_all
    expect(page.locator("#omitted")).to_be_visible()
    visit(page, "/")
    expect(page.locator("#briefings tbody tr")).to_have_count(2)


def test_whoever_is_invited_sees_the_meeting_and_no_paper(browse: Browse, town: Town) -> None:
    meeting = town.call("police", "civil_society", title="Samverkansmötet")
    town.ask(meeting)
    for name in ("hugo", "eva"):
        page = browse(name, viewport={"width": 320, "height": 640})
        visit(page, "/moten/")
        follow(page, page.get_by_role("link", name="Samverkansmötet"))
        page.wait_for_url(re.compile(str(meeting.pk)))
        expect(page.locator("#agenda")).to_be_visible()
        expect(page.locator("#briefings")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
