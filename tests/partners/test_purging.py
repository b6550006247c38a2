"""Purging: a row and its whole past are gone, at its owner's hand, where a role erases."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from cases.models import CriminalGroup, Identifier, Individual, ListImport
from partners import audience
from partners.actions import grants
from partners.audience import Audience
from partners.mandates import Action, Category, Role, mandate_for
from partners.models import AccessLogEntry, Disclosure, Grant, LegalBasis, Past, Protected
from partners.policies import HistoryPolicy, policy_of
from tests import database
from tests.cast import Cast

SOON = timedelta(hours=1)
PAST = apps.get_model("cases", "IndividualHistory")


def enter(name: str = "Ali Berg") -> Individual:
    person = Individual.objects.create(name=name, subject_category="other", purpose="Övervakning")
    person.purpose = "Ändrat ändamål"
    person.save()
    return person


def purges(row: Protected) -> bool:
    """True when it was purged; a refusal is undone and changes nothing."""
    try:
        with transaction.atomic():
            row.purge()
    except ProgrammingError as error:
        return "no such row to purge" not in str(error)
    return True


def kept(row: Individual) -> tuple[bool, int]:
    """Is the row there, and how many events of its past, as the owner of the tables sees it."""
    with database.role("owner"):
        there = Individual.objects.filter(pk=row.pk).exists()
        return there, PAST.objects.filter(pgh_obj=row.pk).count()


def assign(cast: Cast, person: Individual, *names: str) -> None:
    for name in names:
        grants.give(
            person, to=cast.probation, user=getattr(cast, name), reason=Grant.Reason.TEAM,
            until=timezone.now() + SOON, by=cast.greta,
        )  # fmt: skip


def test_the_row_and_its_history_are_gone(cast: Cast) -> None:
    with cast.looking("greta"):
        person, other = enter(), enter("Bo Ek")
    assert kept(person) == (True, 2)
    with cast.looking("jonas"):
        person.purge()
        assert list(Individual.objects.all()) == [other]
    assert kept(person) == (False, 0)
    assert kept(other) == (True, 2)


def test_nothing_can_be_told_of_it_afterwards(cast: Cast) -> None:
    until = timezone.now() + SOON
    with cast.looking("greta"):
        person = enter()
        decision = Disclosure.objects.create(
            recipient=cast.police, purpose="Urval", legal_basis=LegalBasis.objects.get(code="MEN"),
            state=Disclosure.State.DISCLOSED, requested_by=cast.greta, decided_by=cast.jonas,
            decided_at=timezone.now(), valid_until=until,
        )  # fmt: skip
        grants.give(
            person, to=cast.police, reason=Grant.Reason.DECISION, until=until, by=cast.jonas,
            disclosure=decision,
        )  # fmt: skip
    with cast.looking("jonas"):
        person.purge()
    for name in ("anna", "greta", "jonas", "karin"):
        with cast.looking(name):
            assert not Individual.objects.exists()
            assert not PAST.objects.exists()
            assert not Grant.objects.filter(object_pk=str(person.pk)).exists()
            assert not getattr(cast, name).has_perm("cases.view_individual", person)
    with database.role("owner"):
        assert Grant.objects.get(object_pk=str(person.pk)).ended_because == Grant.Ending.ERASED


def test_that_it_was_done_stays_in_the_log_without_a_word_of_what_it_was(cast: Cast) -> None:
    with cast.looking("greta"):
        people = [enter("Ali Berg"), enter("Bo Ek")]
    with cast.looking("jonas"):
        for person in people:
            person.purge()
    with cast.looking("karin"):
        [entry] = [e for e in AccessLogEntry.objects.all() if e.detail.get("erased")]
    assert entry.user_id == cast.jonas.pk
    assert entry.detail["erased"] == [f"cases.individual:{person.pk}" for person in people]
    assert "Berg" not in json.dumps(entry.detail)


@pytest.mark.parametrize("name", ["inga", "anna", "siv", "david", "eva", "karin", "lars", "filip"])
def test_no_other_agency_and_no_other_task_purges(cast: Cast, name: str) -> None:
    with cast.looking("greta"):
        person = enter()
    with cast.looking(name):
        assert not purges(person)
    assert kept(person) == (True, 2)


@pytest.mark.parametrize("name", ["greta", "bosse"])
def test_a_role_that_erases_nothing_in_the_category_purges_nothing(cast: Cast, name: str) -> None:
    assert mandate_for(Category.IDENTITY).writers(Action.ERASE) == {Role.DECISION_MAKER}
    with cast.looking("greta"):
        person = enter()
    with cast.looking(name):
        assert not purges(person)
    assert kept(person) == (True, 2)


def test_a_foreign_row_and_a_missing_one_look_the_same(cast: Cast) -> None:
    with cast.looking("greta"):
        foreign = enter()
    missing = Individual(name="Ingen")
    with cast.looking("inga"):
        assert not purges(foreign)
        assert not purges(missing)


def test_one_who_reads_by_grant_purges_nothing(cast: Cast) -> None:
    with cast.looking("hugo"):
        group = CriminalGroup.objects.create(code_name="Alm", status_since="2026-01-01")
    cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
    with cast.looking("jonas"):
        assert group in CriminalGroup.objects.all()
        assert not purges(group)


@pytest.mark.parametrize("agencies", [frozenset({1, 2}), frozenset({2, 3}), frozenset()])
def test_only_an_audience_of_one_purges(cast: Cast, agencies: frozenset[int]) -> None:
    with cast.looking("greta"):
        person = enter()
    who = Audience(agencies=agencies, roles=frozenset({Role.DECISION_MAKER.value}), author_id=2)
    with audience.looking(who):
        assert not purges(person)
    assert kept(person) == (True, 2)


def test_outside_any_audience_nothing_is_purged(cast: Cast) -> None:
    with cast.looking("greta"):
        person = enter()
    assert not purges(person)
    assert kept(person) == (True, 2)


def test_a_protected_person_is_purged_only_by_those_assigned(cast: Cast) -> None:
    with cast.looking("greta"):
        person = enter()
        number = Identifier.objects.create(
            individual=person, kind="personnummer", value="197703179802"
        )
        assign(cast, person, "jonas", "greta")
        person.protection_level = "marked"
        person.save()
    with cast.looking("judit"):
        assert not Individual.objects.exists()
        assert not purges(number)
        assert not purges(person)
    assert kept(person) == (True, 3)
    with cast.looking("jonas"):
        number.purge()
        person.purge()
    assert kept(person) == (False, 0)


def test_rows_that_point_at_it_go_first(cast: Cast) -> None:
    with cast.looking("greta"):
        person = enter()
        number = Identifier.objects.create(
            individual=person, kind="personnummer", value="197703179802"
        )
    with cast.looking("jonas"):
        with pytest.raises(IntegrityError), transaction.atomic():
            person.purge()
        assert Individual.objects.exists()
        number.purge()
        person.purge()
    assert kept(person) == (False, 0)


def test_a_row_whose_time_is_out_can_still_be_purged_by_its_owner(cast: Cast) -> None:
    with cast.looking("hugo"):
        draft = ListImport.objects.create(file_name="lista.csv", author=cast.hugo)
        assert draft.expire()
        assert not ListImport.objects.exists()
    with cast.looking("jonas"):
        assert not purges(draft)
    with cast.looking("hugo"):
        assert purges(draft)
        assert not purges(draft)


def test_history_is_kept_by_an_ordinary_removal(cast: Cast) -> None:
    """Only purging takes the past along: what was removed by mistake can be accounted for."""
    with cast.looking("greta"):
        person = enter()
    with cast.looking("jonas"):
        Individual.objects.filter(pk=person.pk).delete()
    assert kept(person) == (False, 3)


def test_every_history_is_registered_to_be_purged_with_its_row(db: None) -> None:
    histories = {
        (model._meta.get_field("pgh_obj").related_model._meta.label_lower, model._meta.db_table)
        for model in apps.get_models()
        if isinstance(policy_of(model), HistoryPolicy)
    }
    assert histories == set(Past.objects.values_list("label", "table_name"))


def test_the_log_itself_is_never_purged(cast: Cast) -> None:
    with cast.looking("karin"):
        for label in ("partners.accesslogentry", "partners.grant", "cases.individualhistory", ""):
            with (
                pytest.raises(ProgrammingError, match="no such row"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute("SELECT partners_purge(%s, %s)", [label, cast.karin.pk])
