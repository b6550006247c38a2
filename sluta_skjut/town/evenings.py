"""The town's call-ins: two that were, one tonight, one in six weeks."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from cases.models import Supervision
from interventions.actions import callins, candidates, doors, hindrances, pickups, summonses
from interventions.arrivals import Kind
from interventions.models import CallIn, Candidate
from partners.models import User
from sluta_skjut.town import letters, lists, plans
from sluta_skjut.town.places import VENUES
from sluta_skjut.town.scene import Scene

PURPOSE = (
    "Vi vill inte att du ska dö. Vi vill inte att du ska döda. Vi vill inte ha dig i fängelse,"
    " men fortsätter våldet hamnar du där. Här är hjälpen om du vill ut."
)
CALLED = 12
NOON = time(12)


def hold(scene: Scene, supervised: Sequence[Supervision]) -> list[CallIn]:
    """Four call-ins; the one tonight has everybody summoned and Hugo of the police at the door."""
    letters.write(scene)
    lasting = [s for s in supervised if s.supervised_until > scene.days(60).date()]
    past = [
        _held(scene, "Call-in i våras", scene.days(-190), lasting[:CALLED], seed=1),
        _held(scene, "Call-in i höstas", scene.days(-48), lasting[10 : 10 + CALLED], seed=2),
    ]
    tonight = _planned(scene, "Call-in i kväll", scene.tonight)
    _hear_from(scene, _summon(scene, tonight, lasting[20 : 20 + CALLED]))
    plans.reach(scene, tonight, codes=3)
    plans.speak(scene, tonight)
    plans.prepare(scene, tonight)
    with scene.by("greta") as coordinator:
        doors.give_duty(tonight, to=scene.staff["hugo"], with_names=False, by=coordinator)
    coming = _planned(scene, "Call-in i vinter", scene.days(42))
    plans.reach(scene, coming, codes=4)
    plans.speak(scene, coming, asked=("not_die", "not_prison", "help", "close"))
    plans.prepare(scene, coming, done=("venue", "speakers"))
    _consider(scene, coming, lasting[:4] + lasting[32:36])
    scene.say("  4 call-in, ett i kväll")
    return [*past, tonight, coming]


def _planned(scene: Scene, title: str, starts_at: datetime, *, venue: int = 0) -> CallIn:
    with scene.by("greta") as coordinator:
        return callins.prepare(
            title=title,
            purpose=PURPOSE,
            venue=str(VENUES[venue]),
            doors_open_at=starts_at - timedelta(minutes=35),
            starts_at=starts_at,
            by=coordinator,
        )


def _propose(scene: Scene, call_in: CallIn, called: Sequence[Supervision]) -> list[Candidate]:
    with scene.by("greta") as coordinator:
        proposed = [
            candidates.propose(call_in, supervision=supervision, by=coordinator)
            for supervision in called
        ]
        for candidate in proposed:
            candidates.review(candidate, by=coordinator)
    return proposed


def _consider(scene: Scene, call_in: CallIn, considered: Sequence[Supervision]) -> None:
    """Six are asked about and answered for, two more have been added since; police nominate two."""
    proposed = _propose(scene, call_in, considered[:6])
    lists.answer(scene, lists.ask(scene, call_in, proposed))
    lists.check(scene, proposed[:4])
    lists.ask(scene, call_in, _propose(scene, call_in, considered[6:]))
    lists.nominate(scene, call_in)


def _summon(scene: Scene, call_in: CallIn, called: Sequence[Supervision]) -> list[Candidate]:
    proposed = _propose(scene, call_in, called)
    lists.settle(scene, call_in, proposed)
    issued = min(call_in.starts_at - timedelta(days=21), scene.now - timedelta(days=9)).date()
    with scene.by("jonas") as decider:
        for candidate in proposed:
            candidates.approve(candidate, by=decider)
    with scene.by("greta") as coordinator:
        for index, candidate in enumerate(proposed):
            candidates.summon(candidate, on=issued, by=coordinator)
            _serve(candidate, index, first=issued, by=coordinator)
    return proposed


def _serve(candidate: Candidate, index: int, *, first: date, by: User) -> None:
    """Handed over at the second attempt at the latest; nobody is found where one of them lives."""
    tried = [(5, "appointment", "served")]
    if index in (2, 7):
        tried = [(2, "in_person", "not_found"), (6, "in_person", "served")]
    if index == 9 and not candidate.call_in.starts_at < timezone.now():
        tried = [(2, "post", "no_answer"), (6, "in_person", "wrong_address")]
    for days, method, outcome in tried:
        summonses.attempt(
            candidate.summons,
            method=method,
            outcome=outcome,
            at=timezone.make_aware(datetime.combine(first + timedelta(days=days), NOON)),
            by=candidate.supervision.officer or by,
        )


def _hear_from(scene: Scene, called: Sequence[Candidate]) -> None:
    """One of them says that something keeps them from coming, and two are fetched."""
    with scene.by("bosse") as officer:
        hindrances.report(called[4], reason="work", at=scene.now - timedelta(hours=3), by=officer)
        for candidate, place in ((called[1], "home"), (called[6], "station")):
            at = candidate.call_in.doors_open_at - timedelta(minutes=40)
            pickups.arrange(candidate, at=at, place=place, fetched_by=officer)


def _held(
    scene: Scene, title: str, starts_at: datetime, called: Sequence[Supervision], *, seed: int
) -> CallIn:
    call_in = _planned(scene, title, starts_at, venue=seed)
    summoned = _summon(scene, call_in, called)
    plans.reach(scene, call_in, codes=4)
    plans.speak(scene, call_in)
    plans.prepare(scene, call_in)
    plans.hold(scene, call_in)
    with scene.by("greta") as coordinator:
        for index, candidate in enumerate(summoned):
            kind = _what_happened(index)
            if kind and candidate.card:
                doors.register(
                    candidate.card,
                    kind=kind,
                    nonce=UUID(int=scene.random.getrandbits(128), version=4),
                    at=starts_at - timedelta(minutes=25 - index * 3),
                    by=coordinator,
                )
        doors.close(call_in, by=coordinator, at=starts_at + timedelta(hours=2))
    return call_in


def _what_happened(index: int) -> Kind | None:
    """Of twelve, nine come, one turns back in the door, two stay away."""
    if index in (4, 9):
        return None
    return Kind.TURNED_BACK if index == 7 else Kind.ARRIVED
