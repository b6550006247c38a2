"""Names are spelt out by the database, whoever writes them and by whichever way."""

import string

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions import individuals
from cases.models import Alias, Individual, NameToken
from cases.names import sort_key
from cases.spelling import heard, slips
from partners.models import AccessLogEntry
from tests.cases.people import enter
from tests.cast import Cast
from tests.database import role

LETTERS = st.sampled_from(string.ascii_letters + "åäöÅÄÖéüøæçßđłı -'’")
NAMES = st.text(LETTERS, min_size=1, max_size=30)
here = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def tokens(person: Individual) -> set[str]:
    return {token.token for token in NameToken.objects.filter(individual=person)}


def test_every_beginning_of_every_word_is_kept_as_it_sounds(cast: Cast) -> None:
    person = enter(cast, "bosse", "Carl Åhs")
    with cast.looking("bosse"):
        assert tokens(person) == {"k", "ka", "kar", "karl", "a", "ah", "ahs", "karlahs"}
        whole = NameToken.objects.filter(individual=person, is_whole=True)
        assert {token.token for token in whole} == {"karl", "ahs", "karlahs"}


@given(name=NAMES)
@here
def test_the_database_hears_as_python_does(cast: Cast, name: str) -> None:
    key = sort_key(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_heard(%s)", [key])
        assert cursor.fetchone()[0] == heard(key)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Haakansson", "Håkansson"),
        ("Hakanson", "Håkansson"),
        ("Mueller", "Müller"),
        ("Kjaer", "Kjær"),
        ("Soerensen", "Sørensen"),
        ("Karlson", "Carlsson"),
        ("Kristoffer", "Christopher"),
        ("Wahlin", "Vahlin"),
        ("Sara", "Zara"),
    ],
)
def test_what_sounds_the_same_is_the_same(typed: str, meant: str) -> None:
    assert heard(sort_key(typed)) == heard(sort_key(meant))


@given(word=st.text(string.ascii_lowercase, min_size=1, max_size=12), data=st.data())
def test_slips_go_both_ways(word: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(sorted(set(slips(word)))))
    assert word in set(slips(other))


def test_a_new_name_leaves_nothing_of_the_old_one(cast: Cast) -> None:
    person = enter(cast, "bosse", "Ali Berg")
    with cast.looking("bosse"):
        person.name = "Bo Ek"
        person.save()
        assert tokens(person) == {"b", "bo", "e", "ek", "bok"}


def test_an_alias_is_spelt_out_and_goes_with_its_row(cast: Cast) -> None:
    person = enter(cast, "bosse", "Bo Ek")
    with cast.looking("bosse"):
        alias = Alias.objects.create(individual=person, name="Ål")
        assert tokens(person) >= {"a", "al"}
    with role("owner"):
        Alias.objects.filter(pk=alias.pk).delete()
    with cast.looking("bosse"):
        assert tokens(person) == {"b", "bo", "e", "ek", "bok"}


def test_rows_written_many_at_once_are_spelt_out_too(cast: Cast) -> None:
    with cast.looking("bosse"):
        person = Individual(name="Bo", sort_key="bo", subject_category="other", purpose="p")
        person.owner_id = cast.bosse.agency_id
        Individual.objects.bulk_create([person])
        assert tokens(person) == {"b", "bo"}


def test_an_erased_person_leaves_no_token(cast: Cast) -> None:
    person = enter(cast, "bosse", "Bo Ek")
    with role("owner"):
        Individual.objects.filter(pk=person.pk).delete()
        assert not NameToken.objects.exists()


def test_the_tokens_of_a_protected_person_are_for_whoever_is_assigned(cast: Cast) -> None:
    person = enter(cast, "bosse", "Bo Ek", assigned_to=[cast.bosse])
    with cast.looking("bosse"):
        assert NameToken.objects.filter(individual=person).exists()
    for name in ("greta", "jonas", "anna", "cilla", "eva", "karin"):
        with cast.looking(name):
            assert not NameToken.objects.exists(), name


def test_nobody_else_reads_or_writes_a_token(cast: Cast) -> None:
    person = enter(cast, "bosse", "Bo Ek")
    with cast.looking("anna"):
        assert not NameToken.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            NameToken.objects.create(
                individual=person, owner=cast.probation, token="x", is_whole=True
            )


def test_a_search_loads_no_token(cast: Cast) -> None:
    enter(cast, "bosse", "Bo Ek")
    with cast.looking("bosse"):
        assert [person.name for person in Individual.objects.resembling("bo")] == ["Bo Ek"]
    with role("owner"):
        latest = AccessLogEntry.objects.order_by("-id").first()
        assert set(latest.rows) == {"cases.individual"}


def test_a_name_is_kept_when_a_person_is_changed_otherwise(cast: Cast) -> None:
    person = enter(cast, "bosse", "Bo Ek")
    with cast.looking("bosse"):
        before = {token.pk for token in NameToken.objects.all()}
        individuals.change(
            person, by=cast.bosse, name="Bo Ek", born=None, subject_category="other", purpose="q"
        )
        assert {token.pk for token in NameToken.objects.all()} == before
