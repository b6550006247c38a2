"""Reminders: a time and a number, once, to those who are still expected, and off by default."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Contact
from interventions import tasks
from interventions.actions import reminders
from interventions.models import Candidate, Reminder, Summons
from interventions.reminders.wording import wording
from tests.cast import Cast
from tests.evening import Evening

NUMBER = "040-661 00 00"
PHONE = "070-174 06 05"


@pytest.fixture
def evening(cast: Cast, settings: object, tmp_path: Path) -> Evening:
    settings.REMINDERS, settings.REMINDER_NUMBER = True, NUMBER
    settings.REMINDER_OUTBOX = tmp_path / "outbox"
    evening = Evening.at(people=1, doors_open=Evening.noon(days=30))
    with cast.looking("bosse"):
        person = Candidate.objects.select_related("individual").get().individual
        Contact.objects.create(individual=person, kind="phone", value=PHONE)
    return evening


def plan(cast: Cast, *, due: bool = True) -> object:
    with cast.looking("bosse"):
        summons = Summons.objects.select_related("candidate__call_in").get()
        at = timezone.now() + timedelta(days=1)
        pk = reminders.plan(summons, due_at=at, channel="sms", by=cast.bosse).pk
        if due:
            Reminder.objects.update(due_at=timezone.now() - timedelta(minutes=1))
        return pk


def sent(settings: object) -> list[dict[str, str]]:
    folder = Path(settings.REMINDER_OUTBOX)
    return [json.loads(path.read_text()) for path in folder.glob("*.json")]


def state(cast: Cast) -> str:
    with cast.looking("greta"):
        return Reminder.objects.get().state


def test_a_reminder_is_sent_once_as_whoever_planned_it(
    cast: Cast, evening: Evening, settings: object
) -> None:
    plan(cast)
    for _ in range(2):
        tasks.send_reminders_of(str(cast.greta.pk))
        assert not sent(settings) or state(cast) == "sent"
        tasks.send_reminders_of(str(cast.bosse.pk))
    [message] = sent(settings)
    assert message["to"] == PHONE
    assert state(cast) == "sent"


def test_it_says_a_time_and_a_number_and_nothing_else(
    cast: Cast, evening: Evening, settings: object
) -> None:
    plan(cast)
    tasks.send_reminders_of(str(cast.bosse.pk))
    [message] = sent(settings)
    assert re.fullmatch(rf"\d{{1,2}}/\d{{1,2}} \d\d:\d\d\. {NUMBER}", message["text"])
    with cast.looking("greta"):
        assert message["text"] == wording(evening.call_in().starts_at)


def test_what_is_not_due_waits(cast: Cast, evening: Evening, settings: object) -> None:
    plan(cast, due=False)
    tasks.send_reminders_of(str(cast.bosse.pk))
    assert (sent(settings), state(cast)) == ([], "waiting")


def _protect(cast: Cast) -> None:
    person = Candidate.objects.select_related("individual").get().individual
    for contact in Contact.objects.all():
        contact.purge()
    person.protection_level = "marked"
    person.save()


def _excuse(cast: Cast) -> None:
    Candidate.objects.update(state="hindrance_accepted")


def _lose_the_number(cast: Cast) -> None:
    Contact.objects.update(valid_until=timezone.localdate() - timedelta(days=1))


@pytest.mark.parametrize("happens", [_protect, _excuse, _lose_the_number])
def test_who_should_not_be_reminded_is_not(
    cast: Cast, evening: Evening, settings: object, happens: object
) -> None:
    plan(cast)
    with cast.looking("greta"):
        happens(cast)
    tasks.send_reminders_of(str(cast.bosse.pk))
    assert (sent(settings), state(cast)) == ([], "cancelled")


def test_turned_off_nothing_is_planned_or_sent(
    cast: Cast, evening: Evening, settings: object
) -> None:
    plan(cast)
    settings.REMINDERS = False
    tasks.send_reminders_of(str(cast.bosse.pk))
    assert (sent(settings), state(cast)) == ([], "waiting")
    with pytest.raises(ValidationError):
        plan(cast)


def test_a_reminder_is_cancelled_before_it_is_sent(cast: Cast, evening: Evening) -> None:
    pk = plan(cast, due=False)
    path = f"/kallelser/paminnelse/{pk}/av/"
    assert cast.client("hugo").post(path).status_code == 404
    assert cast.client("greta").post(path).status_code == 302
    assert state(cast) == "cancelled"


@pytest.mark.parametrize("before", Reminder.State.values)
@pytest.mark.parametrize("after", Reminder.State.values)
def test_a_reminder_leaves_once(before: str, after: str) -> None:
    now = timezone.now()
    moments = {"sent": {"sent_at": now}, "cancelled": {"cancelled_at": now}}.get(before, {})
    moves = {("waiting", "sent"), ("waiting", "cancelled")}
    assert Reminder(**moments).may_become(after) == ((before, after) in moves)
