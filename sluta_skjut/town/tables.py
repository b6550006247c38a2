"""Around the town's tables: meetings, disclosures and things to do."""

from collections.abc import Sequence
from datetime import timedelta

from cases.models import Individual
from interventions.actions import meetings, tasks
from interventions.models import CallIn, Candidate
from partners.actions import disclosures
from partners.models import LegalBasis
from sluta_skjut.town.places import MEETING_ROOMS
from sluta_skjut.town.scene import Scene


def meet(scene: Scene, tonight: CallIn, coming: CallIn) -> None:
    """One meeting of police and probation; one with the city and a civil-society partner too."""
    with scene.by("greta") as coordinator:
        meetings.call(
            title="Arbetsgruppen, polis och frivård",
            starts_at=scene.days(1, hour=9),
            venue=MEETING_ROOMS[2],
            agenda="Kvällens call-in\nGrupper i fokus\nUppföljning av uteblivna",
            agencies=[scene.agencies[1]],
            by=coordinator,
        )
        meetings.call(
            title="Samverkansmöte med Malmö stad och civilsamhället",
            starts_at=scene.days(3, hour=13),
            venue=MEETING_ROOMS[0],
            agenda="Vad vi kan säga om höstens call-in\nStöd till den som vill sluta",
            agencies=[scene.agencies[number] for number in (1, 3, 4, 5)],
            by=coordinator,
        )
        tasks.add(
            title="Ring dem som uteblev från kvällens call-in",
            assignee=coordinator,
            due_on=scene.days(1).date(),
            by=coordinator,
            about=tonight,
        )
        tasks.add(
            title="Boka lokal för nästa call-in",
            assignee=coordinator,
            due_on=scene.days(-2).date(),
            by=coordinator,
            about=coming,
        )
    scene.say("  2 möten, 2 uppgifter")


def disclose(scene: Scene, tonight: CallIn, suspects: Sequence[Individual]) -> None:
    """Probation tells police who is called tonight; one more disclosure waits for its decision."""
    with scene.by("greta") as coordinator:
        called = list(Candidate.objects.filter(call_in=tonight).select_related("individual")[:4])
        rows = [row for candidate in called for row in (candidate, candidate.individual)]
        asked = disclosures.request(
            rows=rows,
            recipient=scene.agencies[1],
            purpose="Säkerheten vid kvällens call-in",
            legal_basis=LegalBasis.objects.get(code="L2025_170_5"),
            need="Polisen bedömer om någon kombination av inbjudna är farlig.",
            harm="Uppgiften stannar hos två namngivna poliser och används bara i kväll.",
            proportionality="Utan uppgiften kan mötet inte hållas säkert.",
            conditions="Får inte användas i utredning.",
            until=scene.now + timedelta(days=14),
            by=coordinator,
        )
    with scene.by("jonas") as decider:
        disclosures.decide(asked, yes=True, reason="Behovet väger över.", by=decider)
    with scene.by("anna") as analyst:
        disclosures.request(
            rows=[suspects[0]],
            recipient=scene.agencies[2],
            purpose="Frivården behöver veta vem som kan kallas",
            legal_basis=LegalBasis.objects.get(code="OSL_10_27"),
            need="Frågan gäller en egen klient.",
            harm="Röjer att personen finns hos polisen.",
            proportionality="Begränsat till en person och fyra veckor.",
            conditions="",
            until=scene.now + timedelta(days=28),
            by=analyst,
        )
    scene.say("  2 utlämnanden, ett väntar på beslut")
