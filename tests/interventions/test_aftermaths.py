"""Afterwards: what follows for whoever came, for whoever did not, and what a group heard."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.models import CriminalGroup
from interventions.actions import absences, aftermaths, alternatives, follow_ups
from interventions.arrivals import Kind
from interventions.models import (
    AbsenceCase,
    AlternativeDelivery,
    Attestation,
    Candidate,
    FollowUp,
    GroupHearing,
    Inquiry,
    Question,
)
from partners.actions import disclosures, grants
from partners.mandates import Category
from partners.models import Disclosure, Grant, LegalBasis
from tests.cast import Cast
from tests.evening import Evening

HARM = {"need": "Behövs", "harm": "Liten", "proportionality": "Väger över"}


@pytest.fixture
def evening(cast: Cast) -> Evening:
    """Three are called: the first comes, the second turns in the door, the third stays away."""
    evening = Evening.at(people=3)
    evening.tap(0)
    evening.tap(1, Kind.TURNED_BACK)
    return evening


def candidate(evening: Evening, number: int) -> Candidate:
    return Candidate.objects.get(pk=evening.candidate_ids[number])


def delivery_of(evening: Evening, number: int) -> AlternativeDelivery:
    return AlternativeDelivery.objects.get(candidate=evening.candidate_ids[number])


def absence_of(evening: Evening, number: int, *, by: str = "bosse") -> AbsenceCase:
    with evening.looking(by):
        return absences.open_case(candidate(evening, number), by=evening.people[by])


def attest(evening: Evening, cast: Cast, number: int, group: CriminalGroup) -> UUID:
    """Police has answered about one of the called, and probation reads the answer."""
    until = timezone.now() + timedelta(days=30)
    with cast.looking("greta"):
        disclosure = Disclosure.objects.create(
            recipient=cast.police, purpose="x", legal_basis=LegalBasis.objects.get(code="MEN"),
            requested_by=cast.greta, valid_until=until,
        )  # fmt: skip
        inquiry = Inquiry.objects.create(
            call_in=evening.call_in(), recipient=cast.police, disclosure=disclosure,
            asked_by=cast.greta,
        )  # fmt: skip
        person = candidate(evening, number).individual
        question = Question.objects.create(inquiry=inquiry, individual=person, reference="A1")
        for row in (inquiry, question):
            grants.give(row, to=cast.police, reason=Grant.Reason.PARTY, until=until, by=cast.greta)
    with cast.looking("anna"):
        answer = Attestation.objects.create(
            question=question, answer="attested", group=group, answered_by=cast.anna,
            valid_until=until,
        )  # fmt: skip
        grants.give(answer, to=cast.probation, reason=Grant.Reason.PARTY, until=until, by=cast.anna)
        return answer.pk


def test_whoever_came_has_a_talk_due_and_whoever_did_not_an_alternative(evening: Evening) -> None:
    evening.close()
    with evening.looking("bosse"):
        (talk,) = FollowUp.objects.all()
        assert talk.candidate_id == evening.candidate_ids[0]
        assert (talk.officer, talk.kind) == (evening.people["bosse"], "first")
        day = timezone.localdate(evening.call_in().starts_at)
        assert talk.due_on == day + timedelta(days=7)
        missed = {row.candidate_id: row.due_on for row in AlternativeDelivery.objects.all()}
        assert missed == dict.fromkeys(evening.candidate_ids[1:], day + timedelta(days=14))
        assert not AbsenceCase.objects.exists(), "nobody has looked at it yet"


def test_asked_again_nothing_is_doubled(evening: Evening) -> None:
    evening.close()
    with evening.looking("greta"):
        aftermaths.begin(evening.call_in())
        assert (FollowUp.objects.count(), AlternativeDelivery.objects.count()) == (1, 2)


def test_a_group_has_heard_when_somebody_attested_to_it_came(evening: Evening, cast: Cast) -> None:
    with cast.looking("anna"):
        heard, unheard = (
            CriminalGroup.objects.create(code_name=name, status_since="2026-01-01")
            for name in ("Alm", "Björk")
        )
    cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
    attest(evening, cast, 0, heard)
    attest(evening, cast, 2, unheard)
    evening.close()
    with cast.looking("greta"):
        (hearing,) = GroupHearing.objects.all()
        assert (hearing.group, hearing.channel) == (heard, "call_in")
        assert hearing.heard_on == timezone.localdate(evening.call_in().starts_at)
    with cast.looking("anna"):
        assert not GroupHearing.objects.exists(), "not before probation lets police read it"


def test_without_a_right_to_the_code_no_group_is_told_of(evening: Evening, cast: Cast) -> None:
    with cast.looking("anna"):
        group = CriminalGroup.objects.create(code_name="Alm", status_since="2026-01-01")
    attest(evening, cast, 0, group)
    evening.close()
    with cast.looking("greta"):
        assert not GroupHearing.objects.exists()


def test_what_the_door_told_late_is_put_right_and_what_follows_with_it(evening: Evening) -> None:
    evening.close()
    with evening.looking("greta"):
        late = candidate(evening, 2)
        aftermaths.settle(late, Candidate.State.LATE, by=evening.people["greta"])
        assert delivery_of(evening, 2).state == "called_off"
        assert FollowUp.objects.filter(candidate=late).exists()


def test_while_the_list_is_open_the_door_says_who_came(evening: Evening) -> None:
    with evening.looking("greta"), pytest.raises(ValidationError):
        aftermaths.settle(candidate(evening, 2), "absent", by=evening.people["greta"])


def test_a_talk_held_ends_the_matter_and_leads_to_the_next(evening: Evening) -> None:
    evening.close()
    soon = timezone.localdate() + timedelta(days=30)
    with evening.looking("bosse"):
        talk = FollowUp.objects.get()
        follow_ups.complete(talk, by=evening.people["bosse"], next_on=soon)
        assert candidate(evening, 0).state == "followed_up"
        (later,) = FollowUp.objects.open()
        assert (later.kind, later.due_on, later.individual) == ("later", soon, talk.individual)
        with pytest.raises(ValidationError):
            follow_ups.complete(talk, by=evening.people["bosse"])


def test_an_absence_ends_when_it_is_judged_and_the_message_is_given(evening: Evening) -> None:
    evening.close()
    today = timezone.localdate()
    absence = absence_of(evening, 2)
    with evening.looking("bosse"):
        absences.hear(absence, on=today, by=evening.people["bosse"])
        row = delivery_of(evening, 2)
        alternatives.plan(row, on=today, by=evening.people["bosse"])
        alternatives.done(row, on=today, by=evening.people["bosse"])
        assert candidate(evening, 2).state == "absent"
    with evening.looking("jonas"):
        case = AbsenceCase.objects.get()
        absences.decide(case, measure="warning", by=evening.people["jonas"])
        assert candidate(evening, 2).state == "followed_up"


def test_nobody_decides_what_they_opened_and_officers_decide_nothing(evening: Evening) -> None:
    evening.close()
    absence = absence_of(evening, 2)
    with evening.looking("bosse"), pytest.raises(PermissionDenied):
        absences.decide(absence, measure="talk", by=evening.people["bosse"])
    with evening.looking("jonas"):
        AbsenceCase.objects.filter(pk=absence.pk).update(opened_by=evening.people["jonas"])
        mine = AbsenceCase.objects.get()
        with pytest.raises(ValidationError, match="Någon annan beslutar"):
            absences.decide(mine, measure="talk", by=evening.people["jonas"])


def test_time_released_is_for_the_board_to_take_back(evening: Evening) -> None:
    evening.close()
    absence = absence_of(evening, 2)
    today = timezone.localdate()
    with evening.looking("bosse"):
        absences.hear(absence, on=today, by=evening.people["bosse"])
    with evening.looking("jonas"):
        case = AbsenceCase.objects.get()
        with pytest.raises(ValidationError, match="övervakningsnämnden"):
            absences.decide(case, measure="forfeiture", by=evening.people["jonas"])
        absences.refer(case, on=today, by=evening.people["jonas"])
        absences.decide(case, measure="forfeiture", by=evening.people["jonas"])


def test_whoever_had_no_duty_or_a_valid_reason_has_no_case(evening: Evening) -> None:
    with evening.looking("greta"):
        Candidate.objects.filter(pk=evening.candidate_ids[2]).update(state="hindrance_accepted")
        candidate(evening, 1).summons.__class__.objects.filter(
            candidate=evening.candidate_ids[1]
        ).update(ground="voluntary")
    evening.close()
    for number in (0, 1, 2):
        with pytest.raises(ValidationError):
            absence_of(evening, number)


def test_police_is_asked_by_a_disclosure_and_reads_nothing_before_the_yes(
    evening: Evening, cast: Cast
) -> None:
    evening.close()
    basis = LegalBasis.objects.get(code="UTAN_SEKRETESS")
    until = timezone.now() + timedelta(days=20)
    asked = {"recipient": cast.police, "legal_basis": basis, "until": until, **HARM}
    with cast.looking("greta"):
        row = delivery_of(evening, 2)
        disclosure = alternatives.ask(row, by=cast.greta, **asked)
        person = candidate(evening, 2).individual
    with cast.looking("hugo"):
        assert not type(person).objects.filter(pk=person.pk).exists()
    with cast.looking("jonas"):
        disclosures.decide(disclosure, yes=True, reason="Ja", by=cast.jonas)
    with cast.looking("hugo"):
        assert type(person).objects.filter(pk=person.pk).exists()
        assert not AlternativeDelivery.objects.exists(), "the row itself stays"


def test_a_no_can_be_asked_again_and_a_waiting_question_not(evening: Evening, cast: Cast) -> None:
    evening.close()
    basis = LegalBasis.objects.get(code="UTAN_SEKRETESS")
    until = timezone.now() + timedelta(days=20)
    asked = {"recipient": cast.police, "legal_basis": basis, "until": until, **HARM}
    with cast.looking("greta"):
        disclosure = alternatives.ask(delivery_of(evening, 2), by=cast.greta, **asked)
        with pytest.raises(ValidationError), transaction.atomic():
            alternatives.ask(delivery_of(evening, 2), by=cast.greta, **asked)
    with cast.looking("jonas"):
        disclosures.decide(disclosure, yes=False, reason="Nej", by=cast.jonas)
    with cast.looking("greta"):
        alternatives.ask(delivery_of(evening, 2), by=cast.greta, **asked)
        assert delivery_of(evening, 2).state == "asked"


@pytest.mark.parametrize("name", ["anna", "hugo", "cilla", "david", "eva", "karin", "lars"])
def test_nobody_outside_probation_reads_or_writes_any_of_it(
    evening: Evening, cast: Cast, name: str
) -> None:
    evening.close()
    absence_of(evening, 2)
    with cast.looking(name):
        for model in (FollowUp, AlternativeDelivery, AbsenceCase):
            assert not model.objects.exists()
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.bulk_create([_anothers(model, evening)])
        assert not FollowUp.objects.update(done_at=timezone.now())


def _anothers(model: type, evening: Evening) -> object:
    owner = evening.people["greta"].agency_id
    return model(owner_id=owner, candidate_id=evening.candidate_ids[0])
