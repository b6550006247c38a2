"""The police's public feed of events, read: JSON in, events out. Asks no database and no network.

What the feed is like: when it happened stands only in the heading ("21 november 14.10,
Skottlossning, Malmö", without a year, in Swedish time), when it was published in `datetime`
("2026-11-21 9:05:12 +01:00"), and the place sometimes only in the heading too. Most of it is
traffic, theft and fire.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from cases.headings import SWEDEN, Unreadable, happened, where
from cases.models.incidents import Kind

SITE = "https://polisen.se"
# The types that are violence of a kind on our list. Everything else is passed over.
VIOLENT: dict[str, Kind] = {
    "skottlossning": Kind.SHOOTING_CONFIRMED,
    "skottlossning, misstänkt": Kind.SHOOTING_SUSPECTED,
    "detonation": Kind.EXPLOSION_DETONATED,
    "explosion": Kind.EXPLOSION_DETONATED,
    "explosion, försök": Kind.EXPLOSION_ATTEMPTED,
    "detonation, försök": Kind.EXPLOSION_ATTEMPTED,
    "mord/dråp": Kind.MURDER,
    "mord/dråp, försök": Kind.MURDER_ATTEMPTED,
    "misshandel, grov": Kind.AGGRAVATED_ASSAULT,
    "olaga hot": Kind.THREAT,
}
PUBLISHED = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?"
    r"\s*(?:([+-])(\d{2}):?(\d{2})|Z)?"
)
YEARS = range(1990, 2101)
LONGEST = {"name": 200, "type": 80, "municipality": 60, "place": 100, "summary": 2000, "url": 300}


class NotTheFeed(ValueError):
    """What was read is no list of events at all; `code` says in what way."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Event:
    """One violent event, as the feed tells it."""

    source_id: str
    name: str
    type: str
    kind: Kind
    published_at: datetime
    happened_at: datetime
    is_time_doubtful: bool
    municipality: str
    place: str
    summary: str
    url: str


@dataclass
class Reading:
    """What a feed held: the violent events once each, and how many others there were."""

    events: list[Event] = field(default_factory=list)
    passed_over: int = 0
    unreadable: int = 0


def read(content: bytes) -> Reading:
    """The events of a feed. Raises NotTheFeed for anything but a list of them."""
    reading, events = Reading(), {}
    for told in _listed(content):
        try:
            event = event_of(told)
        except Unreadable:
            reading.unreadable += 1
            continue
        if event is None:
            reading.passed_over += 1
        elif event.source_id not in events:
            events[event.source_id] = event
    reading.events = list(events.values())
    return reading


def _listed(content: bytes) -> list[Any]:
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotTheFeed("json") from None
    if not isinstance(told, list):
        raise NotTheFeed("list")
    if told and not any(isinstance(one, dict) and {"name", "type"} & set(one) for one in told):
        raise NotTheFeed("events")
    return told


def event_of(told: Any) -> Event | None:
    """The event, or None when it is of no kind we follow. Raises Unreadable."""
    if not isinstance(told, dict):
        raise Unreadable
    name, kind_told = _text(told, "name"), _text(told, "type")
    kind = kind_of(kind_told)
    if kind is None:
        return None
    published_at = published(_text(told, "datetime"))
    happened_at, is_doubtful = happened(name, published_at)
    municipality, place = where(name, kind_told, _location(told))
    return Event(
        source_id=_source_id(told),
        name=name,
        type=kind_told,
        kind=kind,
        published_at=published_at,
        happened_at=happened_at,
        is_time_doubtful=is_doubtful,
        municipality=_cut("municipality", municipality),
        place=_cut("place", place),
        summary=_text(told, "summary"),
        url=_url(_text(told, "url")),
    )


def kind_of(type: str) -> Kind | None:
    return VIOLENT.get(" ".join(type.split()).casefold())


def published(text: str) -> datetime:
    """ "2026-11-21 9:05:12 +01:00"; without an offset it is Swedish time."""
    match = PUBLISHED.fullmatch(text.strip())
    if match is None:
        raise Unreadable
    *numbers, sign, hours, minutes = match.groups()
    year, month, day, hour, minute, second = (int(number or 0) for number in numbers)
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        if year not in YEARS:
            raise Unreadable
    except ValueError:
        raise Unreadable from None
    if sign:
        return moment - int(f"{sign}1") * timedelta(hours=int(hours), minutes=int(minutes))
    if text.rstrip().endswith("Z"):
        return moment
    return moment.replace(tzinfo=SWEDEN).astimezone(UTC)


def _location(told: dict[str, Any]) -> str:
    location = told.get("location")
    return _text(location, "name") if isinstance(location, dict) else ""


def _source_id(told: dict[str, Any]) -> str:
    given = told.get("id")
    if isinstance(given, bool) or not isinstance(given, int | str):
        raise Unreadable
    source_id = str(given).strip()
    if not 0 < len(source_id) <= 40:
        raise Unreadable
    return source_id


def _url(path: str) -> str:
    """The police's own page about it; any other address is left out."""
    try:
        url = urljoin(SITE, path) if path else ""
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    is_theirs = url.startswith("https://") and (
        host == "polisen.se" or host.endswith(".polisen.se")
    )
    return url if is_theirs and len(url) <= LONGEST["url"] else ""


def _text(told: dict[str, Any], key: str) -> str:
    """On one line and no longer than we keep; a NUL is nothing a database takes."""
    value = told.get(key)
    return _cut(key, " ".join(value.replace("\0", " ").split())) if isinstance(value, str) else ""


def _cut(key: str, text: str) -> str:
    longest = LONGEST.get(key)
    return text if longest is None or len(text) <= longest else f"{text[: longest - 1]}…"


def types() -> Iterator[str]:
    """The types that are suggested, as the feed writes them."""
    return (type[0].upper() + type[1:] for type in VIOLENT)
