"""What an agency may erase is pointed at by its own rows alone, so that erasing tells nothing."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from cases.models import Individual, Involvement
from partners.mandates import mandate_for
from partners.models import Protected
from tests.cases.happenings import happen
from tests.cases.people import BIRTH, LIST, enter, number
from tests.cases.test_disclosed import to_police
from tests.cases.test_removals import remove
from tests.cast import Cast


def suspect(cast: Cast, person: Individual) -> Involvement:
    """The police write that the person has a part in an incident."""
    incident = happen(cast)
    with cast.looking("anna"), transaction.atomic():
        return Involvement.objects.create(
            incident=incident, individual=person, role="suspect", basis="fact", source="Anmälan"
        )


def test_nobody_points_at_a_person_of_another_agency_not_even_at_one_disclosed(cast: Cast) -> None:
    seen, hidden = enter(cast, "bosse", number=number()), enter(cast, "bosse", "Bo Ek")
    to_police(cast, seen)
    with cast.looking("anna"):
        assert list(Individual.objects.all()) == [seen]
    told = set()
    for person in (seen, hidden, Individual(name="Ingen")):
        with pytest.raises(IntegrityError) as refused:
            suspect(cast, person)
        told.add(str(refused.value).splitlines()[0])
    assert told == {"no such row to point at"}


def test_a_row_that_was_ones_own_is_not_moved_to_point_at_anothers(cast: Cast) -> None:
    own, theirs = enter(cast, "anna"), enter(cast, "bosse", number=number())
    to_police(cast, theirs)
    part = suspect(cast, own)
    with (
        cast.looking("anna"),
        pytest.raises(IntegrityError, match="no such row"),
        transaction.atomic(),
    ):
        Involvement.objects.filter(pk=part.pk).update(individual=theirs)


def test_removing_looks_the_same_whether_another_agency_knows_the_person_or_not(cast: Cast) -> None:
    """The police hold a record of the same number, with a part in an incident."""
    numbers = [number(), number(BIRTH + timedelta(days=1))]
    known, unknown = (enter(cast, "bosse", number=one) for one in numbers)
    part = suspect(cast, enter(cast, "anna", number=number()))
    for person in (known, unknown):
        page = remove(cast, person)
        assert page.redirect_chain == [(LIST, 302)]
        assert [str(one) for one in page.context["messages"]] == ["Personen är borttagen."]
    with cast.looking("anna"):
        assert Involvement.objects.get() == part
        assert Individual.objects.count() == 1


@pytest.mark.parametrize(
    "kind", [kind for kind in apps.get_models() if issubclass(kind, Protected)],
    ids=lambda kind: kind.__name__,
)  # fmt: skip
def test_the_database_knows_from_the_mandates_what_can_be_erased(
    db: None, kind: type[Protected]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT partners_is_erased(%s)", [kind._meta.db_table])
        [answer] = cursor.fetchone()
    assert answer is bool(mandate_for(kind.information_category()).erase)
