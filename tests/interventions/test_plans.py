"""The plan of a call-in: due days counted back, groups to reach, and what moves with the day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.models import CriminalGroup
from interventions.actions import callins, plans
from interventions.models import CallIn, Milestone, TargetGroup
from partners.mandates import Category
from partners.models import StandingDecision
from tests.cast import Cast
from tests.evening import Evening

Kind = Milestone.Kind


def ahead(days: int = 100) -> Evening:
    return Evening.at(people=0, doors_open=Evening.noon(days=days))


def groups_of_police(cast: Cast, *codes: str) -> list[UUID]:
    """Police's groups, whose codes probation reads by a standing decision."""
    cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
    with cast.looking("anna"):
        return [
            CriminalGroup.objects.create(code_name=code, status_since="2026-01-01").pk
            for code in codes
        ]


@contextmanager
def milestone(evening: Evening, kind: str) -> Iterator[Milestone]:
    with evening.looking("greta"):
        yield Milestone.objects.get(call_in=evening.call_in_id, kind=kind)


def move(evening: Evening, days: int) -> None:
    with evening.looking("greta"):
        call_in = evening.call_in()
        later = timedelta(days=days)
        callins.change(
            call_in,
            by=evening.people["greta"],
            doors_open_at=call_in.doors_open_at + later,
            starts_at=call_in.starts_at + later,
        )


def test_a_call_in_has_its_checklist_from_the_start(cast: Cast) -> None:
    evening = ahead(100)
    day = timezone.localdate() + timedelta(days=100)
    with cast.looking("greta"):
        found = {one.kind: one.due_on for one in Milestone.objects.all()}
    assert found == {kind: day - timedelta(weeks=Milestone.WEEKS[kind]) for kind in Kind}
    assert evening.call_in_id


def test_every_kind_has_its_weeks() -> None:
    assert set(Milestone.WEEKS) == set(Kind)


@given(
    st.sampled_from(Kind.values),
    st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    st.integers(0, 400),
)
def test_nothing_is_due_before_it_was_planned_or_after_the_day(
    kind: str, planned_on: date, ahead: int
) -> None:
    day = planned_on + timedelta(days=ahead)
    assert planned_on <= plans.due(kind, day=day, planned_on=planned_on) <= day


def test_the_due_days_move_with_the_day_and_what_was_bound_to_it_is_done_anew(cast: Cast) -> None:
    evening = ahead(100)
    with cast.looking("greta"):
        for one in Milestone.objects.all():
            plans.finish(one, by=cast.greta)
    move(evening, 21)
    day = timezone.localdate() + timedelta(days=121)
    with cast.looking("greta"):
        for one in Milestone.objects.all():
            assert one.due_on == day - timedelta(weeks=Milestone.WEEKS[one.kind])
            assert one.is_done is (one.kind not in Milestone.BOUND_TO_THE_DAY)


def test_another_title_leaves_the_checklist_as_it_was(cast: Cast) -> None:
    evening = ahead()
    with milestone(evening, Kind.VENUE) as venue:
        plans.record(venue, by=cast.greta, on=timezone.localdate(), note="Bokad")
        callins.change(evening.call_in(), by=cast.greta, title="Ett annat namn")
        venue.refresh_from_db()
        assert (venue.done_by, venue.note) == (cast.greta, "Bokad")


def test_what_is_done_can_be_opened_again(cast: Cast) -> None:
    evening = ahead()
    with milestone(evening, Kind.MEDIA) as media:
        plans.finish(media, by=cast.greta)
        plans.reopen(media, by=cast.greta)
        media.refresh_from_db()
        assert not media.is_done


def test_nothing_is_done_on_a_day_to_come(cast: Cast) -> None:
    evening = ahead()
    with milestone(evening, Kind.MEDIA) as media, pytest.raises(ValidationError) as refused:
        plans.finish(media, by=cast.greta, on=timezone.localdate() + timedelta(days=1))
    assert "done_on" in refused.value.message_dict


@pytest.mark.parametrize("act", ["finish", "reopen"])
def test_a_closed_list_keeps_its_plan(cast: Cast, act: str) -> None:
    evening = Evening.at(people=0)
    evening.close()
    with milestone(evening, Kind.MEDIA) as media, pytest.raises(ValidationError):
        getattr(plans, act)(media, by=cast.greta)


def test_groups_to_reach_are_named_by_code(cast: Cast) -> None:
    evening = ahead()
    groups_of_police(cast, "Alm", "Björk", "Ceder")
    with cast.looking("greta"):
        alm, birch, cedar = CriminalGroup.objects.all()
        call_in = evening.call_in()
        callins.change(call_in, by=cast.greta, groups=[alm, birch])
        callins.change(call_in, by=cast.greta, groups=[birch, cedar])
        targets = TargetGroup.objects.select_related("group")
        assert [str(target) for target in targets] == ["Björk", "Ceder"]
        callins.change(call_in, by=cast.greta, title="Ett annat namn")
        assert targets.count() == 2


def test_a_group_that_can_no_longer_be_read_stays_where_it_is(cast: Cast) -> None:
    evening = ahead()
    groups_of_police(cast, "Alm")
    with cast.looking("greta"):
        callins.change(evening.call_in(), by=cast.greta, groups=CriminalGroup.objects.all())
    with cast.looking("inga"):
        StandingDecision.objects.update(valid_until=timezone.now())
    with cast.looking("greta"):
        callins.change(evening.call_in(), by=cast.greta, groups=[])
        assert TargetGroup.objects.count() == 1


def test_partners_read_the_plan_by_a_standing_decision_alone(cast: Cast) -> None:
    ahead()
    for name in ("hugo", "cilla", "david", "eva", "karin", "lars"):
        with cast.looking(name):
            assert not Milestone.objects.exists()
    for agency in (cast.police, cast.social_services, cast.city_safety):
        cast.let_read(agency, Category.CALL_IN_PLAN, owner=cast.probation)
    for name in ("hugo", "cilla", "david"):
        with cast.looking(name):
            assert Milestone.objects.count() == len(Kind)
            one = Milestone.objects.all()[0]
            assert not Milestone.objects.filter(pk=one.pk).update(note="annat")


@pytest.mark.parametrize("name", ["bosse", "jonas"])
def test_only_coordinators_tick_off(cast: Cast, name: str) -> None:
    ahead()
    with cast.looking(name):
        assert Milestone.objects.count() == len(Kind)
        assert not Milestone.objects.update(note="annat")


def test_the_police_plan_a_call_in_of_their_own(cast: Cast) -> None:
    with cast.looking("hugo"):
        moment = Evening.noon(days=60)
        call_in: CallIn = callins.prepare(
            by=cast.hugo, title="Polisens", venue="Sal", doors_open_at=moment, starts_at=moment
        )
        assert call_in.milestones.count() == len(Kind)
    with cast.looking("greta"):
        assert not Milestone.objects.exists()
