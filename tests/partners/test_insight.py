"""Insight: each person finds the own registers, and the own column of the mandates in words."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.mandates import TABLE, Category
from partners.models import LegalBasis
from partners.views.insight import THEMES
from tests.cast import Cast

URL = "/insyn/"


def registers(cast: Cast, name: str) -> set[str]:
    context = cast.client(name).get(URL).context
    return {register.url_name.removeprefix("partners:") for register in context["registers"]}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("greta", "disclosures standing_decisions consents approvals legal_bases"),
        ("jonas", "disclosures standing_decisions consents approvals legal_bases"),
        ("karin", "disclosures standing_decisions consents access_log legal_bases"),
        ("lars", "users legal_bases"),
        ("david", "standing_decisions approvals legal_bases"),
        ("eva", "disclosures standing_decisions consents approvals legal_bases"),
    ],
)
def test_each_sees_the_registers_of_the_own_role(cast: Cast, name: str, expected: str) -> None:
    assert registers(cast, name) == set(expected.split())


@pytest.mark.parametrize("name", ["greta", "jonas", "karin", "lars", "david", "eva"])
def test_every_register_that_is_offered_opens(cast: Cast, name: str) -> None:
    client = cast.client(name)
    for register in registers(cast, name):
        assert client.get(reverse(f"partners:{register}")).status_code == 200, register


def counted(cast: Cast, name: str, register: str) -> int:
    told = cast.client(name).get(URL).content.decode()
    row = re.search(
        rf'href="{reverse(f"partners:{register}")}".*?class="number">(\d+)<', told, re.S
    )
    assert row is not None
    return int(row.group(1))


def test_only_visible_rows_are_counted(cast: Cast) -> None:
    cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
    cast.let_read(cast.city_safety, Category.GROUP_CODE, owner=cast.police)
    assert counted(cast, "hugo", "standing_decisions") == 2
    for name in ("cilla", "eva", "karin"):
        assert counted(cast, name, "standing_decisions") == 0


def column(cast: Cast, name: str) -> dict[str, tuple[list[str], list[str]]]:
    themes = cast.client(name).get(URL).context["themes"]
    told = [column for _theme, columns in themes for column in columns]
    return {c.category.value: ([*map(str, c.reaches)], [*map(str, c.actions)]) for c in told}


def test_every_category_is_told_under_one_theme() -> None:
    numbers = [number for _title, numbers in THEMES for number in numbers]
    assert sorted(numbers) == sorted({int(one.number.rstrip("abcdefgh")) for one in TABLE})


def test_the_own_column_of_the_mandates_is_told_in_words(cast: Cast) -> None:
    greta, jonas, eva = (column(cast, name) for name in ("greta", "jonas", "eva"))
    assert greta["supervision"] == (["own"], ["create", "change"])
    assert jonas["supervision"] == (["own"], [])
    assert jonas["disclosures"] == (["own", "party"], ["decide"])
    assert greta["group_code"] == (["standing"], [])
    assert "group_profile" in greta
    assert "group_profile" not in eva
    assert "supervision" not in eva


def test_the_provisions_are_there_for_everybody_who_is_logged_in(cast: Cast) -> None:
    url = reverse("partners:legal_bases")
    for name in ("greta", "lars", "eva"):
        assert len(cast.client(name).get(url).context["bases"]) == LegalBasis.objects.count()
    assert Client().get(url).status_code == 302
    assert Client().get(URL).status_code == 302


def test_a_provision_that_no_lawyer_has_checked_carries_nothing() -> None:
    basis = LegalBasis(in_force_from=timezone.localdate(), checked_on=None)
    assert not basis.is_in_force(timezone.localdate())
