"""A town small enough to know by heart, and the papers of its meetings.

town = Town.settle(cast)
paper = town.print(town.call("police"))        a Briefing, ready, with its files
town.words(paper)                              the text of its first copy
town.rows                                      token → the row it comes from

Every row that could stand on paper holds a token of its own, so that the text tells which rows
it came from.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from unittest.mock import patch

import pypdf
from django.utils import timezone

from cases.models import CriminalGroup, GroupLink, Individual, Supervision
from interventions.actions import briefings, meetings
from interventions.briefing import press
from interventions.models import Briefing, BriefingCopy, CallIn, Candidate, Meeting
from partners import audience
from partners.actions import grants
from partners.mandates import Category
from partners.models import Agency, Disclosure, Grant, LegalBasis, Protected, Tally
from tests.cases.stored_links import store
from tests.cast import Cast

MONTH = timedelta(days=30)


@dataclass
class Town:
    cast: Cast
    rows: dict[str, Protected] = field(default_factory=dict)
    supervisions: list[Supervision] = field(default_factory=list)

    @classmethod
    def settle(cls, cast: Cast) -> "Town":
        """Police and probation have their records, and share what the mandates let them."""
        town = cls(cast)
        for recipient in (cast.probation, cast.social_services, cast.city_safety):
            cast.let_read(recipient, Category.GROUP_CODE, owner=cast.police)
        for recipient in (cast.police, cast.social_services, cast.city_safety):
            cast.let_read(recipient, Category.CALL_IN, owner=cast.probation)
        for recipient in cast.agencies:
            if recipient != cast.probation:
                cast.let_read(recipient, Category.STATISTICS, owner=cast.probation)
        town._register()
        return town

    def _register(self) -> None:
        with self.cast.looking("hugo"):
            focus = self._group("Almklyftan", CriminalGroup.Status.FOCUS)
            self._group("Björkklyftan")
        with self.cast.looking("anna"):
            told, kept = self._person("Polisvittberg"), self._person("Polisgömberg")
            links = [self._link(told, focus), self._link(kept, focus)]
        with self.cast.looking("greta"):
            self._held()
            clients = [self._person(name) for name in ("Klientvittberg", "Klientgömberg")]
            hidden = self._person("Klientskyddberg")
            call_in = self._call_in("Kvällsmötet", timezone.now() + timedelta(hours=4))
            candidates = [self._candidate(call_in, one) for one in (*clients, hidden)]
        self.disclose(links[0], told, to=self.cast.probation)
        for candidate in (candidates[0], candidates[2]):
            rows = (candidate, candidate.individual, candidate.supervision)
            self.disclose(*rows, to=self.cast.police)
        with self.cast.looking("greta"):
            Individual.objects.filter(pk=hidden.pk).update(protection_level="marked")

    def _group(self, token: str, status: str = "active") -> CriminalGroup:
        group = CriminalGroup.objects.create(
            code_name=token, status=status, status_since=date(2026, 1, 5)
        )
        self.rows[token] = group
        return group

    def _person(self, token: str, **fields: object) -> Individual:
        person = Individual.objects.create(
            name=f"Ali {token}", subject_category="convicted", purpose="Övervakning", **fields
        )
        self.rows[token] = person
        return person

    def _link(self, person: Individual, group: CriminalGroup) -> GroupLink:
        now = timezone.now()
        return store(
            person, group, by=self.cast.anna, reviewer=self.cast.hugo, since=now - MONTH,
            until=now + 6 * MONTH, source="Källan Källberg", basis="assessment",
        )  # fmt: skip

    def _call_in(self, token: str, starts_at: object) -> CallIn:
        call_in = CallIn.objects.create(
            title=token, venue="Stadion", starts_at=starts_at, doors_open_at=starts_at
        )
        self.rows[token] = call_in
        return call_in

    def _held(self) -> None:
        """A call-in of last season, closed; no cell of its figures is 0."""
        held = self._call_in("Vårmötet", timezone.now() - 5 * MONTH)
        held.closed_at, held.closed_by = timezone.now() - 5 * MONTH, self.cast.greta
        held.save()
        self.rows["Vårsiffran"] = Tally.objects.create(
            definition=Tally.Definition.ATTENDANCE, title="Vårsiffran", subject_pk=held.pk,
            period_start=date(2026, 6, 3), period_end=date(2026, 6, 3),
            cells={"called": 21, "came": 9, "turned_back": 5, "absent": 7},
        )  # fmt: skip

    def _candidate(self, call_in: CallIn, person: Individual) -> Candidate:
        today = timezone.localdate()
        supervision = Supervision.objects.create(
            individual=person, sanction="skyddstillsyn", unit="Malmö",
            probation_from=today - MONTH, probation_until=today + 12 * MONTH,
            supervised_from=today - MONTH, supervised_until=today + 9 * MONTH,
        )  # fmt: skip
        self.supervisions.append(supervision)
        return Candidate.objects.create(
            call_in=call_in, individual=person, supervision=supervision, state="under_review",
            proposed_by=self.cast.greta,
        )  # fmt: skip

    def disclose(self, *rows: Protected, to: Agency) -> Disclosure:
        """Asked for by one and decided by another of the agency that owns the rows."""
        asks, decides = {1: ("anna", "inga"), 2: ("greta", "jonas")}[rows[0].owner_id]
        until = timezone.now() + MONTH
        with self.cast.looking(asks) as asking:
            disclosure = Disclosure.objects.create(
                recipient=to, purpose="Säkerheten", valid_until=until,
                legal_basis=LegalBasis.objects.get(code="OSL_10_27"),
                requested_by_id=asking.user_id,
            )  # fmt: skip
        with self.cast.looking(decides) as deciding:
            disclosure.state, disclosure.decided_at = Disclosure.State.DISCLOSED, timezone.now()
            disclosure.decided_by_id = deciding.user_id
            disclosure.save()
            for row in rows:
                grants.give(
                    row, to=to, reason=Grant.Reason.DECISION, until=until,
                    by=disclosure.decided_by, disclosure=disclosure,
                )  # fmt: skip
        return disclosure

    def call(self, *others: str, title: str = "Arbetsgruppen", **matters: object) -> Meeting:
        """Greta hosts; the others are invited by the cast's names of their agencies."""
        matters.setdefault("agenda", "Läget\nNästa steg")
        matters.setdefault("purpose", "Att alla vet vem som gör vad")
        with self.cast.looking("greta"):
            return meetings.call(
                title=title, starts_at=timezone.now() + timedelta(days=2), venue="Rum 4",
                agencies=[getattr(self.cast, name) for name in others], by=self.cast.greta,
                **matters,
            )  # fmt: skip

    def ask(self, meeting: Meeting) -> Briefing:
        with self.cast.looking("greta"), patch("celery.current_app.send_task"):
            return briefings.ask(Meeting.objects.get(pk=meeting.pk), by=self.cast.greta)

    def print(self, meeting: Meeting) -> Briefing:
        """Asked for and printed, as the worker does it."""
        briefing = self.ask(meeting)
        press.prepare(briefing.pk, agency=self.cast.probation)
        with self.cast.looking("greta"):
            return Briefing.objects.get(pk=briefing.pk)

    def copies(self, briefing: Briefing) -> list[BriefingCopy]:
        with self.cast.looking("greta"):
            return list(BriefingCopy.objects.filter(briefing=briefing).select_related("recipient"))

    def words(self, briefing: Briefing, *, copy: int = 0) -> str:
        return text(pypdf.PdfReader(self.copies(briefing)[copy].path))

    def tokens(self, words: str) -> set[str]:
        """Which rows the text tells of."""
        return {token for token in self.rows if token in words}

    def readable(self, agencies: Iterable[Agency]) -> set[str]:
        """The tokens of rows that each of the agencies, alone, may read on paper."""
        found = set(self.rows)
        for agency in agencies:
            with audience.of_paper([agency], author=agency, operation="test"):
                found = {t for t in found if _is_visible(self.rows[t])}
        return found


def text(pdf: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in pdf.pages)


def _is_visible(row: Protected) -> bool:
    return type(row).objects.filter(pk=row.pk).exists()
