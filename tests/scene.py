"""One small town for tests that walk everywhere: a row of each kind, owned by whoever owns such."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cases.models import (
    Alias,
    Attribution,
    Contact,
    CriminalGroup,
    Distinction,
    GroupAudit,
    GroupProfile,
    GroupRelation,
    GroupSuccession,
    Identifier,
    ImportRow,
    Incident,
    IncidentReview,
    Individual,
    Involvement,
    ListImport,
    SpecialCondition,
    Suggestion,
    Supervision,
    VictimInvolvement,
)
from interventions.models import (
    AbsenceCase,
    AlternativeDelivery,
    Attendance,
    Briefing,
    BriefingCopy,
    CallIn,
    Candidate,
    CustodyCheck,
    DoorCard,
    DoorName,
    FollowUp,
    HelpRequest,
    Hindrance,
    Inquiry,
    Letter,
    LetterBatch,
    LetterText,
    Meeting,
    Milestone,
    Override,
    PickUp,
    Question,
    Reminder,
    ServiceAttempt,
    Slot,
    Summons,
    Task,
)
from partners.models import Approval, Consent, Disclosure, LegalBasis
from tests import talk
from tests.cases.stored_links import store
from tests.cast import Cast


@dataclass
class Scene:
    """Rows by name; `pk["individual"]` and so on. `stranger` is a person whom only police know."""

    cast: Cast
    rows: dict[str, Any] = field(default_factory=dict)

    def build(self) -> "Scene":
        with self.cast.looking("anna"):
            self._police()
        with self.cast.looking("cilla"):
            self._social_services()
        with self.cast.looking("greta"):
            self._probation()
        return self

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["rows"][name]
        except KeyError:
            raise AttributeError(name) from None

    def _police(self) -> None:
        group = CriminalGroup.objects.create(code_name="Hemlig-Alm", status_since="2026-01-01")
        GroupProfile.objects.create(group=group, alias="Hemlig-Bärnsten")
        stranger = self._person("Hemlig Polisson", "197703179802")
        by, reviewer = self.cast.anna, self.cast.hugo
        link = store(stranger, group, by=by, reviewer=reviewer, source="Hemlig källa")
        other = self._person("Hemlig Utkastsson", "197704179801")
        draft = store(other, group, by=by, reviewer=reviewer, source="Hemlig källa", stop="draft")
        self.rows |= {"group": group, "stranger": stranger, "link": link, "draft": draft}
        self._groups(group)
        self._incidents(group, stranger)
        self.rows |= talk.rows(self.cast, group, stranger)

    def _groups(self, group: CriminalGroup) -> None:
        other = CriminalGroup.objects.create(code_name="Hemlig-Björk", status_since="2026-01-01")
        relation = GroupRelation.objects.create(
            group=group, other=other, kind="conflict", valid_from="2026-01-01",
            basis="Hemlig grund", decided_by=self.cast.anna,
        )  # fmt: skip
        audit = GroupAudit.objects.create(
            group=group, number=1, as_of="2026-01-01", assessment="Hemlig bedömning",
            written_by=self.cast.anna,
        )  # fmt: skip
        GroupSuccession.objects.create(
            predecessor=other, successor=group, kind="split", on="2026-01-01",
            reason="Hemligt skäl", decided_by=self.cast.anna,
        )  # fmt: skip
        self.rows |= {"relation": relation, "audit": audit}

    def _incidents(self, group: CriminalGroup, person: Individual) -> None:
        now = timezone.now()
        incident, duplicate = (
            Incident.objects.create(
                number=number, kind="shooting_confirmed", happened_at=now - timedelta(hours=3),
                municipality="Malmö", place="Hemlig plats",
            )
            for number in (1, 2)
        )  # fmt: skip
        Incident.objects.filter(pk=duplicate.pk).update(
            duplicate_of=incident, merged_at=now, merged_by=self.cast.anna
        )
        IncidentReview.objects.create(
            incident=incident, group_involved="unknown", basis="Hemlig bedömning",
            retaliation_risk="none_known", reviewed_by=self.cast.anna,
        )  # fmt: skip
        attribution = Attribution.objects.create(
            incident=incident, group=group, confidence="possible", basis="Hemlig grund",
            decided_by=self.cast.anna,
        )  # fmt: skip
        part = Involvement.objects.create(
            incident=incident, individual=person, role="suspect", basis="fact",
            source="Hemlig anmälan",
        )  # fmt: skip
        harmed = VictimInvolvement.objects.create(
            incident=incident, individual=person, role="witness", source="Hemlig anmälan"
        )
        suggestion = Suggestion.objects.create(
            source_id="1", name="Hemlig notis", type="Skottlossning", kind="shooting_confirmed",
            published_at=now, happened_at=now - timedelta(hours=3),
        )  # fmt: skip
        self.rows |= {
            "incident": incident, "duplicate": duplicate, "attribution": attribution,
            "part": part, "harmed": harmed, "suggestion": suggestion,
        }  # fmt: skip

    def _social_services(self) -> None:
        person = self._person("Hemlig Stödsson", "197804189801")
        consent = Consent.objects.create(
            subject_type=_type(Individual), subject_pk=person.pk, name="Hemlig Stödsson",
            recipients=[self.cast.probation.pk], categories=["identity"],
            scope="Hemligt samtycke", valid_until=timezone.now() + timedelta(days=30),
        )  # fmt: skip
        self.rows |= {"helped": person, "consent": consent}

    def _probation(self) -> None:
        now = timezone.now()
        person = self._person("Hemlig Klientsson", "197905199800")
        twin = self._person("Hemlig Tvillingsson", "198006209801")
        lower, higher = sorted([person, twin], key=lambda one: one.pk)
        apart = Distinction.objects.create(
            individual=lower, other=higher, decided_by=self.cast.greta
        )
        alias = Alias.objects.create(individual=person, name="Hemlige Henke")
        contact = Contact.objects.create(individual=person, kind="address", value="Hemliga gatan 1")
        supervision = Supervision.objects.create(
            individual=person, sanction="skyddstillsyn", probation_from="2026-01-01",
            probation_until="2030-01-01", supervised_from="2026-01-01",
            supervised_until="2030-01-01",
        )  # fmt: skip
        condition = SpecialCondition.objects.create(
            individual=person, supervision=supervision, kind="programme",
            text="Hemligt program", valid_from="2026-01-01", valid_until="2026-12-31",
        )  # fmt: skip
        call_in = CallIn.objects.create(
            title="Hemlig kväll", venue="Hemlig lokal", doors_open_at=now - timedelta(hours=1),
            starts_at=now + timedelta(hours=1),
        )  # fmt: skip
        milestone = Milestone.objects.create(
            call_in=call_in, kind="venue", due_on=now.date(), note="Hemlig hållpunkt"
        )
        slot = Slot.objects.create(
            call_in=call_in, order=1, element="not_die", starts_at=call_in.starts_at, minutes=10,
            speaker_agency=self.cast.open_door, speaker="Hemlig talare",
            meet_at=call_in.doors_open_at, meet_where="Hemlig samlingsplats",
        )  # fmt: skip
        card = DoorCard.objects.create(call_in=call_in, initials="HK", seat=1)
        DoorName.objects.create(call_in=call_in, card=card, individual=person, name=person.name)
        candidate = Candidate.objects.create(
            call_in=call_in, individual=person, supervision=supervision, card=card,
            state="under_review", proposed_by=self.cast.greta,
        )  # fmt: skip
        Approval.objects.create(
            subject_type=_type(Candidate), subject_pk=candidate.pk, question="Hemlig fråga",
            asked_by=self.cast.greta,
        )  # fmt: skip
        self._summonses(call_in, candidate)
        event = Attendance.objects.create(
            call_in=call_in, card=card, kind="arrived", registered_by=self.cast.greta,
            nonce=uuid4(),
        )  # fmt: skip
        meeting = Meeting.objects.create(
            title="Hemligt möte", starts_at=now + timedelta(days=1), venue="Hemligt rum"
        )
        briefing = Briefing.objects.create(
            meeting=meeting, audience=[1, 2], author=self.cast.greta,
            destroy_by=now.date() + timedelta(days=14),
        )  # fmt: skip
        copy = BriefingCopy.objects.create(
            briefing=briefing, number=1, recipient=self.cast.police, sha256="x"
        )
        task = Task.objects.create(
            kind="other", title="Hemlig uppgift", assignee=self.cast.greta, due_on=now.date(),
            created_by=self.cast.greta,
        )  # fmt: skip
        disclosure = Disclosure.objects.create(
            recipient=self.cast.police, purpose="Hemligt utlämnande",
            legal_basis=LegalBasis.objects.get(code="MEN"), requested_by=self.cast.greta,
            valid_until=now + timedelta(days=10),
        )  # fmt: skip
        inquiry = Inquiry.objects.create(
            call_in=call_in, recipient=self.cast.police, disclosure=disclosure,
            asked_by=self.cast.greta,
        )  # fmt: skip
        Question.objects.create(inquiry=inquiry, individual=person, reference="K1")
        CustodyCheck.objects.create(
            candidate=candidate, individual=person, in_custody=True, source="Hemlig kontroll",
            checked_by=self.cast.greta,
        )  # fmt: skip
        Override.objects.create(
            candidate=candidate, individual=person, criterion="rested", reason="Hemligt skäl",
            asked_by=self.cast.greta,
        )  # fmt: skip
        approval = Approval.objects.create(
            subject_type=_type(Individual), subject_pk=person.pk, question="Hemlig fråga",
            asked_by=self.cast.bosse,
        )  # fmt: skip
        self.rows |= {
            "twin": twin, "apart": apart, "alias": alias, "contact": contact,
            "identifier": Identifier.objects.get(individual=person),
            "individual": person, "supervision": supervision, "condition": condition,
            "call_in": call_in, "card": card,
            "milestone": milestone, "slot": slot,
            "candidate": candidate, "event": event, "meeting": meeting, "briefing": briefing,
            "copy": copy, "task": task, "disclosure": disclosure, "inquiry": inquiry,
            "approval": approval,
        }  # fmt: skip
        self._lists()
        self._afterwards()

    def _summonses(self, call_in: CallIn, candidate: Candidate) -> None:
        text = LetterText.objects.create(
            kind="duty_st", version=1, subject="Hemlig kallelse", body="{dag} {tid} {plats}"
        )
        summons = Summons.objects.create(candidate=candidate, ground="duty_st", text=text)
        by, now = self.cast.greta, timezone.now()
        ServiceAttempt.objects.create(summons=summons, method="post", outcome="no_answer", by=by)
        hindrance = Hindrance.objects.create(candidate=candidate, reason="illness", reported_to=by)
        PickUp.objects.create(candidate=candidate, at=now, place="home", by=by)
        reminder = Reminder.objects.create(summons=summons, due_at=now, planned_by=by)
        batch = LetterBatch.objects.create(
            call_in=call_in, asked_by=by, starts_at=now, venue="Hemlig lokal",
            destroy_by=now.date() + timedelta(days=14),
        )  # fmt: skip
        letter = Letter.objects.create(batch=batch, summons=summons, number=1)
        self.rows |= {
            "summons": summons, "hindrance": hindrance, "reminder": reminder, "batch": batch,
            "letter": letter, "letter_text": text,
        }  # fmt: skip

    def _lists(self) -> None:
        """Probation's lists, one in each state that has pages of its own."""
        told = {"author": self.cast.greta, "columns": ["name"], "sheets": [
            {"name": "Hemligt blad", "rows": 1, "header_row": 0}]}  # fmt: skip
        for state in ("uploaded", "previewed", "interrupted", "done"):
            draft = ListImport.objects.create(file_name="Hemlig lista.xlsx", state=state, **told)
            row = ImportRow.objects.create(
                list_import=draft, number=1, cells=["Hemlig Radsson"], state="ready",
                facts={"name": "Hemlig Radsson"},
            )  # fmt: skip
            self.rows |= {f"list_{state}": draft, f"row_{state}": row}

    def _afterwards(self) -> None:
        """One of each thing that follows an evening."""
        person, candidate, today = self.individual, self.candidate, timezone.localdate()
        told = {"individual": person, "candidate": candidate}
        self.rows |= {
            "first_talk": FollowUp.objects.create(**told, kind="first", due_on=today),
            "absence": AbsenceCase.objects.create(**told, opened_by=self.cast.bosse),
            "alternative": AlternativeDelivery.objects.create(candidate=candidate, due_on=today),
            "wish": HelpRequest.objects.create(individual=self.twin, heard_by=self.cast.bosse),
        }

    def _person(self, name: str, number: str) -> Individual:
        person = Individual.objects.create(name=name, subject_category="other", purpose="Hemligt")
        Identifier.objects.create(individual=person, kind="personnummer", value=number)
        return person


def _type(model: type) -> Any:

    return ContentType.objects.get_for_model(model)
