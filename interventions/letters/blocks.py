"""A letter's text as paragraphs, lists and headings.

An empty line ends a paragraph, a line that begins with "- " is an item of a list, and one that
begins with "## " a heading.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

HEADING, ITEM = "## ", "- "


class Block(NamedTuple):
    """`kind` is heading, list or paragraph; `lines` are its lines, a list's items."""

    kind: str
    lines: list[str]


def blocks(text: str) -> list[Block]:
    return list(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    lines = [line.strip() for line in text.splitlines()]
    for kind, run in groupby(lines, key=_kind):
        found = list(run)
        if kind == "heading":
            yield from (Block(kind, [line.removeprefix(HEADING)]) for line in found)
        elif kind == "list":
            yield Block(kind, [line.removeprefix(ITEM) for line in found])
        elif kind == "paragraph":
            yield Block(kind, found)


def _kind(line: str) -> str:
    if line.startswith(HEADING):
        return "heading"
    if line.startswith(ITEM):
        return "list"
    return "paragraph" if line else "nothing"
