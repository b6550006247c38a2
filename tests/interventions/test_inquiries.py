"""Inquiries: what crosses between two agencies about a list, and everything that does not."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions import links as link_actions
from cases.models import CriminalGroup, GroupLink, Identifier, Individual
from interventions.actions import candidates, checks, inquiries
from interventions.actions.inquiries import Answer
from interventions.choosing import Choosing
from interventions.eligibility import Criterion, Verdict
from interventions.models import (
    Attestation,
    AttestationGround,
    Candidate,
    CustodyCheck,
    Inquiry,
    ListAnswer,
    Override,
    Question,
    TargetGroup,
)
from partners.actions import approvals, disclosures
from partners.mandates import Category
from partners.models import Approval, Disclosure, LegalBasis
from tests.cases.stored_links import store
from tests.cast import Cast
from tests.evening import Evening

NUMBERS = ("197703179802", "197704179801", "197804189801")
OTHERS = ("cilla", "siv", "david", "eva", "karin", "lars")
GROUNDS = {"need": "n", "harm": "h", "proportionality": "p"}


@dataclass
class Asking:
    """A list of three; police know the first two, the first by a valid link."""

    cast: Cast
    evening: Evening
    candidates: list[UUID] = field(default_factory=list)
    pk: UUID | None = None

    @classmethod
    def about(cls, cast: Cast) -> "Asking":
        evening = Evening.at(people=0, doors_open=Evening.noon(days=30))
        asking = cls(cast, evening)
        for name, number in zip(("Ali Berg", "Bo Ceder", "Cem Dahl"), NUMBERS, strict=True):
            pk = evening.propose(name)
            asking.candidates.append(pk)
            with evening.looking("greta"):
                person = Candidate.objects.get(pk=pk).individual
                Identifier.objects.create(individual=person, kind="personnummer", value=number)
        with evening.looking("anna"):
            group = CriminalGroup.objects.create(code_name="Alm", status_since="2026-01-01")
            asking.group_pk = group.pk
            first, second = (asking._known(number) for number in NUMBERS[:2])
            link = store(first, group, by=cast.anna, reviewer=cast.hugo)
            asking.link_pk, asking.second_pk = link.pk, second.pk
        cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
        with evening.looking("greta"):
            TargetGroup.objects.create(call_in=evening.call_in(), group=CriminalGroup.objects.get())
        return asking

    def _known(self, number: str) -> Individual:
        person = Individual.objects.create(
            name="Polisens Namn", subject_category="suspect", purpose="p"
        )
        Identifier.objects.create(individual=person, kind="personnummer", value=number)
        return person

    def draft(self, **other: Any) -> "Asking":
        with self.evening.looking("greta"):
            fields = {
                "candidates": list(Candidate.objects.filter(pk__in=self.candidates)),
                "recipient": self.cast.police,
                "legal_basis": LegalBasis.objects.get(code="L2025_170_5"),
                "until": timezone.now() + timedelta(days=40),
                "by": self.cast.greta,
            }
            told = inquiries.draft(self.evening.call_in(), **GROUNDS, **(fields | other))
            self.pk = told.pk
        return self

    def decide(self, *, yes: bool = True) -> "Asking":
        with self.evening.looking("jonas"):
            disclosure = Disclosure.objects.get(state="requested")
            disclosures.decide(disclosure, yes=yes, reason="r", by=self.cast.jonas)
        return self

    def answer(self, *, apart: tuple[str, ...] = (), **kinds: str) -> "Asking":
        """By reference; the first is attested, the others are not, unless it is said otherwise."""
        with self.evening.looking("hugo"):
            link = GroupLink.objects.get(pk=self.link_pk)
            told = {
                row.pk: Answer("attested", link)
                if (kind := kinds.get(row.reference, "")) == "attested"
                or (not kind and row.reference == "K1")
                else Answer(kind or "not_attested")
                for row in Question.objects.all()
            }
            inquiries.answer(Inquiry.objects.get(), answers=told, apart=apart, by=self.cast.hugo)
        return self

    def verdicts(self, criterion: Criterion) -> list[Verdict]:
        with self.evening.looking("greta"):
            choices = Choosing(self.evening.call_in()).choices
            answers = [one.answer(criterion) for one in choices]
        return [one.finding.verdict for one in answers if one]


@pytest.fixture
def asking(cast: Cast) -> Asking:
    return Asking.about(cast)


def seen_by(asking: Asking, name: str) -> dict[str, int]:
    models = (Inquiry, Question, Attestation, AttestationGround, ListAnswer, Candidate)
    with asking.evening.looking(name):
        return {model.__name__: model.objects.count() for model in models}


def test_nothing_crosses_before_a_second_person_decides(asking: Asking) -> None:
    asking.draft()
    assert set(seen_by(asking, "hugo").values()) == {0}
    with asking.evening.looking("hugo"):
        assert not Individual.objects.filter(name="Ali Berg").exists()
    with asking.evening.looking("greta"):
        assert Inquiry.objects.get().state == "draft"
        with pytest.raises(ValidationError):
            disclosures.decide(Disclosure.objects.get(), yes=True, reason="r", by=asking.cast.greta)


def test_the_names_and_numbers_cross_by_the_decision_and_the_candidacy_does_not(
    asking: Asking,
) -> None:
    asking.draft().decide()
    with asking.evening.looking("hugo"):
        told = Question.objects.select_related("individual").order_by("reference")
        assert [(row.reference, str(row.individual)) for row in told] == [
            ("K1", "Ali Berg"), ("K2", "Bo Ceder"), ("K3", "Cem Dahl"),
        ]  # fmt: skip
        assert Identifier.objects.filter(individual=told[0].individual).count() == 1
        assert Inquiry.objects.get().state == "asked"
        assert not Candidate.objects.exists()
    for name in OTHERS:
        assert set(seen_by(asking, name).values()) == {0}


@pytest.mark.parametrize(("yes", "state"), [(True, "asked"), (False, "refused")])
def test_the_inquiry_follows_what_is_decided(asking: Asking, yes: bool, state: str) -> None:
    asking.draft().decide(yes=yes)
    with asking.evening.looking("greta"):
        assert Inquiry.objects.get().state == state
    assert seen_by(asking, "hugo")["Question"] == (3 if yes else 0)


def test_a_withdrawn_disclosure_takes_the_inquiry_back(asking: Asking) -> None:
    asking.draft().decide()
    with asking.evening.looking("jonas"):
        disclosures.withdraw(Disclosure.objects.get(), by=asking.cast.jonas)
        assert Inquiry.objects.get().state == "withdrawn"
    assert set(seen_by(asking, "hugo").values()) == {0}


def test_only_the_word_tells_not_attested_from_declined(asking: Asking) -> None:
    asking.draft().decide().answer(K2="not_attested", K3="declined")
    with asking.evening.looking("greta"):
        second, third = Attestation.objects.exclude(answer="attested").order_by("answer")
        for name in ("group_id", "answered_by_id", "valid_until", "owner_id"):
            assert getattr(second, name) == getattr(third, name)
        assert abs(second.created_at - third.created_at) < timedelta(seconds=5)
    assert asking.verdicts(Criterion.LINKED) == [Verdict.YES, Verdict.NO, Verdict.NO]


def test_who_asked_sees_the_answer_and_never_the_ground(asking: Asking) -> None:
    asking.draft().decide().answer()
    told = seen_by(asking, "greta")
    assert (told["Attestation"], told["ListAnswer"]) == (3, 1)
    assert told["AttestationGround"] == 0
    assert seen_by(asking, "hugo")["AttestationGround"] == 1
    with asking.evening.looking("greta"):
        assert not GroupLink.objects.exists()
        assert not Individual.objects.filter(name="Polisens Namn").exists()
    for name in OTHERS:
        assert set(seen_by(asking, name).values()) == {0}


@pytest.mark.parametrize("how", ["end", "remove", "purge the person"])
def test_an_attestation_is_over_when_its_link_is(asking: Asking, how: str) -> None:
    asking.draft().decide().answer()
    with asking.evening.looking("anna"):
        link = GroupLink.objects.get(pk=asking.link_pk)
        if how == "end":
            link_actions.end(link, reason="over", by=asking.cast.anna)
        elif how == "remove":
            link_actions.remove(link, reason="no_ground", by=asking.cast.anna)
    if how == "purge the person":
        with asking.evening.looking("inga"):
            link.individual.purge_everything_about()
    assert asking.verdicts(Criterion.LINKED)[0] is Verdict.UNKNOWN
    told = seen_by(asking, "hugo")
    assert (told["Attestation"], told["AttestationGround"]) == (2, 0)


def test_an_attestation_lasts_no_longer_than_the_link(asking: Asking) -> None:
    with asking.evening.looking("anna"):
        until = timezone.now() + timedelta(days=9)
        GroupLink.objects.filter(pk=asking.link_pk).update(valid_until=until)
    asking.draft().decide().answer()
    with asking.evening.looking("greta"):
        assert Attestation.objects.get(answer="attested").valid_until == until


def test_not_this_combination_holds_while_two_of_them_are_on_the_list(asking: Asking) -> None:
    asking.draft().decide().answer(apart=("K1", "K3"))
    assert asking.verdicts(Criterion.TOGETHER) == [Verdict.NO, Verdict.YES, Verdict.NO]
    with asking.evening.looking("greta"):
        candidates.review(Candidate.objects.get(pk=asking.candidates[2]), by=asking.cast.greta)
    with asking.evening.looking("jonas"):
        candidates.decline(Candidate.objects.get(pk=asking.candidates[2]), by=asking.cast.jonas)
    assert asking.verdicts(Criterion.TOGETHER)[:2] == [Verdict.YES, Verdict.YES]


def test_who_is_added_after_the_answer_makes_it_unknown(asking: Asking) -> None:
    asking.draft().decide().answer()
    assert asking.verdicts(Criterion.TOGETHER) == [Verdict.YES] * 3
    asking.evening.propose("Dag Ek")
    assert asking.verdicts(Criterion.TOGETHER) == [Verdict.UNKNOWN] * 4


def test_everybody_is_answered_for_or_nobody_is(asking: Asking) -> None:
    asking.draft().decide()
    with asking.evening.looking("hugo"):
        inquiry = Inquiry.objects.get()
        question = Question.objects.first()
        answers = {question.pk: Answer("declined")}
        with pytest.raises(ValidationError):
            inquiries.answer(inquiry, answers=answers, apart=(), by=asking.cast.hugo)
        assert not Attestation.objects.exists()


@pytest.mark.parametrize("stop", ["draft", "reviewed"])
def test_a_draft_of_a_link_attests_nothing(asking: Asking, stop: str) -> None:
    asking.draft().decide()
    with asking.evening.looking("anna"):
        group = CriminalGroup.objects.get()
        second = Individual.objects.get(pk=asking.second_pk)
        draft = store(second, group, by=asking.cast.anna, reviewer=asking.cast.hugo, stop=stop)
    with asking.evening.looking("hugo"):
        told = {row.pk: Answer("attested", draft) for row in Question.objects.all()}
        with pytest.raises(ValidationError):
            inquiries.answer(Inquiry.objects.get(), answers=told, apart=(), by=asking.cast.hugo)


def test_an_inquiry_is_answered_once(asking: Asking) -> None:
    asking.draft().decide().answer()
    with pytest.raises(ValidationError):
        asking.answer()


@pytest.mark.parametrize("agency", ["social_services", "city_safety", "civil_society", "probation"])
def test_only_who_answers_for_links_is_asked(asking: Asking, agency: str) -> None:
    with pytest.raises(ValidationError):
        asking.draft(recipient=getattr(asking.cast, agency))


def test_protected_identity_is_never_asked_about(asking: Asking) -> None:
    with asking.evening.looking("greta"):
        kept = list(Candidate.objects.select_related("individual"))
        kept[0].individual.protection_level = "marked"
        kept[0].individual.save()
        kept[0].individual.is_protected = True
    with pytest.raises(ValidationError):
        asking.draft(candidates=kept)


@pytest.mark.parametrize("before", Inquiry.State.values)
@pytest.mark.parametrize("after", Inquiry.State.values)
def test_an_inquiry_moves_as_the_table_says(before: str, after: str) -> None:
    allowed = {("draft", "asked"), ("draft", "refused"), ("asked", "withdrawn")}
    assert Inquiry(state=before).may_become(after) == ((before, after) in allowed)


def test_an_override_has_a_reason_and_a_second_person(asking: Asking) -> None:
    pk = asking.candidates[0]
    with asking.evening.looking("greta"):
        candidate = Candidate.objects.get(pk=pk)
        override = checks.ask(
            candidate, criterion="at_liberty", reason="Sågs i går.", by=asking.cast.greta
        )
        approval = Approval.objects.get(subject_pk=override.pk)
        with pytest.raises(ValidationError):
            approvals.answer(approval, yes=True, reason="r", by=asking.cast.greta)
        with pytest.raises(ValidationError):
            checks.ask(candidate, criterion="at_liberty", reason="Igen", by=asking.cast.greta)
        choice = Choosing(candidate.call_in).choice(candidate)
        assert Criterion.AT_LIBERTY in {one.finding.criterion for one in choice.in_the_way}
    with asking.evening.looking("bosse"):
        approvals.answer(Approval.objects.get(), yes=True, reason="r", by=asking.cast.bosse)
        choice = Choosing(candidate.call_in).choice(candidate)
        assert Criterion.AT_LIBERTY not in {one.finding.criterion for one in choice.in_the_way}


@pytest.mark.parametrize("criterion", ["unprotected", "of_age"])
def test_nobody_decides_in_spite_of_a_hard_stop(asking: Asking, criterion: str) -> None:
    with asking.evening.looking("greta"):
        Individual.objects.filter(name="Ali Berg").update(of_age_on=None)
        candidate = Candidate.objects.get(pk=asking.candidates[0])
        with pytest.raises(ValidationError):
            checks.ask(candidate, criterion=criterion, reason="r", by=asking.cast.greta)


def test_what_is_not_met_is_said_when_somebody_wants_to_approve(asking: Asking) -> None:
    pk = asking.candidates[0]
    with asking.evening.looking("greta"):
        candidates.review(Candidate.objects.get(pk=pk), by=asking.cast.greta)
    with asking.evening.looking("jonas"), pytest.raises(ValidationError, match="Ali Berg"):
        candidates.approve(Candidate.objects.get(pk=pk), by=asking.cast.jonas)
    asking.draft().decide().answer()
    with asking.evening.looking("greta"):
        candidate = Candidate.objects.get(pk=pk)
        checks.check_custody(candidate, in_custody=False, source="s", by=asking.cast.greta)
    with asking.evening.looking("jonas"):
        candidates.approve(Candidate.objects.get(pk=pk), by=asking.cast.jonas)
        assert Candidate.objects.get(pk=pk).state == "approved"


@pytest.mark.parametrize("name", ["hugo", "inga", *OTHERS])
def test_checks_and_overrides_exist_for_probation_alone(asking: Asking, name: str) -> None:
    asking.evening.set_aside(asking.candidates[0])
    with asking.evening.looking(name):
        assert not CustodyCheck.objects.exists()
        assert not Override.objects.exists()


def test_the_list_costs_the_same_however_many_are_on_it(asking: Asking) -> None:
    def cost() -> int:
        with asking.evening.looking("greta"), CaptureQueriesContext(connection) as queries:
            assert Choosing(asking.evening.call_in()).choices
        return len(queries)

    asking.draft().decide().answer()
    few = cost()
    for number in range(10):
        asking.evening.propose(f"Person {number}")
    assert cost() == few
