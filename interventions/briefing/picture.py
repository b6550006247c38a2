"""The one picture of the paper: called and came, as bars that start at zero."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from interventions.briefing.figures import Figures, Line

# Points on paper. The bars share the width to the right of the dates.
WIDTH, DATES, WORDS = 440, 92, 124
STEP, THICK = 26, 15
MOST_BARS = 8
# Between the strokes of a bar that is not told.
HATCH = 6


@dataclass(frozen=True)
class Bar:
    """One call-in; `came` is None where it was not published."""

    day: date
    top: int
    called: int
    came: int | None
    called_length: float
    came_length: float

    @property
    def is_hatched(self) -> bool:
        """How many came is not told: that looks like nothing else, least of all like nobody."""
        return self.came is None

    @property
    def hatches(self) -> list[tuple[float, float]]:
        """From the left foot of each stroke to its right head, within the bar."""
        ends = self.called_length - THICK
        return [(DATES + x, DATES + x + THICK) for x in range(0, int(ends) + 1, HATCH)]

    @property
    def foot(self) -> int:
        return self.top + THICK

    @property
    def baseline(self) -> float:
        return self.top + THICK * 0.75

    @property
    def words_at(self) -> float:
        return DATES + self.called_length + 6


@dataclass(frozen=True)
class Picture:
    bars: tuple[Bar, ...]
    width: int = WIDTH
    start: int = DATES
    thick: int = THICK

    @property
    def height(self) -> int:
        return STEP * len(self.bars)

    @classmethod
    def of(cls, figures: Figures) -> Self | None:
        """The latest call-ins in order of time; none of whose size was published, no picture."""
        known = [line for line in figures.lines() if line.called]
        known.sort(key=lambda line: line.tally.period_end)
        return cls(tuple(_bars(known[-MOST_BARS:]))) if known else None


def _bars(lines: Sequence[Line]) -> Iterable[Bar]:
    unit = (WIDTH - DATES - WORDS) / max(line.called or 0 for line in lines)
    for place, line in enumerate(lines):
        called, came = line.called or 0, line.came
        yield Bar(
            day=line.tally.period_end,
            top=place * STEP,
            called=called,
            came=came,
            called_length=called * unit,
            came_length=(came or 0) * unit,
        )
