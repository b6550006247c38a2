"""What followed the town's two past call-ins, and which groups heard, through whom."""

from collections.abc import Sequence
from datetime import date, timedelta

from cases.models import CriminalGroup
from interventions.actions import (
    absences,
    alternatives,
    debriefs,
    follow_ups,
    hearings,
    help_requests,
)
from interventions.models import AlternativeDelivery, CallIn, Candidate, FollowUp, GroupHearing
from partners.models import User
from sluta_skjut.town.scene import Scene

WELL = "Alla talare höll tiden. De som kom satt kvar och tog i hand efteråt."
DEVIATIONS = "Två kallade stod kvar på parkeringen i tio minuter. Ha någon där nästa gång."
# Days ago that each group heard in a talk, by its place on the list; 0 is never.
TALKS = (210, 35, 0, 12, 0, 95)


def follow(scene: Scene, call_ins: Sequence[CallIn], groups: Sequence[CriminalGroup]) -> None:
    """Spring is followed up whole; of autumn some is left, and one wants help."""
    spring, autumn = call_ins[:2]
    _all_of_it(scene, spring)
    _some_of_it(scene, autumn)
    _who_heard(scene, (spring, autumn), groups)
    scene.say("  efterarbete för två call-in, tavlan över vem som har hört")


def _all_of_it(scene: Scene, call_in: CallIn) -> None:
    day = call_in.starts_at.date()
    with scene.by("bosse") as officer:
        for talk in FollowUp.objects.filter(candidate__call_in=call_in):
            follow_ups.complete(talk, by=officer)
        for delivery in _missed(call_in):
            alternatives.plan(delivery, on=day + timedelta(days=9), by=officer)
        cases = [
            absences.open_case(one, by=officer)
            for one in call_in.candidates.filter(state=Candidate.State.ABSENT)
        ]
        for case in cases:
            absences.hear(case, on=day + timedelta(days=4), by=officer)
    with scene.by("jonas") as decider:
        for case, measure in zip(cases, ("talk", "warning"), strict=False):
            absences.decide(case, measure=measure, by=decider)
    with scene.by("bosse") as officer:
        for delivery in _missed(call_in):
            alternatives.done(delivery, on=day + timedelta(days=9), by=officer)
    _written(scene, call_in)


def _some_of_it(scene: Scene, call_in: CallIn) -> None:
    day = call_in.starts_at.date()
    with scene.by("bosse") as officer:
        talks = list(
            FollowUp.objects.filter(candidate__call_in=call_in).select_related("candidate")
        )
        for talk in talks[:6]:
            follow_ups.complete(talk, by=officer)
        absent = call_in.candidates.filter(state=Candidate.State.ABSENT)
        absences.open_case(absent[0], by=officer)
        alternatives.plan(_missed(call_in)[0], on=day + timedelta(days=12), by=officer)
        someone = talks[6].individual
        help_requests.note(someone, heard_at=scene.now - timedelta(hours=20), by=officer)
    _written(scene, call_in)


def _missed(call_in: CallIn) -> list[AlternativeDelivery]:
    return list(AlternativeDelivery.objects.filter(candidate__call_in=call_in))


def _written(scene: Scene, call_in: CallIn) -> None:
    with scene.by("greta") as coordinator:
        debriefs.write(
            call_in,
            held_at=call_in.starts_at + timedelta(hours=3),
            went_well=WELL,
            deviations=DEVIATIONS,
            by=coordinator,
        )


def _who_heard(scene: Scene, call_ins: Sequence[CallIn], groups: Sequence[CriminalGroup]) -> None:
    with scene.by("greta") as coordinator:
        for call_in, few in zip(call_ins, (groups[:4], groups[1:3]), strict=True):
            for group in few:
                _heard(group, "call_in", call_in.starts_at.date(), coordinator)
    with scene.by("hugo") as coordinator:
        for group, days in zip(groups, TALKS, strict=False):
            if days:
                told = scene.days(-days).date()
                _heard(group, "notification", told, coordinator)


def _heard(group: CriminalGroup, channel: str, on: date, by: User) -> None:
    hearings.note(group, channel=GroupHearing.Channel(channel), on=on, owner=by.agency)
