"""Which group stands out: a count anybody can check, the same when asked for later."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases import ranking
from cases.actions import attributions, incidents, successions
from cases.models import Attribution, CriminalGroup, Incident
from cases.ranking import CONFIDENCES, KINDS, Count, Held, Merged, Period
from cases.violence import Violence, end_of
from partners.mandates import Category
from tests.cases.pages import cost, errors, text
from tests.cases.people import TODAY, found
from tests.cast import Cast

PAGE = "/grupper/sticker-ut/"
LONG_AGO = TODAY - timedelta(days=900)
START = datetime(2026, 1, 1, tzinfo=timezone.get_default_timezone())


def ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def happen(cast: Cast, days_ago: float = 5, kind: str = "shooting_confirmed") -> Incident:
    with cast.looking("anna"):
        number = Incident.objects.count() + 1
        return Incident.objects.create(
            number=number, kind=kind, happened_at=ago(days_ago), municipality="Malmö",
            known_at=ago(days_ago),
        )  # fmt: skip


def attribute(
    cast: Cast, incident: Incident, group: CriminalGroup, confidence: str = "confirmed",
    decided: float = 4, **more: Any,
) -> Attribution:  # fmt: skip
    with cast.looking("anna"):
        return Attribution.objects.create(
            incident=incident, group=group, confidence=confidence, basis="Spår",
            decided_by=cast.anna, decided_at=ago(decided), **more,
        )  # fmt: skip


def points(cast: Cast, day: date = TODAY, window: int = 30) -> dict[str, Decimal]:
    with cast.looking("anna"):
        return {one.group.code_name: one.count.points for one in Violence(day).standings(window)}


# --- The pure count against one written a second time, as plainly as possible ---

GROUPS = [UUID(int=number) for number in range(1, 6)]
moments = st.integers(0, 60).map(lambda days: START + timedelta(days=days, hours=12))
helds = st.builds(
    Held,
    incident=st.integers(100, 106).map(lambda number: UUID(int=number)),
    group=st.sampled_from(GROUPS),
    kind=st.sampled_from(list(KINDS)),
    confidence=st.sampled_from(list(CONFIDENCES)),
    happened_on=st.integers(-40, 60).map(lambda days: (START + timedelta(days=days)).date()),
    held_from=moments,
    held_until=st.one_of(st.none(), moments),
)
mergers = st.builds(
    Merged,
    predecessor=st.sampled_from(GROUPS),
    successor=st.sampled_from(GROUPS),
    on=moments.map(datetime.date),
    known_from=moments,
).filter(lambda one: one.predecessor != one.successor)
# A group merges into one other at most.
merges = st.lists(mergers, max_size=4, unique_by=lambda one: one.predecessor)
days = st.integers(0, 60).map(lambda number: (START + timedelta(days=number)).date())
windows = st.sampled_from(ranking.WINDOWS)


def at(day: date, window: int) -> Period:
    return Period(day, window, end_of(day))


def oracle(
    held: list[Held], merged: list[Merged], day: date, window: int
) -> dict[UUID, dict[UUID, Decimal]]:
    """Group → incident → points."""
    told: dict[UUID, dict[UUID, Decimal]] = {}
    for one in held:
        if end_of(day) < one.held_from:
            continue
        if one.held_until is not None and one.held_until <= end_of(day):
            continue
        if not 0 <= (day - one.happened_on).days < window:
            continue
        group, passed = one.group, set()
        while group not in passed:
            passed.add(group)
            for step in merged:
                known = step.on <= day and step.known_from <= end_of(day)
                if known and step.predecessor == group and step.successor not in passed:
                    group = step.successor
                    break
        worth = KINDS[one.kind] * CONFIDENCES[one.confidence]
        before = told.setdefault(group, {}).get(one.incident, Decimal(0))
        told[group][one.incident] = max(before, worth)
    return told


@given(held=st.lists(helds, max_size=14), merged=merges, day=days, window=windows)
def test_the_count_is_what_the_oracle_says(
    held: list[Held], merged: list[Merged], day: date, window: int
) -> None:
    counted = ranking.counts(held, merged, period=at(day, window))
    wanted = oracle(held, merged, day, window)
    assert {g: c.points for g, c in counted.items()} == {
        g: sum(ones.values()) for g, ones in wanted.items()
    }
    assert {g: {one.incident for one in c.held} for g, c in counted.items()} == {
        g: set(ones) for g, ones in wanted.items()
    }


@given(held=st.lists(helds, max_size=10), merged=merges, day=days, window=windows, data=st.data())
def test_what_comes_later_does_not_change_the_answer(
    held: list[Held], merged: list[Merged], day: date, window: int, data: st.DataObject
) -> None:
    before = ranking.counts(held, merged, period=at(day, window))
    later = end_of(day) + timedelta(hours=data.draw(st.integers(1, 900)))
    ended = [
        Held(**{**vars(one), "held_until": later}) if one.held_until is None else one
        for one in held
    ]
    added = data.draw(st.lists(helds.map(lambda one: Held(**{**vars(one), "held_from": later}))))
    free = [group for group in GROUPS if group not in {one.predecessor for one in merged}]
    new = [Merged(group, GROUPS[0], day, later) for group in free if group != GROUPS[0]]
    after = ranking.counts([*ended, *added], [*merged, *new], period=at(day, window))
    assert {g: c.points for g, c in after.items()} == {g: c.points for g, c in before.items()}


@given(held=st.lists(helds, max_size=14), day=days, window=windows, seed=st.randoms())
def test_the_order_of_the_rows_does_not_matter(
    held: list[Held], day: date, window: int, seed: Any
) -> None:
    shuffled = list(held)
    seed.shuffle(shuffled)
    one = ranking.counts(held, [], period=at(day, window))
    other = ranking.counts(shuffled, [], period=at(day, window))
    assert {g: c.points for g, c in one.items()} == {g: c.points for g, c in other.items()}


@given(numbers=st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_equal_points_share_a_place_and_the_next_place_says_how_many_stand_before(
    numbers: list[int],
) -> None:
    counted = [
        Count(UUID(int=index), tuple(held_worth_one(index, n) for n in range(number)))
        for index, number in enumerate(numbers)
    ]
    placed = list(ranking.places(counted))
    assert len(placed) == len(numbers)
    for place in placed:
        better = [one for one in counted if one.points > place.count.points]
        assert place.number == len(better) + 1


def held_worth_one(group: int, number: int) -> Held:
    return Held(UUID(int=number + 50), UUID(int=group), "threat", "confirmed", date.min, START)


def test_every_kind_and_every_confidence_has_a_weight_and_the_graver_never_less() -> None:
    assert set(KINDS) == set(Incident.Kind.values)
    assert set(CONFIDENCES) == set(Attribution.Confidence.values)
    by_gravity = [KINDS[kind] for kind in Incident.Kind.values]
    assert by_gravity == sorted(by_gravity, reverse=True)
    by_sureness = [CONFIDENCES[word] for word in Attribution.Confidence.values]
    assert by_sureness == sorted(by_sureness, reverse=True)


def test_the_document_and_the_page_tell_the_same_weights_as_the_code(cast: Cast) -> None:
    document = (Path(settings.BASE_DIR) / "docs" / "ranking.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([\d.]+) \|$", document, re.MULTILINE))
    assert {name: Decimal(value) for name, value in told.items()} == {**KINDS, **CONFIDENCES}
    response = cast.client("inga").get(PAGE)
    assert [weight for _label, weight in response.context["kinds"]] == list(KINDS.values())


# --- The rows that are counted ---


def test_a_group_is_ranked_by_what_is_attributed_to_it(cast: Cast) -> None:
    alm, björk = found(cast, "Alm"), found(cast, "Björk")
    attribute(cast, happen(cast), alm, "probable")
    attribute(cast, happen(cast, kind="murder"), björk)
    found(cast, "Ek")
    assert points(cast) == {"Björk": Decimal(10), "Alm": Decimal(3), "Ek": Decimal(0)}
    assert list(points(cast)) == ["Björk", "Alm", "Ek"]


def test_days_are_counted_on_the_clock_on_the_wall(cast: Cast) -> None:
    alm = found(cast, "Alm")
    midnight = timezone.make_aware(
        datetime.combine(TODAY - timedelta(days=29), datetime.min.time())
    )
    for moment in (midnight, midnight - timedelta(seconds=1)):
        incident = happen(cast, 40)
        with cast.looking("anna"):
            Incident.objects.filter(pk=incident.pk).update(
                happened_at=moment, known_at=timezone.now()
            )
        attribute(cast, incident, alm)
    assert points(cast) == {"Alm": Decimal(6)}


def test_a_duplicate_does_not_count_from_the_day_it_was_found_to_be_one(cast: Cast) -> None:
    alm, then = found(cast, "Alm"), TODAY - timedelta(days=2)
    kept, double = happen(cast), happen(cast)
    for incident in (kept, double):
        attribute(cast, incident, alm)
    with cast.looking("anna"):
        incidents.merge(double, into=kept, by=cast.anna)
    assert points(cast) == {"Alm": Decimal(6)}
    assert points(cast, then) == {"Alm": Decimal(12)}


def test_what_a_duplicate_alone_was_attributed_to_goes_on_counting(cast: Cast) -> None:
    alm, then = found(cast, "Alm"), TODAY - timedelta(days=2)
    kept, double = happen(cast), happen(cast)
    attribute(cast, double, alm)
    with cast.looking("anna"):
        incidents.merge(double, into=kept, by=cast.anna)
    assert points(cast) == points(cast, then) == {"Alm": Decimal(6)}


def test_an_answer_for_a_past_day_stays_when_more_is_learnt(cast: Cast) -> None:
    alm, björk = found(cast, "Alm", since=LONG_AGO), found(cast, "Björk", since=LONG_AGO)
    held = attribute(cast, happen(cast), alm, "probable")
    attribute(cast, happen(cast), björk, "possible")
    then = TODAY - timedelta(days=2)
    before = points(cast, then)
    with cast.looking("anna"):
        attributions.withdraw(held, why="Fel grupp", by=cast.anna)
        attributions.attribute(
            happen(cast, 6), group=björk, confidence="confirmed", basis="Dom", by=cast.anna
        )
    with cast.looking("hugo"):
        successions.merge(björk, into=alm, on=TODAY - timedelta(days=3), reason="x", by=cast.hugo)
    assert points(cast, then) == before == {"Alm": Decimal(3), "Björk": Decimal("1.5")}
    assert points(cast) == {"Alm": Decimal("7.5")}


def test_a_predecessors_incidents_count_with_the_successor_and_say_so(cast: Cast) -> None:
    alm, ek = found(cast, "Alm"), found(cast, "Ek")
    attribute(cast, happen(cast), alm)
    with cast.looking("hugo"):
        successions.merge(alm, into=ek, on=TODAY, reason="Samma ledning", by=cast.hugo)
    assert points(cast) == {"Ek": Decimal(6)}
    page = text(cast.client("inga").get(ranking_of(ek)))
    assert "antecknat för Alm" in page


def test_a_split_groups_incidents_stay_with_it(cast: Cast) -> None:
    alm, ek = found(cast, "Alm"), found(cast, "Ek")
    attribute(cast, happen(cast), alm)
    with cast.looking("hugo"):
        successions.split(alm, into=ek, on=TODAY, reason="Egen gren", by=cast.hugo)
    assert points(cast) == {"Alm": Decimal(6), "Ek": Decimal(0)}


# --- The pages ---


def ranking_of(group: CriminalGroup, **asked: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in ({"window": 30} | asked).items())
    return f"{reverse('cases:group_counted', args=[group.pk])}?{query}"


def test_each_number_leads_to_the_incidents_it_is_made_of(cast: Cast) -> None:
    alm = found(cast, "Alm")
    for days_ago in (5, 50, 200):
        attribute(cast, happen(cast, days_ago), alm, "probable", decided=1)
    inga = cast.client("inga")
    (row,) = inga.get(PAGE).context["rows"]
    assert [cell["count"].points for cell in row["cells"]] == [3, 6, 9]
    for cell in row["cells"]:
        behind = inga.get(cell["url"])
        assert behind.context["count"] == cell["count"]
        assert sum(line["points"] for line in behind.context["rows"]) == cell["count"].points
        assert len(behind.context["rows"]) == cell["count"].incidents


def test_the_page_of_a_group_tells_how_violent_lately_and_compared_to_what(cast: Cast) -> None:
    alm, björk = found(cast, "Alm"), found(cast, "Björk")
    attribute(cast, happen(cast, 5), alm)
    attribute(cast, happen(cast, 45), alm)
    attribute(cast, happen(cast, 5, "murder"), björk)
    response = cast.client("inga").get(alm.get_absolute_url())
    page = text(response)
    assert page.index('id="code"') < page.index('id="violence"') < page.index('id="relations"')
    first = response.context["violence"]["rows"][0]
    assert (first["count"].points, first["former"].points) == (6, 6)
    assert "plats 2 av 2" in page
    assert len(response.context["violence"]["latest"]) == 2


@pytest.mark.parametrize("persona", ["greta", "bosse", "jonas", "cilla", "siv", "david", "eva"])
def test_for_those_who_may_not_read_attributions_there_is_no_such_page(
    cast: Cast, persona: str
) -> None:
    alm = found(cast, "Alm")
    attribute(cast, happen(cast), alm)
    client, agency = cast.client(persona), getattr(cast, persona).agency
    if persona != "eva":
        for category in (Category.GROUP_CODE, Category.INCIDENT_FACTS):
            cast.let_read(agency, category, owner=cast.police)
        page = text(client.get(alm.get_absolute_url()))
        for secret in ('id="violence"', "oäng", "sticker-ut", "Skottlossning"):
            assert secret not in page
        assert PAGE not in text(client.get(reverse("cases:groups")))
    for address in (PAGE, ranking_of(alm)):
        assert client.get(address).status_code == 404


def test_a_day_that_cannot_be_is_told_and_today_is_shown(cast: Cast) -> None:
    inga = cast.client("inga")
    for day, code in (("2026-02-31", "invalid"), (str(TODAY + timedelta(days=1)), "future")):
        response = inga.get(PAGE, {"day": day, "window": "90"})
        assert errors(response) == {"day": [code]}
        assert response.context["day"] == TODAY
    response = inga.get(PAGE, {"window": "7"})
    assert errors(response) == {"window": ["invalid_choice"]}
    assert response.context["window"] == 90


def test_pages_cost_the_same_with_two_and_with_twenty(cast: Cast) -> None:
    alm, hugo = found(cast, "Alm"), cast.client("hugo")
    addresses = [PAGE, ranking_of(alm), alm.get_absolute_url()]

    def costs() -> list[int]:
        return [cost(lambda at=address: hugo.get(at)) for address in addresses]

    for _ in range(2):
        attribute(cast, happen(cast), alm)
    few = costs()
    for number in range(18):
        attribute(cast, happen(cast), alm)
        attribute(cast, happen(cast), found(cast, f"Gran {number}"))
    assert costs() == few


# --- Persons ---

SCORES = re.compile(r"score|rank|points|risk_(level|class|value)|danger|poäng", re.IGNORECASE)


def fields() -> Iterator[Any]:
    for model in apps.get_models():
        if model._meta.app_label in {"partners", "cases", "interventions"}:
            yield from model._meta.get_fields()


def test_no_field_of_any_table_holds_a_score() -> None:
    assert [str(field) for field in fields() if SCORES.search(field.name)] == []


def test_what_counts_groups_knows_no_person() -> None:
    for name in ("ranking", "violence"):
        source = (Path(settings.BASE_DIR) / "cases" / f"{name}.py").read_text(encoding="utf-8")
        used = re.findall(r"\b(Individual|GroupLink|Involvement|Supervision)\b", source)
        assert used == []
