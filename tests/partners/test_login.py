"""Logging in: who gets in, how, and what is remembered of it."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from pytest_django import Settings

from partners.models import AccessLogEntry, Agency, User
from sluta_skjut.town.staff import PASSWORD
from tests import database
from tests.cast import Cast

LOGIN = "/konto/logga-in/"


@pytest.fixture(autouse=True)
def no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def mfa_required(settings: Settings) -> None:
    settings.MFA_REQUIRED = True


def log_in(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": user.email, "password": password})


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def entries(**fields: Any) -> list[AccessLogEntry]:
    with database.role("owner"):
        return list(AccessLogEntry.objects.filter(**fields).order_by("id"))


# -- password ------------------------------------------------------------------------------------
def test_the_right_password_lets_in(cast: Cast, client: Client) -> None:
    response = log_in(client, cast.greta)
    assert response.headers["Location"] == "/"
    assert is_in(client)


def test_the_address_is_read_whatever_its_case(cast: Cast, client: Client) -> None:
    client.post(LOGIN, {"login": cast.greta.email.upper(), "password": PASSWORD})
    assert is_in(client)


def test_wrong_password_and_unknown_address_get_the_same_answer(cast: Cast) -> None:
    wrong = log_in(Client(), cast.greta, "fel lösenord igen")
    unknown = Client().post(LOGIN, {"login": "ingen@demo.example", "password": "fel lösenord igen"})
    assert wrong.status_code == unknown.status_code == 200
    assert _words(wrong, cast.greta.email) == _words(unknown, "ingen@demo.example")


def _words(response: Any, email: str) -> str:
    text = response.content.decode().replace(email, "…")
    return re.sub(r"csrf\S+|value=\"\w{64}\"|\w{64}", "", text)


def test_whoever_was_deactivated_gets_no_further_than_being_told(
    cast: Cast, client: Client
) -> None:
    response = log_in(client, cast.filip)
    assert response.headers["Location"] == reverse("account_inactive")
    assert not is_in(client)


def test_whoever_is_deactivated_while_logged_in_is_out_at_the_next_click(
    cast: Cast, client: Client
) -> None:
    log_in(client, cast.greta)
    with database.role("owner"):
        User.objects.filter(pk=cast.greta.pk).update(is_active=False)
    assert client.get("/").headers["Location"].startswith(LOGIN)


def test_whoever_is_of_an_agency_that_closes_is_out_at_the_next_click(
    cast: Cast, client: Client
) -> None:
    log_in(client, cast.greta)
    with database.role("owner"):
        Agency.objects.filter(pk=cast.probation.pk).update(is_active=False)
    assert client.get("/").headers["Location"].startswith(LOGIN)
    assert "_auth_user_id" not in client.session


def test_guessing_is_stopped_after_a_few_tries(cast: Cast, client: Client) -> None:
    for number in range(5):
        log_in(client, cast.greta, f"gissning nummer {number}")
    response = log_in(client, cast.greta)
    assert response.status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("path", ["signup", "registrera", "email", "confirm-email"])
def test_there_is_no_page_to_sign_up_on(cast: Cast, client: Client, path: str) -> None:
    assert client.get(f"/konto/{path}/").status_code == 404


def test_only_the_pages_of_allauth_that_are_used_have_an_address() -> None:
    names = {
        name for name in get_resolver().reverse_dict if isinstance(name, str)
    }  # fmt: skip
    assert {name for name in names if name.startswith(("account_", "mfa_", "usersessions_"))} == {
        "account_login", "account_logout", "account_inactive", "account_reauthenticate",
        "account_change_password", "account_set_password", "account_reset_password",
        "account_reset_password_done", "account_reset_password_from_key",
        "account_reset_password_from_key_done", "mfa_index", "mfa_authenticate",
        "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
        "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
        "usersessions_list",
    }  # fmt: skip
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


# -- changed and forgotten passwords -------------------------------------------------------------
def test_the_own_password_is_changed(cast: Cast, client: Client) -> None:
    log_in(client, cast.greta)
    new = "ett helt nytt lösenord"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), fields).status_code == 302
    assert User.objects.get(pk=cast.greta.pk).check_password(new)


def ask_for_link(client: Client, email: str) -> Any:
    return client.post(reverse("account_reset_password"), {"email": email})


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(
    cast: Cast, client: Client
) -> None:
    ask_for_link(client, cast.greta.email)
    message = mail.outbox[0]
    assert message.to == [cast.greta.email]
    assert "Nyberg" not in message.subject + str(message.body)
    link = re.search(r"http://testserver(\S+)", str(message.body)).group(1)
    form = client.get(link).headers["Location"]
    new = "ett helt nytt lösenord"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert not is_in(client)
    log_in(client, cast.greta, new)
    assert is_in(client)
    assert b"password1" not in Client().get(link, follow=True).content


def test_an_unknown_address_gets_the_same_page_and_no_mail(cast: Cast) -> None:
    known, unknown = Client(), Client()
    first = ask_for_link(known, cast.greta.email)
    second = ask_for_link(unknown, "ingen@demo.example")
    assert (first.status_code, first.headers["Location"]) == (
        second.status_code, second.headers["Location"],
    )  # fmt: skip
    assert [message.to for message in mail.outbox] == [[cast.greta.email]]


# -- second factor -------------------------------------------------------------------------------
def test_where_a_second_factor_is_demanded_one_gets_no_further_than_to_set_it_up(
    mfa_required: None, cast: Cast, client: Client
) -> None:
    log_in(client, cast.greta)
    setup = reverse("mfa_activate_totp")
    for url in (
        "/", "/insyn/", "/moten/", reverse("mfa_index"), reverse("usersessions_list"),
        reverse("account_change_password"), "/finns-inte/",
    ):  # fmt: skip
        response = client.get(url)
        assert (response.status_code, response.headers.get("Location")) == (302, setup), url
    assert client.get("/healthz").status_code in {200, 503}
    assert client.get(reverse("account_logout")).status_code == 200


def set_up_second_factor(client: Client) -> str:
    """As the person does: read the secret, write the first code."""
    url = reverse("mfa_activate_totp")
    secret = client.get(url).context["form"].secret
    assert client.post(url, {"code": "000000"}).status_code == 200
    response = client.post(url, {"code": code_of(secret)})
    assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def test_some_time_after_login_the_password_is_asked_for_again(
    mfa_required: None, cast: Cast, client: Client
) -> None:
    log_in(client, cast.greta)
    set_up_second_factor(client)
    remove = reverse("mfa_deactivate_totp")
    assert client.get(remove).status_code == 200
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    again = client.get(remove).headers["Location"]
    assert again.startswith(reverse("account_reauthenticate"))
    client.post(again, {"password": "fel lösenord"})
    assert client.get(remove).status_code == 302
    client.post(again, {"password": PASSWORD})
    assert client.get(remove).status_code == 200


def test_the_second_factor_is_set_up_and_asked_for_from_then_on(
    mfa_required: None, cast: Cast, client: Client
) -> None:
    log_in(client, cast.greta)
    secret = set_up_second_factor(client)
    assert is_in(client)
    other = Client()
    assert log_in(other, cast.greta).headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(other)
    other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_in(other)
    cache.clear()  # A code works once, and one has been used.
    other.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(other)


def test_a_recovery_code_works_once(mfa_required: None, cast: Cast) -> None:
    TOTP.activate(cast.greta, generate_totp_secret())
    code = RecoveryCodes.activate(cast.greta).get_unused_codes()[0]
    for works in (True, False):
        client = Client()
        log_in(client, cast.greta)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client) == works


def test_whoever_takes_the_second_factor_away_must_set_up_a_new_one(
    mfa_required: None, cast: Cast, client: Client
) -> None:
    log_in(client, cast.greta)
    set_up_second_factor(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=cast.greta).exists()
    assert client.get("/").headers["Location"] == reverse("mfa_activate_totp")


def test_guessing_the_code_is_stopped(cast: Cast, client: Client) -> None:
    secret = generate_totp_secret()
    TOTP.activate(cast.greta, secret)
    log_in(client, cast.greta)
    for _ in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_in(client)


# -- sessions ------------------------------------------------------------------------------------
def test_a_session_elsewhere_is_logged_out_from_here(cast: Cast) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        log_in(client, cast.greta)
    assert len(here.get(reverse("usersessions_list")).context["sessions"]) == 2
    here.post(reverse("usersessions_list"))
    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_session_is_short_and_ends_with_the_browser(cast: Cast, client: Client) -> None:
    cookie = log_in(client, cast.greta).cookies["sessionid"]
    assert not cookie["max-age"]
    left = Session.objects.get(pk=cookie.value).expire_date.timestamp() - time.time()
    assert left <= 60 * 60


# -- one click into the town ---------------------------------------------------------------------
def test_one_click_logs_in_where_there_is_a_demo(
    cast: Cast, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    assert client.post(reverse("demo_login"), {"user": cast.greta.pk}).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize("demo", [True, False])
def test_one_click_logs_nobody_in_who_may_not(
    cast: Cast, client: Client, settings: Settings, demo: bool
) -> None:
    settings.DEMO = demo
    who = cast.filip if demo else cast.greta
    for user in (who.pk, "nonsense", ""):
        assert client.post(reverse("demo_login"), {"user": user}).status_code == 404
    assert client.get(reverse("demo_login")).status_code == 405
    assert not is_in(client)


# -- language ------------------------------------------------------------------------------------
def test_the_language_is_remembered_with_the_person(cast: Cast, client: Client) -> None:
    log_in(client, cast.greta)
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert User.objects.get(pk=cast.greta.pk).language == "en"
    other = Client()
    log_in(other, cast.greta)
    assert b'<html lang="en">' in other.get("/").content


def test_swedish_is_spoken_until_somebody_chooses_otherwise(cast: Cast, client: Client) -> None:
    def language() -> str:
        response = client.get(LOGIN, headers={"accept-language": "en-GB"})
        assert f'<html lang="{response.headers["Content-Language"]}">' in response.content.decode()
        return response.headers["Content-Language"]

    assert language() == "sv"
    client.post(reverse("set_language"), {"language": "en", "next": LOGIN})
    assert language() == "en"
    log_in(client, cast.greta)
    assert client.get("/").headers["Content-Language"] == "sv"


def test_a_language_that_is_not_spoken_here_is_not_remembered(cast: Cast, client: Client) -> None:
    log_in(client, cast.greta)
    client.post(reverse("set_language"), {"language": "xx", "next": "/"})
    assert User.objects.get(pk=cast.greta.pk).language == "sv"


# -- what is logged ------------------------------------------------------------------------------
def test_logins_and_logouts_are_logged(cast: Cast, client: Client) -> None:
    log_in(client, cast.greta)
    client.post(reverse("account_logout"))
    found = [(e.operation, e.result, e.owner_id, e.user_id) for e in entries()]
    who = ("ok", cast.probation.pk, cast.greta.pk)
    assert ("login", *who) in found
    assert ("logout", *who) in found


def test_a_refused_login_is_logged_without_what_was_typed(cast: Cast, client: Client) -> None:
    log_in(client, cast.greta, "hemligt men fel")
    client.post(LOGIN, {"login": "mitt-losenord@demo.example", "password": "hemligt"})
    known, unknown = entries(operation="login", result="refused")
    assert (known.owner_id, known.user_id) == (cast.probation.pk, cast.greta.pk)
    assert (unknown.owner_id, unknown.user_id) == (None, None)
    for entry in (known, unknown):
        told = json.dumps(entry.detail)
        assert "hemligt" not in told
        assert "demo.example" not in told
        assert re.fullmatch(r"[0-9a-f]{64}", entry.detail["typed"])
    assert known.detail["typed"] != unknown.detail["typed"]


def test_a_change_of_the_second_factor_is_logged(own_database: str, settings: Settings) -> None:
    cast, client = Cast(), Client()
    log_in(client, cast.greta)
    set_up_second_factor(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    told = [e.operation for e in entries(user_id=cast.greta.pk) if "factor" in e.operation]
    assert {"second factor added", "second factor removed", "second factor renewed"} <= set(told)


def test_a_refused_code_is_logged(cast: Cast, client: Client) -> None:
    TOTP.activate(cast.greta, generate_totp_secret())
    log_in(client, cast.greta)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert entries(operation="second factor", result="refused", user_id=cast.greta.pk)


# -- production ----------------------------------------------------------------------------------
def production(tmp_path: Path, **more: str) -> dict[str, str]:
    return {
        "DEBUG": "0", "SECRET_KEY": "long enough and different each time " * 2,
        "ALLOWED_HOSTS": "slutaskjut.example", "PATH": "/usr/bin:/bin",
        "TOMBSTONE_KEY": "one of its own", "SECOND_FACTOR_KEY": "and another",
        "DATA": str(tmp_path), "STATIC_ROOT": str(tmp_path), "LANG": "C.UTF-8", **more,
    }  # fmt: skip


@pytest.mark.parametrize("missing", ["SECRET_KEY", "TOMBSTONE_KEY", "SECOND_FACTOR_KEY"])
def test_production_does_not_start_without_a_key(tmp_path: Path, missing: str) -> None:
    environment = production(tmp_path)
    del environment[missing]
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert f"Set the environment variable {missing}." in done.stderr


def test_the_check_before_deployment_finds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"]
    database = {name: value for name, value in os.environ.items() if name.startswith("DB_")}
    environment = production(tmp_path, **database | {"DB_NAME": "postgres"})
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_production_is_strict_whatever_the_environment_asks_for(tmp_path: Path) -> None:
    told = (
        "from django.conf import settings as s;"
        "print(s.DEMO, s.MFA_REQUIRED, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000)"
    )
    env = production(tmp_path, DEMO="1", MFA_REQUIRED="0")
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", told],
        env=env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["False", *["True"] * 5]


def test_no_page_runs_a_script_that_is_written_into_it(cast: Cast, client: Client) -> None:
    policy = client.get(LOGIN).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert "unsafe" not in policy
