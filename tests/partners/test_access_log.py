"""The access log is read by the data protection officer of the own agency, and by nobody else."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from cases.models import Individual
from partners import access_log, operations
from partners.models import AccessLogEntry
from partners.operations import Deed
from tests import database
from tests.cast import Cast

URL = "/insyn/logg/"


def person(name: str = "Hemlig Klientsson") -> Individual:
    return Individual.objects.create(name=name, subject_category="other", purpose="Övervakning")


def happen(cast: Cast, who: str, operation: str = "cases:individual") -> None:
    user = getattr(cast, who)
    access_log.write_apart(
        owner_id=user.agency_id, user_id=user.pk, operation=operation, result="ok"
    )


def found(cast: Cast, **asked: Any) -> list[AccessLogEntry]:
    response = cast.client("karin").get(URL, asked)
    assert response.status_code == 200
    return [line.entry for line in response.context["lines"]]


def test_the_page_is_there_for_the_data_protection_officer_alone(cast: Cast) -> None:
    happen(cast, "greta")
    with cast.looking("karin"):
        entry = AccessLogEntry.objects.first()
    for name in (
        "anna",
        "hugo",
        "inga",
        "greta",
        "bosse",
        "jonas",
        "lars",
        "cilla",
        "david",
        "eva",
    ):
        client = cast.client(name)
        assert client.get(URL).status_code == 404, name
        assert client.get(f"{URL}{entry.pk}/").status_code == 404, name
    assert cast.client("karin").get(f"{URL}{entry.pk}/").status_code == 200


def test_only_the_own_agencys_entries_are_there(cast: Cast) -> None:
    happen(cast, "greta")
    happen(cast, "anna")
    with database.role("owner"):
        foreign = AccessLogEntry.objects.get(user=cast.anna)
    assert cast.greta.pk in {entry.user_id for entry in found(cast)}
    assert cast.anna.pk not in {entry.user_id for entry in found(cast)}
    assert found(cast, user=cast.anna.pk) == []
    assert cast.client("karin").get(f"{URL}{foreign.pk}/").status_code == 404


def test_the_officer_finds_what_a_user_did(cast: Cast) -> None:
    happen(cast, "greta")
    happen(cast, "bosse")
    assert {entry.user_id for entry in found(cast, user=cast.bosse.pk)} == {cast.bosse.pk}


def test_the_officer_finds_what_was_done_and_when(cast: Cast) -> None:
    happen(cast, "greta", "cases:individual")
    happen(cast, "greta", "cases:groups")
    assert {e.operation for e in found(cast, operation="cases:groups")} == {"cases:groups"}
    today = timezone.localdate()
    assert found(cast, since=today, until=today, operation="cases:groups")
    assert found(cast, since=today + timedelta(days=1)) == []
    assert found(cast, until=today - timedelta(days=1)) == []


def test_the_officer_finds_who_has_read_about_a_person(cast: Cast) -> None:
    with cast.looking("bosse"):
        one, other = person(), person("Hemlig Annansson")
    with cast.looking("ella"):
        Individual.objects.get(pk=one.pk)
    assert {entry.user_id for entry in found(cast, subject=one.pk)} == {cast.ella.pk}
    assert found(cast, subject=other.pk) == []


def test_the_log_tells_numbers_and_no_content(cast: Cast) -> None:
    with cast.looking("bosse"):
        row = person()
    with cast.looking("ella"):
        Individual.objects.get(pk=row.pk)
    [entry] = found(cast, subject=row.pk)
    for url in (URL, f"{URL}{entry.pk}/", f"{URL}?subject={row.pk}"):
        told = cast.client("karin").get(url).content.decode()
        assert "Klientsson" not in told
    told = cast.client("karin").get(f"{URL}{entry.pk}/").content.decode()
    assert str(row.pk) in told


def test_looking_into_the_log_is_logged(cast: Cast) -> None:
    found(cast, operation="cases:groups")
    [entry] = found(cast, user=cast.karin.pk, operation="partners:access_log")
    assert entry.purpose == "log review"
    assert entry.detail["asked"] == {"operation": "cases:groups"}


@pytest.mark.parametrize(
    ("field", "value"), [("subject", "nonsense"), ("since", "i går"), ("user", "1")]
)
def test_a_question_that_makes_no_sense_is_told_so(cast: Cast, field: str, value: str) -> None:
    happen(cast, "greta")
    response = cast.client("karin").get(URL, {field: value})
    assert field in response.context["form"].errors
    assert response.context["lines"] == []


def test_it_is_read_page_by_page_at_the_same_cost(cast: Cast) -> None:
    client, costs = cast.client("karin"), []
    for more in (2, 60):
        for _ in range(more):
            happen(cast, "greta")
        with CaptureQueriesContext(connection) as queries:
            response = client.get(URL)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert len(response.context["lines"]) == 50
    assert len(client.get(URL, {"page": 2}).context["lines"]) > 10


def test_no_role_but_the_officers_reads_an_entry_in_the_database(cast: Cast) -> None:
    happen(cast, "greta")
    for user in cast.users:
        with cast.looking(user.email.split("@")[0]):
            assert AccessLogEntry.objects.exists() == (user == cast.karin), user


def test_an_unknown_number_has_no_page(cast: Cast) -> None:
    assert (
        cast.client("karin").get(reverse("partners:access_log_entry", args=[0])).status_code == 404
    )


def names(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern)
        elif pattern.name:
            yield pattern.name


JOBS = (
    "login", "logout", "second factor", "second factor added", "password changed", "briefing",
    "briefings", "omissions", "import", "feed", "unnamed", "unknown",
)  # fmt: skip


@pytest.mark.parametrize("name", sorted({*names(get_resolver()), *JOBS}))
def test_every_operation_has_words(name: str) -> None:
    """When this fails: say what kind of act the new page is in partners/operations.py."""
    assert name in operations.KNOWN


def test_reading_is_told_from_doing(cast: Cast) -> None:
    client = cast.client("bosse")
    with cast.looking("bosse"):
        row = person()
    url = reverse("cases:individual_change", args=[row.pk])
    client.get(url)
    assert client.post(url, {"name": ""}).status_code == 200
    lifted = client.post(reverse("cases:individual_lift_protection", args=[row.pk]))
    assert lifted.status_code == 302
    lines = cast.client("karin").get(URL, {"user": cast.bosse.pk}).context["lines"]
    told = [(line.entry.operation.rpartition("_")[2], line.told.deed) for line in lines]
    assert told[:3] == [
        ("protection", Deed.CHANGE), ("change", Deed.READ), ("change", Deed.READ),
    ]  # fmt: skip


@pytest.mark.parametrize("deed", Deed)
def test_the_officer_finds_each_kind_of_act_and_only_that(cast: Cast, deed: Deed) -> None:
    happen(cast, "greta", "login")
    happen(cast, "greta", "cases:individuals")
    happen(cast, "greta", "cases:individual_change")
    with cast.looking("greta"):
        access_log.note(purpose="unmask")
    with cast.looking("greta"):
        access_log.note(purpose="print")
    everything = cast.client("karin").get(URL).context["lines"]
    expected = {line.entry.pk for line in everything if line.told.deed == deed}
    found = cast.client("karin").get(URL, {"deed": deed.value}).context["lines"]
    assert {line.entry.pk for line in found} - expected <= {
        line.entry.pk for line in found if line.entry.user_id == cast.karin.pk
    }
    assert expected <= {line.entry.pk for line in found}
    assert {line.told.deed for line in found} <= {deed}


def test_a_job_is_told_as_the_system(cast: Cast) -> None:
    access_log.write_apart(
        owner_id=cast.probation.pk, user_id=None, operation="briefing", result="ok"
    )
    told = cast.client("karin").get(URL).content.decode()
    assert "systemet" in told
    assert ">briefing<" not in told
