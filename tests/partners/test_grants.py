"""Grants: only the owner gives them, only as the mandate knows, and the clock ends them."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.models import CriminalGroup, Individual, Supervision
from partners.actions import grants
from partners.mandates import Category
from partners.models import Disclosure, Grant, LegalBasis
from tests import database
from tests.cast import Cast

SOON = timedelta(hours=1)


def enter(name: str = "Ali Berg") -> Individual:
    return Individual.objects.create(name=name, subject_category="convicted", purpose="Övervakning")


def decided(cast: Cast, *, until: object) -> Disclosure:
    return Disclosure.objects.create(
        recipient=cast.police,
        purpose="Urval till call-in",
        legal_basis=LegalBasis.objects.get(code="MEN"),
        state=Disclosure.State.DISCLOSED,
        requested_by=cast.greta,
        decided_by=cast.jonas,
        decided_at=timezone.now(),
        valid_until=until,
    )


def disclose(cast: Cast, row: Individual, *, until: object = None) -> Grant:
    until = until or timezone.now() + SOON
    return grants.give(
        row,
        to=cast.police,
        reason=Grant.Reason.DECISION,
        until=until,
        by=cast.jonas,
        disclosure=decided(cast, until=until),
    )


def test_a_disclosed_row_is_visible_to_its_recipient_and_to_nobody_else(cast: Cast) -> None:
    with cast.looking("greta"):
        person, _other = enter(), enter("Bo Ek")
        disclose(cast, person)
    with cast.looking("anna"):
        assert list(Individual.objects.all()) == [person]
    with cast.looking("cilla"):
        assert not Individual.objects.exists()


def test_expired_by_the_clock_is_gone_at_the_next_read(cast: Cast) -> None:
    with cast.looking("greta"):
        disclose(cast, enter(), until=timezone.now() + timedelta(seconds=1))
    with cast.looking("anna"):
        assert Individual.objects.count() == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(1.1)")
        assert Individual.objects.count() == 0
        assert Grant.objects.count() == 0


def test_a_changed_row_ends_the_decision_in_the_same_transaction(cast: Cast) -> None:
    with cast.looking("greta"):
        person = enter()
        grant = disclose(cast, person)
        person.name = "Ali Bergman"
        person.save()
        assert Disclosure.objects.get(pk=grant.disclosure_id).state == Disclosure.State.LAPSED
    with cast.looking("anna"):
        assert not Individual.objects.exists()


def test_saving_without_a_change_ends_nothing(cast: Cast) -> None:
    with cast.looking("greta"):
        person = enter()
        disclose(cast, person)
        person.save()
    with cast.looking("anna"):
        assert Individual.objects.count() == 1


def refused(*, who: str, cast: Cast, **fields: object) -> bool:
    with cast.looking(who):
        try:
            with transaction.atomic():
                grants.give(by=None, until=timezone.now() + SOON, **fields)  # type: ignore[arg-type]
        except DatabaseError:
            return True
    return False


def test_nobody_grants_another_agencys_row(cast: Cast) -> None:
    with cast.looking("greta"):
        person = enter()
    person.owner_id = cast.police.pk
    assert refused(who="anna", cast=cast, row=person, to=cast.police, reason="party")
    person.owner_id = cast.probation.pk
    assert refused(who="anna", cast=cast, row=person, to=cast.police, reason="party")


@pytest.mark.parametrize("reason", ["party", "team", "body", "consent"])
def test_the_mandate_knows_no_such_reason(cast: Cast, reason: str) -> None:
    with cast.looking("greta"):
        person = enter()
    user = cast.anna if reason == "team" else None
    assert refused(who="greta", cast=cast, row=person, to=cast.police, reason=reason, user=user)


def test_a_decision_grant_needs_a_standing_decision_to_lean_on(cast: Cast) -> None:
    with cast.looking("greta"):
        person = enter()
        undecided = Disclosure.objects.create(
            recipient=cast.police,
            purpose="x",
            legal_basis=LegalBasis.objects.get(code="MEN"),
            requested_by=cast.greta,
            valid_until=timezone.now() + SOON,
        )
    fields = {"row": person, "to": cast.police, "reason": "decision"}
    assert refused(who="greta", cast=cast, **fields)
    assert refused(who="greta", cast=cast, disclosure=undecided, **fields)


def test_a_grant_bound_to_a_user_is_for_that_user(cast: Cast) -> None:
    with cast.looking("greta"):
        from interventions.models import CallIn

        now = timezone.now()
        call_in = CallIn.objects.create(title="t", venue="v", doors_open_at=now, starts_at=now)
        grants.give(
            call_in, to=cast.police, user=cast.hugo, codename="door_duty",
            reason=Grant.Reason.TEAM, until=now + SOON, by=cast.greta,
        )  # fmt: skip
    with cast.looking("hugo"):
        assert CallIn.objects.count() == 1
    with cast.looking("anna"):
        assert CallIn.objects.count() == 0


def test_a_protected_identity_is_for_those_assigned(cast: Cast) -> None:
    with cast.looking("greta"):
        person = enter()
        Supervision.objects.create(
            individual=person, sanction="skyddstillsyn", probation_from="2026-01-01",
            probation_until="2027-01-01", supervised_from="2026-01-01",
            supervised_until="2027-01-01",
        )  # fmt: skip
        for user in (cast.greta, cast.bosse):
            grants.give(
                person, to=cast.probation, user=user, reason=Grant.Reason.TEAM,
                until=timezone.now() + SOON, by=cast.greta,
            )  # fmt: skip
        person.protection_level = "marked"
        person.save()
        assert Individual.objects.count() == Supervision.objects.count() == 1
    with cast.looking("bosse"):
        assert Individual.objects.count() == Supervision.objects.count() == 1
        assert history_of(person) == {"insert", "update"}
    with cast.looking("ella"):
        assert Individual.objects.count() == Supervision.objects.count() == 0
        assert history_of(person) == set()


def history_of(person: Individual) -> set[str]:
    events = apps.get_model("cases", "IndividualHistory").objects.filter(pgh_obj=person.pk)
    return {event.pgh_label for event in events}


def test_nothing_can_point_at_a_hidden_row_and_missing_looks_the_same(cast: Cast) -> None:
    with cast.looking("greta"):
        hidden = enter()
    errors = []
    with cast.looking("anna"):
        group = CriminalGroup.objects.create(code_name="Alm", status_since="2026-01-01")
        assert group.pk
        for pk in (hidden.pk, "00000000-0000-4000-8000-000000000000"):
            with pytest.raises(DatabaseError) as caught, transaction.atomic():
                Supervision.objects.create(
                    individual_id=pk, sanction="other", probation_from="2026-01-01",
                    probation_until="2026-01-01", supervised_from="2026-01-01",
                    supervised_until="2026-01-01", owner=cast.police,
                )  # fmt: skip
            errors.append(str(caught.value).splitlines()[0])
    assert errors[0] == errors[1]


def test_a_standing_decision_ends_by_the_clock_alone(cast: Cast) -> None:
    with cast.looking("hugo"):
        CriminalGroup.objects.create(code_name="Alm", status_since="2026-01-01")
    decision = cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
    with cast.looking("greta"):
        assert CriminalGroup.objects.count() == 1
    with database.role("owner"):
        type(decision).objects.filter(pk=decision.pk).update(
            valid_from=timezone.now() - timedelta(days=2), valid_until=timezone.now()
        )
    with cast.looking("greta"):
        assert CriminalGroup.objects.count() == 0
