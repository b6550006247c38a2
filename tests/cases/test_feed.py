"""The public feed, read: right times, right places, only violence, nothing twice."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import feed, headings
from cases.headings import MONTHS, SWEDEN, Unreadable, happened, where
from cases.models.incidents import Kind

SAMPLE = Path(__file__).parent / "data" / "police-events.json"
WHOLE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "police-events-skane.json"


def told(**changed: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "datetime": "2026-11-21 9:05:12 +01:00",
        "name": "21 november 08.10, Skottlossning, Malmö",
        "summary": "Skott mot en bil.",
        "url": "/aktuellt/handelser/2026/november/21/x/",
        "type": "Skottlossning",
        "location": {"name": "Malmö", "gps": "55.6,13.0"},
    } | changed


def read(*events: Any) -> feed.Reading:
    return feed.read(json.dumps(events).encode())


def swedish(moment: datetime) -> str:
    return moment.astimezone(SWEDEN).strftime("%Y-%m-%d %H:%M")


def test_an_event_is_read_as_the_police_tell_it() -> None:
    (event,) = read(told()).events
    assert (event.source_id, event.kind, event.municipality, event.place) == (
        "1", "shooting_confirmed", "Malmö", "",
    )  # fmt: skip
    assert event.published_at == datetime(2026, 11, 21, 8, 5, 12, tzinfo=UTC)
    assert event.happened_at == datetime(2026, 11, 21, 7, 10, tzinfo=UTC)
    assert not event.is_time_doubtful
    assert event.url == "https://polisen.se/aktuellt/handelser/2026/november/21/x/"


@pytest.mark.parametrize(
    ("name", "published", "at"),
    [
        ("21 november 14.10, Rån", "2026-11-21 15:00:00 +01:00", "2026-11-21 14:10"),
        ("21 november 14:10, Rån", "2026-11-21 15:00:00 +01:00", "2026-11-21 14:10"),
        ("1 juli 0.05, Rån", "2026-07-01 0:30:00 +02:00", "2026-07-01 00:05"),
        ("21 November kl. 14.10, Rån", "2026-11-21 15:00:00 +01:00", "2026-11-21 14:10"),
        ("31 december 23.50, Rån", "2026-01-01 0:20:00 +01:00", "2025-12-31 23:50"),
        ("01 januari 00.10, Rån", "2026-01-01 0:15:00 +01:00", "2026-01-01 00:10"),
        ("30 december 22.00, Rån", "2026-01-02 8:00:00 +01:00", "2025-12-30 22:00"),
        ("29 februari 10.00, Rån", "2024-03-01 8:00:00 +01:00", "2024-02-29 10:00"),
        ("29 februari 10.00, Rån", "2025-01-01 8:00:00 +01:00", "2024-02-29 10:00"),
        ("24 oktober 23.00, Rån", "2026-10-25 6:00:00 +01:00", "2026-10-24 23:00"),
        ("28 mars 23.30, Rån", "2026-03-29 3:10:00 +02:00", "2026-03-28 23:30"),
    ],
)
def test_the_year_and_the_hour_are_found(name: str, published: str, at: str) -> None:
    moment = happened(name, feed.published(published))
    assert (swedish(moment.at), moment.is_doubtful) == (at, False)


@pytest.mark.parametrize(
    ("name", "published", "at"),
    [
        # Written up in the morning under the wrong day: it was the evening before.
        ("04 april 23:41, Rån", "2023-04-04 6:50:46 +02:00", "2023-04-03 23:41"),
        ("01 januari 23.10, Rån", "2026-01-01 7:00:00 +01:00", "2025-12-31 23:10"),
        # A clock that is a little ahead.
        ("21 november 15.10, Rån", "2026-11-21 15:00:00 +01:00", "2026-11-21 15:10"),
        # The hour that is there twice, and the one that is not there.
        ("25 oktober 02.30, Rån", "2026-10-25 6:00:00 +01:00", "2026-10-25 02:30"),
        ("29 mars 02.30, Rån", "2026-03-29 6:00:00 +02:00", "2026-03-29 03:30"),
    ],
)
def test_a_time_that_contradicts_itself_is_doubtful(name: str, published: str, at: str) -> None:
    moment = happened(name, feed.published(published))
    assert (swedish(moment.at), moment.is_doubtful) == (at, True)


@given(
    at=st.datetimes(datetime(2018, 1, 1), datetime(2035, 12, 31), timezones=st.just(SWEDEN)),
    after=st.timedeltas(timedelta(minutes=1), timedelta(days=300)),
    mark=st.sampled_from(".:"),
)
def test_whatever_happened_before_it_was_published_is_found_again(
    at: datetime, after: timedelta, mark: str
) -> None:
    at = at.replace(second=0, microsecond=0, fold=0)
    published_at = at.astimezone(UTC) + after
    name = f"{at.day:02} {MONTHS[at.month - 1]} {at.hour:02}{mark}{at.minute:02}, Rån, Malmö"
    moment = happened(name, published_at)
    assert moment.at == at.astimezone(UTC)
    twice_or_never = at.utcoffset() != at.replace(fold=1).utcoffset()
    assert moment.is_doubtful == twice_or_never


@given(
    day=st.dates(date(2018, 1, 1), date(2035, 12, 31)),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    published_at=st.datetimes(datetime(2018, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)),
)
def test_nothing_happens_long_after_it_was_published(
    day: date, hour: int, minute: int, published_at: datetime
) -> None:
    name = f"{day.day} {MONTHS[day.month - 1]} {hour:02}.{minute:02}, Rån, Malmö"
    try:
        moment = happened(name, published_at)
    except Unreadable:
        assert (day.month, day.day) == (2, 29)
        return
    assert moment.at <= published_at + headings.CLOCKS_DIFFER
    assert moment.at > published_at - timedelta(days=2 * 366)


@given(
    moment=st.datetimes(datetime(1991, 1, 1), datetime(2099, 1, 1)),
    hours=st.integers(-12, 14),
    is_padded=st.booleans(),
)
def test_a_time_of_publication_is_read_with_and_without_a_leading_zero(
    moment: datetime, hours: int, is_padded: bool
) -> None:
    moment = moment.replace(microsecond=0)
    hour = f"{moment.hour:02}" if is_padded else str(moment.hour)
    text = f"{moment:%Y-%m-%d} {hour}:{moment:%M:%S} {'-' if hours < 0 else '+'}{abs(hours):02}:00"
    assert feed.published(text) == moment.replace(tzinfo=UTC) - timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "i går", "2026-13-01 9:00:00 +01:00", "0001-01-01 0:00:00"])
def test_what_is_no_time_of_publication_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        feed.published(text)


@pytest.mark.parametrize(
    ("name", "type", "location", "place"),
    [
        ("2 maj 10.00, Skottlossning, Malmö", "Skottlossning", "Malmö", ("Malmö", "")),
        ("2 maj 10.00, Skottlossning, Malmö", "Skottlossning", "Skåne län", ("Malmö", "")),
        ("2 maj 10.00, Skottlossning, Malmö", "Skottlossning", "", ("Malmö", "")),
        ("2 maj 10.00, Skottlossning, Skåne län", "Skottlossning", "Skåne län", ("", "")),
        ("2 maj 10.00, Mord/dråp, försök, Lund", "Mord/dråp, försök", "Lund", ("Lund", "")),
        ("2 maj 10.00, Mord/dråp, försök, Lund", "Mord/dråp, försök", "", ("Lund", "")),
        ("2 maj 10.00, Skottlossning, Malmö, Oxie", "Skottlossning", "Malmö", ("Malmö", "Oxie")),
        ("2 maj 10.00, Skottlossning, Malmö, Oxie", "Skottlossning", "", ("Malmö", "Oxie")),
        ("2 maj 10.00, Skottlossning", "Skottlossning", "Malmö", ("Malmö", "")),
        ("2 maj 10.00", "Skottlossning", "", ("", "")),
    ],
)
def test_the_place_is_the_locations_or_else_the_headings(
    name: str, type: str, location: str, place: tuple[str, str]
) -> None:
    assert where(name, type, location) == place


def test_what_lacks_what_we_need_is_counted_and_passed_by() -> None:
    reading = read(
        told(id=None), told(id=True), told(id=""), told(datetime="?"), told(name="Skottlossning"),
        told(name="31 februari 10.00, Skottlossning"), told(name="3 foo 10.00, x"), "text", None,
        told(id=7),
    )  # fmt: skip
    assert ([event.source_id for event in reading.events], reading.unreadable) == (["7"], 9)


def test_an_event_told_twice_in_one_file_is_read_once() -> None:
    assert len(read(told(), told(summary="Annat")).events) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "json"), (b"{", "json"), (b"\xff\xfe", "json"), (b"[" * 100_000, "json"),
        (b"PK\x03\x04", "json"), (b"{}", "list"), (b'"x"', "list"), (b"[1, 2]", "events"),
        (b'[{"a": 1}]', "events"),
    ],
)  # fmt: skip
def test_another_file_is_not_taken_for_the_feed(content: bytes, code: str) -> None:
    with pytest.raises(feed.NotTheFeed) as refused:
        feed.read(content)
    assert refused.value.code == code


def test_an_empty_list_is_a_feed_without_events() -> None:
    assert feed.read(b"[]").events == []


@pytest.mark.parametrize(
    "url",
    ["http://polisen.se/x", "https://elak.se/x", "javascript:alert(1)", "//elak.se", "http://["],
)
def test_only_the_polices_own_page_is_linked(url: str) -> None:
    assert read(told(url=url)).events[0].url == ""


json_values = st.sampled_from(
    [None, True, 0, -1, 10**30, 1.5, "", "x" * 5000, "\0", "2 maj", [], [[]], {}, {"name": 3}]
) | st.text(max_size=20)


@given(changed=st.dictionaries(st.sampled_from(sorted(told())), json_values, max_size=4))
def test_no_event_however_odd_stops_the_reading(changed: dict[str, Any]) -> None:
    reading = read(told(**changed), told(id=99, type="Rån"))
    assert reading.passed_over + reading.unreadable + len(reading.events) == 2


def test_the_sample_holds_each_type_once_and_only_violence_is_suggested() -> None:
    reading = feed.read(SAMPLE.read_bytes())
    events = json.loads(SAMPLE.read_text(encoding="utf-8"))
    assert {event.type for event in reading.events} == {
        "Misshandel, grov", "Skottlossning", "Skottlossning, misstänkt", "Detonation", "Explosion",
        "Mord/dråp", "Mord/dråp, försök", "Olaga hot",
    }  # fmt: skip
    assert len(reading.events) + reading.passed_over == len(events)
    assert reading.unreadable == 0


def test_the_document_says_which_types_are_suggested_and_which_are_not() -> None:
    document = (Path(__file__).resolve().parents[2] / "docs" / "imports.md").read_text("utf-8")
    told = dict(re.findall(r"^\| ([A-ZÅÄÖ][^|]+?) \| (\w+) \|$", document, re.MULTILINE))
    assert {name: kind for name, kind in told.items() if kind in Kind.values} == {
        name: feed.kind_of(name) for name in feed.types()
    }
    for passed_over in ("Vapenlagen", "Farligt föremål, misstänkt", "Misshandel", "Brand", "Rån"):
        assert passed_over in document
        assert feed.kind_of(passed_over) is None


@pytest.fixture(scope="module")
def whole() -> list[dict[str, Any]]:
    if not WHOLE.exists():
        pytest.skip(f"The whole feed is not here: {WHOLE.name} belongs in ../shared/data.")
    events: list[dict[str, Any]] = json.loads(WHOLE.read_text(encoding="utf-8"))
    return events


VIOLENT = {
    "Mord/dråp, försök": 122, "Misshandel, grov": 120, "Skottlossning": 49, "Explosion": 43,
    "Detonation": 40, "Mord/dråp": 25, "Skottlossning, misstänkt": 7, "Olaga hot": 1,
}  # fmt: skip


def test_of_the_493_only_the_violent_types_are_read_and_nothing_twice(whole: list) -> None:
    reading = feed.read(WHOLE.read_bytes())
    assert len(whole) == 493
    assert Counter(event.type for event in reading.events) == VIOLENT
    assert reading.passed_over == 493 - sum(VIOLENT.values())
    assert reading.unreadable == 0
    assert len({event.source_id for event in reading.events}) == len(reading.events)


def test_each_of_the_493_has_the_day_and_the_clock_of_its_heading(whole: list) -> None:
    """Read here in another way: the number of days back from publication, in Swedish time."""
    doubtful = 0
    for one in whole:
        day, month, clock = one["name"].split(",")[0].split()
        hour, minute = map(int, clock.replace(".", ":").split(":"))
        moment = happened(one["name"], feed.published(one["datetime"]))
        at = moment.at.astimezone(SWEDEN)
        assert (at.hour, at.minute) == (hour, minute)
        said = date(at.year, MONTHS.index(month) + 1, int(day))
        assert at.date() == said - timedelta(days=1 if moment.is_doubtful else 0)
        published = date.fromisoformat(one["datetime"].split()[0])
        assert timedelta(0) <= published - at.date() <= timedelta(days=1)
        doubtful += moment.is_doubtful
    assert doubtful == 5


def test_each_of_the_493_has_the_place_the_police_give(whole: list) -> None:
    for one in whole:
        found = where(one["name"], one["type"], one["location"]["name"])
        named = one["name"].rpartition(", ")[2]
        assert found == ("" if named == "Skåne län" else named, "")
