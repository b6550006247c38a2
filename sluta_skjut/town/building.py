"""Builds the fictional town through the actions, so that it has history, log and decisions."""

from cases.models import Individual
from sluta_skjut.town import (
    aftermaths,
    crowd,
    decisions,
    details,
    evenings,
    imports,
    incidents,
    people,
    relations,
    tables,
    talks,
)
from sluta_skjut.town.scene import Say, Scene


def is_built() -> bool:
    """True once somebody of the town is registered."""
    scene = Scene(say=lambda line: None)
    with scene.by("greta"):
        return Individual.objects.exists()


def build(*, size: str, say: Say) -> None:
    """The whole town; with size "large" also the 20,000 people to measure with."""
    scene = Scene(say=say)
    groups, supervised, suspects = people.settle(scene)
    details.fill_in(scene, supervised, suspects)
    imports.keep(scene, supervised)
    decisions.decide(scene)
    incidents.happen(scene, groups, suspects)
    call_ins = evenings.hold(scene, supervised)
    aftermaths.follow(scene, call_ins, groups)
    tables.disclose(scene, call_ins[2], suspects)
    tables.meet(scene, call_ins[2], call_ins[3])
    relations.relate(scene, groups)
    talks.hold(scene, groups, suspects)
    if size == "large":
        crowd.enter(say=say)
