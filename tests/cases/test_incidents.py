"""Incidents: facts for those who read them, buttons for the owner, and duplicates out of sight."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.actions import attributions, incidents
from cases.models import Attribution, CriminalGroup, Incident
from partners.mandates import Category
from tests.cases import happenings, people
from tests.cases.pages import cost, errors, text
from tests.cast import Cast

LIST = "/handelser/"
NEW = "/handelser/ny/"
READERS = ("greta", "cilla", "david")


def page(incident: Incident) -> str:
    return reverse("cases:incident", args=[incident.pk])


def listed(cast: Cast, name: str = "anna", **asked: Any) -> list[int]:
    answer = cast.client(name).get(LIST, asked)
    assert answer.status_code == 200
    return [incident.number for incident in answer.context["page"]]


def let_read_facts(cast: Cast) -> None:
    for agency in (cast.probation, cast.social_services, cast.city_safety):
        cast.let_read(agency, Category.INCIDENT_FACTS, owner=cast.police)


def test_an_incident_is_registered_and_waits_for_its_review(cast: Cast) -> None:
    answer = cast.client("anna").post(NEW, happenings.typed(), follow=True)
    with cast.looking("anna"):
        (incident,) = Incident.objects.all()
    assert (incident.number, incident.owner_id, incident.municipality) == (1, 1, "Malmö")
    assert "ranskas senast" in text(answer)
    assert "Inte granskad än" in text(answer)


def test_the_time_typed_is_swedish_time(cast: Cast) -> None:
    client = cast.client("anna")
    for day, clock, hours in (("2026-07-01", "18:05", 16), ("2026-01-15", "18:05", 17)):
        client.post(NEW, happenings.typed(day=day, at=clock))
        with cast.looking("anna"):
            incident = Incident.objects.order_by("-number")[0]
        assert (incident.happened_at.hour, incident.happened_at.minute) == (hours, 5)


def test_no_number_of_a_person_stands_in_what_others_read(cast: Cast) -> None:
    words = "Ring Ali 19960626-9877"
    answer = cast.client("anna").post(NEW, happenings.typed(facts=words))
    assert errors(answer) == {"facts": ["number"]}
    assert words in text(answer)
    with cast.looking("anna"):
        assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"day": ""}, {"day": ["required"]}),
        ({"day": "2999-01-01"}, {"day": ["future"]}),
        ({"at": "25:00"}, {"at": ["invalid"]}),
        ({"day": "2026-03-29", "at": "02:30"}, {"at": ["no such time"]}),
        ({"kind": ""}, {"kind": ["required"]}),
        ({"injured": "-1"}, {"injured": ["min_value"]}),
        ({"killed": "många"}, {"killed": ["invalid"]}),
        ({"municipality": ""}, {"municipality": ["required"]}),
        ({"source_url": "http://x.se/a"}, {"source_url": ["scheme"]}),
        ({"facts": "x" * 4001}, {"facts": ["max_length"]}),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_what_was_typed_stays(
    cast: Cast, changed: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    answer = cast.client("anna").post(NEW, happenings.typed(**changed))
    assert errors(answer) == wrong
    assert answer.context["form"]["area"].value() == "Öster"
    with cast.looking("anna"):
        assert not Incident.objects.exists()


def test_a_time_later_today_is_refused_beside_the_clock(cast: Cast) -> None:
    soon = timezone.localtime() + timedelta(minutes=30)
    typed = happenings.typed(day=soon.date().isoformat(), at=soon.strftime("%H:%M"))
    wrong = errors(cast.client("anna").post(NEW, typed))
    assert wrong in ({"at": ["future"]}, {"day": ["future"]})


def test_nothing_in_the_future_is_registered_by_any_way(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        happenings.happen(cast, hours=-1)
    incident = happenings.happen(cast)
    with cast.looking("anna"), pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.update(happened_at=incident.known_at + timedelta(minutes=1))


def test_facts_are_read_by_standing_decision_and_the_review_is_not_there(cast: Cast) -> None:
    incident = happenings.happen(cast)
    happenings.assess(cast, incident)
    happenings.attribute(cast, incident, people.found(cast))
    for name in (*READERS, "eva"):
        assert cast.client(name).get(page(incident)).status_code == 404
    let_read_facts(cast)
    for name in READERS:
        client = cast.client(name)
        content = text(client.get(page(incident)))
        assert "Flera skott" in content
        for hidden in ("Hemlig", "Alm", "ranskning", "ranskad", "Koppla", "Ändra", "Förslag"):
            assert hidden not in content, (name, hidden)
        rows = text(client.get(LIST))
        assert "H 1" in rows
        assert "ranskad" not in rows
    assert cast.client("eva").get(page(incident)).status_code == 404


def test_nobody_learns_from_the_filter_what_has_been_reviewed(cast: Cast) -> None:
    happenings.assess(cast, happenings.happen(cast))
    happenings.happen(cast)
    let_read_facts(cast)
    assert listed(cast, "anna", granskad="ja") == [1]
    assert listed(cast, "anna", granskad="nej") == [2]
    for name in READERS:
        assert sorted(listed(cast, name, granskad="ja")) == [1, 2]
        assert sorted(listed(cast, name, granskad="nej")) == [1, 2]


def test_the_owner_page_has_a_section_for_each_category(cast: Cast) -> None:
    incident = happenings.happen(cast)
    content = text(cast.client("inga").get(page(incident)))
    for section in ("facts", "review", "attributions", "involved", "harmed"):
        assert f'id="{section}"' in content
    assert "Uppgift" in content
    assert "Bedömning" in content


def test_the_list_is_filtered_by_period_kind_and_municipality(cast: Cast) -> None:
    happenings.happen(cast, happened_at=_at(2026, 3, 31, 21, 59))  # 23:59 in Sweden
    happenings.happen(cast, happened_at=_at(2026, 3, 31, 22, 1), kind="threat")
    happenings.happen(cast, happened_at=_at(2026, 4, 30, 12, 0), municipality="Lund")
    assert listed(cast) == [3, 2, 1]
    assert listed(cast, till="2026-03-31") == [1]
    assert listed(cast, fran="2026-04-01") == [3, 2]
    assert listed(cast, typ="threat") == [2]
    assert listed(cast, kommun="Lund") == [3]
    assert listed(cast, kommun="Ystad", typ="nonsens", fran="igår") == [3, 2, 1]


def test_municipalities_stand_in_swedish_order(cast: Cast) -> None:
    for name in ("Örkelljunga", "Åstorp", "Ängelholm", "Malmö", "Bjuv"):
        happenings.happen(cast, municipality=name)
    form = cast.client("anna").get(LIST).context["filter_form"]
    names = [value for value, _label in form.fields["kommun"].choices]
    assert names == ["", "Bjuv", "Malmö", "Åstorp", "Ängelholm", "Örkelljunga"]


def test_the_list_and_the_page_cost_the_same_however_much_there_is(cast: Cast) -> None:
    group = people.found(cast)
    client, costs = cast.client("anna"), []
    kept = happenings.happen(cast)
    for upto in (2, 20):
        with cast.looking("anna"):
            there = Incident.objects.count()
        for number in range(there, upto):
            incident = happenings.happen(cast, hours=number + 10)
            happenings.assess(cast, incident)
            happenings.attribute(cast, incident, group)
            person = people.enter(cast, "anna", f"Person {number}", subject_category="suspect")
            happenings.involve(cast, kept, person)
            happenings.harm(cast, kept, person)
            happenings.attribute(cast, kept, people.found(cast, f"Grupp {number}"))
        client.get(LIST), client.get(page(kept))
        costs.append((cost(lambda: client.get(LIST)), cost(lambda: client.get(page(kept)))))
    assert costs[0] == costs[1]


def test_a_changed_time_takes_the_clock_along_and_is_in_the_history(cast: Cast) -> None:
    incident = happenings.happen(cast, hours=50)
    address = reverse("cases:incident_change", args=[incident.pk])
    client = cast.client("hugo")
    form = client.get(address).context["form"]
    same = {name: form[name].value() for name in form.fields}
    later = timezone.localtime(happenings.hours_ago(2))
    told = same | {"day": later.date().isoformat(), "at": later.strftime("%H:%M"), "injured": 3}
    answer = client.post(address, told, follow=True)
    with cast.looking("anna"):
        changed = Incident.objects.get()
    assert (changed.injured, changed.known_at) == (3, changed.happened_at)
    assert "Skadade: 1 → 3" in text(answer)


def test_saving_without_changing_the_time_keeps_its_seconds(cast: Cast) -> None:
    incident = happenings.happen(cast)
    address = reverse("cases:incident_change", args=[incident.pk])
    client = cast.client("anna")
    form = client.get(address).context["form"]
    told = {name: form[name].value() for name in form.fields}
    told["day"], told["at"] = told["day"].isoformat(), told["at"].strftime("%H:%M")
    assert client.post(address, told).status_code == 302
    with cast.looking("anna"):
        assert Incident.objects.get().happened_at == incident.happened_at


# -- Duplicates -------------------------------------------------------------------------------


def merged(cast: Cast) -> tuple[Incident, Incident]:
    kept, again = happenings.happen(cast), happenings.happen(cast, hours=4.9)
    both, only = people.found(cast, "Alm"), people.found(cast, "Björk")
    happenings.attribute(cast, kept, both)
    happenings.attribute(cast, again, both)
    happenings.attribute(cast, again, only)
    address = reverse("cases:incident_merge", args=[again.pk])
    assert "Björk" in text(cast.client("anna").get(address))
    assert cast.client("anna").post(address, {"into": kept.pk}).status_code == 302
    return kept, again


def held(cast: Cast, incident: Incident) -> list[str]:
    with cast.looking("anna"):
        found = Attribution.objects.standing().filter(incident=incident).select_related("group")
        return sorted(one.group.code_name for one in found)


def test_a_duplicate_is_out_of_the_list_and_its_page_says_where_it_went(cast: Cast) -> None:
    kept, again = merged(cast)
    assert listed(cast) == [kept.number]
    content = text(cast.client("anna").get(page(again)))
    assert page(kept) in content
    assert "dubblett av" in content
    assert "Ångra sammanslagningen" in content
    assert page(again) in text(cast.client("anna").get(page(kept)))


def test_persons_and_review_of_a_duplicate_are_reached_from_the_kept_one(cast: Cast) -> None:
    """They stay where they were written; whoever may not read them is told of none."""
    kept, _again = merged(cast)
    suspect, hurt = (people.enter(cast, "anna", name) for name in ("Sven Skytt", "Sara Skadad"))
    third = happenings.happen(cast, hours=4.8)
    happenings.involve(cast, third, suspect)
    happenings.harm(cast, third, hurt)
    happenings.assess(cast, third)
    cast.client("anna").post(reverse("cases:incident_merge", args=[third.pk]), {"into": kept.pk})
    content = text(cast.client("anna").get(page(kept)))
    for told in ("Sven Skytt", "Sara Skadad", f"{page(third)}#review"):
        assert told in content, told
    assert content.count(f"skriven på {third.reference}") == 2
    cast.let_read(cast.probation, Category.INCIDENT_FACTS, owner=cast.police)
    others = text(cast.client("greta").get(page(kept)))
    assert page(third) in others
    for hidden in ("Sven Skytt", "Sara Skadad", "#review", "skriven på"):
        assert hidden not in others, hidden


def test_groups_come_along_and_go_back(cast: Cast) -> None:
    kept, again = merged(cast)
    assert (held(cast, kept), held(cast, again)) == (["Alm", "Björk"], [])
    cast.client("hugo").post(reverse("cases:incident_separate", args=[again.pk]))
    assert (held(cast, kept), held(cast, again)) == (["Alm"], ["Alm", "Björk"])
    assert sorted(listed(cast)) == [kept.number, again.number]


def test_a_duplicate_is_neither_reviewed_nor_attributed_nor_merged_again(cast: Cast) -> None:
    kept, again = merged(cast)
    third = happenings.happen(cast)
    with cast.looking("anna"):
        again, kept = Incident.objects.get(pk=again.pk), Incident.objects.get(pk=kept.pk)
        group = CriminalGroup.objects.get(code_name="Björk")
        for refused in (
            lambda: attributions.attribute(
                again, group=group, confidence="possible", basis="x", by=cast.anna
            ),
            lambda: incidents.merge(again, into=third, by=cast.anna),
            lambda: incidents.merge(third, into=again, by=cast.anna),
            lambda: incidents.merge(kept, into=third, by=cast.anna),
            lambda: incidents.merge(third, into=third, by=cast.anna),
        ):
            with pytest.raises(ValidationError):
                refused()
    with pytest.raises(ValidationError):
        happenings.assess(cast, again)


def test_readers_of_facts_see_where_a_duplicate_went_and_no_button(cast: Cast) -> None:
    kept, again = merged(cast)
    let_read_facts(cast)
    content = text(cast.client("greta").get(page(again)))
    assert page(kept) in content
    assert "Ångra" not in content
    assert "Björk" not in content


def test_the_database_holds_a_duplicate_to_its_form(cast: Cast) -> None:
    incident, other = happenings.happen(cast), happenings.happen(cast)
    changes: tuple[dict[str, Any], ...] = (
        {"duplicate_of": incident},
        {"duplicate_of": other},
        {"merged_at": timezone.now()},
        {"kind": "nonsens"},
        {"number": other.number},
    )
    with cast.looking("anna"):
        for change in changes:
            with pytest.raises(IntegrityError), transaction.atomic():
                Incident.objects.filter(pk=incident.pk).update(**change)


def _at(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
