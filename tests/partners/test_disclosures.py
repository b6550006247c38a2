"""Disclosures: asked for by one person, decided by another, and bound to the rows as they stood."""

from datetime import timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Individual, Supervision
from partners.actions import disclosures
from partners.models import (
    Disclosure,
    DisclosureAssessment,
    DisclosureItem,
    Grant,
    LegalBasis,
    User,
)
from partners.rows import reference
from tests import database
from tests.cast import Cast

MONTH = timedelta(days=30)
State = Disclosure.State


def person(name: str = "Ali Berg") -> Individual:
    return Individual.objects.create(name=name, subject_category="convicted", purpose="Övervakning")


def supervision(individual: Individual) -> Supervision:
    return Supervision.objects.create(
        individual=individual, sanction="skyddstillsyn", probation_from="2026-01-01",
        probation_until="2030-01-01", supervised_from="2026-01-01", supervised_until="2030-01-01",
    )  # fmt: skip


def ask(cast: Cast, *rows: Any, **changed: Any) -> Disclosure:
    given: dict[str, Any] = {
        "rows": rows or (person(),),
        "recipient": cast.police,
        "purpose": "Urval till call-in",
        "legal_basis": LegalBasis.objects.get(code="L2025_170_5"),
        "need": "Polisen behöver veta",
        "harm": "Ringa",
        "proportionality": "Behovet väger tyngre",
        "until": timezone.now() + MONTH,
        "by": cast.bosse,
    }
    return disclosures.request(**given | changed)


def decide(disclosure: Disclosure, *, yes: bool = True, by: User) -> Disclosure:
    return disclosures.decide(disclosure, yes=yes, reason="Prövat", by=by)


def disclosed(cast: Cast, *rows: Any) -> Disclosure:
    with cast.looking("bosse"):
        asked = ask(cast, *rows)
    with cast.looking("jonas"):
        return decide(asked, by=cast.jonas)


def refusal(error: pytest.ExceptionInfo[ValidationError]) -> str:
    """The field it is about, or what sort of refusal it is."""
    fields = getattr(error.value, "error_dict", None)
    return next(iter(fields)) if fields else error.value.error_list[0].code


# -- asking --------------------------------------------------------------------------------------
def test_what_is_asked_for_is_shown_to_nobody_outside_yet(cast: Cast) -> None:
    with cast.looking("bosse"):
        ask(cast)
    with cast.looking("anna"):
        assert not Individual.objects.exists()
        assert not Disclosure.objects.exists()
        assert not DisclosureItem.objects.exists()


@pytest.mark.parametrize("days", [-1, 92])
def test_a_disclosure_lasts_at_most_ninety_days(cast: Cast, days: int) -> None:
    with cast.looking("bosse"), pytest.raises(ValidationError) as error:
        ask(cast, until=timezone.now() + timedelta(days=days))
    assert refusal(error) == "until"


def test_an_unchecked_provision_carries_no_request(cast: Cast) -> None:
    with cast.looking("bosse"), pytest.raises(ValidationError) as error:
        ask(cast, legal_basis=LegalBasis.objects.get(code="OSL_10_15a"))
    assert refusal(error) == "legal_basis"


@pytest.mark.parametrize("recipient", ["probation", "city_safety", "civil_society"])
def test_nothing_is_asked_for_that_no_mandate_knows(cast: Cast, recipient: str) -> None:
    with cast.looking("bosse"), pytest.raises(ValidationError) as error:
        ask(cast, recipient=getattr(cast, recipient))
    assert refusal(error) == "recipient"


# -- deciding ------------------------------------------------------------------------------------
def test_a_yes_opens_exactly_the_rows_for_exactly_the_recipient(cast: Cast) -> None:
    with cast.looking("bosse"):
        one, other = person("Ali Berg"), person("Bo Ek")
        kept = supervision(one)
    disclosure = disclosed(cast, one)
    with cast.looking("anna"):
        assert list(Individual.objects.all()) == [one]
        assert not Supervision.objects.filter(pk=kept.pk).exists()
        assert list(Disclosure.objects.all()) == [disclosure]
        assert DisclosureItem.objects.count() == 1
        assert not DisclosureAssessment.objects.exists()
    with cast.looking("cilla"):
        assert not Individual.objects.exists()
        assert not Disclosure.objects.exists()
    assert other.pk != one.pk


