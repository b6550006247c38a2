"""A number is stored exactly as twelve digits, or refused with a message that helps."""

import copy
import pickle
from datetime import date, timedelta

import pytest
from django.utils.functional import Promise
from hypothesis import example, given
from hypothesis import strategies as st

from cases import identity_numbers
from cases.identity_numbers import (
    IdentityNumber,
    IdentityNumberError,
    Kind,
    age_on,
    parse,
    parse_reserve,
)

TODAY = date(2026, 11, 26)
DATES = st.dates(date(1900, 1, 1), date(2026, 12, 31))
SERIALS = st.integers(1, 999)
KINDS = st.sampled_from([Kind.PERSONNUMMER, Kind.SAMORDNINGSNUMMER])
DASHES = st.sampled_from("-‐‑‒–—−－")
SPACES = st.sampled_from(["", " ", "\u00a0", "\t", "\u2009", "\u200b", "\ufeff"])
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def luhn(nine: str) -> str:
    """The check digit, by the textbook: double every other, add up the digits, fill up to ten."""
    doubled = "".join(str(int(d) * (2, 1)[i % 2]) for i, d in enumerate(nine))
    return str(-sum(map(int, doubled)) % 10)


def number(born: date, serial: int, kind: Kind = Kind.PERSONNUMMER) -> str:
    day = born.day + (60 if kind is Kind.SAMORDNINGSNUMMER else 0)
    nine = f"{born:%y%m}{day:02}{serial:03}"
    return f"{born.year // 100}{nine}{luhn(nine)}"


def short(twelve: str, today: date) -> str:
    """The official short form, as it is written in the calendar year of `today`."""
    sign = "+" if int(twelve[:4]) + 100 <= today.year else "-"
    return f"{twelve[2:8]}{sign}{twelve[8:]}"


def refusal(text: str, today: date = TODAY) -> str:
    with pytest.raises(IdentityNumberError) as caught:
        parse(text, today=today)
    return caught.value.code


