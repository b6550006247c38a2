"""The fictional town is believable, the same every time, and hits nobody real."""

from collections import Counter
from datetime import date, timedelta
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.identity_numbers import Kind, parse
from cases.names import initials, sort_key
from sluta_skjut.town import places
from sluta_skjut.town.names import HOUSEHOLDS, names
from sluta_skjut.town.numbers import Numbers

TODAY = date(2026, 11, 26)
BIRTHDAYS = st.dates(date(1940, 1, 1), date(2012, 12, 31))


def people(seed: int, number: int, **options: float) -> list[str]:
    return [str(name) for name in islice(names(seed, **options), number)]


def test_a_seed_gives_the_same_town_and_another_seed_another_one():
    assert people(7, 200) == people(7, 200)
    assert set(people(7, 200)) != set(people(8, 200))


def test_nobody_in_town_shares_a_whole_name():
    assert len(set(people(1, 3000))) == 3000


def test_half_the_town_has_the_names_of_the_whole_country_and_half_of_the_city():
    last_names = {name for household in HOUSEHOLDS for name in household.last}
    heard = sum(name.last in last_names for name in islice(names(1), 1000))
    assert 400 < heard < 700


def test_every_household_lives_in_a_town_of_a_thousand():
    last_names = Counter(name.last for name in islice(names(1), 1000))
    assert all(any(last_names[name] for name in household.last) for household in HOUSEHOLDS)


def test_the_share_of_women_is_asked_for():
    women = {first for household in HOUSEHOLDS for first in household.women}
    men = {first for household in HOUSEHOLDS for first in household.men}
    for share, many, few in ((0.0, men - women, women - men), (1.0, women - men, men - women)):
        town = [name.first for name in islice(names(1, share_of_women=share), 400)]
        assert sum(first in many for first in town) > 150
        assert sum(first in few for first in town) < 10


def test_a_name_can_be_sorted_and_shortened():
    for name in people(1, 500):
        assert 2 <= len(initials(name)) <= 3
        assert sort_key(name)


@given(births=st.lists(BIRTHDAYS, max_size=60), seed=st.integers(0, 9))
def test_a_number_is_valid_unique_and_of_a_series_given_to_nobody(births, seed):
    numbers = Numbers(seed)
    issued = [numbers.issue(born) for born in births]
    assert len(set(issued)) == len(births)
    for number in issued:
        assert parse(number.value, today=TODAY) == number
        assert number.kind is Kind.PERSONNUMMER
        assert 980 <= int(number.value[8:11]) <= 999


@given(births=st.lists(BIRTHDAYS, max_size=20), seed=st.integers(0, 9))
def test_a_seed_gives_the_same_numbers(births, seed):
    first, second = Numbers(seed), Numbers(seed)
    assert [first.issue(born) for born in births] == [second.issue(born) for born in births]


@settings(max_examples=20)
@given(born=BIRTHDAYS, before=st.integers(0, 25))
def test_when_the_numbers_of_a_day_run_out_the_neighbouring_day_lends_one(born, before):
    numbers = Numbers(1)
    for _ in range(before):
        numbers.issue(born)
    expected = born if before < 20 else born + timedelta(days=1)
    assert numbers.issue(born).born == expected


def test_groups_have_more_code_names_than_a_town_needs_and_none_twice():
    for listed in (places.GROUP_CODES, places.GROUP_ALIASES, places.AREAS, places.MEETING_ROOMS):
        assert len(set(listed)) == len(listed)
    assert len(places.GROUP_CODES) == len(places.GROUP_ALIASES) >= 20
    assert not set(places.GROUP_CODES) & set(places.GROUP_ALIASES)
    assert {code[0] for code in places.GROUP_CODES} > set("ABEHLRS")


def test_every_venue_lies_in_an_area_of_the_town():
    assert {venue.area for venue in places.VENUES} == set(places.AREAS)
    assert str(places.VENUES[0]) == "Stadion, konferensrummet"
