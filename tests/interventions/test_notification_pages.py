"""The pages of custom notifications: a whole talk by its forms, and what each reader finds."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interventions.models import Notification, NotificationOutcome, TeamMember
from tests.cast import Cast
from tests.talk import RISKS, Talk

NEW = "/samtal/nytt/"
SECRETS = ("Hemlig Samtalsson", "Hemligt syfte", "Hemlig risk")


def matters(**other: object) -> dict[str, object]:
    day = timezone.localdate() + timedelta(days=2)
    return {
        "trigger": "pre_emptive",
        "purpose": "Gruppen har hört budskapet.",
        "day": day.isoformat(),
        "time": "10:30",
        "place": "neutral",
        "voluntariness": "free",
        "children_present": "unknown",
        "phone": "040-12 34 56",
    } | other


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def path_of(talk: Talk, rest: str = "") -> str:
    return f"/samtal/{talk.row.pk}/{rest}"


def test_a_talk_from_plan_to_closing_by_the_forms(cast: Cast) -> None:
    anna, hugo, inga = (cast.client(name) for name in ("anna", "hugo", "inga"))
    talk = Talk(cast)
    answer = anna.post(NEW, matters(group=str(talk.group.pk)))
    assert answer.status_code == 302
    path = answer["Location"]
    assert "Innan någon annan kan godkänna det" in page(anna, path)
    anna.post(f"{path}lag/", {"user": str(cast.hugo.pk), "role": "leads"})
    hugo.post(f"{path}sakerhet/", RISKS)
    inga.post(f"{path}godkann/")
    with cast.looking("anna"):
        row = Notification.objects.get(pk=path.split("/")[2])
        assert row.state == "approved"
        [member] = TeamMember.objects.filter(notification=row)
        Notification.objects.filter(pk=row.pk).update(planned_at=timezone.now())
    now = timezone.localtime()
    told = {
        "outcome": "delivered", "response": "listened", "day": now.date().isoformat(),
        "time": now.strftime("%H:%M"), "spoke": [str(member.pk)], "wants_help": "on",
        "next_step": "none",
    }  # fmt: skip
    assert hugo.post(f"{path}utfall/", told).status_code == 302
    with cast.looking("anna"):
        outcome = NotificationOutcome.objects.get(notification=row)
        assert outcome.wants_help
    anna.post(f"/samtal/utfall/{outcome.pk}/granska/")
    anna.post(f"{path}stang/")
    with cast.looking("anna"):
        assert Notification.objects.get(pk=row.pk).state == "closed"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": "2020-01-31"}, "day"),
        ({"day": "2027-02-30"}, "day"),
        ({"time": "25:10"}, "time"),
        ({"trigger": ""}, "trigger"),
        ({"trigger": "incident"}, "incident"),
        ({"consent_to_enter": "on"}, "announced"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "x" * 501}, "purpose"),
        ({"phone": "ring mig"}, "phone"),
        ({"place": "palace"}, "place"),
        ({"group": "1"}, "group"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(
    cast: Cast, wrong: dict[str, str], field: str
) -> None:
    answer = cast.client("anna").post(NEW, matters(gathering="Plan 2", **wrong))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["gathering"].value() == "Plan 2"
    assert "_error" in answer.content.decode()


def test_the_rule_of_entry_is_said_in_the_form_of_whoever_breaks_it(cast: Cast) -> None:
    talk = Talk(cast, place="home").staffed("hugo")
    answer = cast.client("anna").post(
        path_of(talk, "lag/"), {"user": str(cast.cilla.pk), "role": "help"}
    )
    assert "JO 1188-2020" in answer.content.decode()
    with cast.looking("anna"):
        assert TeamMember.objects.count() == 1


def test_a_link_from_the_board_begins_with_the_group_chosen(cast: Cast) -> None:
    talk = Talk(cast)
    assert f'value="{talk.group.pk}" selected' in page(
        cast.client("anna"), f"{NEW}?group={talk.group.pk}"
    )
    assert "Hemlig Samtalsson" in page(cast.client("anna"), f"{NEW}?person={talk.person.pk}")
    for key in ("1", "", "00000000-0000-4000-8000-000000000000"):
        assert "selected>Hemlig" not in page(cast.client("anna"), f"{NEW}?group={key}")


@pytest.mark.parametrize("name", ["cilla", "bosse"])
def test_who_is_on_the_team_reads_it_and_finds_no_button(cast: Cast, name: str) -> None:
    talk = Talk(cast).staffed("hugo", "cilla", "bosse").exposed().approved()
    client = cast.client(name)
    text = page(client, path_of(talk))
    assert all(secret in text for secret in SECRETS)
    assert "Hemlig risk enligt lag" not in text
    assert "Rättsligt läge" not in text
    assert "Hemlig-Rönn" not in text, "the code is for those who read codes by a decision"
    assert "<form" not in text[text.index("<main") : text.index("</main")]
    assert talk.row.reference in page(client, "/samtal/")
    assert talk.row.reference in page(client, "/")
    for rest in ("andra/", "person/", "lag/", "sakerhet/", "rattsligt-lage/", "utfall/"):
        assert client.get(path_of(talk, rest)).status_code == 404, rest
        assert client.post(path_of(talk, rest)).status_code == 404, rest


@pytest.mark.parametrize("name", ["siv", "greta", "jonas", "eva"])
def test_for_others_of_the_same_agencies_there_is_no_such_talk(cast: Cast, name: str) -> None:
    talk = Talk(cast).staffed("hugo", "cilla", "bosse").approved()
    client = cast.client(name)
    assert client.get(path_of(talk)).status_code == 404
    for path in ("/samtal/", "/"):
        assert talk.row.reference not in page(client, path)


def test_that_somebody_wants_help_stands_on_no_page_with_a_group(cast: Cast) -> None:
    talk = Talk(cast).staffed().approved()
    outcome = talk.carried_out(wants_help=True)
    record = page(cast.client("anna"), path_of(talk))
    assert talk.group.code_name in record
    assert "Vill ha hjälp" not in record
    told = page(cast.client("anna"), f"/samtal/utfall/{outcome.pk}/")
    assert "Vill ha hjälp" in told
    assert talk.group.code_name not in told


def test_what_was_not_approved_can_only_be_called_off(cast: Cast) -> None:
    talk = Talk(cast)
    client = cast.client("anna")
    now = timezone.localtime()
    sent = {"day": now.date(), "time": now.strftime("%H:%M"), "next_step": "none"}
    assert "Ställ in samtalet" in page(client, path_of(talk, "utfall/"))
    refused = client.post(path_of(talk, "utfall/"), sent | {"outcome": "delivered"})
    assert list(refused.context["form"].errors) == ["outcome"]
    assert client.post(path_of(talk, "utfall/"), sent | {"outcome": "aborted"}).status_code == 302
    with cast.looking("anna"):
        assert talk.fresh().state == "aborted"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"response": ""}, "response"),
        ({"next_step": "new_talk"}, "next_on"),
        ({"day": "2999-01-01"}, "day"),
        ({"outcome": ""}, "outcome"),
        ({"spoke": ["x"]}, "spoke"),
    ],
)
def test_an_outcome_that_cannot_be_is_said_beside_its_field(
    cast: Cast, wrong: dict[str, Any], field: str
) -> None:
    talk = Talk(cast).staffed().approved()
    now = timezone.localtime()
    told = {
        "outcome": "delivered", "response": "asked", "day": now.date(),
        "time": now.strftime("%H:%M"), "next_step": "none",
    } | wrong  # fmt: skip
    answer = cast.client("hugo").post(path_of(talk, "utfall/"), told)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]


def test_the_list_asks_as_little_however_long(cast: Cast) -> None:
    client = cast.client("anna")

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, "/samtal/")
        return len(asked)

    for _number in range(2):
        Talk(cast)
    client.get("/samtal/")
    few = questions()
    for _number in range(8):
        Talk(cast)
    assert questions() == few


def test_today_tells_the_second_person(cast: Cast) -> None:
    talk = Talk(cast).staffed("hugo")
    assert talk.row.reference not in page(cast.client("inga"), "/")
    cast.client("hugo").post(path_of(talk, "sakerhet/"), RISKS)
    assert talk.row.reference in page(cast.client("inga"), "/")
    assert "väntar på en andra person" not in page(cast.client("anna"), "/")
