"""Suggestions: what the public feed brings waits once, until somebody decides."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from cases import feed, newswire, tasks
from cases.actions import deliveries, suggestions
from cases.models import Delivery, Incident, Suggestion
from partners import audience
from partners.mandates import Category
from tests.cases import happenings
from tests.cases.pages import cost, errors, text
from tests.cases.test_feed import SAMPLE, VIOLENT, WHOLE, told
from tests.cast import Cast

LIST = "/handelser/forslag/"
DELIVER = "/handelser/forslag/lamna-in/"
State = Suggestion.State


def hand_in(cast: Cast, content: bytes, *, by: str = "anna") -> Any:
    file = SimpleUploadedFile("handelser.json", content, content_type="application/json")
    return cast.client(by).post(DELIVER, {"file": file})


def address(suggestion: Suggestion, act: str = "") -> str:
    name = f"cases:suggestion_{act}" if act else "cases:suggestion"
    return reverse(name, args=[suggestion.pk])


def again(cast: Cast, suggestion: Suggestion) -> Suggestion:
    with cast.looking("anna"):
        return Suggestion.objects.get(pk=suggestion.pk)


def waiting(cast: Cast) -> int:
    with cast.looking("anna"):
        return Suggestion.objects.waiting().count()


def form_of(cast: Cast, suggestion: Suggestion, **changed: Any) -> dict[str, Any]:
    form = cast.client("anna").get(address(suggestion, "accept")).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed |= {"day": typed["day"].isoformat(), "at": typed["at"].strftime("%H:%M")}
    return typed | changed


def test_what_waits_stands_on_the_first_page_of_those_who_decide_about_it(cast: Cast) -> None:
    hand_in(cast, SAMPLE.read_bytes())
    line = f"{waiting(cast)} händelser väntar på att godtas"
    assert line in text(cast.client("anna").get("/"))
    assert "godtas" not in text(cast.client("greta").get("/"))


def test_a_shooting_of_the_feed_is_offered_as_suspected(cast: Cast) -> None:
    hand_in(cast, SAMPLE.read_bytes())
    with cast.looking("anna"):
        one = Suggestion.objects.filter(kind="shooting_confirmed").first()
    assert form_of(cast, one)["kind"] == "shooting_suspected"


def test_a_file_becomes_suggestions_and_the_same_file_again_adds_nothing(cast: Cast) -> None:
    content = SAMPLE.read_bytes()
    assert hand_in(cast, content).status_code == 302
    there = waiting(cast)
    assert there == len(feed.read(content).events) > 5
    hand_in(cast, content, by="hugo")
    assert waiting(cast) == there
    with cast.looking("anna"):
        counts = [(d.added, d.known, d.updated) for d in Delivery.objects.order_by("created_at")]
    assert counts == [(there, 0, 0), (0, there, 0)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html></html>", "json"), (b"{}", "list"), (b"[1]", "events"), (b"", "empty"),
        (b" " * (newswire.MOST + 1), "big"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_beside_the_field_and_brings_nothing(
    cast: Cast, content: bytes, code: str
) -> None:
    assert errors(hand_in(cast, content)) == {"file": [code]}
    with cast.looking("anna"):
        assert not Suggestion.objects.exists()
        assert not Delivery.objects.exists()


def test_no_file_is_told_beside_the_field(cast: Cast) -> None:
    assert errors(cast.client("anna").post(DELIVER, {})) == {"file": ["required"]}


def test_a_text_that_the_police_change_is_changed_while_it_waits(cast: Cast) -> None:
    suggestion = happenings.suggest(cast)
    happenings.suggest(cast, summary="Man anträffad skadad.")
    changed = again(cast, suggestion)
    assert changed.summary == "Man anträffad skadad."
    assert changed.text_changed_at is not None
    with cast.looking("anna"):
        suggestions.dismiss(changed, why="wrong", by=cast.anna)
    happenings.suggest(cast, summary="Något tredje.")
    assert again(cast, suggestion).summary == "Man anträffad skadad."
    assert waiting(cast) == 0


def test_accepting_makes_an_incident_of_it_as_edited(cast: Cast) -> None:
    suggestion = happenings.suggest(cast)
    typed = form_of(cast, suggestion, area="Öster", injured="2")
    assert typed["kind"] == "shooting_suspected"
    assert typed["facts"] == "Skott mot en bil."
    answer = cast.client("anna").post(address(suggestion, "accept"), typed, follow=True)
    with cast.looking("anna"):
        incident = Incident.objects.get()
    assert (incident.area, incident.injured) == ("Öster", 2)
    assert incident.happened_at == suggestion.happened_at
    assert incident.known_at == suggestion.created_at
    assert "ranskas senast" in text(answer)
    assert suggestion.name in text(answer)
    assert again(cast, suggestion).state == State.ACCEPTED


def test_what_cannot_be_accepted_stays_and_keeps_what_was_typed(cast: Cast) -> None:
    suggestion = happenings.suggest(cast, municipality="")
    typed = form_of(cast, suggestion, area="Öster", day="2999-01-01")
    answer = cast.client("anna").post(address(suggestion, "accept"), typed)
    assert errors(answer) == {"municipality": ["required"], "day": ["future"]}
    assert answer.context["form"]["area"].value() == "Öster"
    assert again(cast, suggestion).state == State.WAITING


def test_incidents_near_in_place_and_time_are_offered_first(cast: Cast) -> None:
    near = happenings.happen(cast, hours=6)
    elsewhere = happenings.happen(cast, hours=5, municipality="Lund")
    further = happenings.happen(cast, hours=20)
    happenings.happen(cast, hours=90)
    suggestion = happenings.suggest(cast)
    offered = cast.client("anna").get(address(suggestion)).context["linking"].near
    assert [one.pk for one in offered] == [near.pk, further.pk, elsewhere.pk]


def test_linking_makes_it_a_source_and_changes_no_fact(cast: Cast) -> None:
    incident, suggestion = happenings.happen(cast), happenings.suggest(cast)
    answer = cast.client("anna").post(
        address(suggestion, "link"), {"incident": incident.pk}, follow=True
    )
    assert suggestion.name in text(answer)
    with cast.looking("anna"):
        kept = Incident.objects.get()
    assert (kept.facts, kept.happened_at) == (incident.facts, incident.happened_at)


def test_dismissing_needs_a_reason_and_can_be_taken_back(cast: Cast) -> None:
    suggestion = happenings.suggest(cast)
    client = cast.client("anna")
    assert errors(client.post(address(suggestion, "dismiss"), {})) == {"why": ["required"]}
    client.post(address(suggestion, "dismiss"), {"why": "relation"})
    assert suggestion.summary not in text(client.get(LIST))
    assert suggestion.summary in text(client.get(LIST, {"lage": "avvisade"}))
    cast.client("hugo").post(address(suggestion, "take_up"))
    assert again(cast, suggestion).state == State.WAITING


@pytest.mark.parametrize("after", State)
@pytest.mark.parametrize("before", State)
def test_each_state_leads_only_where_the_table_says(cast: Cast, before: str, after: str) -> None:
    suggestion, incident = happenings.suggest(cast), happenings.happen(cast)
    steps = {
        State.ACCEPTED: lambda: suggestions.accept(
            suggestion, by=cast.anna, **happenings.FACTS, happened_at=happenings.hours_ago(3)
        ),
        State.LINKED: lambda: suggestions.link(suggestion, incident=incident, by=cast.anna),
        State.DISMISSED: lambda: suggestions.dismiss(suggestion, why="wrong", by=cast.anna),
        State.WAITING: lambda: suggestions.take_up(suggestion, by=cast.anna),
    }
    with cast.looking("anna"):
        if before != State.WAITING:
            steps[State(before)]()
        there = Incident.objects.count()
        if suggestion.may_become(after):
            steps[State(after)]()
        else:
            with pytest.raises(ValidationError):
                steps[State(after)]()
            assert Incident.objects.count() == there
        found = Suggestion.objects.get(pk=suggestion.pk)
        assert found.state == (after if after in Suggestion.TRANSITIONS[before] else before)
        assert (found.incident_id is not None) == (found.state in {"accepted", "linked"})


def test_of_two_who_decide_at_once_the_second_is_told(cast: Cast) -> None:
    suggestion = happenings.suggest(cast)
    mine = again(cast, suggestion)
    with cast.looking("hugo"):
        suggestions.dismiss(suggestion, why="wrong", by=cast.hugo)
    with cast.looking("anna"), pytest.raises(ValidationError):
        suggestions.accept(mine, by=cast.anna, **happenings.FACTS, happened_at=mine.happened_at)
    with cast.looking("anna"):
        assert not Incident.objects.exists()


def test_a_suggestion_is_the_polices_alone(cast: Cast) -> None:
    suggestion = happenings.suggest(cast)
    cast.let_read(cast.probation, Category.INCIDENT_FACTS, owner=cast.police)
    for name in ("greta", "jonas", "cilla", "david", "eva", "karin", "lars"):
        client = cast.client(name)
        assert client.get(LIST).status_code == 404
        assert client.get(address(suggestion)).status_code == 404
        assert client.post(address(suggestion, "dismiss"), {"why": "wrong"}).status_code == 404
    assert again(cast, suggestion).state == State.WAITING


def test_the_list_costs_the_same_with_2_and_with_20(cast: Cast) -> None:
    client, costs = cast.client("anna"), []
    for upto in (2, 20):
        for number in range(upto):
            happenings.suggest(cast, str(number))
        client.get(LIST)
        costs.append(cost(lambda: client.get(LIST)))
    assert costs[0] == costs[1]


# -- Fetched by the clock ---------------------------------------------------------------------


def fetch(cast: Cast, monkeypatch: pytest.MonkeyPatch, content: bytes | str) -> None:
    def answer(address: str) -> bytes:
        if isinstance(content, str):
            raise newswire.NoDelivery(content)
        return content

    monkeypatch.setattr(newswire, "fetch", answer)
    with override_settings(FEED_ADDRESS="https://exempel.se/api/events"):
        tasks.fetch_feed_for(cast.police.pk)


def test_a_fetch_brings_suggestions_in_the_name_of_the_system(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = json.dumps([told(), told(id=2, type="Brand")]).encode()
    fetch(cast, monkeypatch, content)
    fetch(cast, monkeypatch, content)
    assert waiting(cast) == 1
    with cast.looking("anna"):
        deliveries_made = list(Delivery.objects.order_by("created_at"))
    assert [(d.added, d.passed_over, d.by_id) for d in deliveries_made] == [
        (1, 1, None),
        (0, 1, None),
    ]
    assert not audience.is_set()


@pytest.mark.parametrize("code", ["answer", "refused", "big", "secure"])
def test_a_fetch_that_fails_is_said_once_and_not_raised(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    fetch(cast, monkeypatch, code)
    fetch(cast, monkeypatch, code)
    with cast.looking("anna"):
        (delivery,) = Delivery.objects.all()
    assert delivery.checked_at > delivery.created_at + timedelta(0)
    assert str(delivery.get_failure_display()) in text(cast.client("anna").get(LIST))


def test_an_answer_that_is_not_the_feed_is_said(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(cast, monkeypatch, b"<html>")
    assert "Svaret var inte JSON." in text(cast.client("anna").get(LIST))


def test_nobody_fetches_where_no_address_is_set(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued: list[int] = []
    monkeypatch.setattr(tasks.fetch_feed_for, "delay", queued.append)
    with override_settings(FEED_ADDRESS=""):
        tasks.fetch_feed()
    assert queued == []
    with override_settings(FEED_ADDRESS="https://exempel.se"):
        tasks.fetch_feed()
    assert queued == [cast.police.pk]


def test_a_system_job_takes_in_suggestions_and_reaches_nothing_else(cast: Cast) -> None:
    happenings.happen(cast)
    with audience.of_system(cast.police, actor="feed"):
        deliveries.take_in(json.dumps([told()]).encode(), by=None)
        assert Suggestion.objects.count() == 1
        assert not Incident.objects.exists()


# -- The whole file ---------------------------------------------------------------------------


@pytest.fixture
def taken_in(cast: Cast) -> Cast:
    if not WHOLE.exists():
        pytest.skip(f"The whole feed is not here: {WHOLE.name} belongs in ../shared/data.")
    assert hand_in(cast, WHOLE.read_bytes()).status_code == 302
    return cast


def test_of_the_493_the_violent_wait_once_and_are_shown_month_by_month(taken_in: Cast) -> None:
    """Every shooting is accepted; the picture's numbers are then counted from the file itself."""
    cast = taken_in
    hand_in(cast, WHOLE.read_bytes())
    assert waiting(cast) == sum(VIOLENT.values())
    with cast.looking("anna"):
        for one in Suggestion.objects.filter(type__startswith="Skottlossning"):
            facts = happenings.FACTS | {"kind": one.kind, "municipality": one.municipality}
            suggestions.accept(one, by=cast.anna, **facts, happened_at=one.happened_at)
    answer = cast.client("anna").get("/handelser/per-manad/", {"fran": "2023-01-01"})
    shown = {f"{m.first:%Y-%m}": m.total for m in answer.context["months"] if m.total}
    assert shown == counted_from_the_file()
    assert sum(shown.values()) == answer.context["total"]


def counted_from_the_file() -> dict[str, int]:
    """By the day of publication and the heading's day, without any of the code under test."""
    counts: dict[str, int] = {}
    for one in json.loads(WHOLE.read_text(encoding="utf-8")):
        if one["type"].startswith("Skottlossning") and one["location"]["name"] == "Malmö":
            published, day = one["datetime"][:7], int(one["name"][:2])
            assert int(one["datetime"][8:10]) >= day, "no shooting here crosses a month"
            counts[published] = counts.get(published, 0) + 1
    return counts
