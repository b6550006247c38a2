"""How far each of the town's call-ins is planned: checklist, groups to reach, run sheet."""

from collections.abc import Sequence
from datetime import timedelta

from cases.models import CriminalGroup
from interventions.actions import callins, plans, slots
from interventions.models import CallIn, Milestone, Slot
from sluta_skjut.town.scene import Scene

Element = Slot.Element
# Element, agency, title; in the order of the evening.
SPEAKERS = (
    (Element.WELCOME, 4, "Kommundirektör"),
    (Element.NOT_DIE, 6, "Förälder som har mist ett barn"),
    (Element.NOT_KILL, 7, "Pastor och imam"),
    (Element.NOT_PRISON, 1, "Polisområdeschef"),
    (Element.HELP, 3, "Chef för avhopparteamet"),
    (Element.CLOSE, 2, "Frivårdschef"),
)
NOTES: dict[str, str] = {
    Milestone.Kind.VENUE: "Ingång B. Nyckel hos vaktmästaren.",
    Milestone.Kind.PLAN_B: "Händer något samma dygn ringer polisen frivården, som ställer in.",
}


def reach(scene: Scene, call_in: CallIn, *, codes: int) -> None:
    """The first of the groups are to be reached by this call-in."""
    with scene.by("greta") as coordinator:
        groups = list(CriminalGroup.objects.exclude(status=CriminalGroup.Status.ENDED)[:codes])
        callins.change(call_in, by=coordinator, groups=groups)


def speak(scene: Scene, call_in: CallIn, *, asked: Sequence[str] = Element.values) -> None:
    """The usual run sheet; a speaker is found for those elements that are named."""
    with scene.by("greta") as coordinator:
        said = {slot.element: slot for slot in slots.lay_out(call_in, by=coordinator)}
        for element, number, title in SPEAKERS:
            if element in asked:
                slots.change(
                    said[element],
                    by=coordinator,
                    speaker_agency=scene.agencies[number],
                    speaker=title,
                )


def prepare(scene: Scene, call_in: CallIn, *, done: Sequence[str] = Milestone.Kind.values) -> None:
    """These milestones are reached, each some days before it was due."""
    today = scene.now.date()
    with scene.by("greta") as coordinator:
        for milestone in Milestone.objects.filter(call_in=call_in, kind__in=done):
            on = min(milestone.due_on - timedelta(days=3), today)
            plans.record(milestone, on=on, note=NOTES.get(milestone.kind, ""), by=coordinator)


def hold(scene: Scene, call_in: CallIn) -> None:
    """Everybody spoke, nearly as long as planned."""
    with scene.by("greta") as coordinator:
        late = timedelta(minutes=4)
        for slot in Slot.objects.filter(call_in=call_in):
            began, ended = slot.starts_at + late, slot.ends_at + late
            slots.take_times(slot, by=coordinator, began=began, ended=ended)
