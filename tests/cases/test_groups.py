"""Groups: partners know the code, the owner knows the rest."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import groups
from cases.models import CriminalGroup, GroupLink, GroupProfile, Individual
from partners.mandates import Category
from tests.cases.pages import cost, errors, logged, shape, text
from tests.cases.people import TODAY, enter, found, link
from tests.cast import Cast
from tests.database import role


def typed(**fields: object) -> dict[str, object]:
    return {
        "code_name": "Alm",
        "status": "active",
        "status_since": "2026-01-15",
        "alias": "",
        "area": "",
        "size_estimate": "",
        "description": "",
    } | fields


def linked(cast: Cast, group: CriminalGroup, name: str = "Ali Berg") -> GroupLink:
    return link(cast, enter(cast, "anna", name, subject_category="suspect"), group)


def pages(group: CriminalGroup) -> list[str]:
    names = ("group", "group_change", "group_status")
    return [reverse(f"cases:{name}", args=[group.pk]) for name in names]


def test_a_coordinator_registers_a_group_with_its_profile(cast: Cast) -> None:
    hugo = cast.client("hugo")
    fields = typed(alias="Almarna", area="Kirseberg", size_estimate="12", description="Ny.")
    response = hugo.post(reverse("cases:group_new"), fields, follow=True)
    assert response.status_code == 200
    page = text(response)
    for word in ("Alm", "Almarna", "Kirseberg", "12", "Ny."):
        assert word in page
    with cast.looking("anna"):
        assert GroupProfile.objects.get().group.code_name == "Alm"


def test_a_group_may_begin_without_a_profile(cast: Cast) -> None:
    cast.client("hugo").post(reverse("cases:group_new"), typed())
    with cast.looking("anna"):
        assert CriminalGroup.objects.count() == 1
        assert not GroupProfile.objects.exists()


@pytest.mark.parametrize("persona", ["greta", "bosse", "cilla", "david"])
def test_a_partner_with_a_standing_decision_sees_code_and_status_and_nothing_else(
    cast: Cast, persona: str
) -> None:
    group = found(cast, alias="Almarna", area="Kirseberg")
    linked(cast, group)
    client = cast.client(persona)
    assert "Alm" not in text(client.get(reverse("cases:groups")))
    assert client.get(group.get_absolute_url()).status_code == 404
    cast.let_read(getattr(cast, persona).agency, Category.GROUP_CODE, owner=cast.police)
    for page in (client.get(reverse("cases:groups")), client.get(group.get_absolute_url())):
        assert page.status_code == 200
        assert ">Alm<" in text(page)
        for secret in ("Almarna", "Kirseberg", "Alias", "Ali Berg", "Spaningsrapport"):
            assert secret not in text(page)
    record = client.get(group.get_absolute_url())
    assert record.context["changes"] == []
    assert 'id="links"' not in text(record)
    assert 'id="profile"' not in text(record)
    assert [client.get(page).status_code for page in pages(group)] == [200, 404, 404]


@pytest.mark.parametrize("persona", ["eva", "mona", "lars", "karin"])
def test_for_those_without_any_mandate_there_is_no_such_page(cast: Cast, persona: str) -> None:
    group = found(cast)
    client = cast.client(persona)
    for page in [reverse("cases:groups"), reverse("cases:group_new"), *pages(group)]:
        assert client.get(page).status_code == 404


def test_a_decision_maker_reads_but_does_not_write(cast: Cast) -> None:
    group = found(cast, alias="Almarna")
    inga = cast.client("inga")
    assert "Almarna" in text(inga.get(reverse("cases:groups")))
    assert [inga.get(page).status_code for page in pages(group)] == [200, 404, 404]
    assert inga.get(reverse("cases:group_new")).status_code == 404
    assert pages(group)[1] not in text(inga.get(group.get_absolute_url()))


def test_whoever_is_not_logged_in_is_asked_to(cast: Cast) -> None:
    group = found(cast)
    for page in [reverse("cases:groups"), reverse("cases:group_new"), *pages(group)]:
        assert Client().get(page).status_code == 302


def test_a_hidden_group_and_a_missing_one_give_the_same_page(cast: Cast) -> None:
    group, greta = found(cast), cast.client("greta")
    missing = reverse("cases:group", args=[uuid4()])
    hidden = greta.get(group.get_absolute_url())
    assert shape(hidden) == shape(greta.get(missing))
    assert hidden.status_code == 404


def test_groups_stand_in_swedish_order(cast: Cast) -> None:
    for name in ("Örn", "Ask", "Åkerbär", "Älg", "al"):
        found(cast, name)
    page = cast.client("hugo").get(reverse("cases:groups")).context["page"]
    assert [group.code_name for group in page] == ["al", "Ask", "Åkerbär", "Älg", "Örn"]


def test_the_list_and_the_record_cost_the_same_with_two_and_with_twenty(cast: Cast) -> None:
    group = found(cast, alias="Almarna")
    linked(cast, group)
    hugo = cast.client("hugo")
    addresses = [reverse("cases:groups"), group.get_absolute_url()]

    def costs() -> list[int]:
        return [cost(lambda at=address: hugo.get(at)) for address in addresses]

    found(cast, "Björk", alias="Björkarna")
    linked(cast, group, "Bo Ek")
    few = costs()
    for number in range(18):
        found(cast, f"Gran {number}", alias=f"Granarna {number}")
        linked(cast, group, f"Person {number}")
    assert costs() == few


def test_a_changed_code_and_profile_stand_in_the_history_with_name_and_both_values(
    cast: Cast,
) -> None:
    group = found(cast, alias="Almarna", area="Kirseberg")
    anna = cast.client("anna")
    fields = {"code_name": "Asp", "alias": "Asparna", "area": "", "description": "Ny text"}
    response = anna.post(pages(group)[1], fields, follow=True)
    assert response.redirect_chain == [(group.get_absolute_url(), 302)]
    told = [(line.text, line.by) for line in response.context["changes"]]
    assert any("Alm → Asp" in line and by == "Anna Bergström" for line, by in told)
    assert any("Almarna → Asparna" in line and "Kirseberg → –" in line for line, _by in told)
    assert not any("Ny text" in line for line, _by in told)
    assert sum(by == "Hugo Lindqvist" for _line, by in told) == 2


def test_an_alias_once_told_is_not_emptied_by_accident(cast: Cast) -> None:
    group = found(cast, alias="Almarna")
    response = cast.client("hugo").post(pages(group)[1], {"code_name": "Alm", "alias": ""})
    assert errors(response) == {"alias": ["required"]}


def test_the_status_changes_with_the_day_it_changed(cast: Cast) -> None:
    group, hugo = found(cast, since=TODAY - timedelta(days=90)), cast.client("hugo")
    day = TODAY - timedelta(days=30)
    hugo.post(pages(group)[2], {"status": "focus", "status_since": str(day)})
    with cast.looking("hugo"):
        group = CriminalGroup.objects.get()
    assert (group.status, group.status_since) == ("focus", day)


def test_a_status_is_not_older_than_the_one_before(cast: Cast) -> None:
    group, hugo = found(cast), cast.client("hugo")
    typed = {"status": "focus", "status_since": str(TODAY - timedelta(days=1))}
    response = hugo.post(pages(group)[2], typed)
    assert errors(response) == {"status_since": ["early"]}
    assert typed["status_since"] in text(response)


@pytest.mark.parametrize(("now", "following"), list(product(CriminalGroup.Status, repeat=2)))
def test_only_the_steps_of_the_table_are_taken(cast: Cast, now: str, following: str) -> None:
    allowed = {
        ("active", "focus"), ("active", "ended"), ("focus", "active"), ("focus", "ended"),
        ("ended", "active"),
    }  # fmt: skip
    group, hugo = found(cast, status=now), cast.client("hugo")
    typed = {"status": following, "status_since": str(TODAY)}
    with cast.looking("hugo"):
        if (now, following) in allowed:
            groups.change_status(group, status=following, status_since=TODAY, by=cast.hugo)
        else:
            with pytest.raises(ValidationError) as refused:
                groups.change_status(group, status=following, status_since=TODAY, by=cast.hugo)
            assert list(refused.value.error_dict) == ["status"]
        CriminalGroup.objects.filter(pk=group.pk).update(status=now)
    response = hugo.post(pages(group)[2], typed)
    assert response.status_code == (302 if (now, following) in allowed else 200)


def test_a_code_of_the_own_agency_is_not_used_twice(cast: Cast) -> None:
    found(cast, "Alm")
    other = found(cast, "Björk")
    hugo = cast.client("hugo")
    assert errors(hugo.post(reverse("cases:group_new"), typed())) == {"code_name": ["taken"]}
    response = hugo.post(pages(other)[1], {"code_name": "Alm"})
    assert errors(response) == {"code_name": ["taken"]}
    assert 'value="Alm"' in text(response)
    assert ">Björk<" in text(response)
    with cast.looking("hugo"):
        assert CriminalGroup.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"code_name": ""}, {"code_name": ["required"]}),
        ({"code_name": "A" * 41}, {"code_name": ["max_length"]}),
        ({"code_name": "Al\x00m"}, {"code_name": ["null_characters_not_allowed"]}),
        ({"status": "hemlig"}, {"status": ["invalid_choice"]}),
        ({"status_since": "2026-02-30"}, {"status_since": ["invalid"]}),
        ({"status_since": "0026-02-03"}, {"status_since": ["early"]}),
        ({"status_since": str(TODAY + timedelta(days=1))}, {"status_since": ["future"]}),
        ({"size_estimate": "-1", "alias": "A"}, {"size_estimate": ["min_value"]}),
        ({"size_estimate": "99999", "alias": "A"}, {"size_estimate": ["max_value"]}),
        ({"area": "Kirseberg"}, {"alias": ["alias"]}),
        ({"description": "x" * 4001, "alias": "A"}, {"description": ["max_length"]}),
    ],
)
def test_what_cannot_be_saved_is_told_beside_its_field_and_kept(
    cast: Cast, fields: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    response = cast.client("hugo").post(reverse("cases:group_new"), typed(**fields))
    assert response.status_code == 200
    assert errors(response) == wrong
    for name in wrong:
        assert f'id="id_{name}_error"' in text(response)
    assert response.context["form"]["code_name"].value() == fields.get("code_name", "Alm")
    with cast.looking("hugo"):
        assert not CriminalGroup.objects.exists()


def test_markup_in_what_is_typed_stays_text(cast: Cast) -> None:
    mark = "<b onclick=x>&"
    group = found(cast, mark, alias=mark, area=mark, description=mark)
    hugo = cast.client("hugo")
    for address in (reverse("cases:groups"), *pages(group)):
        assert "<b onclick" not in text(hugo.get(address))
        assert "&lt;b onclick=x&gt;&amp;" in text(hugo.get(address))


def test_before_saving_one_sees_who_will_see_it(cast: Cast) -> None:
    cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
    readers = cast.client("hugo").get(reverse("cases:group_new")).context["readers"]
    assert [reader.short_name for reader in readers] == ["Polisen", "Frivården"]


def test_a_link_that_has_run_out_is_gone_from_the_group(cast: Cast) -> None:
    group = found(cast)
    ended = linked(cast, group)
    hugo = cast.client("hugo")
    assert "Ali Berg" in text(hugo.get(group.get_absolute_url()))
    with role("owner"):
        past = timezone.now() - timedelta(seconds=1)
        GroupLink.objects.filter(pk=ended.pk).update(
            valid_from=past - timedelta(days=1), valid_until=past
        )
    assert "Ali Berg" not in text(hugo.get(group.get_absolute_url()))


def test_a_person_with_protected_identity_is_not_on_the_page_of_the_group(cast: Cast) -> None:
    group = found(cast)
    hidden = linked(cast, group)
    with role("owner"):
        Individual.objects.filter(pk=hidden.individual_id).update(protection_level="marked")
    page = text(cast.client("hugo").get(group.get_absolute_url()))
    assert "Ali Berg" not in page
    assert "Spaningsrapport" not in page


def test_reading_a_record_is_logged_with_its_rows(cast: Cast) -> None:
    group = found(cast)
    cast.client("anna").get(group.get_absolute_url())
    (entry,) = logged("cases:group")
    assert entry.user_id == cast.anna.pk
    assert entry.rows["cases.criminalgroup"] == [str(group.pk)]
