"""Reviews: within 72 hours, with a basis, by whoever is logged in; and the list of the week."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Incident, IncidentReview
from partners.actions import disclosures
from partners.mandates import Category
from partners.models import LegalBasis
from tests.cases import happenings, people
from tests.cases.pages import cost, errors, text
from tests.cast import Cast

WEEK = "/handelser/granskning/"


def address(incident: Incident) -> str:
    return reverse("cases:incident_review", args=[incident.pk])


def typed(**fields: str) -> dict[str, str]:
    return {
        "group_involved": "yes",
        "confidence": "probable",
        "basis": "Två källor pekar åt samma håll.",
        "retaliation_risk": "possible",
        "retaliation_basis": "Konflikten pågår.",
        "next_steps": "Samtal med områdespolisen.",
    } | fields


def only(cast: Cast) -> IncidentReview:
    with cast.looking("anna"):
        return IncidentReview.objects.select_related("reviewed_by").get()


def test_a_review_keeps_who_and_when_by_itself(cast: Cast) -> None:
    incident = happenings.happen(cast)
    before = timezone.now()
    answer = cast.client("hugo").post(
        address(incident), typed(reviewed_by=str(cast.anna.pk)), follow=True
    )
    review = only(cast)
    assert review.reviewed_by == cast.hugo
    assert before <= review.reviewed_at == review.first_reviewed_at
    assert "Två källor" in text(answer)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"basis": ""}, {"basis": ["required"]}),
        ({"group_involved": ""}, {"group_involved": ["required"]}),
        ({"confidence": ""}, {"confidence": ["confidence"]}),
        ({"retaliation_risk": ""}, {"retaliation_risk": ["required"]}),
        ({"retaliation_basis": ""}, {"retaliation_basis": ["required"]}),
        ({"confidence": "ganska"}, {"confidence": ["invalid_choice"]}),
    ],
)
def test_an_assessment_without_its_basis_is_not_saved(
    cast: Cast, changed: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    incident = happenings.happen(cast)
    answer = cast.client("anna").post(address(incident), typed(**changed))
    assert errors(answer) == wrong
    assert answer.context["form"]["next_steps"].value() == "Samtal med områdespolisen."
    with cast.looking("anna"):
        assert not IncidentReview.objects.exists()


def test_after_a_yes_the_next_step_is_to_say_which_group(cast: Cast) -> None:
    incident = happenings.happen(cast)
    step = reverse("cases:attribution_new", args=[incident.pk])
    main = f'<a class="button" href="{step}"'
    anna = cast.client("anna")
    assert main not in text(anna.get(incident.get_absolute_url()))
    happenings.assess(cast, incident)
    assert main in text(anna.get(incident.get_absolute_url()))
    happenings.attribute(cast, incident, people.found(cast))
    assert main not in text(anna.get(incident.get_absolute_url()))


@pytest.mark.parametrize("sure", ["", "probable"])
def test_what_is_not_known_needs_no_confidence_and_keeps_none(cast: Cast, sure: str) -> None:
    incident = happenings.happen(cast)
    told = typed(group_involved="unknown", confidence=sure, retaliation_risk="none_known")
    assert cast.client("anna").post(address(incident), told).status_code == 302


def test_the_database_holds_a_review_to_its_form(cast: Cast) -> None:
    review = happenings.assess(cast, happenings.happen(cast))
    changes: tuple[dict[str, Any], ...] = (
        {"basis": ""}, {"confidence": ""}, {"group_involved": "unknown"},
        {"retaliation_risk": "imminent"},
    )  # fmt: skip
    with cast.looking("anna"):
        for change in changes:
            with pytest.raises(IntegrityError), transaction.atomic():
                IncidentReview.objects.filter(pk=review.pk).update(**change)


def test_a_second_review_keeps_the_first_readable_for_the_owner(cast: Cast) -> None:
    incident = happenings.happen(cast)
    client = cast.client("anna")
    client.post(address(incident), typed(basis="Det vi trodde först."))
    first = only(cast)
    cast.client("hugo").post(
        address(incident), typed(basis="Det vi tror nu.", confidence="possible")
    )
    again = only(cast)
    assert (again.pk, again.first_reviewed_at) == (first.pk, first.reviewed_at)
    assert again.reviewed_at > first.reviewed_at
    content = text(client.get(incident.get_absolute_url()))
    assert "Det vi tror nu." in content
    assert "Det vi trodde först." in content
    assert "1 tidigare bedömning" in content


def test_whoever_got_the_assessment_by_a_decision_sees_neither_the_earlier_nor_the_next(
    cast: Cast,
) -> None:
    incident = happenings.happen(cast)
    happenings.assess(cast, incident, basis="Det vi trodde först.")
    review = happenings.assess(cast, incident, basis="Det vi tror nu.")
    cast.let_read(cast.probation, Category.INCIDENT_FACTS, owner=cast.police)
    with cast.looking("anna"):
        asked = disclosures.request(
            rows=[review], recipient=cast.probation, purpose="Planering",
            legal_basis=LegalBasis.objects.get(code="MEN"), need="x", harm="x",
            proportionality="x", conditions="", until=timezone.now() + timedelta(days=5),
            by=cast.anna,
        )  # fmt: skip
    with cast.looking("inga"):
        disclosures.decide(asked, yes=True, reason="Behovet väger över.", by=cast.inga)
    client = cast.client("greta")
    content = text(client.get(incident.get_absolute_url()))
    assert "Det vi tror nu." in content
    assert "Det vi trodde först." not in content
    assert "Granska på nytt" not in content
    happenings.assess(cast, incident, basis="Det vi vet i morgon.")
    content = text(client.get(incident.get_absolute_url()))
    assert 'id="review"' not in content


def test_the_clock_says_in_words_until_when_and_since_when(cast: Cast) -> None:
    soon = happenings.happen(cast, hours=10)
    late = happenings.happen(cast, hours=80)
    client = cast.client("inga")
    assert "ranskas senast" in text(client.get(soon.get_absolute_url()))
    assert "örsenad sedan" in text(client.get(late.get_absolute_url()))
    assert not soon.is_late()
    assert soon.review_due_at == soon.known_at + timedelta(hours=72)


def test_the_weeks_list_has_what_is_late_what_waits_and_what_was_reviewed(cast: Cast) -> None:
    late, soon = happenings.happen(cast, hours=80), happenings.happen(cast, hours=10)
    done = happenings.happen(cast, hours=20)
    happenings.assess(cast, done)
    answer = cast.client("inga").get(WEEK)
    shown = answer.context
    assert [one.pk for one in shown["late"]] == [late.pk]
    assert [one.pk for one in shown["waiting"]] == [soon.pk]
    assert [one.incident_id for one in shown["reviewed"]] == [done.pk]
    assert "Granska<" not in text(answer)
    assert "Granska<" in text(cast.client("anna").get(WEEK))


@pytest.mark.parametrize("week", ["2020-W01", "igår", "9999-12-31", "0001-01-01", "2026-11-22"])
def test_any_week_asked_for_is_a_week(cast: Cast, week: str) -> None:
    answer = cast.client("anna").get(WEEK, {"vecka": week})
    assert answer.status_code == 200
    assert answer.context["monday"].weekday() == 0


def test_an_earlier_week_shows_what_was_reviewed_in_it(cast: Cast) -> None:
    incident = happenings.happen(cast, hours=24 * 20)
    long_ago = timezone.now() - timedelta(days=14)
    happenings.assess(cast, incident, at=long_ago)
    client = cast.client("anna")
    assert client.get(WEEK).context["reviewed"].count() == 0
    week = {"vecka": timezone.localdate(long_ago).isoformat()}
    assert client.get(WEEK, week).context["reviewed"].count() == 1


def test_today_shows_what_waits_to_those_who_review_and_to_nobody_else(cast: Cast) -> None:
    happenings.happen(cast, hours=80)
    cast.let_read(cast.probation, Category.INCIDENT_FACTS, owner=cast.police)
    everybody = ("anna", "hugo", "inga", "greta", "bosse", "karin", "lars", "eva")
    shown = {name: "örsenad sedan" in text(cast.client(name).get("/")) for name in everybody}
    assert {name for name, is_shown in shown.items() if is_shown} == {"anna", "hugo"}


def test_the_weeks_list_costs_the_same_with_2_and_with_20(cast: Cast) -> None:
    client, costs = cast.client("anna"), []
    for upto in (2, 20):
        with cast.looking("anna"):
            there = Incident.objects.count() // 2
        for _number in range(there, upto):
            happenings.happen(cast)
            happenings.assess(cast, happenings.happen(cast))
        client.get(WEEK)
        costs.append(cost(lambda: client.get(WEEK)))
    assert costs[0] == costs[1]


# -- Attributions -----------------------------------------------------------------------------


def test_a_group_is_attributed_once_and_withdrawn_with_a_reason(cast: Cast) -> None:
    incident, group = happenings.happen(cast), people.found(cast)
    client = cast.client("anna")
    add = reverse("cases:attribution_new", args=[incident.pk])
    told = {"group": group.pk, "confidence": "possible", "basis": "Fordonet känns igen."}
    assert errors(client.post(add, told | {"basis": ""})) == {"basis": ["required"]}
    assert client.post(add, told).status_code == 302
    assert errors(client.post(add, told)) == {"group": ["attributed"]}
    with cast.looking("anna"):
        (attribution,) = incident.attributions.all()
    withdraw = reverse("cases:attribution_withdraw", args=[attribution.pk])
    assert errors(client.post(withdraw, {"why": " "})) == {"why": ["required"]}
    answer = cast.client("hugo").post(withdraw, {"why": "Fordonet var stulet."}, follow=True)
    assert "Fordonet var stulet." in text(answer)
    assert client.post(withdraw, {"why": "igen"}).status_code == 404
    assert client.post(add, told | {"confidence": "probable"}).status_code == 302
    with cast.looking("anna"):
        assert incident.attributions.count() == 2
        assert incident.attributions.standing().get().confidence == "probable"


def test_no_attribution_is_deleted_by_anybody(cast: Cast) -> None:
    incident, group = happenings.happen(cast), people.found(cast)
    attribution = happenings.attribute(cast, incident, group)
    for name in ("anna", "hugo", "inga", "karin", "lars", "greta"):
        with cast.looking(name):
            type(attribution).objects.filter(pk=attribution.pk).delete()
    with cast.looking("anna"):
        assert incident.attributions.count() == 1
