"""Call-ins: who prepares them, what is refused, and whose figures are read."""

from datetime import timedelta
from itertools import product

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from interventions import figures
from interventions.actions import candidates
from interventions.arrivals import Counts, Kind
from interventions.models import CallIn, Candidate, Summons
from partners.mandates import Category
from partners.models import Tally
from tests.cast import Cast
from tests.evening import Evening

NEW = "/call-in/ny/"


def matters(**other: object) -> dict[str, object]:
    day = timezone.localdate() + timedelta(days=42)
    return {
        "title": "Call-in i vår",
        "purpose": "",
        "venue": "Malmö Stadion",
        "day": day.isoformat(),
        "doors_open": "17:30",
        "starts": "18:05",
        "late_after_minutes": "5",
    } | other


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", ["greta", "hugo"])
def test_coordinators_of_the_state_prepare_call_ins(cast: Cast, name: str) -> None:
    answer = cast.client(name).post(NEW, matters())
    assert answer.status_code == 302
    with cast.looking(name):
        call_in = CallIn.objects.get()
        assert timezone.localtime(call_in.starts_at).strftime("%H:%M") == "18:05"
        assert call_in.owner_id == getattr(cast, name).agency_id


@pytest.mark.parametrize("name", ["bosse", "jonas", "anna", "cilla", "david", "eva", "karin"])
def test_for_others_there_is_no_such_page(cast: Cast, name: str) -> None:
    assert cast.client(name).get(NEW).status_code == 404
    assert cast.client(name).post(NEW, matters()).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": "2020-01-31"}, "day"),
        ({"day": "2027-02-30"}, "day"),
        ({"doors_open": "18:10"}, "doors_open"),
        ({"late_after_minutes": "90"}, "late_after_minutes"),
        ({"title": ""}, "title"),
        ({"purpose": "x" * 10_000_00}, "purpose"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(
    cast: Cast, wrong: dict[str, str], field: str
) -> None:
    answer = cast.client("greta").post(NEW, matters(**wrong))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["venue"].value() == "Malmö Stadion"
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_a_call_in_under_way_can_be_changed_without_moving_it(cast: Cast) -> None:
    earlier = timezone.localtime().replace(hour=0, minute=0)
    evening = Evening.at(people=0, doors_open=earlier)
    path = f"/call-in/{evening.call_in_id}/andra/"
    client = cast.client("greta")
    form = client.get(path).context["form"]
    same = {name: form[name].value() for name in form.fields} | {"late_after_minutes": 10}
    assert client.post(path, same).status_code == 302
    with evening.looking("greta"):
        assert evening.call_in().late_after_minutes == 10


def moved(cast: Cast, evening: Evening, days: int, **more: object) -> HttpResponse:
    path = f"/call-in/{evening.call_in_id}/andra/"
    form = cast.client("greta").get(path).context["form"]
    day = form["day"].value() + timedelta(days=days)
    same = {name: form[name].value() for name in form.fields if name != "move_anyway"}
    return cast.client("greta").post(path, same | {"day": day.isoformat()} | more)


def test_a_call_in_moved_past_somebodys_supervision_says_so_before_it_is_saved(
    cast: Cast,
) -> None:
    evening = Evening.at(people=0, doors_open=Evening.noon(days=30))
    last = Evening.noon(days=35).date()
    evening.expect("Kort Tid", supervised_until=last)
    evening.expect("Lång Tid")
    evening.propose("Bara Förslag", supervised_until=last)
    record = f"/call-in/{evening.call_in_id}/"
    assert moved(cast, evening, 2).status_code == 302
    answer = moved(cast, evening, 20)
    assert answer.status_code == 200
    (error,) = answer.context["form"].errors["day"]
    assert "Kort Tid" in error
    assert "Lång Tid" not in error
    assert "Bara Förslag" not in error
    assert 'id="id_move_anyway"' in answer.text
    assert not cast.client("greta").get(record).context["stages"].candidates.losing
    assert moved(cast, evening, 20, move_anyway="on").status_code == 302
    warned = cast.client("jonas").get(record)
    assert [str(row) for row in warned.context["stages"].candidates.losing] == ["Kort Tid"]
    cast.let_read(cast.police, Category.CALL_IN, owner=cast.probation)
    assert "Kort Tid" not in cast.client("hugo").get(record).text


def test_whoever_is_called_voluntarily_needs_no_ground_on_the_new_day(cast: Cast) -> None:
    evening = Evening.at(people=0, doors_open=Evening.noon(days=30))
    pk = evening.review("Egen Vilja", supervised_until=Evening.noon(days=31).date())
    evening.set_aside(pk)
    with evening.looking("jonas"):
        candidates.approve(Candidate.objects.get(pk=pk), by=cast.jonas)
    with evening.looking("greta"):
        candidate = Candidate.objects.get(pk=pk)
        candidates.summon(candidate, by=cast.greta, ground=Summons.Ground.VOLUNTARY)
    assert moved(cast, evening, 20).status_code == 302


def test_only_who_leads_a_call_in_changes_it(cast: Cast) -> None:
    evening = Evening.at(people=0)
    cast.let_read(cast.police, Category.CALL_IN, owner=cast.probation)
    assert page(cast.client("hugo"), f"/call-in/{evening.call_in_id}/")
    for path in ("andra", "kandidater", "dorren/stang", "dorren/tjanst"):
        answer = cast.client("hugo").get(f"/call-in/{evening.call_in_id}/{path}/")
        assert answer.status_code == 404


def test_without_a_decision_there_is_no_call_in(cast: Cast) -> None:
    evening = Evening.at(people=0, title="Novembermötet")
    for name in ("hugo", "anna", "david", "cilla"):
        assert "Novembermötet" not in page(cast.client(name), "/call-in/")
        assert cast.client(name).get(f"/call-in/{evening.call_in_id}/").status_code == 404


def test_partners_read_the_practical_matters_and_no_client(cast: Cast) -> None:
    evening = Evening.at(people=2)
    evening.tap(0)
    for agency in (cast.police, cast.social_services, cast.city_safety):
        cast.let_read(agency, Category.CALL_IN, owner=cast.probation)
    for name in ("hugo", "cilla", "david"):
        text = page(cast.client(name), f"/call-in/{evening.call_in_id}/")
        assert "Malmö Stadion, sal 2" in text
        for hidden in ("Ali Berg", 'id="candidates"', 'id="attendance"', 'id="duty"', "/dorren/"):
            assert hidden not in text


def test_a_past_call_in_shows_its_figures_to_whoever_reads_them(cast: Cast) -> None:
    evening = Evening.at(people=12, doors_open=timezone.now() - timedelta(days=2))
    for number in range(9):
        evening.tap(number)
    evening.tap(9, Kind.TURNED_BACK)
    evening.close()
    cast.let_read(cast.police, Category.CALL_IN, owner=cast.probation)
    assert "Publicerade" not in page(cast.client("hugo"), "/call-in/")
    cast.let_read(cast.police, Category.STATISTICS, owner=cast.probation)
    answer = cast.client("hugo").get("/call-in/")
    told = answer.context["figures"][evening.call_in_id]
    assert [number for number, _word in told.told] == [12, 9]
    assert not told.is_whole
    with cast.looking("hugo"):
        assert Tally.objects.get().cells == {
            "called": 12, "came": 9, "turned_back": None, "absent": None,
        }  # fmt: skip


def test_the_list_costs_the_same_with_two_and_with_twenty(
    cast: Cast, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = cast.client("greta")
    costs = []
    for many in (2, 18):
        for number in range(many):
            # As many behind us as ahead of us, and none today.
            days = number - many // 2 + (number >= many // 2)
            Evening.at(people=0, doors_open=Evening.noon(days=days))
        with CaptureQueriesContext(connection) as queries:
            page(client, "/call-in/")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_record_costs_the_same_with_two_and_with_twenty(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = cast.client("greta")
    costs = []
    for people in (2, 20):
        evening = Evening.at(people=people)
        for number in range(people):
            evening.tap(number)
        with CaptureQueriesContext(connection) as queries:
            page(client, f"/call-in/{evening.call_in_id}/")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def counts(came: int, turned_back: int, absent: int) -> Counts:
    return Counts(
        called=came + turned_back + absent,
        came=came,
        late=0,
        turned_back=turned_back,
        refused=0,
        left_early=0,
        in_custody=0,
        cancelled=0,
        absent=absent,
        contradictory=0,
        expected=0,
    )


def test_no_small_number_can_be_worked_out_from_what_is_published() -> None:
    """Even by one who knows the rule: every small cell could have been another number."""
    for called in range(1, 31):
        possible: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
        for came, back in product(range(called + 1), repeat=2):
            if came + back <= called:
                parts = (came, back, called - came - back)
                cells = tuple(figures.published(counts(*parts)).values())
                possible.setdefault(cells, []).append(parts)
        for alike in possible.values():
            for values in zip(*alike, strict=True):
                is_known = len(set(values)) == 1
                assert not (is_known and 0 < values[0] < figures.SMALL)


@given(st.integers(5, 40), st.integers(5, 40), st.integers(5, 40))
def test_large_numbers_are_told(came: int, turned_back: int, absent: int) -> None:
    cells = figures.published(counts(came, turned_back, absent))
    assert list(cells.values()) == [came + turned_back + absent, came, turned_back, absent]


def test_why_somebody_was_absent_is_not_published() -> None:
    some = counts(8, 6, 5)
    other = Counts(**{
        **{name: getattr(some, name) for name in Counts.__dataclass_fields__},
        "turned_back": 5, "refused": 1, "absent": 3, "in_custody": 1, "cancelled": 1,
    })  # fmt: skip
    assert figures.published(some) == figures.published(other)


def test_candidates_of_a_closed_list_have_no_buttons(cast: Cast) -> None:
    evening = Evening.at(people=1)
    evening.close()
    text = page(cast.client("greta"), f"/call-in/{evening.call_in_id}/")
    assert "Ali Berg" in text
    assert "<form" not in text.split('id="candidates"')[1].split("</section>")[0]
    with evening.looking("greta"):
        assert Candidate.objects.get().state == Candidate.State.ABSENT
