"""A duty opens the rows of whoever gave it, and no other owner's that point at the same row."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from interventions.models import Attendance, CallIn, DoorCard
from partners.actions import grants
from partners.models import Agency, Grant, User
from tests import database
from tests.cast import Cast

# Who has a duty at the door, and which other agency's rows lie beside probation's.
AT_THE_DOOR = ("hugo", "david", "cilla", "eva")
STRAYS = (1, 3, 4, 5)


@pytest.fixture(autouse=True)
def _policies_alone(cast: Cast) -> None:
    """The trigger that keeps events in order would refuse as well; here the policy has to."""
    with database.role("owner"), connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_door_rules_%'")
        [(name,)] = cursor.fetchall()
        cursor.execute(f'ALTER TABLE interventions_attendance DISABLE TRIGGER "{name}"')


@pytest.fixture
def call_in(cast: Cast) -> CallIn:
    """Probation's call-in, with a card and an event of probation's own."""
    now = timezone.now()
    with cast.looking("greta"):
        evening = CallIn.objects.create(title="t", venue="v", doors_open_at=now, starts_at=now)
        card = DoorCard.objects.create(call_in=evening, initials="AB", seat=1)
        register(evening, card, owner=cast.probation, by=cast.greta)
        for name in AT_THE_DOOR:
            user = getattr(cast, name)
            grants.give(
                evening, to=user.agency, user=user, codename="door_duty",
                reason=Grant.Reason.TEAM, until=now + timedelta(hours=1), by=cast.greta,
            )  # fmt: skip
    return evening


def register(call_in: CallIn, card: DoorCard, *, owner: Agency, by: User) -> Attendance:
    return Attendance.objects.create(
        owner_id=owner.pk, call_in_id=call_in.pk, card_id=card.pk, kind="arrived", registered_by=by
    )


def lay_beside(call_in: CallIn, owner: int, by: User) -> None:
    """Rows of another owner at the same call-in, as no screen lets anybody make them."""
    with database.role("owner"):
        card = DoorCard.objects.create(owner_id=owner, call_in=call_in, initials="ZZ", seat=9)
        Attendance.objects.create(
            owner_id=owner, call_in=call_in, card=card, kind="arrived", registered_by=by
        )


@pytest.mark.parametrize("stray", STRAYS)
@pytest.mark.parametrize("name", AT_THE_DOOR)
def test_another_owners_rows_stay_hidden_on_duty(
    cast: Cast, call_in: CallIn, name: str, stray: int
) -> None:
    lay_beside(call_in, stray, cast.anna)
    with cast.looking(name):
        for model in (DoorCard, Attendance):
            assert {row.owner_id for row in model.objects.all()} == {cast.probation.pk}, model
            assert model.objects.count() == 1


@pytest.mark.parametrize("owner", STRAYS)
@pytest.mark.parametrize("name", AT_THE_DOOR)
def test_on_duty_nothing_is_registered_for_another_than_who_gave_it(
    cast: Cast, call_in: CallIn, name: str, owner: int
) -> None:
    """Not even for the own agency: it would keep a record of clients without mandate."""
    with cast.looking(name):
        card, user = DoorCard.objects.get(), getattr(cast, name)
        other = Agency.objects.get(pk=owner)
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            register(call_in, card, owner=other, by=user)
        register(call_in, card, owner=cast.probation, by=user)
        assert Attendance.objects.count() == 2


@pytest.mark.parametrize("name", AT_THE_DOOR)
def test_nothing_is_registered_at_a_call_in_that_another_gave_no_duty_for(
    cast: Cast, call_in: CallIn, name: str
) -> None:
    """A duty at one door is no duty at the next, whoever owns it."""
    with database.role("owner"):
        now = timezone.now()
        other = CallIn.objects.create(
            owner=cast.police, title="t", venue="v", doors_open_at=now, starts_at=now
        )
        lay_beside(other, cast.police.pk, cast.anna)
    with cast.looking(name):
        card, user = DoorCard.objects.get(), getattr(cast, name)
        for owner in (cast.police, cast.probation):
            with pytest.raises(DatabaseError), transaction.atomic():
                register(other, card, owner=owner, by=user)
