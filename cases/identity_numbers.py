"""Identity numbers: what was typed becomes one exact, masked value or a refusal that helps."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from personnummer import personnummer

COORDINATION_DAYS = 60  # Lag (2022:1697) om samordningsnummer: the day of birth plus 60.
EARLIEST_YEAR = 1800  # The century of a twelve-digit number is written 18, 19 or 20.
LONGEST_TEXT = 64
CHARACTERS_MASKED = 4

NUMBER = re.compile(
    r"(?P<century>\d\d)?(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"(?P<sign>[-+]?)(?P<serial>(?!000)\d{3}\d)",
    re.ASCII,
)
TWELVE_DIGITS = re.compile(r"\d{12}", re.ASCII)
RESERVE = re.compile(r"[0-9A-ZÅÄÖ]{4,20}")


class Kind(StrEnum):
    """The kinds of number a person may be known by."""

    PERSONNUMMER = "personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer"
    RESERVE = "reserve"


class IdentityNumberError(ValueError):
    """A number that was refused; it carries what to do about it and never the number itself."""

    code: ClassVar[str]
    message: ClassVar[Promise]

    def __str__(self) -> str:
        return self.code


class Unreadable(IdentityNumberError):
    code = "unreadable"
    message = _(
        "Write the number with 12 digits, for example 19900101-1234. "
        "If it has letters, choose reserve number and say who issued it."
    )


class CenturyUnknown(IdentityNumberError):
    code = "century"
    message = _("The century is missing. Write all 12 digits, for example 19900101-1234.")


class SignMisleads(IdentityNumberError):
    code = "sign"
    message = _(
        "A plus sign means that the person turns 100 this year or is older. "
        "Check the year, or write a hyphen."
    )


class ImpossibleDate(IdentityNumberError):
    code = "date"
    message = _("There is no such date. Check the year, month and day of the number.")


class FutureDate(IdentityNumberError):
    code = "future"
    message = _(
        "The date lies in the future. Check the year. "
        "If the person is about 100 years old, write all 12 digits."
    )


class WrongCheckDigit(IdentityNumberError):
    code = "check_digit"
    message = _(
        "The check digit does not match. "
        "Check the number against a driving licence or identity card."
    )


class ReserveUnreadable(IdentityNumberError):
    code = "reserve"
    message = _("A reserve number has 4–20 letters and digits. Check it against the document.")


class ReserveMistaken(IdentityNumberError):
    code = "not_reserve"
    message = _(
        "This is a valid personnummer or samordningsnummer. Choose that kind of number instead."
    )


class IssuerMissing(IdentityNumberError):
    code = "issuer"
    message = _("Say who issued the reserve number, for example the region.")


@dataclass(frozen=True, slots=True, repr=False)
class IdentityNumber:
    """A number of one kind: twelve digits, or a reserve number that only its issuer can tell."""

    kind: Kind
    value: str
    issuer: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        if self.kind is Kind.RESERVE:
            if not self.issuer:
                raise IssuerMissing
            if not RESERVE.fullmatch(self.value):
                raise ReserveUnreadable
        elif not TWELVE_DIGITS.fullmatch(self.value) or self.kind is not _kind(self.value):
            raise Unreadable

    def __repr__(self) -> str:
        return f"IdentityNumber({self.kind.value}, {self.masked()})"

    def __str__(self) -> str:
        return self.masked()

    def masked(self) -> str:
        """What a screen shows until somebody asks for more and is logged: `19900101-****`."""
        separator = "" if self.kind is Kind.RESERVE else "-"
        return self.value[:-CHARACTERS_MASKED] + separator + "*" * CHARACTERS_MASKED

    def unmasked(self) -> str:
        """The whole number as people write it; whoever shows it logs that."""
        if self.kind is Kind.RESERVE:
            return self.value
        return f"{self.value[:-CHARACTERS_MASKED]}-{self.value[-CHARACTERS_MASKED:]}"

    @property
    def born(self) -> date | None:
        """The date in the number: a hint only, as it may be a day next to the day of birth."""
        return None if self.kind is Kind.RESERVE else _date(self.value)


def parse(text: str, *, today: date) -> IdentityNumber:
    """A personnummer (folkbokföringslagen 18 §) or samordningsnummer as of `today`."""
    match = NUMBER.fullmatch(_plain(text)) if len(text) <= LONGEST_TEXT else None
    if match is None:
        raise Unreadable
    value = f"{_year(match, today):04}{match['month']}{match['day']}{match['serial']}"
    if _date(value) > today:
        raise FutureDate
    if not _has_right_check_digit(value):
        raise WrongCheckDigit
    return IdentityNumber(_kind(value), value)


def parse_reserve(text: str, issuer: str) -> IdentityNumber:
    """A local number in one spelling: capitals, no spaces or hyphens, and nothing checked in it."""
    if len(text) > LONGEST_TEXT:
        raise ReserveUnreadable
    value = unicodedata.normalize("NFKC", _plain(text).replace("-", "")).upper()
    if _is_registered_number(value):
        raise ReserveMistaken
    return IdentityNumber(Kind.RESERVE, value, " ".join(issuer.split()))


def age_on(born: date, day: date) -> int:
    """Whole years lived on `day`; one born on 29 February turns a year older on 1 March."""
    if day < born:
        raise ValueError("A day before the birth has no age.")
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _plain(text: str) -> str:
    return "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if character == "\N{FULLWIDTH PLUS SIGN}":
        return "+"
    # Text pasted from mail and PDF carries marks nobody sees.
    return "" if character.isspace() or category == "Cf" else character


def _year(match: re.Match[str], today: date) -> int:
    """The sign follows the calendar year in which the person turns 100, not the birthday."""
    turns_hundred = today.year - 100
    if match["century"]:
        year = int(match["century"] + match["year"])
        if match["sign"] == "+" and year > turns_hundred:
            raise SignMisleads
        return year
    if not match["sign"]:
        raise CenturyUnknown
    latest = turns_hundred if match["sign"] == "+" else today.year
    return latest - (latest - int(match["year"])) % 100


def _date(value: str) -> date:
    year, month, day = int(value[:4]), int(value[4:6]), int(value[6:8])
    if day > COORDINATION_DAYS:
        day -= COORDINATION_DAYS
    if year < EARLIEST_YEAR:
        raise ImpossibleDate
    try:
        return date(year, month, day)
    except ValueError:
        # Without its cause: nothing of the number may follow the refusal into a log.
        raise ImpossibleDate from None


def _kind(value: str) -> Kind:
    is_coordination = int(value[6:8]) > COORDINATION_DAYS
    return Kind.SAMORDNINGSNUMMER if is_coordination else Kind.PERSONNUMMER


def _has_right_check_digit(value: str) -> bool:
    # Always twelve digits: given fewer, the library reads the clock and guesses the century.
    return personnummer.valid(value)


def _is_registered_number(value: str) -> bool:
    return (
        TWELVE_DIGITS.fullmatch(value) is not None
        and "18" <= value[:2] <= "20"
        and _has_right_check_digit(value)
    )
