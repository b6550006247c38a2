"""The coverage board: who has not heard comes first, and nobody is told what is not theirs."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Attribution, CriminalGroup, Incident
from interventions.coverage import Board, Standing
from interventions.coverage_papers import pdf
from interventions.models import GroupHearing
from partners import audience
from partners.mandates import Category
from tests.cast import Cast

TODAY = timezone.localdate
PARTNERS = ("probation", "social_services", "city_safety")


def group(cast: Cast, name: str) -> CriminalGroup:
    with cast.looking("anna"):
        return CriminalGroup.objects.create(code_name=name, status_since="2026-01-01")


def shot(cast: Cast, by: CriminalGroup, *, days_ago: int, kind: str = "shooting_confirmed") -> None:
    moment = timezone.now() - timedelta(days=days_ago)
    with cast.looking("anna"):
        incident = Incident.objects.create(
            number=Incident.objects.count() + 1, kind=kind, happened_at=moment, known_at=moment,
            municipality="Malmö",
        )  # fmt: skip
        Attribution.objects.create(
            incident=incident, group=by, confidence="probable", basis="x", decided_by=cast.anna,
            decided_at=moment,
        )  # fmt: skip


def heard(cast: Cast, who: CriminalGroup, *, days_ago: int, name: str = "anna") -> None:
    channel = "notification" if name == "anna" else "call_in"
    with cast.looking(name):
        GroupHearing.objects.create(
            group=who, channel=channel, heard_on=TODAY() - timedelta(days=days_ago)
        )


def told(cast: Cast, name: str = "anna", day: date | None = None) -> list[tuple[str, str]]:
    with cast.looking(name):
        rows = Board(day or TODAY()).rows
        return [(row.group.code_name, str(row.standing)) for row in rows]


@pytest.fixture
def town(cast: Cast) -> dict[str, CriminalGroup]:
    """Alm shot after it was told, Björk before, Cedro never heard, Dill heard a year ago."""
    groups = {name: group(cast, name) for name in ("Dill", "Cedro", "Björk", "Alm")}
    for name in PARTNERS:
        agency: Any = getattr(cast, name)
        cast.let_read(agency, Category.GROUP_CODE, owner=cast.police)
        cast.let_read(agency, Category.GROUP_HEARD, owner=cast.police)
        if name != "probation":
            cast.let_read(agency, Category.GROUP_HEARD, owner=cast.probation)
    cast.let_read(cast.police, Category.GROUP_HEARD, owner=cast.probation)
    heard(cast, groups["Alm"], days_ago=20)
    shot(cast, groups["Alm"], days_ago=3)
    heard(cast, groups["Björk"], days_ago=10, name="greta")
    shot(cast, groups["Björk"], days_ago=40)
    heard(cast, groups["Dill"], days_ago=365)
    return groups


def test_on_top_is_who_shot_after_they_were_told(cast: Cast, town: dict[str, Any]) -> None:
    assert told(cast) == [
        ("Alm", "since"), ("Cedro", "never"), ("Dill", "long_ago"), ("Björk", "told"),
    ]  # fmt: skip


def test_told_on_the_day_of_the_shooting_is_not_told_since(cast: Cast) -> None:
    heard(cast, one := group(cast, "Alm"), days_ago=5)
    shot(cast, one, days_ago=5)
    assert told(cast) == [("Alm", "since")]


def test_a_murder_counts_as_a_shooting_and_a_threat_does_not(cast: Cast) -> None:
    for name, kind in (("Alm", "murder"), ("Björk", "threat")):
        one = group(cast, name)
        heard(cast, one, days_ago=9)
        shot(cast, one, days_ago=1, kind=kind)
    assert told(cast) == [("Alm", "since"), ("Björk", "told")]


@pytest.mark.parametrize("name", ["greta", "cilla", "david"])
def test_partners_learn_who_has_heard_and_nothing_of_who_shot(
    cast: Cast, town: dict[str, Any], name: str
) -> None:
    assert told(cast, name) == [
        ("Cedro", "never"), ("Dill", "long_ago"), ("Alm", "told"), ("Björk", "told"),
    ]  # fmt: skip
    page = cast.client(name).get("/tavlan/").content.decode()
    assert "Senaste skjutning" not in page
    assert "Inte hört sedan" not in page


def test_what_is_not_read_is_named_and_not_called_silence(cast: Cast) -> None:
    group(cast, "Alm")
    with cast.looking("anna"):
        board = Board(TODAY())
        assert [one.pk for one in board.told_by] == [1]
        assert [one.pk for one in board.untold_by] == [2]
    assert cast.probation.name in cast.client("anna").get("/tavlan/").content.decode()


def test_paper_holds_what_all_its_readers_may_read(cast: Cast, town: dict[str, Any]) -> None:
    with cast.looking("hugo"):
        assert pdf([], by=cast.hugo).startswith(b"%PDF")
    for readers, knows in (([cast.police], True), ([cast.police, cast.city_safety], False)):
        with audience.of_paper(readers, author=cast.police, operation="test"):
            board = Board(TODAY())
            assert board.knows_shootings is knows
            assert len(board.rows) == 4
            assert any(row.standing is Standing.SINCE for row in board.rows) is knows


def test_however_many_groups_it_asks_as_often(cast: Cast, town: dict[str, Any]) -> None:
    def questions() -> int:
        client = cast.client("anna")
        client.get("/tavlan/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/tavlan/")
        return len(asked)

    few = questions()
    for number in range(16):
        one = group(cast, f"Ek-{number}")
        heard(cast, one, days_ago=number)
        shot(cast, one, days_ago=number)
    assert questions() == few
