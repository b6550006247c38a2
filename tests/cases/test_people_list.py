"""The list of persons: Swedish order, pages, a part of a name."""

from datetime import timedelta

from tests.cases.pages import logged, text
from tests.cases.people import LIST, TODAY, enter, supervise
from tests.cast import Cast


def test_the_list_stands_in_swedish_order_fifty_at_a_time(cast: Cast) -> None:
    for name in ("Örn, Eva", "Ask, Bo", "Ål, Åke", "Ärla, Ida", "André, Per", "andersson, Al"):
        enter(cast, "bosse", name)
    for letter in range(46):
        enter(cast, "bosse", f"Z {letter:02}")
    bosse = cast.client("bosse")
    first, second = (bosse.get(LIST, {"page": page}).context["page"] for page in (1, 2))
    assert [p.name for p in first][:3] == ["andersson, Al", "André, Per", "Ask, Bo"]
    assert len(first) == 50
    assert [p.name for p in second] == ["Ärla, Ida", "Örn, Eva"]
    assert first.paginator.count == 52


def test_the_list_is_filtered_by_a_part_of_the_name(cast: Cast) -> None:
    for name in ("André Öst", "Andrea Väst", "Åsa Nord"):
        enter(cast, "bosse", name)
    bosse = cast.client("bosse")

    def names(part: str) -> list[str]:
        return [p.name for p in bosse.get(LIST, {"namn": part}).context["page"]]

    assert names("andre") == ["André Öst", "Andrea Väst"]
    assert names("ÖST") == ["André Öst"]
    assert names("asa") == names("nrod åsa") == ["Åsa Nord"]
    assert names("%") == names("!") == []
    assert len(names("")) == 3


def test_what_was_sought_is_logged_as_a_fingerprint_only(cast: Cast) -> None:
    enter(cast, "bosse", "Gunnar Gran")
    cast.client("bosse").get(LIST, {"namn": "gunnar"})
    entry = next(e for e in logged("cases:individuals") if e.purpose == "search")
    assert set(entry.detail) == {"term", "hits"}
    assert "gunnar" not in str(vars(entry)).casefold()


def test_the_list_says_until_when_somebody_is_supervised(cast: Cast) -> None:
    person = enter(cast, "bosse")
    bosse = cast.client("bosse")
    assert not bosse.get(LIST).context["has_supervision"]
    last = TODAY + timedelta(days=200)
    supervise(cast, person, supervised_until=last)
    earlier = {"supervised_until": last - timedelta(days=60)}
    supervise(cast, person, sanction="villkorlig_frigivning", **earlier)
    assert f'datetime="{last}"' in text(bosse.get(LIST))
    enter(cast, "anna", "Bo Ek")
    assert not cast.client("anna").get(LIST).context["has_supervision"]