def test_a_no_forgets_what_was_asked_for(cast: Cast) -> None:
    with cast.looking("bosse"):
        asked = ask(cast)
    with cast.looking("jonas"):
        decide(asked, yes=False, by=cast.jonas)
        assert DisclosureAssessment.objects.get().decision_reason == "Prövat"
        assert Disclosure.objects.get().state == State.REFUSED
    with database.role("owner"):
        assert not DisclosureItem.objects.exists()
        assert not Grant.objects.exists()


def test_whoever_asked_does_not_decide(cast: Cast) -> None:
    with database.role("owner"):
        cast.jonas.role_assignments.create(
            role="coordinator", reason="Prov", valid_until=timezone.now() + MONTH
        )
    with cast.looking("jonas"):
        asked = ask(cast, by=cast.jonas)
        with pytest.raises(ValidationError):
            decide(asked, by=cast.jonas)
        with pytest.raises(ValidationError):
            decide(asked, yes=False, by=cast.jonas)
    with cast.looking("judit"):
        assert decide(asked, by=cast.judit).state == State.DISCLOSED


def test_a_row_that_has_changed_since_is_not_handed_over(cast: Cast) -> None:
    with cast.looking("bosse"):
        row = person()
        asked = ask(cast, row)
        row.name = "Ali Bergman"
        row.save()
    with cast.looking("jonas"):
        with pytest.raises(ValidationError) as error:
            decide(asked, by=cast.jonas)
        assert refusal(error) == "changed"
        assert decide(asked, yes=False, by=cast.jonas).state == State.REFUSED
    with cast.looking("anna"):
        assert not Individual.objects.exists()


def test_a_row_that_is_gone_is_not_handed_over(cast: Cast) -> None:
    with cast.looking("bosse"):
        row = person()
        asked = ask(cast, row)
    with database.role("owner"):
        Individual.objects.filter(pk=row.pk).delete()
    with cast.looking("jonas"), pytest.raises(ValidationError) as error:
        decide(asked, by=cast.jonas)
    assert refusal(error) == "changed"


def test_a_grant_to_somebody_else_is_no_change_of_the_row(cast: Cast) -> None:
    with cast.looking("bosse"):
        row = person()
        first, second = ask(cast, row), ask(cast, row, recipient=cast.social_services)
    with cast.looking("jonas"):
        decide(first, by=cast.jonas)
        assert decide(second, by=cast.jonas).state == State.DISCLOSED


def test_a_provision_that_ended_meanwhile_carries_no_yes(cast: Cast) -> None:
    with cast.looking("bosse"):
        asked = ask(cast)
    with database.role("owner"):
        yesterday = timezone.localdate() - timedelta(days=1)
        LegalBasis.objects.filter(code="L2025_170_5").update(in_force_to=yesterday)
    with cast.looking("jonas"), pytest.raises(ValidationError) as error:
        decide(Disclosure.objects.select_related("legal_basis").get(), by=cast.jonas)
    assert refusal(error) == "legal_basis"
    assert asked.state == State.REQUESTED


def test_the_database_lets_no_caseworker_decide(cast: Cast) -> None:
    with cast.looking("bosse"):
        asked = ask(cast)
        decided = {"state": State.DISCLOSED, "decided_by": cast.jonas, "decided_at": timezone.now()}
        assert Disclosure.objects.filter(pk=asked.pk).update(**decided) == 0
    with cast.looking("anna"), pytest.raises(ProgrammingError), transaction.atomic():
        Disclosure.objects.create(
            owner=cast.probation, recipient=cast.police, purpose="x", requested_by=cast.anna,
            legal_basis=asked.legal_basis, valid_until=timezone.now() + MONTH,
        )  # fmt: skip


