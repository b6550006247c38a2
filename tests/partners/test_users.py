"""Users: an administrator admits, gives and ends roles in the own agency, and sees no case."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from cases.models import Individual
from partners.actions import users
from partners.mandates import Role
from partners.models import AccessLogEntry, RoleAssignment, User
from sluta_skjut.town.staff import PASSWORD
from tests import database
from tests.cast import Cast

YEAR = timedelta(days=365)
NEW = reverse("partners:user_new")
OTHERS = (
    "anna", "hugo", "inga", "greta", "bosse", "jonas", "karin", "cilla", "siv", "david", "eva",
)  # fmt: skip


def fields(**changed: Any) -> dict[str, Any]:
    given = {
        "email": "Nova@Demo.example", "name": "Nova Ek", "title": "Frivårdsinspektör",
        "service_code": "K-209", "roles": ["caseworker"], "reason": "Anställd",
        "until": timezone.localdate() + YEAR,
    }  # fmt: skip
    return given | changed


def role_fields(**changed: Any) -> dict[str, Any]:
    given = {"role": "coordinator", "reason": "Vikarie", "until": timezone.localdate() + YEAR}
    return given | changed


def change(client: Client, user: User, **what: str) -> Any:
    return client.post(reverse("partners:user_change", args=[user.pk]), what)


def give(client: Client, user: User, **changed: Any) -> Any:
    return client.post(reverse("partners:user_role", args=[user.pk]), role_fields(**changed))


def snapshot() -> Any:
    """Everything an administrator could change."""
    with database.role("owner"):
        return (
            sorted((u.pk, u.email, u.is_active, u.agency_id) for u in User.objects.all()),
            sorted((r.pk, r.role, r.valid_until) for r in RoleAssignment.objects.all()),
        )


# -- admitting -----------------------------------------------------------------------------------
def test_an_invited_user_chooses_a_password_and_is_in(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert cast.client("lars").post(NEW, fields()).status_code == 302
    user = User.objects.get(email="nova@demo.example")
    assert (user.agency_id, user.roles()) == (cast.probation.pk, {"caseworker"})
    assert not user.has_usable_password()
    [letter] = mail.outbox
    assert letter.to == ["nova@demo.example"]
    for private in ("Nova Ek", "Frivården", "K-209", "Lars", "caseworker", "andläggare"):
        assert private not in letter.subject + str(letter.body)
    link = re.search(r"http://testserver(\S+)", str(letter.body)).group(1)
    form = client.get(link).headers["Location"]
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert client.get("/").status_code == 200


def test_no_letter_is_sent_when_nobody_was_admitted(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        cast.client("lars").post(NEW, fields(email=cast.greta.email))
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "greta@demo.example"), ("email", "GRETA@demo.example"), ("email", "nova"),
        ("service_code", "K-201"), ("service_code", "K-20900000000"), ("name", ""),
        ("roles", []), ("roles", ["system"]), ("roles", ["king"]), ("until", "2020-01-01"),
        ("until", "2999-01-01"), ("reason", ""),
    ],
)  # fmt: skip
def test_bad_input_is_told_beside_its_field_and_kept(cast: Cast, field: str, value: Any) -> None:
    before = snapshot()
    response = cast.client("lars").post(NEW, fields() | {field: value})
    assert set(response.context["form"].errors) == {field}
    assert "Frivårdsinspektör" in response.content.decode()
    assert snapshot() == before


def test_a_new_user_belongs_to_the_administrators_agency_whatever_is_sent(cast: Cast) -> None:
    cast.client("lars").post(NEW, fields(agency=1, agency_id=1, is_active="", password="x"))
    assert User.objects.get(email="nova@demo.example").agency_id == cast.probation.pk


# -- forged --------------------------------------------------------------------------------------
def test_a_forged_post_by_somebody_else_does_nothing(cast: Cast) -> None:
    before = snapshot()
    for name in OTHERS:
        client = cast.client(name)
        assert client.post(NEW, fields()).status_code == 404, name
        for victim in (cast.bosse, getattr(cast, name)):
            assert give(client, victim).status_code == 404, name
            for do in ("close", "open", "invite", "reset second factor"):
                assert change(client, victim, do=do).status_code == 404, name
            assert change(client, victim, do="end role", role="caseworker").status_code == 404, name
    assert snapshot() == before
    assert mail.outbox == []


def test_an_administrator_reaches_nobody_of_another_agency(cast: Cast) -> None:
    TOTP.activate(cast.anna, generate_totp_secret())
    before, client = snapshot(), cast.client("lars")
    for victim in (cast.anna, cast.cilla, cast.eva):
        assert client.get(reverse("partners:user", args=[victim.pk])).status_code == 404
        assert give(client, victim).status_code == 404
        for do in ("close", "open", "invite", "reset second factor"):
            assert change(client, victim, do=do).status_code == 404
        assert change(client, victim, do="end role", role="caseworker").status_code == 404
    assert snapshot() == before
    assert Authenticator.objects.filter(user=cast.anna).exists()
    listed = {user.agency_id for user in client.get(reverse("partners:users")).context["users"]}
    assert listed == {cast.probation.pk}


@pytest.mark.parametrize("name", ["greta", "jonas", "karin", "anna"])
def test_the_database_refuses_whoever_is_no_administrator(cast: Cast, name: str) -> None:
    before = snapshot()
    calls = (
        ("SELECT partners_admit('x@demo.example', 'X', '', 'X-1')", []),
        ("SELECT partners_assign_role(%s, 'coordinator', 'x', now() + interval '1 day')",
         [cast.bosse.pk]),
    )  # fmt: skip
    with cast.looking(name), connection.cursor() as cursor:
        for sql, values in calls:
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(sql, values)
        cursor.execute("SELECT partners_end_role(%s, 'caseworker')", [cast.bosse.pk])
        cursor.execute("SELECT partners_set_active(%s, false)", [cast.bosse.pk])
        for sql in (
            "UPDATE partners_user SET agency_id = 1",
            "UPDATE partners_user SET is_active = true",
            "INSERT INTO partners_user_groups (user_id, group_id) SELECT id, 1 FROM partners_user",
            "UPDATE partners_roleassignment SET valid_until = now() + interval '1 year'",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(sql)
    assert snapshot() == before


def test_nobody_gives_a_role_to_oneself(cast: Cast) -> None:
    before, client = snapshot(), cast.client("lars")
    response = give(client, cast.lars)
    assert response.context["form"].errors
    with cast.looking("lars"), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.callproc(
                "partners_assign_role", [cast.lars.pk, "coordinator", "x", timezone.now() + YEAR]
            )
        with pytest.raises(ValidationError):
            users.set_active(cast.lars, active=False, by=cast.lars)
    assert snapshot() == before


# -- roles and accounts --------------------------------------------------------------------------
def test_a_role_is_given_for_a_reason_and_a_time_and_ended(cast: Cast) -> None:
    client = cast.client("lars")
    assert give(client, cast.bosse).status_code == 302
    assert cast.bosse.roles() == {"caseworker", "coordinator"}
    given = RoleAssignment.objects.get(user=cast.bosse, role="coordinator")
    assert (given.reason, given.assigned_by_id) == ("Vikarie", cast.lars.pk)
    change(client, cast.bosse, do="end role", role="coordinator")
    assert cast.bosse.roles() == {"caseworker"}
    with cast.looking("lars"), pytest.raises(ValidationError):
        users.give_role(
            cast.bosse, role=Role.CASEWORKER, reason="x", until=timezone.now() + YEAR, by=cast.lars
        )


def test_a_role_ends_by_the_clock_with_no_job_having_run(cast: Cast) -> None:
    with database.role("owner"):
        RoleAssignment.objects.filter(user=cast.greta).update(
            valid_from=timezone.now() - YEAR, valid_until=timezone.now() - timedelta(seconds=1)
        )
    with cast.looking("greta") as who:
        assert who.roles == frozenset()
    assert cast.client("greta").get("/moten/").status_code == 404


def test_a_closed_account_is_out_and_opened_again_is_in(cast: Cast) -> None:
    client, theirs = cast.client("lars"), cast.client("bosse")
    change(client, cast.bosse, do="close")
    assert theirs.get("/").status_code == 302
    change(client, cast.bosse, do="open")
    assert cast.client("bosse").get("/").status_code == 200


def test_a_lost_phone_is_helped_and_every_session_ends(cast: Cast) -> None:
    TOTP.activate(cast.bosse, generate_totp_secret())
    theirs = Client()
    theirs.force_login(cast.bosse, backend="allauth.account.auth_backends.AuthenticationBackend")
    with cast.looking("greta"), pytest.raises(ValidationError):
        users.reset_second_factor(cast.bosse, by=cast.greta)
    change(cast.client("lars"), cast.bosse, do="reset second factor")
    assert not Authenticator.objects.filter(user=cast.bosse).exists()


def test_every_change_of_a_permission_is_logged(cast: Cast) -> None:
    client = cast.client("lars")
    give(client, cast.bosse)
    change(client, cast.bosse, do="end role", role="coordinator")
    change(client, cast.bosse, do="close")
    with database.role("owner"):
        logged = AccessLogEntry.objects.filter(user=cast.lars, purpose="permission change")
        details = [entry.detail for entry in logged.order_by("id")]
    who = {"user": str(cast.bosse.pk), "posted": True}
    assert details == [
        who | {"given": "coordinator"}, who | {"ended": "coordinator"}, who | {"active": False},
    ]  # fmt: skip


def test_what_is_no_button_does_nothing(cast: Cast) -> None:
    before, client = snapshot(), cast.client("lars")
    for what in ({}, {"do": "x"}, {"do": "end role", "role": "king"}, {"do": "end role"}):
        assert change(client, cast.bosse, **what).status_code == 404
    assert snapshot() == before


def test_an_administrator_sees_no_case(cast: Cast) -> None:
    with cast.looking("bosse"):
        row = Individual.objects.create(name="Ali Berg", subject_category="other", purpose="x")
    with cast.looking("lars"):
        assert not Individual.objects.exists()
    client = cast.client("lars")
    for url in ("/grupper/", "/moten/", "/call-in/", f"/insyn/logg/?subject={row.pk}"):
        assert client.get(url).status_code == 404, url
    assert get_resolver().resolve("/insyn/anvandare/").view_name == "partners:users"
