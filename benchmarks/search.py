"""Searching for misspelt names under the policy, beside the same question without one."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import cycle
from random import Random
from string import ascii_lowercase

from benchmarks import town
from benchmarks.ratios import Ratio, Side, interleaved, p95, timed
from cases.models import Individual
from partners.models import User
from sluta_skjut.search import Search

SEED, NAMES = 20_000, 100
REPETITIONS, WARM_UP = 300, 20


def measure() -> Iterator[Ratio]:
    """As the agency that owns most, and as the one that sees least."""
    typed = _misspelt()
    yield _search("search_over_unrestricted", town.user("bosse"), typed)
    yield _search("least_seeing_search_over_unrestricted", town.user("cilla"), typed)


def _misspelt() -> list[str]:
    """Names of the town, with a slip in one of the words."""
    random = Random(SEED)
    with town.as_owner():
        everybody = list(Individual.objects.filter(is_protected=False).order_by("id"))
    return [_slip(person.name, random) for person in random.sample(everybody, NAMES)]


def _slip(name: str, random: Random) -> str:
    words = name.split()
    word = random.choice(words)
    at = random.randrange(len(word))
    before, after = word[:at], word[at + 1 :]
    letter = random.choice(ascii_lowercase)
    slip = random.choice((before + after, before + letter + after, before + letter + word[at:]))
    return " ".join(slip if one is word else one for one in words)


def _find(typed: Iterator[str]) -> list[Individual]:
    """What the page of hits asks for of persons."""
    search = Search(next(typed), kinds=[])
    return list(search.persons()[: search.at_most])


def _search(key: str, person: User, typed: Sequence[str]) -> Ratio:
    seen, plain = (partial(_find, cycle(typed)) for _ in range(2))
    over, under = interleaved(
        timed(town.as_user(person), seen),
        timed(town.as_owner, plain),
        repetitions=REPETITIONS,
        warm_up=WARM_UP,
    )
    return Ratio(
        key,
        Side(f"misspelt name, {person.agency.kind}, 95th percentile", over),
        Side("the same question as the owner role, 95th percentile", under),
        statistic=p95,
    )
