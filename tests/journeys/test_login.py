"""Into the system with a password and a second factor, for the first time and the next."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from partners.models import User
from sluta_skjut.town.staff import PASSWORD
from tests.journeys.conftest import Browse
from tests.journeys.readers import readable, visit
from tests.journeys.site import serving

LOGIN = "/konto/logga-in/"
GRETA = "greta@demo.example"


@pytest.fixture
def site(own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """As in production: a second factor is demanded of everybody."""
    monkeypatch.setenv("MFA_REQUIRED", "1")
    # The site is a process of its own, and knows none of the tests' quick hashes.
    password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    User.objects.filter(email=GRETA).update(password=password)
    with serving(own_database, tmp_path / "web.log") as address:
        yield address


def log_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("E-post").fill(GRETA)
    page.get_by_label("Lösenord", exact=True).fill(password)
    page.get_by_role("button", name="Logga in").click()


def shown_by_the_app(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_coordinator_sets_up_a_second_factor_and_logs_in_with_it(browse: Browse) -> None:
    first = browse()
    visit(first, LOGIN)
    log_in(first, "fel lösenord")
    expect(first.get_by_role("alert")).to_be_visible()
    readable(first)
    log_in(first)
    expect(first.get_by_role("heading", level=1)).to_have_text("Koppla en app")
    readable(first)
    first.goto("/moten/")
    expect(first).to_have_url(f"{site_of(first)}/konto/tvasteg/app/")
    secret = first.get_by_label("Hemlig", exact=False).input_value()
    first.get_by_label("Kod", exact=False).last.fill(shown_by_the_app(secret))
    first.get_by_role("button", name="Koppla").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Reservkoder")
    expect(first.locator("code")).to_have_count(10)
    readable(first)
    code = first.locator("code").first.inner_text()

    next_time = browse()
    visit(next_time, LOGIN)
    log_in(next_time)
    readable(next_time)
    next_time.get_by_label("Kod", exact=False).first.fill(code)
    next_time.get_by_role("button", name="Logga in").click()
    expect(next_time.get_by_role("heading", level=1)).to_have_text("I dag")
    readable(next_time)

    visit(first, "/konto/inloggningar/")
    first.get_by_role("button", name="Logga ut på alla andra ställen").click()
    next_time.goto("/")
    expect(next_time).to_have_url(f"{site_of(first)}{LOGIN}?next=/")


def site_of(page: Page) -> str:
    scheme, _, host, *_rest = page.url.split("/")
    return f"{scheme}//{host}"