# -- ending --------------------------------------------------------------------------------------
def test_withdrawn_it_is_closed_at_once_and_the_recipient_sees_that(cast: Cast) -> None:
    disclosure = disclosed(cast)
    with cast.looking("judit"):
        disclosures.withdraw(disclosure, by=cast.judit)
    with cast.looking("anna"):
        assert not Individual.objects.exists()
        assert Disclosure.objects.get().state == State.WITHDRAWN


def test_a_change_of_one_row_ends_the_whole_disclosure(cast: Cast) -> None:
    """It was decided as one thing; a part of it that lived on would have no decision behind it."""
    with cast.looking("bosse"):
        one, other = person("Ali Berg"), person("Bo Ek")
    disclosed(cast, one, other)
    with cast.looking("anna"):
        assert Individual.objects.count() == 2
    with cast.looking("bosse"):
        one.name = "Ali Bergman"
        one.save()
        assert Disclosure.objects.of(cast.probation.pk).to_decide_again().count() == 1
    with cast.looking("anna"):
        assert not Individual.objects.exists()
        assert Disclosure.objects.to(cast.police.pk).lapsed().count() == 1
        assert DisclosureItem.objects.count() == 2


def test_a_lapsed_disclosure_that_is_asked_for_anew_waits_no_longer(cast: Cast) -> None:
    with cast.looking("bosse"):
        row = person()
    disclosed(cast, row)
    with cast.looking("bosse"):
        row.name = "Ali Bergman"
        row.save()
        ask(cast, row, recipient=cast.social_services)
        assert Disclosure.objects.to_decide_again().count() == 1
        ask(cast, row)
        assert Disclosure.objects.to_decide_again().count() == 0


def test_two_who_decide_at_the_same_time_decide_once(cast: Cast) -> None:
    with cast.looking("bosse"):
        asked = ask(cast)
    with cast.looking("judit"):
        stale = Disclosure.objects.get(pk=asked.pk)
    with cast.looking("jonas"):
        decide(asked, by=cast.jonas)
    with cast.looking("judit"):
        with pytest.raises(ValidationError) as error:
            decide(stale, yes=False, by=cast.judit)
        assert refusal(error) == "decided"
        assert Disclosure.objects.get().decided_by_id == cast.jonas.pk


def test_a_row_changed_while_it_is_decided_about_is_closed_afterwards(own_database: str) -> None:
    """The decision holds the row as it was weighed; the change comes after, and ends it."""
    cast = Cast()
    with cast.looking("bosse"):
        asked = ask(cast)
    changing = Thread(target=change_every_person, args=[cast.bosse.pk])
    with cast.looking("jonas"):
        decide(asked, by=cast.jonas)
        changing.start()
        changing.join(timeout=0.5)
        assert changing.is_alive()
    changing.join()
    assert state_of(asked) == State.LAPSED
    with cast.looking("anna"):
        assert not Individual.objects.exists()


def change_every_person(user: UUID) -> None:
    with psycopg.connect(**connections["default"].get_connection_params()) as other:
        other.execute("SELECT partners_tell(2, %s, 'caseworker', 'test')", [user])
        other.execute("UPDATE cases_individual SET name = 'Annan'")


# -- every step, by everybody --------------------------------------------------------------------
PEOPLE = (
    "anna", "hugo", "inga", "greta", "bosse", "ella", "jonas", "judit", "karin", "lars",
    "cilla", "siv", "david", "eva",
)  # fmt: skip
STEPS = {
    State.DISCLOSED: ("partners:disclosure_decide", {"yes": "yes", "reason": "Prövat"}),
    State.REFUSED: ("partners:disclosure_decide", {"yes": "no", "reason": "Prövat"}),
    State.WITHDRAWN: ("partners:disclosure_withdraw", {"sure": "1"}),
}


