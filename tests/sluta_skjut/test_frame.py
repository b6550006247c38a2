"""The frame shows where this person can go, and nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from sluta_skjut import frame
from sluta_skjut.frame import Frame, Place
from tests.cast import Cast


def frame_of(cast: Cast, name: str, path: str = "/") -> Frame:
    request = RequestFactory().get(path)
    request.user = getattr(cast, name)
    return Frame(request)


def places(cast: Cast, name: str) -> set[str]:
    with translation.override("en"), cast.looking(name):
        return {str(link.label) for link in frame_of(cast, name).navigation}


@pytest.fixture
def everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every place of the navigation has a page."""
    monkeypatch.setattr(frame, "address", lambda name: f"/{name}/" if name != "today" else "/")


def test_a_coordinator_goes_where_cases_are(cast: Cast, everywhere: None) -> None:
    assert {"Today", "Groups", "People", "Interventions", "Meetings"} <= places(cast, "greta")


def test_an_administrator_sees_no_case_place(cast: Cast, everywhere: None) -> None:
    assert places(cast, "lars") <= {"Today", "Insight"}


def test_the_data_protection_officer_has_insight(cast: Cast, everywhere: None) -> None:
    assert places(cast, "karin") == {"Today", "Insight"}


def test_whoever_is_not_logged_in_goes_nowhere() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert Frame(request).navigation == []
    assert Frame(RequestFactory().get("/")).person is None


def test_a_place_without_a_page_is_left_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = Place("Nowhere", "no-such-page", "today")
    monkeypatch.setattr(frame, "PLACES", (*frame.PLACES[:1], nowhere))
    assert places(cast, "greta") == {"Today"}


def test_one_place_is_current(cast: Cast, everywhere: None) -> None:
    with cast.looking("greta"):
        shown = frame_of(cast, "greta", "/cases:groups/17/").navigation
    assert [link.url for link in shown if link.is_current] == ["/cases:groups/"]


def test_a_phone_has_four_in_the_bar_and_the_rest_in_a_sheet(cast: Cast, everywhere: None) -> None:
    with cast.looking("greta"):
        shown = frame_of(cast, "greta")
        assert len(shown.on_phone) == 4
        assert shown.on_phone + shown.in_sheet == shown.navigation


def test_one_click_logins_exist_in_the_demo_only(cast: Cast, settings: object) -> None:
    settings.DEMO = False
    assert list(frame_of(cast, "greta").demo_logins) == []


def test_the_other_language_is_offered_under_its_own_name(cast: Cast) -> None:
    with translation.override("sv"):
        assert frame_of(cast, "greta").other_languages == [{"code": "en", "name": "English"}]


@pytest.mark.parametrize("page", ["400.html", "403.html", "403_csrf.html", "404.html"])
def test_an_error_page_says_nothing_of_what_was_asked_for(page: str) -> None:
    request = RequestFactory().get("/personer/8a1f/")
    context = {"request_path": "/personer/8a1f/", "exception": "No Individual matches"}
    text = render_to_string(page, context, request)
    assert "Individual" not in text
    assert text.count("8a1f") == text.count('name="next" value="/personer/8a1f/"')


def test_the_page_for_our_own_errors_needs_nothing() -> None:
    assert "Något gick fel hos oss" in render_to_string("500.html")


def test_the_login_page_works_without_the_demo(client: object, db: None) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert 'name="password"' in page
    assert "demo_login" not in page
