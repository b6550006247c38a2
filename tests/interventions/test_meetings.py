"""Meetings: whoever is invited reads them, whoever no longer is does not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interventions.actions import meetings
from interventions.models import Invitation, Meeting
from tests.cast import Cast

AGENDA = "Läget\nNästa steg"


def call(cast: Cast, *others: str, title: str = "Arbetsgruppen", days: int = 2) -> Meeting:
    with cast.looking("greta"):
        return meetings.call(
            title=title, starts_at=timezone.now() + timedelta(days=days), venue="Rum 4",
            agenda=AGENDA, agencies=[getattr(cast, name) for name in others], by=cast.greta,
        )  # fmt: skip


def sees(cast: Cast, name: str, meeting: Meeting) -> set[str]:
    """The agencies that somebody finds invited to the meeting; none when it is hidden."""
    with cast.looking(name):
        if not Meeting.objects.filter(pk=meeting.pk).exists():
            assert not Invitation.objects.exists()
            return set()
        found = Invitation.objects.standing().filter(meeting=meeting).select_related("agency")
        return {invitation.agency.short_name for invitation in found}


def test_whoever_is_invited_sees_the_meeting_and_who_else_is(cast: Cast) -> None:
    meeting = call(cast, "police", "civil_society")
    everybody = {"Frivården", "Polisen", "Nästa steg"}
    for name in ("greta", "hugo", "anna", "eva"):
        assert sees(cast, name, meeting) == everybody
    for name in ("david", "cilla", "mona", "karin", "lars"):
        assert sees(cast, name, meeting) == set()


def test_whoever_is_invited_later_sees_those_invited_before_and_is_seen(cast: Cast) -> None:
    meeting = call(cast, "police")
    with cast.looking("greta"):
        meetings.invite(meeting, agencies=[cast.city_safety], by=cast.greta)
    for name in ("greta", "hugo", "david"):
        assert sees(cast, name, meeting) == {"Frivården", "Polisen", "Malmö stad"}


def test_a_withdrawn_invitation_hides_the_meeting_at_once(cast: Cast) -> None:
    meeting = call(cast, "police", "city_safety")
    with cast.looking("greta"):
        meetings.withdraw(meeting, agencies=[cast.city_safety], by=cast.greta)
    assert sees(cast, "david", meeting) == set()
    assert sees(cast, "hugo", meeting) == {"Frivården", "Polisen"}


def test_whoever_is_invited_again_sees_the_meeting_again(cast: Cast) -> None:
    meeting = call(cast, "police", "city_safety")
    with cast.looking("greta"):
        meetings.withdraw(meeting, agencies=[cast.police], by=cast.greta)
        meetings.invite(meeting, agencies=[cast.police], by=cast.greta)
    for name in ("hugo", "david"):
        assert sees(cast, name, meeting) == {"Frivården", "Polisen", "Malmö stad"}


def test_the_host_cannot_be_uninvited(cast: Cast) -> None:
    meeting = call(cast, "police")
    with cast.looking("greta"):
        meetings.withdraw(meeting, agencies=[cast.probation], by=cast.greta)
    assert sees(cast, "hugo", meeting) == {"Frivården", "Polisen"}


def form(**changes: object) -> dict[str, object]:
    day = timezone.localdate() + timedelta(days=3)
    return {
        "title": "Arbetsgruppen", "purpose": "Att alla vet", "day": day.isoformat(),
        "starts": "09:00", "venue": "Rum 4", "agenda": AGENDA, "agencies": ["1", "4"],
    } | changes  # fmt: skip


def test_a_coordinator_calls_a_meeting_and_lands_on_its_page(cast: Cast) -> None:
    client = cast.client("greta")
    page = client.post(reverse("interventions:meeting_new"), form(), follow=True)
    assert page.redirect_chain
    content = page.content.decode()
    for words in ("Arbetsgruppen", "Att alla vet", "Rum 4", "Nästa steg", "Polisområde Malmö"):
        assert words in content


def test_the_form_that_changes_a_meeting_also_changes_who_is_invited(cast: Cast) -> None:
    meeting = call(cast, "police")
    address = reverse("interventions:meeting_change", args=[meeting.pk])
    asked = cast.client("greta").get(address).context["form"]
    assert cast.police.pk in asked["agencies"].value()
    cast.client("greta").post(address, form(agencies=["4"], venue="Rum 5"))
    assert sees(cast, "hugo", meeting) == set()
    assert sees(cast, "david", meeting) == {"Frivården", "Malmö stad"}
    with cast.looking("david"):
        assert Meeting.objects.get(pk=meeting.pk).venue == "Rum 5"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"day": "2020-02-02"}, "day"),
        ({"day": "2027-02-31"}, "day"),
        ({"starts": "25:00"}, "starts"),
        ({"agencies": []}, "agencies"),
        ({"agencies": ["2"]}, "agencies"),
        ({"agencies": ["99"]}, "agencies"),
        ({"agenda": "x" * 4001}, "agenda"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(
    cast: Cast, changes: dict[str, object], field: str
) -> None:
    page = cast.client("greta").post(reverse("interventions:meeting_new"), form(**changes))
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    assert "Nästa steg" in page.content.decode() or field == "agenda"
    with cast.looking("greta"):
        assert not Meeting.objects.exists()


def test_only_a_hosts_coordinator_calls_and_changes(cast: Cast) -> None:
    meeting = call(cast, "police", "civil_society")
    change = reverse("interventions:meeting_change", args=[meeting.pk])
    for name in ("bosse", "hugo", "eva", "lars"):
        assert cast.client(name).get(change).status_code == 404
        assert cast.client(name).post(change, form()).status_code == 404
    for name in ("bosse", "eva", "karin"):
        page = cast.client(name).get(reverse("interventions:meeting_new"))
        assert page.status_code == 404
        listed = cast.client(name).get(reverse("interventions:meetings"))
        assert reverse("interventions:meeting_new") not in listed.content.decode()


def test_a_meeting_one_is_not_invited_to_is_no_page(cast: Cast) -> None:
    meeting = call(cast, "police")
    address = reverse("interventions:meeting", args=[meeting.pk])
    assert cast.client("hugo").get(address).status_code == 200
    assert cast.client("david").get(address).status_code == 404
    assert "Arbetsgruppen" not in cast.client("david").get("/moten/").content.decode()


def test_the_list_costs_the_same_with_2_meetings_and_with_20(cast: Cast) -> None:
    client = cast.client("hugo")
    costs = []
    for upto in (2, 20):
        with cast.looking("greta"):
            there = Meeting.objects.count()
        for number in range(there, upto):
            call(cast, "police", "city_safety", days=2 if number % 2 else -2)
        client.get(reverse("interventions:meetings"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("interventions:meetings"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
