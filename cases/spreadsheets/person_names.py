"""Names as they stand in lists, in the order they are spoken; and how alike two of them are."""

from difflib import SequenceMatcher

from cases.names import sort_key

LONGEST_NAME = 120
ALIKE = 0.8
FEWEST_WORDS = 2
SHORTEST_WITH_SLIP = 4


def spoken(text: str) -> str:
    """ "Efternamn, Förnamn" as "Förnamn Efternamn"; any other name as it stands."""
    last, comma, first = text.partition(",")
    parts = [first, last] if comma and first.strip() and last.strip() else [text.replace(",", " ")]
    return " ".join(" ".join(parts).split())


def key(name: str) -> str:
    """The same for two ways to write one name: order, hyphens and accents left aside."""
    return " ".join(sorted(sort_key(name).split()))


def are_alike(one: str, other: str) -> bool:
    """Alike enough to ask whether it is the same person; both as `key` gives them.

    Every word of the shorter has its like in the longer, and there are at least two of them.
    """
    fewer, more = sorted((one.split(), other.split()), key=len)
    return one == other or (
        len(fewer) >= FEWEST_WORDS and all(any(_alike(a, b) for b in more) for a in fewer)
    )


def share_a_name(one: str, other: str) -> bool:
    """At least one name in common, perhaps misspelt."""
    return any(_alike(a, b) for a in key(one).split() for b in key(other).split())


def _alike(one: str, other: str) -> bool:
    return _is_one_slip(one, other) or SequenceMatcher(None, one, other).ratio() >= ALIKE


def _is_one_slip(one: str, other: str) -> bool:
    """A letter too many, too few or another, or two that changed places; not in a short name."""
    shortest = min(len(one), len(other))
    at = next((n for n in range(shortest) if one[n] != other[n]), shortest)
    ours, theirs = one[at:], other[at:]
    return shortest >= SHORTEST_WITH_SLIP and (
        ours[1:] == theirs[1:]
        or ours[1:] == theirs
        or ours == theirs[1:]
        or (ours[:2] == theirs[1::-1] and ours[2:] == theirs[2:])
    )
