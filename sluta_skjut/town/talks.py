"""The town's custom notifications: told, called off, about to be, and waiting for somebody."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from cases.models import CriminalGroup, Incident, Individual
from interventions.actions import exposures, notifications, outcomes, safety_plans, teams
from interventions.models import Notification, NotificationOutcome, TeamMember
from sluta_skjut.town.scene import Scene

Trigger, Place = Notification.Trigger, Notification.Place
Role, Outcome = TeamMember.Role, NotificationOutcome.Outcome
NextStep, Response = NotificationOutcome.NextStep, NotificationOutcome.Response


class Planned(NamedTuple):
    """Days from today, group by its place in the list, and who has done what."""

    day: int
    group: int
    trigger: str
    place: str
    purpose: str
    by: str = "anna"
    team: tuple[tuple[str, str], ...] = (("hugo", Role.LEADS), ("cilla", Role.HELP))
    writes: str = ""
    approves: str = ""
    outcome: str = ""
    is_reviewed: bool = False


TALKS = (
    Planned(-60, 2, Trigger.NOT_TOLD, Place.NEUTRAL,
            "Gruppen vet att våldet måste upphöra och vilken hjälp som finns.",
            writes="hugo", approves="inga", outcome=Outcome.DELIVERED, is_reviewed=True),
    Planned(-25, 4, Trigger.NEW_LEADER, Place.PROBATION,
            "Den som tagit över vet vad som gäller.",
            team=(("hugo", Role.LEADS), ("bosse", Role.MOTIVATES)),
            writes="hugo", approves="inga", outcome=Outcome.DELIVERED),
    Planned(-10, 3, Trigger.ABSENTEE, Place.HOME,
            "Samma budskap som på mötet.", outcome=Outcome.ABORTED, is_reviewed=True),
    Planned(-1, 5, Trigger.PRE_EMPTIVE, Place.NEUTRAL,
            "Inget svar på hotet från förra veckan.", writes="hugo", approves="inga"),
    Planned(1, 0, Trigger.RELEASE, Place.PROBATION,
            "Veta vad som väntar efter frigivningen, och vart man ringer.",
            team=(("hugo", Role.LEADS), ("cilla", Role.HELP), ("bosse", Role.MOTIVATES)),
            writes="hugo", approves="inga"),
    Planned(3, 1, Trigger.INCIDENT, Place.NEUTRAL,
            "Ingen hämnd efter skottlossningen.", by="hugo", writes="hugo"),
    Planned(6, 6, Trigger.NOT_TOLD, Place.HOME, "Gruppen har hört budskapet.",
            team=(("hugo", Role.LEADS),)),
)  # fmt: skip
RISKS = {
    "hot_spot": "Ingen känd våldsplats. Öppen entré med två utgångar.",
    "children": "Inga barn väntas. Kommer någon anhörig bryter vi och ringer i stället.",
    "rivals": "Ingen grupp i konflikt rör sig där på förmiddagen.",
    "timing": "Inte samma dag som ett ingripande mot gruppen.",
    "exposure": "Civila kläder, vanlig bil, och vi går var för sig.",
    "retreat": "Den som leder säger till. Vi går till bilen och ringer vakthavande.",
}
EXPOSURE = (
    "Dömd två gånger de senaste fem åren. Nästa dom för vapenbrott ger fängelse i minst fyra år."
    " Villkorligt medgiven frihet kan förverkas helt."
)


def hold(
    scene: Scene, groups: Sequence[CriminalGroup], suspects: Sequence[Individual]
) -> list[Notification]:
    """Seven talks, in every state that has something to look at."""
    free = [one for one in suspects if not one.is_protected and one.same_as_id is None]
    pairs = zip(TALKS, free[5:], strict=False)
    held = [_hold(scene, talk, groups[talk.group], person) for talk, person in pairs]
    scene.say(f"  {len(held)} enskilda samtal")
    return held


def _hold(scene: Scene, talk: Planned, group: CriminalGroup, person: Individual) -> Notification:
    with scene.by(talk.by) as planner:
        row = notifications.plan(by=planner, person=person, **_matters(scene, talk, group))
        for name, role in talk.team:
            teams.join(row, user=scene.staff[name], role=role, by=planner)
        if talk.trigger == Trigger.RELEASE:
            exposure = exposures.write(row, text=EXPOSURE, as_of=timezone.localdate(), by=planner)
    if talk.trigger == Trigger.RELEASE:
        with scene.by("inga") as checker:
            exposures.check(exposure, by=checker)
    if talk.writes:
        with scene.by(talk.writes) as writer:
            safety_plans.write(row, by=writer, **RISKS)
    if talk.approves:
        with scene.by(talk.approves) as decider:
            notifications.approve(row, by=decider)
    if talk.outcome:
        _tell(scene, talk, row)
    return row


def _matters(scene: Scene, talk: Planned, group: CriminalGroup) -> dict[str, Any]:
    is_home = talk.place == Place.HOME
    incident = Incident.objects.order_by("-happened_at").first()
    return {
        "trigger": talk.trigger,
        "incident": incident if talk.trigger == Trigger.INCIDENT else None,
        "group": group,
        "purpose": talk.purpose,
        "planned_at": scene.days(talk.day, hour=10, minute=30),
        "place": talk.place,
        "gathering": "Polishuset, plan 2, en halvtimme före",
        "announced": is_home,
        "consent_to_enter": is_home,
        "voluntariness": Notification.Voluntariness.FREE,
        "children_present": Notification.Children.NO,
        "phone": "040-12 34 56",
    }


def _tell(scene: Scene, talk: Planned, row: Notification) -> None:
    is_told = talk.outcome == Outcome.DELIVERED
    at = scene.days(talk.day, hour=10, minute=50)
    with scene.by("hugo") as officer:
        told = outcomes.record(
            row,
            by=officer,
            spoke={member.pk for member in row.team.all()} if is_told else (),
            outcome=talk.outcome,
            at=at,
            response=Response.LISTENED if is_told else "",
            wants_help=is_told and not talk.is_reviewed,
            next_step=NextStep.NONE if is_told else NextStep.NEW_TALK,
            next_on=None if is_told else (at + timedelta(days=17)).date(),
        )
    if talk.is_reviewed:
        with scene.by("anna") as second:
            outcomes.review(told, by=second)
            if is_told:
                outcomes.close(row, by=second)
