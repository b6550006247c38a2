"""Standing decisions: who may decide what for whom, on which ground, and for how long."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import CriminalGroup
from partners.actions import standing_decisions
from partners.mandates import Category
from partners.models import LegalBasis, StandingDecision
from tests import database
from tests.cast import Cast

YEAR = timedelta(days=365)


def group() -> CriminalGroup:
    return CriminalGroup.objects.create(code_name="Alm", status_since="2026-01-01")


def decide(cast: Cast, **changed: Any) -> StandingDecision:
    given: dict[str, Any] = {
        "recipient": cast.probation,
        "category": Category.GROUP_CODE,
        "legal_basis": LegalBasis.objects.get(code="UTAN_SEKRETESS"),
        "reason": "Samordningen behöver koden",
        "until": timezone.now() + YEAR,
        "by": cast.inga,
    }
    return standing_decisions.decide(**given | changed)


def fields(**changed: Any) -> dict[str, Any]:
    given = {
        "recipient": 2, "category": "group_code", "legal_basis": "UTAN_SEKRETESS",
        "reason": "Samordningen behöver koden", "until": timezone.localdate() + YEAR,
    }  # fmt: skip
    return given | changed


def post(cast: Cast, name: str, **changed: Any) -> Any:
    url = reverse("partners:standing_decision_new")
    return cast.client(name).post(url, fields(**changed))


def refusal(cast: Cast, **changed: Any) -> str:
    with cast.looking("inga"), pytest.raises(ValidationError) as error:
        decide(cast, **changed)
    return next(iter(error.value.message_dict))


def test_it_opens_the_category_and_the_recipient_can_see_why(cast: Cast) -> None:
    with cast.looking("hugo"):
        group()
    with cast.looking("greta"):
        assert not CriminalGroup.objects.exists()
    with cast.looking("inga"):
        decision = decide(cast)
    with cast.looking("greta"):
        assert CriminalGroup.objects.count() == 1
        assert list(StandingDecision.objects.all()) == [decision]
    with cast.looking("cilla"):
        assert not CriminalGroup.objects.exists()
        assert not StandingDecision.objects.exists()


def test_ended_early_it_is_closed_at_once_and_still_accounted_for(cast: Cast) -> None:
    with cast.looking("hugo"):
        group()
    with cast.looking("inga"):
        decision = decide(cast)
    with cast.looking("ivar"):
        standing_decisions.end(decision, by=cast.ivar)
    with cast.looking("greta"):
        assert not CriminalGroup.objects.exists()
        assert StandingDecision.objects.ended().count() == 1
    with cast.looking("ivar"), pytest.raises(ValidationError):
        standing_decisions.end(decision, by=cast.ivar)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_it_lasts_until_a_coming_day_within_twelve_months(cast: Cast, days: int) -> None:
    assert refusal(cast, until=timezone.now() + timedelta(days=days)) == "until"


def test_a_provision_that_no_lawyer_has_checked_carries_no_decision(cast: Cast) -> None:
    unchecked = LegalBasis.objects.get(code="OSL_10_15a")
    assert refusal(cast, legal_basis=unchecked) == "legal_basis"


@pytest.mark.parametrize("change", ["in_force_to", "in_force_from"])
def test_a_provision_that_is_not_in_force_that_day_carries_no_decision(
    cast: Cast, change: str
) -> None:
    today = timezone.localdate()
    day = today - timedelta(days=1) if change == "in_force_to" else today + timedelta(days=1)
    with database.role("owner"):
        LegalBasis.objects.filter(code="MEN").update(**{change: day})
    assert refusal(cast, legal_basis=LegalBasis.objects.get(code="MEN")) == "legal_basis"


@pytest.mark.parametrize(
    ("category", "recipient", "field"),
    [
        (Category.GROUP_CODE, "civil_society", "recipient"),
        (Category.GROUP_CODE, "police", "recipient"),
        (Category.GROUP_LINK, "probation", "category"),
        (Category.SUPERVISION, "probation", "category"),
        (Category.SUPPORT_OFFER, "probation", "category"),
    ],
)
def test_no_decision_goes_beyond_the_mandate(
    cast: Cast, category: Category, recipient: str, field: str
) -> None:
    assert refusal(cast, category=category, recipient=getattr(cast, recipient)) == field


def test_only_a_decision_maker_decides(cast: Cast) -> None:
    for name in ("anna", "hugo", "bosse", "greta", "karin", "lars", "eva"):
        assert post(cast, name).status_code == 404
    assert post(cast, "inga").status_code == 302
    with database.role("owner"):
        [decision] = StandingDecision.objects.all()
    assert (decision.owner_id, decision.decided_by_id) == (cast.police.pk, cast.inga.pk)


def test_the_last_day_counts_to_its_end(cast: Cast) -> None:
    post(cast, "inga", until=timezone.localdate())
    with cast.looking("inga"):
        until = timezone.localtime(StandingDecision.objects.get().valid_until)
    assert (until.date(), f"{until:%H:%M}") == (timezone.localdate(), "23:59")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("until", "2020-01-01"), ("until", "i morgon"), ("until", "2999-01-01"), ("until", ""),
        ("legal_basis", "OSL_10_15a"), ("legal_basis", "nonsense"),
        ("recipient", 1), ("recipient", 5), ("recipient", "x"),
        ("category", "supervision"), ("category", "identity"), ("category", "nonsense"),
        ("reason", ""), ("reason", "x" * 4001),
    ],
)  # fmt: skip
def test_bad_input_is_told_beside_its_field_and_kept(cast: Cast, field: str, value: Any) -> None:
    response = post(cast, "inga", **{field: value})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {field}
    assert fields(**{field: value})["reason"] in response.content.decode()
    with cast.looking("inga"):
        assert not StandingDecision.objects.exists()


def test_only_what_the_mandates_let_others_read_can_be_chosen(cast: Cast) -> None:
    form = cast.client("inga").get(reverse("partners:standing_decision_new")).context["form"]
    offered = {value for value, _label in form.fields["category"].choices if value}
    assert offered == {
        "group_code", "group_heard", "incident_facts", "call_in", "call_in_plan",
        "speaking_slots", "focus_round", "promises", "statistics",
    }  # fmt: skip


def test_it_is_ended_on_its_page_by_the_owners_decision_maker_alone(cast: Cast) -> None:
    with cast.looking("inga"):
        decision = decide(cast)
    url = reverse("partners:standing_decision_end", args=[decision.pk])
    for name in ("anna", "hugo", "greta", "jonas", "cilla", "lars", "karin"):
        assert cast.client(name).post(url).status_code == 404
    assert cast.client("ivar").get(url).status_code == 200
    with cast.looking("inga"):
        assert StandingDecision.objects.current().exists()
    assert cast.client("ivar").post(url).status_code == 302
    with cast.looking("inga"):
        assert not StandingDecision.objects.current().exists()


def test_the_record_is_for_owner_and_recipient(cast: Cast) -> None:
    with cast.looking("inga"):
        decision = decide(cast)
    url = reverse("partners:standing_decision", args=[decision.pk])
    for name in ("anna", "inga", "greta", "bosse", "jonas", "karin"):
        assert cast.client(name).get(url).status_code == 200, name
    for name in ("cilla", "siv", "david", "eva", "lars"):
        assert cast.client(name).get(url).status_code == 404, name


def test_the_list_tells_what_is_given_what_is_received_and_what_has_ended(cast: Cast) -> None:
    with cast.looking("inga"):
        current = decide(cast)
        ended = standing_decisions.end(decide(cast, recipient=cast.city_safety), by=cast.inga)
    url = reverse("partners:standing_decisions")
    given = cast.client("hugo").get(url).context
    assert list(given["given"]) == [current]
    assert list(given["received"]) == []
    assert list(given["page"]) == [ended]
    received = cast.client("greta").get(url).context
    assert list(received["received"]) == [current]
    assert list(received["page"]) == []


def test_the_list_costs_the_same_with_two_rows_and_with_twenty(cast: Cast) -> None:
    client, url = cast.client("hugo"), reverse("partners:standing_decisions")
    costs = []
    for more in (2, 18):
        with cast.looking("inga"):
            for _ in range(more):
                decide(cast)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_nobody_who_is_logged_out_sees_anything(cast: Cast) -> None:
    response = Client().get(reverse("partners:standing_decisions"))
    assert response.status_code == 302