def in_state(cast: Cast, state: str) -> Disclosure:
    """A disclosure of probation to police that has come to the state by its own steps."""
    with cast.looking("bosse"):
        row = person()
        disclosure = ask(cast, row)
    with cast.looking("jonas"):
        if state != State.REQUESTED:
            decide(disclosure, yes=state != State.REFUSED, by=cast.jonas)
        if state == State.WITHDRAWN:
            disclosures.withdraw(disclosure, by=cast.jonas)
    if state == State.LAPSED:
        with cast.looking("bosse"):
            row.name = "Ali Bergman"
            row.save()
    return disclosure


def state_of(disclosure: Disclosure) -> str:
    with database.role("owner"):
        return Disclosure.objects.get(pk=disclosure.pk).state


@pytest.mark.parametrize("start", State)
def test_each_step_is_taken_only_from_where_it_may_and_by_whom_it_may(
    cast: Cast, start: State
) -> None:
    disclosure = in_state(cast, start)
    assert state_of(disclosure) == start
    clients = {who: cast.client(who) for who in PEOPLE}
    for target, (name, fields) in STEPS.items():
        for who in PEOPLE:
            point = transaction.savepoint_create()
            response = clients[who].post(reverse(name, args=[disclosure.pk]), fields)
            moved = state_of(disclosure) == target and start != target
            decides = who in {"jonas", "judit"}
            assert moved == (target in Disclosure.TRANSITIONS[start] and decides), (target, who)
            if not decides:
                assert response.status_code == 404, (target, who)
                assert state_of(disclosure) == start
            transaction.savepoint_rollback(point)


def test_no_page_makes_a_disclosure_lapse_by_itself() -> None:
    reached = {target for targets in Disclosure.TRANSITIONS.values() for target in targets}
    assert reached - set(STEPS) == {State.LAPSED}


# -- pages ---------------------------------------------------------------------------------------
def form_fields(**changed: Any) -> dict[str, Any]:
    given = {
        "recipient": 1, "purpose": "Urval till call-in", "legal_basis": "L2025_170_5",
        "need": "Polisen behöver veta", "harm": "Ringa", "proportionality": "Väger tyngre",
        "until": timezone.localdate() + MONTH,
    }  # fmt: skip
    return given | changed


def test_a_caseworker_asks_from_a_record_and_a_decision_maker_decides(cast: Cast) -> None:
    with cast.looking("bosse"):
        row = person()
    url = reverse("partners:disclosure_request")
    page = cast.client("bosse").get(url, {"row": reference(row)})
    assert "Ali Berg" in page.content.decode()
    response = cast.client("bosse").post(url, form_fields(row=reference(row)))
    record = response.headers["Location"]
    waiting = cast.client("jonas").get(reverse("partners:disclosures")).context["to_decide"]
    assert len(waiting) == 1
    assert cast.client("jonas").get(record).context["may"]["decide"]
    cast.client("jonas").post(f"{record}beslut/", {"yes": "yes", "reason": "Prövat"})
    told = cast.client("anna").get(record)
    assert "Ali Berg" in told.content.decode()
    assert "Polisen behöver veta" not in told.content.decode()
    assert told.context["assessment"] is None


