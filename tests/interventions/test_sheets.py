"""The sign-in sheet: printed before the evening, entered after it with its own times."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pypdf
import pytest
from django.utils import timezone

from interventions.arrivals import Status
from interventions.door_list import DoorList
from interventions.models import Attendance
from partners.models import AccessLogEntry
from tests.cast import Cast
from tests.database import role
from tests.evening import Evening


@pytest.fixture
def evening(cast: Cast) -> Evening:
    """Yesterday at noon: whatever the clock is now, that evening's times have been."""
    return Evening.at(people=3, doors_open=Evening.noon(days=-1))


def path(evening: Evening, rest: str = "") -> str:
    return f"/call-in/{evening.call_in_id}/narvarolista/{rest}"


def words(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)


def test_the_sheet_names_those_expected_and_is_logged(cast: Cast, evening: Evening) -> None:
    answer = cast.client("greta").get(path(evening))
    assert answer["Content-Type"] == "application/pdf"
    text = words(answer.content)
    for told in ("Ali Berg", "Bo Ceder", "Bosse Håkansson", "OSL 35:15"):
        assert told in text
    with role("owner"):
        entry = AccessLogEntry.objects.filter(operation="interventions:sheet_names").latest("id")
        assert entry.purpose == "print"
        assert len(entry.subjects) == 3


def test_a_sheet_with_initials_names_nobody(cast: Cast, evening: Evening) -> None:
    text = words(cast.client("greta").get(path(evening, "initialer/")).content)
    assert "AB" in text
    assert "Ali" not in text


def test_the_sheet_is_tagged_and_says_what_it_is(cast: Cast, evening: Evening) -> None:
    reader = pypdf.PdfReader(BytesIO(cast.client("greta").get(path(evening)).content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "sv"
    assert reader.metadata is not None
    assert reader.metadata.title == "Närvarolista: Call-in i november"


def test_nobody_with_protected_identity_is_named_on_it(cast: Cast, evening: Evening) -> None:
    with evening.looking("greta"):
        person = evening.call_in().candidates.get(pk=evening.candidate_ids[0]).individual
        person.protection_level = "marked"
        person.save()
    assert "Ali Berg" not in words(cast.client("greta").get(path(evening)).content)


def filled(evening: Evening, **lines: str) -> dict[str, str]:
    """`a0="12:10"` is the first person's time, `w0` what happened, `l0` when that one left."""
    names = {"w": "what", "a": "at", "l": "left"}
    sent = {f"{names[key[0]]}-{evening.card_ids[int(key[1:])]}": v for key, v in lines.items()}
    return sent | {"nonce": str(uuid4())}


def test_what_stands_on_the_sheet_is_entered_with_its_times(cast: Cast, evening: Evening) -> None:
    client = cast.client("bosse")
    sent = filled(
        evening, w0="arrived", a0="12:10", w1="arrived", a1="12:20", l1="13:00",
        w2="cancelled", a2="09:00",
    )  # fmt: skip
    for _again in range(2):
        assert client.post(path(evening, "for-in/"), sent).status_code == 302
    opened = Evening.noon(days=-1)
    with evening.looking("greta"):
        assert Attendance.objects.count() == 4
        assert {row.source for row in Attendance.objects.all()} == {"paper"}
        cards = {card.id: card for card in DoorList(evening.call_in(), timezone.now()).cards}
        kinds = [cards[pk].standing.kind for pk in evening.card_ids]
        assert kinds == [Status.ARRIVED, Status.LEFT, Status.CANCELLED]
        at: list[datetime | None] = [cards[pk].standing.at for pk in evening.card_ids[:2]]
        assert at == [opened + timedelta(minutes=10), opened + timedelta(hours=1)]


def test_after_midnight_is_the_same_evening(cast: Cast) -> None:
    opened = Evening.noon(days=-2) + timedelta(hours=8)
    evening = Evening.at(people=1, doors_open=opened)
    sent = filled(evening, w0="arrived", a0="20:10", l0="00:15")
    assert cast.client("bosse").post(path(evening, "for-in/"), sent).status_code == 302
    with evening.looking("greta"):
        assert Attendance.objects.get(kind="left").at == opened + timedelta(hours=4, minutes=15)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"w0": "arrived"}, "at"),
        ({"a0": "12:10"}, "what"),
        ({"w0": "arrived", "a0": "11:00"}, "at"),
        ({"w0": "arrived", "a0": "12:30", "l0": "12:10"}, "left"),
        ({"w0": "turned_back", "a0": "12:30", "l0": "12:40"}, "left"),
        ({"w0": "arrived", "a0": "kvart över"}, "at"),
        ({"w0": "absent", "a0": "12:10"}, "what"),
        ({}, ""),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_saved(
    cast: Cast, evening: Evening, wrong: dict[str, str], field: str
) -> None:
    right = {"w1": "arrived", "a1": "12:20"} if wrong else {}
    answer = cast.client("bosse").post(path(evening, "for-in/"), filled(evening, **wrong, **right))
    name = f"{field}-{evening.card_ids[0]}" if field else "__all__"
    assert name in answer.context["form"].errors
    with evening.looking("greta"):
        assert not Attendance.objects.exists()
    if wrong:
        assert "12:20" in answer.text


def test_a_time_that_has_not_come_is_no_time(cast: Cast) -> None:
    evening = Evening.at(people=1, doors_open=timezone.now() - timedelta(minutes=1))
    later = timezone.localtime() + timedelta(minutes=30)
    sent = filled(evening, w0="arrived", a0=f"{later:%H:%M}")
    answer = cast.client("bosse").post(path(evening, "for-in/"), sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.parametrize("name", ["hugo", "jonas", "anna", "cilla"])
def test_only_those_who_register_for_the_own_agency_print_and_enter(
    cast: Cast, evening: Evening, name: str
) -> None:
    for rest in ("", "initialer/", "for-in/"):
        assert cast.client(name).get(path(evening, rest)).status_code == 404
