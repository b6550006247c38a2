"""Approvals: whoever asks does not answer, and an answer is given once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Individual
from partners.actions import approvals
from partners.models import Approval
from tests.cast import Cast

YES = {"yes": "yes", "reason": "Underlaget håller"}


def ask(cast: Cast) -> Approval:
    with cast.looking("bosse"):
        row = Individual.objects.create(name="Ali Berg", subject_category="other", purpose="x")
        return approvals.ask(row, question="Får uppgiften behållas?", by=cast.bosse)


def page(approval: Approval) -> str:
    return reverse("partners:approval", args=[approval.pk])


def test_a_colleague_answers_with_a_name_and_a_reason(cast: Cast) -> None:
    approval = ask(cast)
    with cast.looking("ella"):
        approvals.answer(approval, yes=True, reason="Underlaget håller", by=cast.ella)
        kept = Approval.objects.get()
    assert (kept.answer, kept.answered_by_id, kept.reason) == (
        "yes", cast.ella.pk, "Underlaget håller",
    )  # fmt: skip
    assert kept.answered_at <= timezone.now()


def test_whoever_asked_does_not_answer(cast: Cast) -> None:
    approval = ask(cast)
    with cast.looking("bosse"):
        for yes in (True, False):
            with pytest.raises(ValidationError):
                approvals.answer(approval, yes=yes, reason="x", by=cast.bosse)
        with pytest.raises(IntegrityError), transaction.atomic():
            Approval.objects.update(
                answer="yes", answered_by=cast.bosse, answered_at=timezone.now()
            )
    assert cast.client("bosse").get(page(approval)).status_code == 404
    assert cast.client("bosse").post(page(approval), YES).status_code == 404


def test_it_is_answered_once(cast: Cast) -> None:
    approval = ask(cast)
    with cast.looking("ella"):
        stale = Approval.objects.get(pk=approval.pk)
        approvals.answer(approval, yes=False, reason="x", by=cast.ella)
    with cast.looking("jonas"), pytest.raises(ValidationError):
        approvals.answer(stale, yes=True, reason="x", by=cast.jonas)
    assert cast.client("jonas").post(page(approval), YES).status_code == 404
    with cast.looking("jonas"):
        assert Approval.objects.get().answer == "no"


def test_it_is_answered_on_its_page_within_the_agency_alone(cast: Cast) -> None:
    approval = ask(cast)
    for name in ("anna", "inga", "cilla", "david", "eva", "lars", "karin"):
        assert cast.client(name).get(page(approval)).status_code == 404, name
        assert cast.client(name).post(page(approval), YES).status_code == 404, name
    assert "Ali Berg" in cast.client("jonas").get(page(approval)).content.decode()
    assert cast.client("jonas").post(page(approval), YES).status_code == 302
    answered = cast.client("bosse").get(reverse("partners:approvals")).context["page"]
    assert [one.answer for one in answered] == ["yes"]


@pytest.mark.parametrize("given", [{}, {"yes": "yes"}, {"yes": "perhaps", "reason": "x"}])
def test_an_answer_needs_a_choice_and_a_reason(cast: Cast, given: dict[str, str]) -> None:
    approval = ask(cast)
    response = cast.client("ella").post(page(approval), given)
    assert response.context["form"].errors
    with cast.looking("ella"):
        assert Approval.objects.get().answer == ""


def test_what_waits_stands_on_the_list_of_the_agency_alone(cast: Cast) -> None:
    approval = ask(cast)
    url = reverse("partners:approvals")
    assert list(cast.client("greta").get(url).context["waiting"]) == [approval]
    assert list(cast.client("anna").get(url).context["waiting"]) == []
    assert page(approval) not in cast.client("bosse").get(url).content.decode()
    assert page(approval) in cast.client("ella").get(url).content.decode()
