"""The town's letters: probation's summonses, one of them in English too, and the police's own."""

from interventions.actions import letters
from interventions.letters.standard import STANDARD
from interventions.models import LetterText
from sluta_skjut.town.scene import Scene

Kind = LetterText.Kind
ENGLISH = (
    "Summons to a meeting",
    "Hello {namn}!\n\nThe probation service calls you to a meeting.\n\n## When and where\n"
    "The meeting is on {dag} at {tid}. The doors open at {insläpp}.\nPlace: {plats}\n\n"
    "## Why you must come\nYou are sentenced to probation and under supervision. You are obliged"
    " to come when the probation service calls you (Swedish Criminal Code, chapter 28, section"
    " 5).\n\n## What happens at the meeting\nThe meeting takes about an hour. Some people have"
    " something important to say to you and to others. You do not have to say anything. Nobody is"
    " arrested at the meeting.\n\n## If you cannot come\nCall {handläggare} as soon as you know."
    " Staying away without a valid reason may have consequences for your supervision.",
)
# The first wording gave no way to be fetched.
EARLIER = "Behöver du hjälp att ta dig dit?"


def write(scene: Scene) -> None:
    """Probation has used a first version of one letter before; the others are as proposed."""
    day = scene.days(-400).date()
    subject, body = STANDARD[Kind.DUTY_ST]
    with scene.by("greta") as coordinator:
        shorter = body[: body.index(f"## {EARLIER}")].rstrip()
        letters.publish(
            kind=Kind.DUTY_ST, language="sv", subject=subject, body=shorter, valid_from=day,
            by=coordinator,
        )  # fmt: skip
        for kind in LetterText.SUMMONSES:
            subject, body = STANDARD[kind]
            letters.publish(
                kind=kind, language="sv", subject=subject, body=body,
                valid_from=scene.days(-200).date(), by=coordinator,
            )  # fmt: skip
        letters.publish(
            kind=Kind.DUTY_ST, language="en", subject=ENGLISH[0], body=ENGLISH[1],
            valid_from=scene.days(-200).date(), by=coordinator,
        )  # fmt: skip
    with scene.by("hugo") as coordinator:
        for kind in (Kind.NOTIFICATION, Kind.HELP):
            subject, body = STANDARD[kind]
            letters.publish(
                kind=kind, language="sv", subject=subject, body=body,
                valid_from=scene.days(-200).date(), by=coordinator,
            )  # fmt: skip
