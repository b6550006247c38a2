"""Groups merge and split: nothing is moved, both pages say so, and there is no way round."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cases.actions import groups, successions
from cases.lineage import Lineage
from cases.models import CriminalGroup, GroupLink, GroupSuccession
from partners.mandates import Category
from tests.cases.pages import cost, errors, text
from tests.cases.people import TODAY, enter, found, link
from tests.cast import Cast

LONG_AGO = TODAY - timedelta(days=400)


def merge(
    cast: Cast, group: CriminalGroup, into: CriminalGroup, on: date = TODAY
) -> GroupSuccession:
    with cast.looking("hugo"):
        return successions.merge(group, into=into, on=on, reason="Samma ledning", by=cast.hugo)


def split(cast: Cast, group: CriminalGroup, into: CriminalGroup, **more: Any) -> GroupSuccession:
    with cast.looking("hugo"):
        return successions.split(
            group, into=into, on=TODAY, reason="Egen gren", by=cast.hugo, **more
        )


def typed(successor: CriminalGroup, **fields: object) -> dict[str, object]:
    return {
        "kind": "merged",
        "successor": str(successor.pk),
        "on": str(TODAY),
        "reason": "Samma ledning",
    } | fields


def now(cast: Cast, group: CriminalGroup) -> CriminalGroup:
    with cast.looking("hugo"):
        return CriminalGroup.objects.get(pk=group.pk)


def test_a_merged_group_ends_and_both_pages_point_at_each_other(cast: Cast) -> None:
    alm, ek, hugo = found(cast, "Alm"), found(cast, "Ek"), cast.client("hugo")
    address = reverse("cases:succession_new", args=[alm.pk])
    response = hugo.post(address, typed(ek), follow=True)
    assert response.redirect_chain == [(alm.get_absolute_url(), 302)]
    assert (now(cast, alm).status, now(cast, ek).status) == ("ended", "active")
    assert f'Har gått upp i</dt><dd><a href="{ek.get_absolute_url()}">Ek</a>' in text(response)
    there = text(hugo.get(ek.get_absolute_url()))
    assert f'Har tagit upp</dt><dd><a href="{alm.get_absolute_url()}">Alm</a>' in there


def test_two_groups_may_go_up_in_a_third(cast: Cast) -> None:
    alm, björk, ek = (found(cast, name) for name in ("Alm", "Björk", "Ek"))
    merge(cast, alm, ek)
    merge(cast, björk, ek)
    assert [now(cast, group).status for group in (alm, björk, ek)] == ["ended", "ended", "active"]
    assert len(cast.client("inga").get(ek.get_absolute_url()).context["origins"]) == 2


def test_a_group_that_splits_goes_on_unless_it_is_said_to_end(cast: Cast) -> None:
    alm, ek, lind = (found(cast, name) for name in ("Alm", "Ek", "Lind"))
    split(cast, alm, ek)
    assert now(cast, alm).status == "active"
    hugo = cast.client("hugo")
    address = reverse("cases:succession_new", args=[alm.pk])
    hugo.post(address, typed(lind, kind="split", is_end="on"))
    assert now(cast, alm).status == "ended"
    assert "Har delat av" in text(hugo.get(alm.get_absolute_url()))


def test_links_are_not_moved_but_shown_with_a_mark(cast: Cast) -> None:
    alm, björk, ek = (found(cast, name) for name in ("Alm", "Björk", "Ek"))
    person = enter(cast, "anna", "Ali Berg", subject_category="suspect")
    kept = link(cast, person, alm)
    merge(cast, alm, björk)
    merge(cast, björk, ek)
    page = text(cast.client("inga").get(ek.get_absolute_url()))
    assert "Misstänkt, antecknat för Alm" in page
    assert "Ali Berg" in page
    with cast.looking("anna"):
        assert GroupLink.objects.get(pk=kept.pk).group_id == alm.pk


def test_what_was_recorded_for_a_group_that_only_split_stays_on_its_own_page(cast: Cast) -> None:
    alm, ek = found(cast, "Alm"), found(cast, "Ek")
    link(cast, enter(cast, "anna", "Ali Berg", subject_category="suspect"), alm)
    split(cast, alm, ek)
    assert "Ali Berg" not in text(cast.client("inga").get(ek.get_absolute_url()))


def test_a_group_that_has_merged_stays_ended(cast: Cast) -> None:
    alm, ek = found(cast, "Alm"), found(cast, "Ek")
    merge(cast, alm, ek)
    address = reverse("cases:group_status", args=[alm.pk])
    response = cast.client("hugo").post(address, {"status": "active", "status_since": str(TODAY)})
    assert errors(response) == {"status": ["merged"]}
    with cast.looking("hugo"), pytest.raises(ValidationError):
        groups.change_status(now(cast, alm), status="active", status_since=TODAY, by=cast.hugo)


def test_what_makes_no_sense_is_refused_beside_its_field(cast: Cast) -> None:
    alm, björk, ek = (found(cast, name, since=LONG_AGO) for name in ("Alm", "Björk", "Ek"))
    gone = found(cast, "Gran", status="ended")
    merge(cast, alm, björk)
    merge(cast, björk, ek)
    hugo = cast.client("hugo")

    def told(group: CriminalGroup, **fields: Any) -> dict[str, list[str]]:
        address = reverse("cases:succession_new", args=[group.pk])
        return errors(hugo.post(address, typed(**fields)))

    assert told(ek, successor=ek) == {"successor": ["invalid_choice"]}
    assert told(ek, successor=gone) == {"successor": ["invalid_choice"]}
    assert told(alm, successor=found(cast, "Lind")) == {"__all__": ["merged"]}
    assert told(found(cast, "Hassel"), successor=ek, on=str(TODAY - timedelta(days=1))) == {
        "on": ["early"]
    }
    assert told(ek, successor=found(cast, "Pil"), reason="") == {"reason": ["required"]}
    assert told(ek, successor=found(cast, "Tall"), kind="") == {"kind": ["required"]}


def test_nobody_comes_after_himself_however_long_the_way(cast: Cast) -> None:
    alm, björk, ek = (found(cast, name) for name in ("Alm", "Björk", "Ek"))
    split(cast, alm, björk)
    split(cast, björk, ek)
    for successor in (alm, ek):
        with pytest.raises(ValidationError):
            split(cast, ek, successor)
    with pytest.raises(ValidationError):
        split(cast, björk, alm)
    refused = pytest.raises(IntegrityError, match="to_another_group")
    with cast.looking("hugo"), refused, transaction.atomic():
        GroupSuccession.objects.create(
            predecessor=ek, successor=ek, kind="split", on=TODAY, decided_by=cast.hugo
        )


@pytest.mark.parametrize("persona", ["greta", "cilla", "david"])
def test_partners_who_know_the_codes_know_what_became_of_them_and_no_more(
    cast: Cast, persona: str
) -> None:
    alm, ek, client = found(cast, "Alm"), found(cast, "Ek"), cast.client(persona)
    link(cast, enter(cast, "anna", "Ali Berg", subject_category="suspect"), alm)
    merge(cast, alm, ek)
    assert client.get(ek.get_absolute_url()).status_code == 404
    cast.let_read(getattr(cast, persona).agency, Category.GROUP_CODE, owner=cast.police)
    page = text(client.get(ek.get_absolute_url()))
    assert "Har tagit upp" in page
    assert "Samma ledning" in page
    for secret in ("Ali Berg", "antecknat för", "Hugo", 'id="links"'):
        assert secret not in page


def test_the_page_costs_the_same_with_two_predecessors_and_with_ten(cast: Cast) -> None:
    ek, hugo = found(cast, "Ek"), cast.client("hugo")

    def take_in(numbers: range) -> None:
        for number in numbers:
            other = found(cast, f"Gran {number}")
            link(cast, enter(cast, "anna", f"Person {number}", subject_category="other"), other)
            merge(cast, other, ek)

    take_in(range(2))
    few = cost(lambda: hugo.get(ek.get_absolute_url()))
    take_in(range(2, 10))
    assert cost(lambda: hugo.get(ek.get_absolute_url())) == few


steps = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12)


@given(steps=steps)
def test_lineage_reaches_what_a_walk_reaches_also_in_a_circle(steps: list[tuple[int, int]]) -> None:
    lineage = Lineage.of(
        [GroupSuccession(predecessor_id=one, successor_id=other) for one, other in steps]
    )
    reached = {(one, other) for one, other in steps}
    for _ in range(7):
        reached |= {(a, d) for a, b in reached for c, d in reached if b == c}
    for group in range(7):
        assert lineage.after(group) == {b for a, b in reached if a == group} - {group}
        assert lineage.before(group) == {a for a, b in reached if b == group} - {group}
