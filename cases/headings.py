"""Headings of the public feed: when and where, in a line that people write by hand.

"21 november 14.10, Skottlossning, Malmö": no year, Swedish time, and the day now and then the one
it was written up on instead of the one it happened.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
HEADING = re.compile(
    r"\s*(\d{1,2})\s+([a-zåäö]+)\s+(?:kl\.?\s*)?(\d{1,2})[.:](\d{2})\s*(?:,\s*(.*))?",
    re.IGNORECASE | re.DOTALL,
)
# So much a clock may be ahead; later than that, the heading has the wrong day.
CLOCKS_DIFFER = timedelta(hours=1)
ONE_DAY = timedelta(days=1)


class Unreadable(ValueError):
    """An event lacks what we need of it."""


class Moment(NamedTuple):
    """When it happened; doubtful where the heading contradicts the clock or the publication."""

    at: datetime
    is_doubtful: bool


def happened(name: str, published_at: datetime) -> Moment:
    """When the heading says it happened, in the latest year that leaves it before publication.

    A heading that names a time later than its own publication has the day wrong (the evening
    before, written up in the morning): then it is the day before, and doubtful.
    """
    day, month, hour, minute = _told(name)
    for year in (published_at.year + 1, published_at.year, published_at.year - 1):
        moment = _moment(year, month, day, hour, minute)
        if moment is None or moment.at > published_at + ONE_DAY:
            continue
        if moment.at <= published_at:
            return moment
        if moment.at <= published_at + CLOCKS_DIFFER:
            return Moment(moment.at, True)
        before = (moment.at.astimezone(SWEDEN) - ONE_DAY).astimezone(UTC)
        return Moment(before, True)
    raise Unreadable


def _told(name: str) -> tuple[int, int, int, int]:
    match = HEADING.fullmatch(name)
    if match is None or match[2].casefold() not in MONTHS:
        raise Unreadable
    month = MONTHS.index(match[2].casefold()) + 1
    return int(match[1]), month, int(match[3]), int(match[4])


def _moment(year: int, month: int, day: int, hour: int, minute: int) -> Moment | None:
    """The time on a Swedish wall clock. In the night the clocks change it may not exist, or twice:
    then it is the earlier reading, and doubtful."""
    try:
        wall = datetime(year, month, day, hour, minute, tzinfo=SWEDEN)
    except ValueError:
        return None
    is_clear = wall.utcoffset() == wall.replace(fold=1).utcoffset()
    return Moment(wall.astimezone(UTC), not is_clear)


def where(name: str, type: str, location: str) -> tuple[str, str]:
    """Municipality and place: of the location, or of the heading where that only names the county.

    Empty is: the feed does not say.
    """
    parts = [part for part in _places(name, type) if not _is_county(part)]
    municipality = location if location and not _is_county(location) else ""
    if not municipality and parts:
        municipality = parts[0]
    others = [part for part in parts if part.casefold() != municipality.casefold()]
    return municipality, ", ".join(others)


def _places(name: str, type: str) -> list[str]:
    """What stands after the type, or last where the heading has another type than the event."""
    match = HEADING.fullmatch(name)
    rest = " ".join((match[5] or "").split()) if match else ""
    has_type = bool(type) and rest.casefold().startswith(type.casefold())
    told = rest[len(type) :] if has_type else rest.rpartition(",")[2]
    return [part for part in map(str.strip, told.split(",")) if part]


def _is_county(name: str) -> bool:
    return name.casefold().endswith(" län")
