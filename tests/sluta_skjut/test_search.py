"""One box finds what may be seen, however it is typed, and tells nothing of the rest."""

import random
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions import duplicates
from cases.models import Alias, CriminalGroup, GroupProfile, Identifier, Incident, Individual
from cases.names import sort_key
from interventions.models import CallIn
from sluta_skjut.town.names import HOUSEHOLDS
from tests.cases.pages import cost, logged, shape, text
from tests.cases.people import TODAY, enter, found, number
from tests.cases.test_disclosed import to_police
from tests.cast import Cast

SEARCH, SUGGEST = "/sok/", "/sok/forslag/"
here = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FIRST = sorted({name for house in HOUSEHOLDS for name in house.women + house.men})
LAST = sorted({name for house in HOUSEHOLDS for name in house.last} | {"Ek", "Håkansson", "Ål"})


def names(cast: Cast, who: str, sought: str) -> list[str]:
    response = cast.client(who).post(SEARCH, {"q": sought})
    assert response.status_code == 200
    return [str(row) for part in response.context["search"].parts for row in part.rows]


def resembling(sought: str) -> set[str]:
    return {person.name for person in Individual.objects.resembling(sought)}


@pytest.fixture
def town(cast: Cast) -> Cast:
    """Fifty people of probation's, each name different."""
    chosen = random.Random(1)
    with cast.looking("bosse"):
        for _ in range(50):
            name = f"{chosen.choice(FIRST)} {chosen.choice(LAST)}"
            Individual.objects.create(name=name, subject_category="other", purpose="p")
    return cast


LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyzåäöéü")


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """A name, and the same with a slip in one of its words, or in another order."""
    words = [draw(st.sampled_from(FIRST)), draw(st.sampled_from(LAST))]
    name, which = " ".join(words), draw(st.integers(0, 1))
    at = draw(st.integers(0, len(words[which]) - 1))
    before, letter, after = words[which][:at], words[which][at], words[which][at + 1 :]
    words[which] = draw(
        st.sampled_from(
            [
                before + after,
                before + draw(LETTERS) + after,
                before + draw(LETTERS) + letter + after,
                before + after[:1] + letter + after[1:],
                before + letter + letter + after,
                before + letter + " " + after,
                words[which],
            ]
        )
    )
    typed = " ".join(draw(st.permutations(words)))
    if draw(st.booleans()):
        typed = sort_key(typed).translate(str.maketrans("{|}", "aao"))
    return name, draw(st.sampled_from([typed, typed.upper(), typed.lower()]))


@given(drawn=slips())
@here
def test_one_slip_still_finds_the_person(cast: Cast, drawn: tuple[str, str]) -> None:
    name, typed = drawn
    with cast.looking("bosse"):
        person = Individual.objects.create(name=name, subject_category="other", purpose="p")
        assert name in resembling(typed), typed
        person.delete()


@pytest.mark.parametrize(
    "typed",
    [
        "Håkansson", "Hakansson", "Haakansson", "håkanson", "Hakanssom", "Hkansson", "Håkansosn",
        "Åke Håkansson", "hakansson ake", "ÅkeHåkansson", "Åke Hå", "hak", "hok", "Å Håkanss",
        "Håkan-sson",
    ],
)  # fmt: skip
def test_a_name_is_found_as_people_type_it(cast: Cast, typed: str) -> None:
    enter(cast, "bosse", "Åke Håkansson")
    enter(cast, "bosse", "Ali Berg")
    assert names(cast, "bosse", typed) == ["Åke Håkansson"]


def test_the_likeliest_stand_first_and_equals_in_swedish_order(cast: Cast) -> None:
    for name in ("Bo Ågren", "Bo Agren", "Bo Agrenius", "Bo Angren", "Bo Öhgren"):
        enter(cast, "bosse", name)
    assert names(cast, "bosse", "ågren") == ["Bo Agren", "Bo Ågren", "Bo Agrenius", "Bo Angren"]


def test_a_person_is_found_by_an_alias_and_shown_by_name(cast: Cast) -> None:
    person = enter(cast, "bosse", "Ali Berg")
    with cast.looking("bosse"):
        Alias.objects.create(individual=person, name="Lillen")
    assert names(cast, "bosse", "lilen") == ["Ali Berg"]
    assert names(cast, "anna", "lillen") == []