@pytest.mark.parametrize("who", ["jonas", "karin", "lars", "david", "eva"])
def test_only_casework_asks(cast: Cast, who: str) -> None:
    with cast.looking("bosse"):
        row = person()
    url = reverse("partners:disclosure_request")
    assert cast.client(who).get(url, {"row": reference(row)}).status_code == 404
    assert cast.client(who).post(url, form_fields(row=reference(row))).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "", "nonsense", "cases.individual:", "cases.individual:1", "cases.nonsense:{pk}",
        "partners.user:{pk}", "partners.grant:{pk}", "cases.individualhistory:{pk}",
        "partners.accesslogentry:{pk}", "cases.supervision:{pk}", "cases.individual:{other}",
    ],
)  # fmt: skip
def test_what_is_no_own_row_cannot_be_asked_for(cast: Cast, name: str) -> None:
    with cast.looking("bosse"):
        row = person()
    with cast.looking("anna"):
        other = person("Hemlig Polisson")
    wanted = name.format(pk=row.pk, other=other.pk)
    url = reverse("partners:disclosure_request")
    assert cast.client("bosse").get(url, {"row": wanted} if wanted else {}).status_code == 404
    both = {"row": [reference(row), wanted]}
    assert cast.client("bosse").post(url, form_fields(**both)).status_code == 404
    with database.role("owner"):
        assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("recipient", 2), ("recipient", 4), ("recipient", "x"), ("legal_basis", "OSL_10_15a"),
        ("until", "2020-01-01"), ("until", "31 februari"), ("purpose", "x" * 301), ("need", ""),
        ("harm", ""), ("proportionality", "x" * 4001), ("conditions", "x" * 2001),
    ],
)  # fmt: skip
def test_bad_input_is_told_beside_its_field_and_kept(cast: Cast, field: str, value: Any) -> None:
    with cast.looking("bosse"):
        row = person()
    url = reverse("partners:disclosure_request")
    asked = form_fields(row=reference(row)) | {field: value}
    response = cast.client("bosse").post(url, asked)
    assert set(response.context["form"].errors) == {field}
    assert reference(row) in response.content.decode()
    assert str(asked["harm"]) in response.content.decode()


def test_a_decision_needs_an_answer_and_a_reason(cast: Cast) -> None:
    disclosure = in_state(cast, State.REQUESTED)
    url = reverse("partners:disclosure_decide", args=[disclosure.pk])
    response = cast.client("jonas").post(url, {"yes": "perhaps"})
    assert set(response.context["form"].errors) == {"yes", "reason"}
    assert state_of(disclosure) == State.REQUESTED


def test_a_lapsed_disclosure_is_asked_for_anew_with_what_was_said(cast: Cast) -> None:
    disclosure = in_state(cast, State.LAPSED)
    url = reverse("partners:disclosure_again", args=[disclosure.pk])
    response = cast.client("bosse").get(url)
    assert response.context["form"].initial["need"] == "Polisen behöver veta"
    assert "Ali Bergman" in response.content.decode()
    for name in ("anna", "cilla", "jonas"):
        assert cast.client(name).get(url).status_code == 404


def test_owner_and_recipient_are_told_of_what_lapsed(cast: Cast) -> None:
    disclosure = in_state(cast, State.LAPSED)
    url = reverse("partners:disclosures")
    assert list(cast.client("bosse").get(url).context["to_decide_again"]) == [disclosure]
    assert list(cast.client("anna").get(url).context["lapsed"]) == [disclosure]
    assert list(cast.client("anna").get(url).context["to_decide_again"]) == []
    assert list(cast.client("cilla").get(url).context["page"]) == []


def test_the_record_is_for_owner_and_recipient(cast: Cast) -> None:
    disclosure = in_state(cast, State.DISCLOSED)
    url = reverse("partners:disclosure", args=[disclosure.pk])
    for name in ("bosse", "jonas", "karin", "anna", "inga"):
        assert cast.client(name).get(url).status_code == 200, name
    for name in ("cilla", "siv", "david", "eva", "lars"):
        assert cast.client(name).get(url).status_code == 404, name


def test_a_row_whose_name_hangs_on_a_hidden_one_is_told_without_a_name(cast: Cast) -> None:
    with cast.looking("bosse"):
        kept = supervision(person())
    disclosure = disclosed(cast, kept)
    response = cast.client("anna").get(reverse("partners:disclosure", args=[disclosure.pk]))
    assert response.status_code == 200
    assert "Ali Berg" not in response.content.decode()


def test_the_list_costs_the_same_with_two_rows_and_with_twenty(cast: Cast) -> None:
    client, url = cast.client("jonas"), reverse("partners:disclosures")
    costs = []
    for more in (2, 18):
        with cast.looking("bosse"):
            for _ in range(more):
                ask(cast)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        costs.append(len(queries))
    assert costs[0] == costs[1]
