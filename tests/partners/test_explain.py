"""Explaining: what people are told about readers is what the database does."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from cases.models import CriminalGroup, GroupProfile, Individual
from interventions.models import CallIn, DoorCard
from partners import explain
from partners.actions import grants
from partners.mandates import Category, Role
from partners.models import Agency, Disclosure, Grant, LegalBasis, Protected, User
from tests.cases.stored_links import store
from tests.cast import Cast
from tests.database import role

MONTH = timedelta(days=30)
SEES_CASES = {Role.COORDINATOR, Role.CASEWORKER, Role.DECISION_MAKER}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def enter(name: str = "Ali Berg") -> Individual:
    return Individual.objects.create(name=name, subject_category="convicted", purpose="Övervakning")


def found(name: str = "Alm") -> CriminalGroup:
    return CriminalGroup.objects.create(code_name=name, status_since="2026-01-01")


def gather() -> CallIn:
    now = timezone.now()
    return CallIn.objects.create(title="Call-in", venue="Arenan", doors_open_at=now, starts_at=now)


def let_read(row: Protected, to: Agency, by: User, reason: str = "party", **more: object) -> None:
    until = more.pop("until", timezone.now() + MONTH)
    grants.give(row, to=to, reason=Grant.Reason(reason), until=until, by=by, **more)


def disclose(cast: Cast, row: Protected, *, to: Agency, asker: str, decider: str) -> None:
    """A disclosure with its grant: one of the owner's users asks, another decides."""
    with cast.looking(asker):
        disclosure = Disclosure.objects.create(
            recipient=to,
            purpose="Samordning",
            legal_basis=LegalBasis.objects.get(code="OSL_10_27"),
            valid_until=timezone.now() + MONTH,
            requested_by=getattr(cast, asker),
        )
    with cast.looking(decider):
        disclosure.state = Disclosure.State.DISCLOSED
        disclosure.decided_by, disclosure.decided_at = getattr(cast, decider), timezone.now()
        disclosure.save()
        let_read(disclosure, to, disclosure.decided_by)
        until = disclosure.valid_until
        let_read(row, to, disclosure.decided_by, "decision", disclosure=disclosure, until=until)


def who_sees(cast: Cast, row: Protected) -> set[str]:
    """The plain answer: let everybody look."""
    seers = set()
    for user in cast.users:
        with cast.looking(user.email.split("@")[0]):
            if type(row)._default_manager.filter(pk=row.pk).exists():
                seers.add(user.name)
    return seers


def who_is_told(cast: Cast, readers: Iterable[explain.Reader]) -> set[str]:
    """Everybody with a role in cases at the agencies that are named, or the named user alone."""
    users = [
        user
        for reader in readers
        for user in ([reader.user] if reader.user else cast.users)
        if user.agency_id == reader.agency.pk
    ]
    return {user.name for user in users if user.is_active and user.roles() & SEES_CASES}


def texts(reasons: list[explain.Reason]) -> list[str]:
    return [reason.text for reason in reasons]


def test_an_own_row_is_seen_because_it_is_own(cast: Cast) -> None:
    with cast.looking("bosse"):
        assert texts(explain.why(enter())) == ["Your agency owns this."]


def test_a_standing_decision_is_named_with_its_provision_and_its_end(cast: Cast) -> None:
    with cast.looking("hugo"):
        group = found()
    decision = cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
    with cast.looking("greta"):
        (reason,) = explain.why(CriminalGroup.objects.get())
        assert (reason.until, reason.reference) == (None, "")
    with cast.looking("inga"):
        let_read(decision, cast.probation, cast.inga)
    with cast.looking("greta"):
        (reason,) = explain.why(CriminalGroup.objects.get(pk=group.pk))
    assert reason.text == "Polisen shares such information by a standing decision."
    assert reason.until == decision.valid_until
    assert reason.reference == "OSL, skadeprövning"


def test_a_disclosure_is_named_with_its_provision_and_its_end(cast: Cast) -> None:
    with cast.looking("bosse"):
        person = enter()
    disclose(cast, person, to=cast.police, asker="bosse", decider="jonas")
    with cast.looking("anna"):
        disclosure = Disclosure.objects.get()
        (reason,) = explain.why(Individual.objects.get())
    assert reason.text == "Frivården has disclosed this to your agency."
    assert reason.until == disclosure.valid_until
    assert reason.reference == "OSL 10 kap. 27 §"


def test_a_user_with_door_duty_sees_the_evening_because_of_the_duty(cast: Cast) -> None:
    with cast.looking("greta"):
        callin = gather()
        let_read(callin, cast.police, cast.greta, "team", user=cast.hugo, codename="door_duty")
        assert texts(explain.why(callin)) == ["Your agency owns this."]
    with cast.looking("hugo"):
        assert texts(explain.why(CallIn.objects.get())) == ["You are personally assigned."]


def test_each_reason_is_told_once_and_in_as_many_queries_for_twenty_rows(cast: Cast) -> None:
    with cast.looking("hugo"):
        for number in range(20):
            found(f"Alm {number}")
    cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
    with cast.looking("greta"):
        groups = list(CriminalGroup.objects.all())
        with CaptureQueriesContext(connection) as few:
            explain.why(groups[0])
        with CaptureQueriesContext(connection) as many:
            assert len(explain.why(*groups)) == 1
    assert len(many) == len(few)


