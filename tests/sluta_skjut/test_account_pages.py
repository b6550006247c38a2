"""Every page of login and account is in our look and says one thing at a time."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

PASSWORD = "a long enough password"

OPEN = [
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]
LOGGED_IN = [
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    "usersessions_list",
]


def assert_our_look(page: str) -> None:
    assert page.count("<h1") == 1
    assert "css/app.css" in page
    assert 'class="wordmark"' in page
    assert "<br>" not in page.split("<main")[1]


@pytest.mark.parametrize("name", OPEN)
def test_a_page_before_login(client: Client, db: None, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert_our_look(answer.content.decode())


@pytest.fixture
def bosse(cast: Cast) -> Client:
    """Logged in with a password, and asked for it once more."""
    cast.bosse.set_password(PASSWORD)
    cast.bosse.save(update_fields=["password"])
    client = Client()
    client.post(reverse("account_login"), {"login": cast.bosse.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.mark.parametrize("name", LOGGED_IN)
def test_a_page_after_login(bosse: Client, name: str) -> None:
    answer = bosse.get(reverse(name), follow=True)
    assert answer.status_code == 200
    assert_our_look(answer.content.decode())


def test_whoever_connects_an_app_gets_recovery_codes(bosse: Client) -> None:
    secret = bosse.get(reverse("mfa_activate_totp")).context["form"].secret
    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    codes = bosse.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    assert codes.content.decode().count("<li><code>") == 10
    for name in ("mfa_index", "mfa_deactivate_totp"):
        assert_our_look(bosse.get(reverse(name)).content.decode())


def test_a_wrong_password_is_said_on_top_and_what_was_typed_stays(client: Client, db: None) -> None:
    page = client.post(
        reverse("account_login"), {"login": "bosse@example.se", "password": "wrong"}
    ).content.decode()
    assert 'class="errors"' in page
    assert 'value="bosse@example.se"' in page


def test_a_link_that_no_longer_works_offers_a_new_one(client: Client, db: None) -> None:
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "bad-key"})
    page = client.get(address, follow=True).content.decode()
    assert reverse("account_reset_password") in page