@pytest.mark.parametrize("parity", [0, 1])
def test_every_date_since_1900_survives_both_ways_of_writing_it(parity):
    first, today = date(1900, 1, 1).toordinal(), date(2026, 12, 31)
    for ordinal in range(first + parity, today.toordinal() + 1, 2):
        born = date.fromordinal(ordinal)
        kind = [Kind.PERSONNUMMER, Kind.SAMORDNINGSNUMMER][ordinal // 2 % 2]
        twelve = number(born, 1 + ordinal % 999, kind)
        assert parse(short(twelve, today), today=today) == IdentityNumber(kind, twelve)
        assert parse(twelve, today=today).born == born


@given(born=DATES, serial=SERIALS, kind=KINDS, dash=DASHES, space=SPACES, data=st.data())
def test_odd_spaces_dashes_and_digits_mean_the_same_number(born, serial, kind, dash, space, data):
    twelve = number(born, serial, kind)
    text = f"{space}{twelve[:8]}{space}{dash}{space}{twelve[8:]}{space}"
    digits = data.draw(st.sampled_from([{}, FULL_WIDTH, ARABIC]))
    assert parse(text.translate(digits), today=date(2026, 12, 31)).value == twelve


@given(
    age_in_days=st.integers(0, 365 * 180),
    today=st.dates(date(2000, 1, 1), date(2090, 12, 31)),
    serial=SERIALS,
    kind=KINDS,
)
def test_the_short_form_means_the_same_person_on_every_day(age_in_days, today, serial, kind):
    born = today - timedelta(days=age_in_days)
    twelve = number(born, serial, kind)
    assert parse(short(twelve, today), today=today) == IdentityNumber(kind, twelve)


@given(today=st.dates(date(2000, 1, 1), date(2090, 12, 31)), yy=st.integers(0, 99), data=st.data())
def test_the_century_is_the_one_a_search_through_all_years_finds(today, yy, data):
    sign = data.draw(st.sampled_from("+-"))
    years = range(1800, today.year + 1)
    fits = [y for y in years if y % 100 == yy and (y <= today.year - 100) == (sign == "+")]
    nine = f"{yy:02}0101001"
    assert parse(f"{nine[:6]}{sign}{nine[6:]}{luhn(nine)}", today=today).value[:4] == str(max(fits))


def test_the_plus_sign_comes_with_new_year_and_not_with_the_birthday():
    twelve = number(date(1926, 6, 15), 123)
    hyphen, plus = f"{twelve[2:8]}-{twelve[8:]}", f"{twelve[2:8]}+{twelve[8:]}"
    assert parse(hyphen, today=date(2025, 12, 31)).value == twelve
    assert parse(plus, today=date(2026, 1, 1)).value == twelve
    assert refusal(hyphen, date(2026, 1, 1)) == "future"
    assert parse(hyphen, today=date(2026, 6, 15)).born == date(2026, 6, 15)
    assert parse(plus, today=date(2025, 12, 31)).born == date(1826, 6, 15)


@given(born=DATES, serial=SERIALS, kind=KINDS, position=st.integers(2, 11), other=st.integers(1, 9))
def test_one_wrong_digit_anywhere_after_the_century_is_refused(born, serial, kind, position, other):
    twelve = number(born, serial, kind)
    wrong = str((int(twelve[position]) + other) % 10)
    altered = twelve[:position] + wrong + twelve[position + 1 :]
    assert refusal(altered, date(2026, 12, 31)) in {"check_digit", "date", "future", "unreadable"}


@given(born=DATES, serial=SERIALS, kind=KINDS, check=st.integers(0, 9))
def test_only_the_textbook_check_digit_is_accepted(born, serial, kind, check):
    twelve = number(born, serial, kind)
    typed = twelve[:-1] + str(check)
    if typed == twelve:
        assert parse(typed, today=date(2026, 12, 31)).value == twelve
    else:
        assert refusal(typed, date(2026, 12, 31)) == "check_digit"


@given(ahead=st.integers(1, 4000), serial=SERIALS, kind=KINDS)
def test_nobody_is_born_tomorrow(ahead, serial, kind):
    assert refusal(number(TODAY + timedelta(days=ahead), serial, kind)) == "future"


def test_a_person_may_be_born_today():
    assert parse(number(TODAY, 7), today=TODAY).born == TODAY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9001010017", "century"),
        ("900101 0017", "century"),
        ("", "unreadable"),
        ("19900101", "unreadable"),
        ("19900101-****", "unreadable"),
        ("19900101-001", "unreadable"),
        ("19900101--0017", "unreadable"),
        ("1990-01-01-0017", "unreadable"),
        ("199001010017\n199001010017", "unreadable"),
        ("900101-000" + luhn("900101000"), "unreadable"),
        ("²9900101-0017", "unreadable"),
        ("19900101-R123", "unreadable"),
        ("19900230-1234", "date"),
        ("19901301-1234", "date"),
        ("19900160-1234", "date"),
        ("19900192-1234", "date"),
        ("19900290-1234", "date"),
        ("19010229-1234", "date"),
        ("17990101-0017", "date"),
        ("00000101-0017", "date"),
        ("20261127-1234", "future"),
        ("19900101+0017", "sign"),
    ],
)
def test_a_refusal_names_its_reason(text, code):
    assert refusal(text) == code


def test_ten_megabytes_are_refused_before_they_are_read():
    assert refusal(" " * 10_000_000 + number(date(1990, 1, 1), 1)) == "unreadable"


def test_a_plus_sign_is_welcome_in_twelve_digits_when_it_is_true():
    twelve = number(date(1926, 12, 24), 123)
    assert parse(f"{twelve[:8]}+{twelve[8:]}", today=TODAY).value == twelve


@given(st.text(max_size=70))
@example("19900101-0017")
@example("19900230-1234")
def test_any_text_is_either_a_number_or_a_refusal_that_does_not_repeat_it(text):
    try:
        outcome = parse(text, today=TODAY)
    except IdentityNumberError as refused:
        outcome = refused
    if isinstance(outcome, IdentityNumber):
        assert luhn(outcome.value[2:11]) == outcome.value[11]
        assert outcome.born <= TODAY
    else:
        assert (outcome.args, str(outcome)) == ((), outcome.code)
        assert outcome.__suppress_context__ or outcome.__context__ is None


