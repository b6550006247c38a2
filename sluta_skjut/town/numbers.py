"""Personnummer of the fictional town; none of them can be anybody's."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from personnummer import personnummer

from cases.identity_numbers import IdentityNumber, Kind

# Skatteverket gives birth numbers 980–999 to nobody. A samordningsnummer may have any birth
# number, so the town has none.
BIRTH_NUMBERS = range(980, 1000)


class Numbers:
    """Valid personnummer, each issued once, the same ones in the same order for the same seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._issued: Counter[date] = Counter()

    def issue(self, born: date) -> IdentityNumber:
        """A number for one born that day, or the next day whose numbers have not run out."""
        while self._issued[born] == len(BIRTH_NUMBERS):
            born += timedelta(days=1)
        shuffled = Random(f"{self._seed} {born}").sample(BIRTH_NUMBERS, len(BIRTH_NUMBERS))
        birth_number = shuffled[self._issued[born]]
        self._issued[born] += 1
        return IdentityNumber(Kind.PERSONNUMMER, _with_check_digit(f"{born:%Y%m%d}{birth_number}"))


def _with_check_digit(eleven: str) -> str:
    return next(eleven + digit for digit in "0123456789" if personnummer.valid(eleven + digit))