def test_readers_of_a_new_row_are_the_own_agency_and_the_standing_ones(cast: Cast) -> None:
    cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
    cast.let_read(cast.city_safety, Category.GROUP_CODE, owner=cast.police)
    with cast.looking("hugo"):
        readers = explain.readers(Category.GROUP_CODE)
        group = found()
    assert [reader.short_name for reader in readers] == ["Polisen", "Frivården", "Malmö stad"]
    assert who_is_told(cast, readers) == who_sees(cast, group)


def test_a_standing_decision_that_the_mandate_does_not_know_makes_nobody_a_reader(
    cast: Cast,
) -> None:
    cast.let_read(cast.probation, Category.GROUP_PROFILE, owner=cast.police)
    cast.let_read(cast.mothers, Category.GROUP_CODE, owner=cast.police)
    with cast.looking("hugo"):
        group = found()
        profile = GroupProfile.objects.create(group=group, alias="Almarna")
        for row, category in ((group, "group_code"), (profile, "group_profile")):
            readers = explain.readers(Category(category), row=row)
            assert [reader.agency for reader in readers] == [cast.police]
    assert who_sees(cast, group) == who_is_told(cast, [explain.Reader(cast.police)])


def test_a_decision_that_has_run_out_makes_nobody_a_reader(cast: Cast) -> None:
    decision = cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
    with role("owner"):
        past = timezone.now() - timedelta(seconds=1)
        type(decision).objects.filter(pk=decision.pk).update(valid_until=past)
    with cast.looking("hugo"):
        readers = explain.readers(Category.GROUP_CODE, row=found())
    assert [reader.agency for reader in readers] == [cast.police]


def test_readers_of_a_disclosed_row_are_told_and_that_a_change_ends_it(cast: Cast) -> None:
    with cast.looking("bosse"):
        person = enter()
        assert explain.what_a_change_ends(explain.readers(Category.IDENTITY, row=person)) == ""
    disclose(cast, person, to=cast.police, asker="bosse", decider="jonas")
    with cast.looking("bosse"):
        readers = explain.readers(Category.IDENTITY, row=person)
        assert "Polisen got this by a decision" in explain.what_a_change_ends(readers)
    assert who_is_told(cast, readers) == who_sees(cast, person)
    assert cast.anna.name in who_sees(cast, person)
    with cast.looking("bosse"):
        person = Individual.objects.get()
        person.purpose = "Ett annat ändamål"
        person.save()
        readers = explain.readers(Category.IDENTITY, row=person)
    assert who_is_told(cast, readers) == who_sees(cast, person)
    assert cast.anna.name not in who_sees(cast, person)


def test_a_protected_person_is_read_by_the_assigned_alone(cast: Cast) -> None:
    with cast.looking("bosse"):
        person = enter()
        let_read(person, cast.probation, cast.bosse, "team", user=cast.bosse)
        Individual.objects.filter(pk=person.pk).update(protection_level="marked")
        person = Individual.objects.get()
        readers = explain.readers(Category.IDENTITY, row=person)
        new = explain.readers(Category.SUPERVISION, about=person)
        assert "You are personally assigned." in texts(explain.why(person))
    assert [reader.name for reader in readers] == ["Bosse Håkansson, Frivården"]
    assert [reader.user for reader in new] == [cast.bosse]
    assert who_is_told(cast, readers) == who_sees(cast, person) == {cast.bosse.name}


def test_a_disclosed_protected_person_stays_with_the_assigned(cast: Cast) -> None:
    with cast.looking("bosse"):
        person = enter()
        let_read(person, cast.probation, cast.bosse, "team", user=cast.bosse)
    disclose(cast, person, to=cast.police, asker="bosse", decider="jonas")
    with cast.looking("bosse"):
        Individual.objects.filter(pk=person.pk).update(protection_level="marked")
        person = Individual.objects.get()
        readers = explain.readers(Category.IDENTITY, row=person)
    assert who_is_told(cast, readers) == who_sees(cast, person) == {cast.bosse.name}


def test_readers_of_a_link_about_a_disclosed_person_do_not_follow_the_person(cast: Cast) -> None:
    with cast.looking("anna"):
        person = enter()
        link = store(person, found(), by=cast.anna, reviewer=cast.hugo)
    disclose(cast, person, to=cast.probation, asker="anna", decider="inga")
    with cast.looking("anna"):
        readers = explain.readers(Category.GROUP_LINK, row=link)
    assert [reader.agency for reader in readers] == [cast.police]
    assert who_is_told(cast, readers) == who_sees(cast, link)


def test_whoever_has_door_duty_is_a_reader_of_the_cards(cast: Cast) -> None:
    with cast.looking("greta"):
        callin = gather()
        let_read(callin, cast.police, cast.greta, "team", user=cast.hugo, codename="door_duty")
        card = DoorCard.objects.create(call_in=callin, initials="AB", seat=1)
        readers = explain.readers(Category.DOOR_LIST, row=card)
    assert [reader.user for reader in readers] == [None, cast.hugo]
    assert who_is_told(cast, readers) == who_sees(cast, card)
