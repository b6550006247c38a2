"""The team of a notification: exactly this one, by name, until it is closed and a while after."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.actions import protections
from cases.models import Individual
from interventions.actions import notifications, outcomes, teams
from interventions.actions.team_duties import LONGEST
from interventions.models import (
    ContentPack,
    LegalExposure,
    Notification,
    NotificationOutcome,
    NotificationPerson,
    SafetyPlan,
    TeamMember,
)
from partners.models import Grant
from tests import database
from tests.cast import Cast
from tests.talk import Talk

SHARED = (Notification, NotificationPerson, TeamMember, SafetyPlan, ContentPack)
POLICE_ONLY = (LegalExposure, NotificationOutcome, Individual)
ON_TEAM = ("cilla", "bosse")
OFF_TEAM = ("siv", "greta", "jonas", "david", "eva", "karin", "lars")


@pytest.fixture
def talk(cast: Cast) -> Talk:
    """Beside it another one, with nobody of theirs on the team."""
    Talk(cast).staffed("hugo").approved()
    talk = Talk(cast).staffed("hugo", *ON_TEAM).exposed().approved()
    return talk


def seen(cast: Cast, name: str, *models: type) -> list[int]:
    with cast.looking(name):
        return [len({getattr(r, "notification_id", r.pk) for r in m.objects.all()}) for m in models]


@pytest.mark.parametrize("name", ON_TEAM)
def test_who_is_on_the_team_sees_exactly_that_notification(
    cast: Cast, talk: Talk, name: str
) -> None:
    assert seen(cast, name, *SHARED) == [1, 1, 1, 1, 1]
    with cast.looking(name):
        assert Notification.objects.get() == talk.row
        assert NotificationPerson.objects.get().name == "Hemlig Samtalsson"


@pytest.mark.parametrize("name", ON_TEAM)
def test_the_team_sees_neither_legal_exposure_nor_outcome_nor_the_register(
    cast: Cast, talk: Talk, name: str
) -> None:
    talk.carried_out(wants_help=True)
    assert seen(cast, name, *POLICE_ONLY) == [0, 0, 0]


@pytest.mark.parametrize("name", OFF_TEAM)
def test_for_everybody_else_there_is_nothing(cast: Cast, talk: Talk, name: str) -> None:
    talk.carried_out()
    assert seen(cast, name, *SHARED, *POLICE_ONLY) == [0] * 8


@pytest.mark.parametrize("name", ["cilla", "siv", "bosse", "jonas", "david", "eva"])
def test_history_stays_with_the_owner(cast: Cast, talk: Talk, name: str) -> None:
    with cast.looking(name):
        for model in (*SHARED, LegalExposure):
            assert not model.pgh_event_model.objects.exists(), model


def test_whoever_leaves_the_team_sees_nothing_and_can_come_back(cast: Cast, talk: Talk) -> None:
    with cast.looking("anna"):
        member = TeamMember.objects.get(user=cast.cilla)
        teams.leave(member, by=cast.anna)
    assert seen(cast, "cilla", *SHARED) == [0, 0, 0, 0, 0]
    with cast.looking("anna"):
        with pytest.raises(ValidationError):
            teams.leave(TeamMember.objects.get(pk=member.pk), by=cast.anna)
        teams.join(talk.row, user=cast.cilla, role="help", by=cast.anna)
        assert TeamMember.objects.filter(user=cast.cilla).count() == 1
    assert seen(cast, "cilla", Notification) == [1]


@pytest.mark.parametrize("name", ["david", "eva", "karin", "lars", "filip"])
def test_nobody_without_mandate_joins_a_team(cast: Cast, talk: Talk, name: str) -> None:
    with cast.looking("anna"), pytest.raises(ValidationError):
        teams.join(talk.row, user=getattr(cast, name), role="help", by=cast.anna)


def grant_of(cast: Cast, name: str) -> Grant:
    with cast.looking("anna"):
        return Grant.objects.get(user=getattr(cast, name), codename="notification_team")


def test_the_duty_ends_by_itself_and_moves_with_the_day(cast: Cast, talk: Talk) -> None:
    assert grant_of(cast, "cilla").valid_until == talk.row.planned_at + LONGEST
    later = talk.row.planned_at + timedelta(days=3)
    with cast.looking("anna"):
        notifications.change(talk.row, by=cast.anna, planned_at=later)
        assert SafetyPlan.objects.get(notification=talk.row).kept_until > later
    assert grant_of(cast, "cilla").valid_until == later + LONGEST


def test_when_it_is_closed_the_team_has_the_configured_days(cast: Cast, talk: Talk) -> None:
    outcome = talk.carried_out()
    with cast.looking("anna"):
        outcomes.review(outcome, by=cast.anna)
        outcomes.close(talk.row, by=cast.anna)
    left = grant_of(cast, "cilla").valid_until - timezone.now()
    assert timedelta(0) <= settings.NOTIFICATION_TEAM_AFTER - left < timedelta(minutes=1)
    assert seen(cast, "cilla", Notification) == [1]


def test_closed_with_no_days_to_spare_the_team_sees_nothing(
    cast: Cast, talk: Talk, settings: object
) -> None:
    settings.NOTIFICATION_TEAM_AFTER = timedelta(0)  # type: ignore[attr-defined]
    outcome = talk.carried_out()
    with cast.looking("anna"):
        outcomes.review(outcome, by=cast.anna)
        outcomes.close(talk.row, by=cast.anna)
    assert seen(cast, "cilla", *SHARED) == [0, 0, 0, 0, 0]


def test_a_protected_identity_is_withheld_from_the_team(cast: Cast, talk: Talk) -> None:
    with cast.looking("anna"):
        protections.protect(talk.person, assigned_to=[cast.anna], by=cast.anna)
    assert seen(cast, "cilla", Notification, NotificationPerson) == [1, 0]
    assert seen(cast, "hugo", LegalExposure) == [0]


def test_a_safety_plan_past_its_time_is_gone_for_everybody(cast: Cast, talk: Talk) -> None:
    with database.role("owner"):
        SafetyPlan.objects.filter(notification=talk.row).update(kept_until=timezone.now())
    for name in ("anna", "hugo", "inga", "cilla"):
        with cast.looking(name):
            assert not SafetyPlan.objects.filter(notification=talk.row).exists()