@given(born=DATES, serial=SERIALS, kind=KINDS)
def test_the_last_four_digits_show_only_when_asked_for(born, serial, kind):
    twelve = number(born, serial, kind)
    parsed = IdentityNumber(kind, twelve)
    masked = f"{twelve[:8]}-****"
    assert parsed.masked() == str(parsed) == f"{parsed}" == masked
    assert repr([parsed]) == f"[IdentityNumber({kind}, {masked})]"
    assert parsed.unmasked() == f"{twelve[:8]}-{twelve[8:]}"


def test_equal_numbers_are_one_key_and_survive_a_copy():
    first, second = (IdentityNumber("personnummer", number(date(1990, 1, 1), 1)) for _ in "ab")
    assert {first} == {second}
    assert pickle.loads(pickle.dumps(first)) == copy.deepcopy(first) == first
    assert first.kind is Kind.PERSONNUMMER


def test_a_value_of_the_wrong_kind_cannot_be_built():
    twelve = number(date(1990, 1, 1), 1)
    for kind, value in [
        (Kind.SAMORDNINGSNUMMER, twelve),
        (Kind.PERSONNUMMER, number(date(1990, 1, 1), 1, Kind.SAMORDNINGSNUMMER)),
        (Kind.PERSONNUMMER, twelve[2:]),
        (Kind.PERSONNUMMER, f"{twelve[:8]}-{twelve[8:]}"),
    ]:
        with pytest.raises(identity_numbers.Unreadable):
            IdentityNumber(kind, value)


def test_a_reserve_number_is_kept_in_one_spelling_and_has_no_check_digit():
    reserve = parse_reserve(" 19900101–r12a ", " Region  Skåne ")
    assert reserve == IdentityNumber(Kind.RESERVE, "19900101R12A", "Region Skåne")
    assert str(reserve) == "19900101****"
    assert "R12A" not in repr(reserve)
    assert reserve.unmasked() == "19900101R12A"
    assert reserve.born is None
    assert parse_reserve("991234567890", "Region Stockholm").value == "991234567890"


def test_a_reserve_number_may_look_like_a_date_in_a_year_far_away():
    value = number(date(9912, 1, 1), 1)
    assert parse_reserve(value, "Region Stockholm").value == value


def test_the_same_reserve_number_from_two_issuers_is_two_numbers():
    assert parse_reserve("99AB12", "Region Skåne") != parse_reserve("99AB12", "Region Halland")


@pytest.mark.parametrize(
    ("text", "issuer", "code"),
    [
        ("99AB12", "  ", "issuer"),
        ("AB1", "Region Skåne", "reserve"),
        ("A" * 21, "Region Skåne", "reserve"),
        ("A" * 1000, "Region Skåne", "reserve"),
        ("19900101/R12A", "Region Skåne", "reserve"),
        (number(date(1990, 1, 1), 1), "Region Skåne", "not_reserve"),
        (number(date(1990, 1, 1), 1, Kind.SAMORDNINGSNUMMER), "Region Skåne", "not_reserve"),
    ],
)
def test_a_reserve_number_is_refused_with_its_reason(text, issuer, code):
    with pytest.raises(IdentityNumberError) as caught:
        parse_reserve(text, issuer)
    assert caught.value.code == code


def test_every_refusal_has_a_code_of_its_own_and_a_message():
    refusals = IdentityNumberError.__subclasses__()
    assert len({refused.code for refused in refusals}) == len(refusals)
    assert all(isinstance(refused.message, Promise) for refused in refusals)


@given(born=DATES, days=st.integers(0, 40_000))
def test_age_is_the_number_of_birthdays_behind(born, days):
    day = born + timedelta(days=days)
    birthdays = 0
    for year in range(born.year + 1, day.year + 1):
        try:
            birthday = born.replace(year=year)
        except ValueError:
            birthday = date(year, 3, 1)
        birthdays += birthday <= day
    assert age_on(born, day) == birthdays


def test_the_safeguards_of_a_minor_last_the_leap_day_out():
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18
    with pytest.raises(ValueError, match="before the birth"):
        age_on(date(2008, 2, 29), date(2008, 2, 28))
