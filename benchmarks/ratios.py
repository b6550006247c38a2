"""Ratios and their limits: absolute times differ between machines, ratios hardly."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import perf_counter

# One measurement: does the thing once and answers with the milliseconds it took.
Sample = Callable[[], float]


@dataclass(frozen=True)
class Limit:
    """How large a ratio may be, or how small where `is_floor`."""

    value: float
    is_floor: bool = False

    def allows(self, ratio: float) -> bool:
        return ratio >= self.value if self.is_floor else ratio <= self.value

    def __str__(self) -> str:
        return f"{'≥' if self.is_floor else '≤'} {self.value:g}"


LIMITS: dict[str, Limit] = {
    "list_page_over_unrestricted": Limit(1.5),
    "least_seeing_page_over_unrestricted": Limit(10),
    "guardian_over_list_page": Limit(4, is_floor=True),
    "count_over_unrestricted": Limit(4),
    "search_over_unrestricted": Limit(2),
    "least_seeing_search_over_unrestricted": Limit(2),
    "door_tap_over_bare_insert": Limit(2.5),
    "briefing_over_weasyprint": Limit(1.25),
    "import_10x_over_1x": Limit(12),
}


@dataclass(frozen=True)
class Side:
    """What was timed, in words, and every time in milliseconds."""

    what: str
    times: Sequence[float]


@dataclass(frozen=True)
class Ratio:
    """One side over the other, by the median or by the 95th percentile of their times.

    `also` holds further times in milliseconds that help to understand it; `memory_mb` is the most
    memory that the larger side had in use, where that was measured.
    """

    key: str
    over: Side
    under: Side
    statistic: Callable[[Sequence[float]], float] = median
    also: Mapping[str, float] = field(default_factory=dict)
    memory_mb: float | None = None

    @property
    def over_ms(self) -> float:
        return self.statistic(self.over.times)

    @property
    def under_ms(self) -> float:
        return self.statistic(self.under.times)

    @property
    def value(self) -> float:
        return self.over_ms / self.under_ms

    @property
    def limit(self) -> Limit:
        return LIMITS[self.key]

    @property
    def is_within(self) -> bool:
        return self.limit.allows(self.value)


def p95(times: Sequence[float]) -> float:
    """Of a hundred times, ninety-five are no longer than this."""
    return quantiles(times, n=20, method="inclusive")[-1]


def timed(
    place: Callable[[], AbstractContextManager[object]], call: Callable[[], object]
) -> Sample:
    """A sample of the call alone, made in a place that is entered and left outside the time."""

    def sample() -> float:
        with place():
            start = perf_counter()
            call()
            return (perf_counter() - start) * 1000

    return sample


def interleaved(
    over: Sample, under: Sample, *, repetitions: int, warm_up: int
) -> tuple[list[float], list[float]]:
    """Times of both, one after the other in turn, so that what disturbs one disturbs both."""
    for _ in range(warm_up):
        over(), under()
    with undisturbed():
        both = [(over(), under()) for _ in range(repetitions)]
    return [first for first, _ in both], [second for _, second in both]


@contextmanager
def undisturbed() -> Iterator[None]:
    """No garbage is collected in the middle of a time."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