def test_a_whole_number_leads_to_the_own_record(cast: Cast) -> None:
    theirs = number()
    person = enter(cast, "bosse", "Ali Berg", number=theirs)
    enter(cast, "anna", "Ali Berg", number=theirs)
    digits = theirs.value
    for typed in (
        digits,
        theirs.unmasked(),
        f"{digits[2:8]}-{digits[8:]}",
        digits[2:],
        f" {digits[:8]} {digits[8:]} ",
        f"{digits[:8]}–{digits[8:]}",
    ):
        response = cast.client("greta").post(SEARCH, {"q": typed})
        assert response.status_code == 302, typed
        assert response["Location"] == reverse("cases:individual", args=[person.pk])
    assert names(cast, "cilla", digits) == []


@pytest.mark.parametrize("typed", ["19900517", "900517", "0517", "199005", "1990051"])
def test_a_part_of_a_number_finds_nobody(cast: Cast, typed: str) -> None:
    theirs = number()
    enter(cast, "bosse", "Ali Berg", number=theirs)
    assert names(cast, "bosse", typed) == []
    for size in range(4, 12):
        part = theirs.value[:size]
        assert names(cast, "bosse", part) == [] or size == 10


def test_where_the_century_is_uncertain_all_twelve_digits_are_asked_for(cast: Cast) -> None:
    young = number(TODAY.replace(year=TODAY.year - 14, month=1, day=1) - timedelta(days=1))
    page = text(cast.client("bosse").post(SEARCH, {"q": young.value[2:]}))
    assert "19900101-1234" in page
    assert young.value[2:] in page


def test_a_number_is_kept_in_no_cache_and_in_no_log(cast: Cast) -> None:
    theirs = number()
    response = cast.client("bosse").post(SEARCH, {"q": theirs.unmasked()})
    assert "no-store" in response["Cache-Control"]
    entry = logged("search")[0]
    assert set(entry.detail) == {"term", "hits"}
    assert entry.detail["hits"] == 0
    assert theirs.value not in str(vars(entry))


def test_what_was_sought_is_logged_as_a_fingerprint_with_the_number_of_hits(cast: Cast) -> None:
    person = enter(cast, "bosse", "Gunnar Gran")
    names(cast, "bosse", "gunnar")
    entry = logged("search")[0]
    assert entry.detail["hits"] == 1
    assert entry.rows == {"cases.individual": [str(person.pk)]}
    assert "gunnar" not in str(vars(entry)).casefold()


def test_an_address_is_never_asked(cast: Cast) -> None:
    enter(cast, "bosse", "Gunnar Gran")
    response = cast.client("bosse").get(SEARCH, {"q": "gunnar"})
    assert "Gunnar" not in text(response)
    assert 'method="post"' in text(response)


def test_groups_are_found_by_code_and_by_alias_only_by_their_owner(cast: Cast) -> None:
    group = found(cast, "Norr Nio")
    with cast.looking("hugo"):
        GroupProfile.objects.create(group=group, alias="Lejonen")
    assert names(cast, "anna", "nor") == names(cast, "anna", "nio") == ["Norr Nio"]
    assert names(cast, "anna", "noor nio") == names(cast, "anna", "lejon") == ["Norr Nio"]
    assert names(cast, "bosse", "lejon") == []
    cast.let_read(cast.probation, CriminalGroup.information_category(), owner=cast.police)
    assert names(cast, "bosse", "norr") == ["Norr Nio"]
    assert names(cast, "bosse", "lejon") == []


def test_call_ins_are_found_by_title_place_and_day(cast: Cast) -> None:
    with cast.looking("greta"):
        at = timezone.localtime().replace(year=2026, month=11, day=26, hour=18)
        CallIn.objects.create(title="Kväll i Rosengård", venue="Ögårdsskolan", doors_open_at=at,
                              starts_at=at)  # fmt: skip
    for typed in ("kväll", "rosengård", "ögård", "26 nov 2026", "2026-11-26"):
        assert names(cast, "greta", typed) == ["Kväll i Rosengård"], typed
        assert names(cast, "hugo", typed) == [], typed


