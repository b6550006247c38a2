"""Custom notifications: planned, approved by a second person, carried out, closed."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Individual
from interventions.actions import (
    exposures,
    notifications,
    outcomes,
    safety_plans,
    teams,
)
from interventions.models import (
    ContentPack,
    GroupHearing,
    HelpRequest,
    Notification,
    NotificationOutcome,
    SafetyPlan,
    Task,
    TeamMember,
)
from tests.cast import Cast
from tests.talk import RISKS, Talk

# Written by hand, beside the model's own table.
STEPS = {
    ("planned", "approved"), ("planned", "aborted"),
    ("approved", "planned"), ("approved", "carried_out"), ("approved", "aborted"),
    ("carried_out", "closed"), ("aborted", "closed"),
}  # fmt: skip
STATES = [state.value for state in Notification.State]
OTHERS = ["greta", "bosse", "jonas", "cilla", "siv", "david", "eva", "karin", "lars"]


def code(refused: pytest.ExceptionInfo[ValidationError]) -> str:
    error = refused.value
    found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    return next(iter(found.values()))[0].code


def in_state(cast: Cast, state: str) -> Notification:
    """A row that stands there, however it came."""
    talk = Talk(cast)
    closed = {"closed_at": timezone.now(), "closed_by": cast.anna} if state == "closed" else {}
    with cast.looking("anna"):
        Notification.objects.filter(pk=talk.row.pk).update(state=state, **closed)
        return talk.fresh()


@pytest.mark.parametrize(("before", "after"), list(product(STATES, STATES)))
def test_it_goes_only_the_way_it_may(cast: Cast, before: str, after: str) -> None:
    row = in_state(cast, before)
    also: dict[str, Any] = {}
    if after == "closed":
        also = {"closed_at": timezone.now(), "closed_by": cast.anna}
    with cast.looking("anna"):
        if (before, after) in STEPS:
            notifications.move(row, after, **also)
        else:
            with pytest.raises(ValidationError):
                notifications.move(row, after, **also)
        stands = Notification.objects.get(pk=row.pk).state
        assert stands == (after if (before, after) in STEPS else before)


def test_two_who_move_it_at_once_move_it_once(cast: Cast) -> None:
    row = in_state(cast, "planned")
    with cast.looking("anna"):
        stale = Notification.objects.get(pk=row.pk)
        notifications.move(row, "aborted")
        with pytest.raises(ValidationError) as refused:
            notifications.move(stale, "approved")
    assert code(refused) == "elsewhere"


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_of_another_agency_moves_it(cast: Cast, name: str) -> None:
    """Not even whoever is on the team, who reads it."""
    talk = Talk(cast).staffed("hugo", "cilla", "bosse")
    user = getattr(cast, name)
    for act in (
        lambda: notifications.change(talk.row, by=user, purpose="annat"),
        lambda: notifications.approve(talk.row, by=user),
        lambda: outcomes.close(talk.row, by=user),
        lambda: safety_plans.write(talk.row, by=user, **RISKS),
        lambda: outcomes.record(
            talk.row, by=user, outcome="aborted", at=timezone.now(), next_step="none"
        ),
    ):
        with cast.looking(name), pytest.raises((Notification.DoesNotExist, ValidationError)):
            act()
    with cast.looking("anna"):
        assert talk.fresh().state == "planned"
        assert not SafetyPlan.objects.exists()


def test_whoever_wrote_a_part_does_not_approve_it(cast: Cast) -> None:
    talk = Talk(cast).staffed()
    with cast.looking("hugo"):
        safety_plans.write(talk.row, by=cast.hugo, **RISKS)
    for name in ("anna", "hugo"):
        with cast.looking(name), pytest.raises(ValidationError) as refused:
            notifications.approve(talk.row, by=getattr(cast, name))
        assert code(refused) == "same"
    with cast.looking("inga"):
        assert notifications.approve(talk.row, by=cast.inga).state == "approved"
        assert SafetyPlan.objects.get().approved_by == cast.inga


def test_nothing_is_approved_without_safety_plan_team_and_somebody_to_tell(cast: Cast) -> None:
    talk = Talk(cast)

    def refused() -> str:
        with cast.looking("inga"), pytest.raises(ValidationError) as error:
            notifications.approve(talk.row, by=cast.inga)
        return code(error)

    assert refused() == "no team"
    talk.staffed("hugo")
    assert refused() == "unsafe"
    with cast.looking("hugo"):
        safety_plans.write(talk.row, by=cast.hugo, **RISKS)
    with cast.looking("inga"):
        assert notifications.approve(talk.row, by=cast.inga).state == "approved"


@pytest.mark.parametrize(
    "change",
    [
        lambda talk: notifications.change(talk.row, by=talk.cast.anna, purpose="annat"),
        lambda talk: safety_plans.write(talk.row, by=talk.cast.hugo, **RISKS),
        lambda talk: teams.join(talk.row, user=talk.cast.bosse, role="help", by=talk.cast.anna),
        lambda talk: notifications.name(talk.row, individual=talk.person, by=talk.cast.anna),
    ],
)
def test_what_is_changed_is_approved_anew(cast: Cast, change: Any) -> None:
    talk = Talk(cast).staffed().approved()
    with cast.looking("anna"):
        change(talk)
        assert talk.fresh().state == "planned"
        assert not SafetyPlan.objects.get().is_approved


@pytest.mark.parametrize(("place", "consent"), list(product(["home", "neutral"], [True, False])))
@pytest.mark.parametrize("name", ["cilla", "bosse", "hugo"])
def test_social_services_enter_no_home_without_consent(
    cast: Cast, place: str, consent: bool, name: str
) -> None:
    """JO 1188-2020, whichever comes first: the place or the team."""
    at = {"place": place, "consent_to_enter": consent, "announced": consent}
    is_refused = name == "cilla" and place == "home" and not consent
    joining, moving = Talk(cast, **at), Talk(cast).staffed(name)
    user = getattr(cast, name)
    for act in (
        lambda: teams.join(joining.row, user=user, role="help", by=cast.anna),
        lambda: notifications.change(moving.row, by=cast.anna, **at),
    ):
        with cast.looking("anna"):
            if not is_refused:
                act()
                continue
            with pytest.raises(ValidationError) as refused:
                act()
            assert code(refused) == "no entry"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"trigger": "incident"}, "no incident"),
        ({"consent_to_enter": True, "announced": False}, "unannounced"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(cast: Cast, wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Talk(cast, **wrong)
    assert code(refused) == why


def test_a_draft_or_merged_person_is_told_nothing(cast: Cast) -> None:
    talk = Talk(cast)
    with cast.looking("anna"):
        twin = Individual.objects.create(name="Tvilling", subject_category="other", purpose="p")
        Individual.objects.filter(pk=twin.pk).update(same_as=talk.person)
        twin.refresh_from_db()
        with pytest.raises(ValidationError) as refused:
            notifications.name(talk.row, individual=twin, by=cast.anna)
    assert code(refused) == "merged"


def test_legal_exposure_is_checked_by_another_and_anew_when_rewritten(cast: Cast) -> None:
    talk = Talk(cast).exposed()
    with cast.looking("anna"):
        exposure = talk.fresh().exposure
        with pytest.raises(ValidationError) as refused:
            exposures.check(exposure, by=cast.anna)
        assert code(refused) == "same"
    with cast.looking("inga"):
        assert exposures.check(exposure, by=cast.inga).is_checked
    with cast.looking("hugo"):
        again = exposures.write(talk.row, text="t", as_of=timezone.localdate(), by=cast.hugo)
        assert not again.is_checked


def test_what_is_written_about_one_person_never_comes_to_stand_for_another(cast: Cast) -> None:
    talk = Talk(cast).exposed()
    with cast.looking("anna"):
        other = Individual.objects.create(name="Annan", subject_category="other", purpose="p")
        with pytest.raises(ValidationError) as refused:
            notifications.name(talk.row, individual=other, by=cast.anna)
    assert code(refused) == "exposed"


@pytest.mark.parametrize("outcome", list(NotificationOutcome.Outcome))
def test_a_group_has_heard_only_what_was_delivered(cast: Cast, outcome: str) -> None:
    talk = Talk(cast).staffed().approved()
    talk.carried_out(outcome=outcome, response="listened" if outcome == "delivered" else "")
    with cast.looking("anna"):
        heard = list(GroupHearing.objects.filter(group=talk.group))
        assert [one.channel for one in heard] == ["notification"] * (outcome == "delivered")
        assert talk.fresh().state == ("aborted" if outcome == "aborted" else "carried_out")


def test_the_same_group_told_twice_a_day_has_heard_once(cast: Cast) -> None:
    first = Talk(cast).staffed().approved()
    second = Talk(cast, group=first.group).staffed().approved()
    first.carried_out()
    second.carried_out()
    with cast.looking("anna"):
        assert GroupHearing.objects.count() == 1


def test_how_it_went_is_reviewed_by_another_before_it_is_closed(cast: Cast) -> None:
    talk = Talk(cast).staffed().approved()
    outcome = talk.carried_out()
    with cast.looking("hugo"):
        with pytest.raises(ValidationError) as refused:
            outcomes.close(talk.row, by=cast.hugo)
        assert code(refused) == "unreviewed"
        with pytest.raises(ValidationError) as refused:
            outcomes.review(outcome, by=cast.hugo)
        assert code(refused) == "same"
    with cast.looking("anna"):
        outcomes.review(outcome, by=cast.anna)
        assert outcomes.close(talk.row, by=cast.anna).state == "closed"


def test_children_and_next_step_become_tasks_that_name_nobody(cast: Cast) -> None:
    talk = Talk(cast).staffed().approved()
    soon = timezone.localdate() + timedelta(days=3)
    talk.carried_out(children_met=True, next_step="new_talk", next_on=soon)
    with cast.looking("hugo"):
        titles = [task.title for task in Task.objects.all()]
        assert len(titles) == 2
        assert all(talk.row.reference in title for title in titles)
        assert not any("Samtalsson" in title or "Rönn" in title for title in titles)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"at": timezone.now() + timedelta(days=1)}, "early"),
        ({"next_step": "help", "next_on": timezone.localdate() - timedelta(days=2)}, "backwards"),
    ],
)
def test_times_that_cannot_be_are_refused(cast: Cast, wrong: dict[str, Any], why: str) -> None:
    talk = Talk(cast).staffed().approved()
    with pytest.raises(ValidationError) as refused:
        talk.carried_out(**wrong)
    assert code(refused) == why


def test_a_wish_for_help_is_noted_once_and_names_no_group(cast: Cast) -> None:
    first = Talk(cast).staffed().approved()
    outcome = first.carried_out(wants_help=True)
    again = Talk(cast).staffed()
    with cast.looking("anna"):
        notifications.name(again.row, individual=first.person, by=cast.anna)
    again.approved().carried_out(wants_help=True)
    with cast.looking("anna"):
        wish = HelpRequest.objects.get()
        assert wish.heard_at == outcome.at
        assert not {"group", "notification"} & {one.name for one in wish._meta.get_fields()}


def test_other_words_are_another_version_and_are_approved_anew(cast: Cast) -> None:
    talk = Talk(cast).staffed().approved()
    with cast.looking("anna"):
        usual = ContentPack.objects.get()
        same = {"message": usual.message.replace("\n", "\r\n"), "help_sheet": usual.help_sheet}
        notifications.put_words(talk.row, by=cast.anna, **same)
        assert ContentPack.objects.get().version == usual.version
        notifications.put_words(talk.row, by=cast.anna, **(same | {"message": "Annat"}))
        assert ContentPack.objects.get().version != usual.version
        assert talk.fresh().state == "planned"


def test_who_spoke_is_kept(cast: Cast) -> None:
    talk = Talk(cast).staffed().approved()
    with cast.looking("hugo"):
        hugo = TeamMember.objects.get(user=cast.hugo)
    talk.carried_out(spoke={hugo.pk})
    with cast.looking("anna"):
        assert {m.user.name.split()[0]: m.spoke for m in TeamMember.objects.all()} == {
            "Hugo": True, "Cilla": False,
        }  # fmt: skip


def test_a_notification_for_nobody_in_particular_cannot_be_approved(cast: Cast) -> None:
    talk = Talk(cast)
    with cast.looking("anna"):
        bare = notifications.plan(by=cast.anna, **(talk.plain() | {"group": None}))
        teams.join(bare, user=cast.hugo, role="leads", by=cast.anna)
        safety_plans.write(bare, by=cast.anna, **RISKS)
    with cast.looking("inga"), pytest.raises(ValidationError) as refused:
        notifications.approve(bare, by=cast.inga)
    assert code(refused) == "nobody"
