"""What differs between two texts, sentence by sentence: pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# After a sentence, or at the end of a line.
ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True)
class Part:
    """Something that stayed, came or went."""

    text: str
    came: bool = False
    went: bool = False


def between(before: str, after: str) -> list[Part]:
    """The newer text with what went, in order; the same texts differ in nothing."""
    return list(_parts(_sentences(before), _sentences(after)))


def _parts(old: list[str], new: list[str]) -> Iterator[Part]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "equal":
            yield Part(" ".join(new[c:d]))
            continue
        if a < b:
            yield Part(" ".join(old[a:b]), went=True)
        if c < d:
            yield Part(" ".join(new[c:d]), came=True)


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in ENDS.split(text) if sentence.strip()]
