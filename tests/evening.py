"""An evening with a call-in, made by the people of the cast through the actions.

evening = Evening.at(cast, people=3)       doors open, nobody has come
evening.card(0)                            as Greta sees it, inside her audience
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from cases.models import Individual, Supervision
from interventions.actions import callins, candidates, checks, doors, summonses
from interventions.arrivals import Kind
from interventions.choosing import Choosing
from interventions.models import CallIn, Candidate, DoorCard, Override
from partners import audience
from partners.actions import approvals
from partners.models import Approval, User

NAMES = (
    "Ali Berg", "Bo Ceder", "Cem Dahl", "Dag Ek", "Elis Frid", "Farid Gren", "Gabriel Holm",
    "Hamid Isaksson", "Ivo Jönsson", "Jamal Kvist", "Kevin Lund", "Leo Malm", "Milan Nord",
    "Nils Ohlsson", "Omar Palm", "Petter Quist", "Rami Rosén", "Samir Sjö", "Tim Tall",
    "Ulf Uddén", "Viktor Vik", "William Åkesson", "Yusuf Ärlig", "Zlatan Örn", "Åke Östman",
)  # fmt: skip


@dataclass
class Evening:
    """A call-in led by probation, with persons summoned and served, and the ids of all."""

    people: dict[str, User]
    call_in_id: UUID
    card_ids: list[UUID] = field(default_factory=list)
    candidate_ids: list[UUID] = field(default_factory=list)

    @staticmethod
    def noon(*, days: int) -> datetime:
        """Noon that many days from today: an evening at any hour of the clock is one day long."""
        day = timezone.localdate() + timedelta(days=days)
        return timezone.make_aware(datetime.combine(day, time(12)))

    @classmethod
    def at(
        cls,
        *,
        people: int = 3,
        doors_open: datetime | None = None,
        starts: datetime | None = None,
        title: str = "Call-in i november",
    ) -> "Evening":
        users = {user.email.split("@")[0]: user for user in User.objects.all()}
        now = timezone.now()
        doors_open = doors_open or now - timedelta(minutes=20)
        with audience.of_user(users["greta"], operation="test"):
            call_in = callins.prepare(
                by=users["greta"],
                title=title,
                purpose="Ett budskap: skjutningarna ska upphöra. Den som vill ha hjälp får den.",
                venue="Malmö Stadion, sal 2",
                doors_open_at=doors_open,
                starts_at=starts or doors_open + timedelta(minutes=30),
                late_after_minutes=5,
            )
        evening = cls(users, call_in.pk)
        for number in range(people):
            evening.expect(NAMES[number % len(NAMES)])
        return evening

    def looking(self, name: str) -> Any:
        return audience.of_user(self.people[name], operation="test")

    def call_in(self) -> CallIn:
        return CallIn.objects.get(pk=self.call_in_id)

    def card(self, number: int = 0) -> DoorCard:
        return DoorCard.objects.get(pk=self.card_ids[number])

    def propose(self, name: str = "Ali Berg", **supervision: Any) -> UUID:
        """Somebody under supervision is proposed by Greta; the candidate's id."""
        with self.looking("greta"):
            row = supervise(name, officer=self.people["bosse"], **supervision)
            return candidates.propose(self.call_in(), supervision=row, by=self.people["greta"]).pk

    def review(self, name: str = "Ali Berg", **supervision: Any) -> UUID:
        """Proposed, and a decision-maker is asked; the candidate's id."""
        pk = self.propose(name, **supervision)
        with self.looking("greta"):
            candidates.review(Candidate.objects.get(pk=pk), by=self.people["greta"])
        return pk

    def set_aside(self, pk: UUID) -> None:
        """Nothing stands in the way of approving: custody is checked, all else is overridden."""
        with self.looking("greta"):
            candidate = Candidate.objects.get(pk=pk)
            checks.check_custody(
                candidate, in_custody=False, source="Häktets lista", by=self.people["greta"]
            )
            for one in Choosing(candidate.call_in).choice(candidate).in_the_way:
                criterion = one.finding.criterion
                checks.ask(candidate, criterion=criterion, reason="s", by=self.people["greta"])
        with self.looking("judit"):
            for override in Override.objects.filter(candidate=pk):
                asked = Approval.objects.get(subject_pk=override.pk)
                approvals.answer(asked, yes=True, reason="s", by=self.people["judit"])

    def expect(self, name: str = "Ali Berg", **supervision: Any) -> UUID:
        """Reviewed, approved by Jonas, summoned by Greta, served by Bosse; the card's id."""
        pk = self.review(name, **supervision)
        self.set_aside(pk)
        with self.looking("jonas"):
            candidates.approve(Candidate.objects.get(pk=pk), by=self.people["jonas"])
        with self.looking("greta"):
            candidate = Candidate.objects.get(pk=pk)
            candidates.summon(candidate, by=self.people["greta"])
        with self.looking("bosse"):
            candidate = Candidate.objects.get(pk=pk)
            summonses.attempt(
                candidate.summons, method="in_person", outcome="served", by=self.people["bosse"]
            )
        self.candidate_ids.append(pk)
        self.card_ids.append(candidate.card_id)
        return candidate.card_id

    def tap(
        self,
        number: int,
        kind: Kind = Kind.ARRIVED,
        *,
        by: str = "greta",
        at: datetime | None = None,
        nonce: UUID | None = None,
    ) -> UUID:
        """One event at the door; its nonce."""
        nonce = nonce or uuid4()
        with self.looking(by):
            card = DoorCard.objects.select_related("call_in").get(pk=self.card_ids[number])
            doors.register(card, kind=kind, nonce=nonce, by=self.people[by], at=at)
        return nonce

    def close(self, **how: Any) -> None:
        with self.looking("greta"):
            doors.close(self.call_in(), by=self.people["greta"], **how)

    def give_duty(self, name: str, *, with_names: bool = False) -> None:
        with self.looking("greta"):
            to, by = self.people[name], self.people["greta"]
            doors.give_duty(self.call_in(), to=to, with_names=with_names, by=by)


def supervise(name: str, *, officer: User | None = None, **fields: Any) -> Supervision:
    """A person of the looking agency, convicted, under supervision around today."""
    today = timezone.localdate()
    individual = Individual.objects.create(
        name=name,
        born=date(1990, 3, 14),
        of_age_on=date(2008, 3, 14),
        subject_category="convicted",
        purpose="Övervakning",
    )
    dates = _around(today) | fields
    sanction = dates.pop("sanction", Supervision.Sanction.SKYDDSTILLSYN)
    return Supervision.objects.create(
        individual=individual, sanction=sanction, officer=officer, **dates
    )


def _around(today: date) -> dict[str, Any]:
    return {
        "probation_from": today - timedelta(days=200),
        "probation_until": today + timedelta(days=500),
        "supervised_from": today - timedelta(days=200),
        "supervised_until": today + timedelta(days=165),
    }