def test_civil_society_sees_no_word_of_persons(cast: Cast) -> None:
    enter(cast, "bosse", "Ali Berg")
    eva = cast.client("eva")
    for page in (eva.get("/"), eva.get(SEARCH), eva.post(SEARCH, {"q": "ali"})):
        assert "erson" not in text(page).split("<main")[-1].split("</main")[0] or page is None
        assert "personnummer" not in text(page)
    david = cast.client("david")
    assert "personnummer" not in text(david.get(SEARCH))
    assert text(david.post(SEARCH, {"q": "19900101"})) != ""
    assert david.post(SEARCH, {"q": "19900101"}).context["search"].problem is None


@pytest.mark.parametrize("who", ["karin", "lars"])
def test_those_without_cases_have_no_box(cast: Cast, who: str) -> None:
    client = cast.client(who)
    assert 'name="q"' not in text(client.get("/"))
    assert client.get(SEARCH).status_code == client.post(SUGGEST).status_code == 404


PRINTED_AT = re.compile(r"\d\d:\d\d")
WATCHERS = ("greta", "anna", "cilla", "david", "eva")


def told(client: Client, typed: str) -> list[str]:
    """All that one is told: page, suggestions and list."""
    pages = [client.post(SEARCH, {"q": typed}), client.post(SUGGEST, {"q": typed})]
    listed = client.get("/personer/", {"namn": typed})
    return [PRINTED_AT.sub("", shape(page)) for page in [*pages, listed]]


@pytest.mark.parametrize("who", WATCHERS)
def test_hidden_twins_change_not_a_byte(cast: Cast, who: str) -> None:
    theirs = number()
    for owner in ("bosse", "anna"):
        enter(cast, owner, "Ali Berg")
    client = cast.client(who)
    questions = ("ali berg", "alli", "lillen", "berg", theirs.value, "ali")
    before = [told(client, question) for question in questions]
    hidden_from = {"greta": "anna", "anna": "bosse"}.get(who, "anna")
    twin = enter(cast, hidden_from, "Ali Berg", number=theirs)
    with cast.looking(hidden_from):
        Alias.objects.create(individual=twin, name="Lillen")
    keeper = {"greta": "bosse", "anna": "hugo"}.get(who, "hugo")
    enter(cast, keeper, "Ali Bergman", assigned_to=[getattr(cast, keeper)])
    for question, then in zip(questions, before, strict=True):
        assert told(client, question) == then, question


def test_merged_records_are_not_found(cast: Cast) -> None:
    kept, merged = enter(cast, "bosse", "Ali Berg"), enter(cast, "bosse", "Ali Bergh")
    with cast.looking("bosse"):
        merged.same_as = kept
        merged.save()
    assert names(cast, "bosse", "ali") == ["Ali Berg"]


def test_suggestions_are_the_few_likeliest_and_begin_with_three_letters(town: Cast) -> None:
    bosse = town.client("bosse")
    assert "<a" not in text(bosse.post(SUGGEST, {"q": "an"}))
    for letters in ("ann", "ali", "mar"):
        assert text(bosse.post(SUGGEST, {"q": letters})).count("<a") <= 5
    assert "<a" not in text(bosse.post(SUGGEST, {"q": "1990"}))


def test_too_many_are_cut_and_more_of_one_kind_is_a_click_away(cast: Cast) -> None:
    for at in range(12):
        enter(cast, "bosse", f"Ali Berg{chr(97 + at)}")
    bosse = cast.client("bosse")
    first = bosse.post(SEARCH, {"q": "ali"})
    assert len(first.context["search"].parts[0].rows) == 8
    assert 'name="kind" value="persons"' in text(first)
    every = bosse.post(SEARCH, {"q": "ali", "kind": "persons"})
    assert len(every.context["search"].parts[0].rows) == 12


def test_a_search_costs_the_same_for_two_as_for_twenty(cast: Cast) -> None:
    bosse = cast.client("bosse")
    enter(cast, "bosse", "Ali Berga")
    enter(cast, "bosse", "Ali Bergb")
    bosse.get("/")
    for address in (SEARCH, SUGGEST):
        few = cost(lambda to=address: bosse.post(to, {"q": "ali berg"}))
        with cast.looking("bosse"):
            for at in range(20):
                Individual.objects.create(
                    name=f"Ali Berg{at}", subject_category="other", purpose="p"
                )
        assert cost(lambda to=address: bosse.post(to, {"q": "ali berg"})) == few


