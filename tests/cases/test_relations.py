"""Relations between groups: recorded once, ended with a basis, drawn, and hidden from partners."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions import relations
from cases.models import CriminalGroup, GroupRelation
from partners.mandates import Category
from tests.cases.pages import cost, errors, text
from tests.cases.people import TODAY, found
from tests.cast import Cast

MAP = "/grupper/konfliktkarta/"
WEEK = timedelta(days=7)


def relate(
    cast: Cast, one: CriminalGroup, other: CriminalGroup, kind: str = "conflict", **more: Any
) -> GroupRelation:
    fields: dict[str, Any] = {"valid_from": TODAY - WEEK, "basis": "Skottlossning 3, förhör"} | more
    with cast.looking("anna"):
        return relations.record(one, other=other, kind=kind, by=cast.anna, **fields)


def end(cast: Cast, relation: GroupRelation, on: date = TODAY) -> None:
    with cast.looking("anna"):
        relations.end(relation, on=on, because="Fred sedan dess", by=cast.anna)


def create(cast: Cast, one: CriminalGroup, other: CriminalGroup, **more: Any) -> GroupRelation:
    """Past the actions, as only the database could refuse it."""
    fields: dict[str, Any] = {"kind": "conflict", "valid_from": TODAY, "basis": "x"} | more
    with cast.looking("anna"), transaction.atomic():
        return GroupRelation.objects.create(group=one, other=other, decided_by=cast.anna, **fields)


def typed(another: CriminalGroup, **fields: object) -> dict[str, object]:
    return {
        "kind": "conflict",
        "other": str(another.pk),
        "valid_from": str(TODAY),
        "basis": "Skottlossning 3",
    } | fields


def test_a_relation_is_recorded_and_stands_on_both_pages_as_picture_and_table(cast: Cast) -> None:
    alm, björk = found(cast, "Alm"), found(cast, "Björk")
    hugo = cast.client("hugo")
    response = hugo.post(reverse("cases:relation_new", args=[alm.pk]), typed(björk), follow=True)
    assert response.redirect_chain == [(alm.get_absolute_url(), 302)]
    for group, other in ((alm, björk), (björk, alm)):
        page = text(hugo.get(group.get_absolute_url()))
        section = page[page.index('id="relations"') : page.index('id="audits"')]
        assert section.count("<svg") >= 1
        assert 'role="img"' in section
        assert "Alm, konflikt, Björk." in section
        assert "Skottlossning 3" in section
        assert f'<a href="{other.get_absolute_url()}">{other.code_name}</a>' in section


def test_without_a_relation_the_page_says_so_and_draws_nothing(cast: Cast) -> None:
    response = cast.client("inga").get(found(cast).get_absolute_url())
    assert response.context["relation_map"] is None
    assert "Ingen konflikt och ingen allians" in text(response)


def test_one_pair_is_never_written_twice_in_whichever_order(cast: Cast) -> None:
    alm, björk = found(cast, "Alm"), found(cast, "Björk")
    relate(cast, alm, björk)
    hugo = cast.client("hugo")
    for one, other, kind in ((alm, björk, "conflict"), (björk, alm, "conflict"),
                             (björk, alm, "alliance")):  # fmt: skip
        address = reverse("cases:relation_new", args=[one.pk])
        response = hugo.post(address, typed(other, kind=kind))
        assert errors(response) == {"other": ["overlaps"]}
        with pytest.raises(IntegrityError, match="one_such_relation_at_a_time"):
            create(cast, one, other, kind=kind)


def test_where_a_group_comes_from_may_stand_beside_how_they_stand_now(cast: Cast) -> None:
    alm, björk = found(cast, "Alm"), found(cast, "Björk")
    relate(cast, alm, björk)
    relate(cast, björk, alm, "fragment_of")
    with pytest.raises(ValidationError):
        relate(cast, alm, björk, "fragment_of")
    assert cast.client("hugo").get(MAP).status_code == 200


def test_a_relation_is_never_to_the_group_itself(cast: Cast) -> None:
    alm = found(cast, "Alm")
    with pytest.raises(ValidationError) as refused:
        relate(cast, alm, alm)
    assert list(refused.value.error_dict) == ["other"]
    with pytest.raises(IntegrityError, match="relation_is_to_another_group"):
        create(cast, alm, alm)
    response = cast.client("hugo").post(reverse("cases:relation_new", args=[alm.pk]), typed(alm))
    assert errors(response) == {"other": ["invalid_choice"]}


def test_after_its_end_the_same_relation_may_begin_again(cast: Cast) -> None:
    alm, björk = found(cast, "Alm"), found(cast, "Björk")
    end(cast, relate(cast, alm, björk), on=TODAY - timedelta(days=2))
    with pytest.raises(ValidationError):
        relate(cast, björk, alm, valid_from=TODAY - timedelta(days=2))
    relate(cast, björk, alm, "alliance", valid_from=TODAY - timedelta(days=1))
    with cast.looking("hugo"):
        assert [one.kind for one in GroupRelation.objects.on(TODAY)] == ["alliance"]
        before = GroupRelation.objects.on(TODAY - timedelta(days=2))
        assert [one.kind for one in before] == ["conflict"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_until": TODAY},
        {"valid_until": TODAY, "ended_because": "x"},
        {"ended_because": "x"},
    ],
)
def test_an_end_has_somebody_and_a_basis(cast: Cast, wrong: dict[str, Any]) -> None:
    alm, björk = found(cast, "Alm"), found(cast, "Björk")
    with pytest.raises(IntegrityError, match="relation_ends_with_a_basis"):
        create(cast, alm, björk, **wrong)


def test_an_end_is_told_with_its_basis_and_cannot_be_told_twice(cast: Cast) -> None:
    alm, björk = found(cast, "Alm"), found(cast, "Björk")
    relation, hugo = relate(cast, alm, björk), cast.client("hugo")
    address = reverse("cases:relation_end", args=[relation.pk])
    assert address in text(hugo.get(björk.get_absolute_url()))
    early = hugo.post(address, {"valid_until": str(TODAY - 2 * WEEK), "because": "Fred"})
    assert errors(early) == {"valid_until": ["before"]}
    assert "Fred" in text(early)
    assert errors(hugo.post(address, {"valid_until": str(TODAY), "because": " "})) == {
        "because": ["required"]
    }
    hugo.post(address, {"valid_until": str(TODAY), "because": "Fred sedan i går"})
    page = text(hugo.get(alm.get_absolute_url()))
    assert "Fred sedan i går" in page
    assert "Upphörde: Konflikt, Björk" in page
    assert hugo.get(address).status_code == 404


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"kind": ""}, {"kind": ["required"]}),
        ({"kind": "släkt"}, {"kind": ["invalid_choice"]}),
        ({"other": ""}, {"other": ["required"]}),
        ({"valid_from": str(TODAY + WEEK)}, {"valid_from": ["future"]}),
        ({"basis": ""}, {"basis": ["required"]}),
    ],
)
def test_what_cannot_be_saved_is_told_beside_its_field(
    cast: Cast, fields: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    alm, björk = found(cast, "Alm"), found(cast, "Björk")
    address = reverse("cases:relation_new", args=[alm.pk])
    response = cast.client("hugo").post(address, typed(björk, **fields))
    assert errors(response) == wrong
    assert fields.get("basis", "Skottlossning 3") in text(response)
    with cast.looking("hugo"):
        assert not GroupRelation.objects.exists()


@pytest.mark.parametrize("persona", ["greta", "bosse", "cilla", "david"])
def test_partners_who_know_both_codes_see_no_relation(cast: Cast, persona: str) -> None:
    alm, björk = found(cast, "Alm"), found(cast, "Björk")
    relation, client = relate(cast, alm, björk), cast.client(persona)
    cast.let_read(getattr(cast, persona).agency, Category.GROUP_CODE, owner=cast.police)
    page = text(client.get(alm.get_absolute_url()))
    for secret in ("Björk", "onflikt", "Skottlossning 3", 'id="relations"', "konfliktkarta"):
        assert secret not in page
    assert client.get(MAP).status_code == 404
    assert client.get(reverse("cases:relation_end", args=[relation.pk])).status_code == 404
    assert MAP not in text(client.get(reverse("cases:groups")))


def test_the_map_shows_what_held_on_the_chosen_day(cast: Cast) -> None:
    alm, björk, ek = (found(cast, name) for name in ("Alm", "Björk", "Ek"))
    end(cast, relate(cast, alm, björk, valid_from=TODAY - 4 * WEEK), on=TODAY - 2 * WEEK)
    relate(cast, björk, ek, "alliance", valid_from=TODAY - WEEK)
    inga = cast.client("inga")
    today = inga.get(MAP)
    assert [str(one) for one in today.context["relations"]] == ["Björk – allians – Ek"]
    assert today.context["alone"] == [alm]
    then = inga.get(MAP, {"day": str(TODAY - 3 * WEEK)})
    assert [str(one) for one in then.context["relations"]] == ["Alm – konflikt – Björk"]
    between = inga.get(MAP, {"day": str(TODAY - 10 * timedelta(days=1))})
    assert between.context["map"] is None
    assert "Ingen relation gäller den dagen" in text(between)


def test_a_day_that_does_not_exist_is_told_and_today_is_shown(cast: Cast) -> None:
    response = cast.client("inga").get(MAP, {"day": "2026-02-31"})
    assert response.status_code == 200
    assert errors(response) == {"day": ["invalid"]}
    assert response.context["day"] == TODAY


def test_pages_cost_the_same_with_two_and_with_twenty(cast: Cast) -> None:
    alm, hugo = found(cast, "Alm"), cast.client("hugo")
    others = [found(cast, f"Gran {number}") for number in range(20)]
    for other in others[:2]:
        relate(cast, alm, other)

    def costs() -> list[int]:
        return [cost(lambda at=address: hugo.get(at)) for address in (MAP, alm.get_absolute_url())]

    few = costs()
    for other in others[2:]:
        relate(cast, alm, other)
    assert costs() == few


def test_markup_in_a_code_name_stays_text_in_the_picture(cast: Cast) -> None:
    alm, other = found(cast, "Alm"), found(cast, "<b onclick=x>&")
    relate(cast, alm, other)
    for address in (MAP, alm.get_absolute_url()):
        assert "<b onclick" not in text(cast.client("hugo").get(address))


days = st.integers(0, 9).map(lambda number: TODAY - timedelta(days=number))
periods = st.tuples(days, st.one_of(st.none(), days)).filter(
    lambda period: period[1] is None or period[1] >= period[0]
)
drawn = st.lists(
    st.tuples(st.sampled_from([0, 1, 2]), st.sampled_from([0, 1, 2]), periods).filter(
        lambda one: one[0] != one[1]
    ),
    min_size=2,
    max_size=6,
)


@given(wanted=drawn)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_of_two_groups_at_most_one_relation_holds_on_any_day(cast: Cast, wanted: Any) -> None:
    with transaction.atomic():
        three = [found(cast, name) for name in ("Alm", "Björk", "Ek")]
        for one, other, (first, last) in wanted:
            ended = {"valid_until": last, "ended_because": "x", "ended_by": cast.anna,
                     "ended_at": "2026-01-01T00:00Z"}  # fmt: skip
            try:
                create(cast, three[one], three[other], valid_from=first, **(ended if last else {}))
            except IntegrityError:
                continue
        with cast.looking("hugo"):
            assert GroupRelation.objects.exists()
            for number in range(10):
                day = TODAY - timedelta(days=number)
                pairs = [
                    frozenset({one.group_id, one.other_id}) for one in GroupRelation.objects.on(day)
                ]
                assert len(pairs) == len(set(pairs))
        transaction.set_rollback(True)