def test_an_incident_is_found_by_number_kind_place_and_day(cast: Cast) -> None:
    with cast.looking("anna"):
        at = timezone.localtime().replace(year=2026, month=11, day=2, hour=18)
        Incident.objects.create(
            number=41, kind="threat", happened_at=at, municipality="Malmö", area="Lindängen"
        )
    with cast.looking("anna"):
        for typed in (
            "H 41",
            "h41",
            "41",
            "lindäng",
            "malmö",
            str(Incident.Kind.THREAT.label),
            "2 nov 2026",
        ):
            assert Incident.objects.resembling(typed).count() == 1, typed
        for typed in ("H 4", "lund", "3 nov 2026"):
            assert Incident.objects.resembling(typed).count() == 0, typed


def test_a_word_is_sought_from_its_beginning(cast: Cast) -> None:
    """ "alm" is not in the middle of Malmö, and two letters are a whole word or nothing."""
    found(cast, "Alm")
    with cast.looking("anna"):
        Incident.objects.create(
            number=41, kind="threat", happened_at=timezone.now(), municipality="Malmö",
            area="Öster Almgården", place="Hus 2",
        )  # fmt: skip
    with cast.looking("greta"):
        now = timezone.now()
        CallIn.objects.create(title="Kväll i Malmö", venue="Ö 1", doors_open_at=now, starts_at=now)
    counts = {
        typed: (Incident.objects.resembling(typed), CriminalGroup.objects.resembling(typed))
        for typed in ("alm", "malm", "lmö", "ma", "al", "öster", "hus 2", "2", ".*", "(", "\\", "i")
    }
    with cast.looking("anna"):
        told = {typed: tuple(rows.count() for rows in both) for typed, both in counts.items()}
    assert {typed for typed, (incidents, _) in told.items() if incidents} == {
        "alm", "malm", "öster", "hus 2", "2",
    }  # fmt: skip
    assert {typed for typed, (_, groups) in told.items() if groups} == {"alm", "malm"}
    with cast.looking("greta"):
        for typed, hits in {"kväll": 1, "malm": 1, "alm": 0, "kv": 0, "ö 1": 1, "i": 1}.items():
            assert CallIn.objects.resembling(typed).count() == hits, typed


@pytest.mark.parametrize("typed", ["almqvist", "sven alm", "number"])
def test_a_merged_records_name_and_number_lead_to_the_kept_one(cast: Cast, typed: str) -> None:
    theirs = number()
    kept = enter(cast, "bosse", "Ali Berg")
    merged = enter(cast, "bosse", "Sven Almqvist", number=theirs)
    with cast.looking("bosse"):
        duplicates.merge(merged, into=kept, by=cast.bosse)
    asked = theirs.unmasked() if typed == "number" else typed
    response = cast.client("greta").post(SEARCH, {"q": asked}, follow=True)
    assert "Ali Berg" in text(response)
    listed = (
        "" if typed == "number" else text(cast.client("greta").get("/personer/", {"namn": asked}))
    )
    assert typed == "number" or "Ali Berg" in listed
    with cast.looking("bosse"):
        duplicates.undo(merged, by=cast.bosse)
    assert "Ali Berg" not in text(cast.client("greta").post(SEARCH, {"q": asked}, follow=True))


def test_that_two_records_are_one_person_is_told_to_no_other_agency(cast: Cast) -> None:
    """Both are disclosed to the police, who are led from neither to the other."""
    theirs = number()
    kept = enter(cast, "bosse", "Ali Berg")
    merged = enter(cast, "bosse", "Sven Almqvist", number=theirs)
    with cast.looking("bosse"):
        duplicates.merge(merged, into=kept, by=cast.bosse)
        identifier = Identifier.objects.get(individual=merged)
    to_police(cast, kept, merged, identifier)
    assert names(cast, "anna", "ali berg") == ["Ali Berg"]
    for typed in ("almqvist", theirs.unmasked()):
        assert names(cast, "anna", typed) == []
