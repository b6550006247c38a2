"""Group audits: versions that follow each other, and a finished one that stays as it is."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cases import differences
from cases.actions import audits
from cases.models import CriminalGroup, GroupAudit
from cases.models.audits import next_audit
from partners.mandates import Category
from tests import database
from tests.cases.pages import cost, errors, text
from tests.cases.people import TODAY, found
from tests.cast import Cast

CONTENT: dict[str, Any] = {
    "size_estimate": 12,
    "organisation": "Hålls ihop av tre. Möts i en lokal.",
    "conflicts": "Björk, om försäljning.",
    "recent_violence": "Två skottlossningar.",
    "assessment": "Hämnd är trolig.",
}


def finish(cast: Cast, group: CriminalGroup, as_of: date = TODAY, **content: Any) -> GroupAudit:
    with cast.looking("anna"):
        audit = audits.begin(group, by=cast.anna)
        audits.finish(audit, by=cast.anna, **CONTENT | {"as_of": as_of} | content)
    return audit


def typed(**fields: object) -> dict[str, object]:
    return CONTENT | {"as_of": str(TODAY)} | fields


def begin(client: Client, group: CriminalGroup) -> str:
    """The address of the draft."""
    response = client.post(reverse("cases:group_audit_new", args=[group.pk]))
    assert response.status_code == 302
    return str(response["Location"])


def test_an_audit_is_begun_written_and_finished_in_the_browser(cast: Cast) -> None:
    group, hugo = found(cast), cast.client("hugo")
    draft = begin(hugo, group)
    saved = hugo.post(draft, typed(assessment=""), follow=True)
    assert "Utkastet är sparat" in text(saved)
    assert "Hålls ihop av tre" in text(saved)
    done = hugo.post(draft, typed(finish="1"), follow=True)
    assert "Versionen är slutförd" in text(done)
    assert hugo.get(draft).status_code == 404
    page = text(hugo.get(group.get_absolute_url()))
    assert "Hämnd är trolig." in page
    assert "Gruppkartläggning slutförd, version 1" in page


def test_a_draft_that_is_there_is_written_on_and_not_begun_twice(cast: Cast) -> None:
    group, hugo = found(cast), cast.client("hugo")
    assert begin(hugo, group) == begin(hugo, group)
    with cast.looking("hugo"):
        with pytest.raises(ValidationError):
            audits.begin(group, by=cast.hugo)
        assert GroupAudit.objects.count() == 1


def test_a_draft_with_gaps_is_saved_but_not_finished(cast: Cast) -> None:
    group, hugo = found(cast), cast.client("hugo")
    draft = begin(hugo, group)
    gaps = typed(conflicts=" ", assessment="")
    assert hugo.post(draft, gaps).status_code == 302
    response = hugo.post(draft, gaps | {"finish": "1"})
    assert errors(response) == {"conflicts": ["required"], "assessment": ["required"]}
    assert "Hålls ihop av tre" in text(response)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"as_of": ""}, {"as_of": ["required"]}),
        ({"as_of": str(TODAY + timedelta(days=1))}, {"as_of": ["future"]}),
        ({"size_estimate": "0"}, {"size_estimate": ["min_value"]}),
        ({"organisation": "x" * 4001}, {"organisation": ["max_length"]}),
    ],
)
def test_what_cannot_be_saved_is_told_beside_its_field(
    cast: Cast, fields: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    hugo = cast.client("hugo")
    response = hugo.post(begin(hugo, found(cast)), typed(**fields))
    assert errors(response) == wrong
    assert "Två skottlossningar." in text(response)


def test_the_next_version_begins_from_the_one_before_and_shows_what_differs(cast: Cast) -> None:
    group = found(cast)
    finish(cast, group, as_of=TODAY - timedelta(days=180))
    later = finish(cast, group, organisation="Hålls ihop av två. Möts i en lokal.",
                   size_estimate=9)  # fmt: skip
    hugo = cast.client("hugo")
    response = hugo.get(reverse("cases:group_audit", args=[later.pk]))
    page = text(response)
    assert "<del>Hålls ihop av tre.</del> <ins>Hålls ihop av två.</ins> Möts i en lokal." in page
    assert "(12 i version 1)" in page
    same = [one.name for one in response.context["passages"] if not one.is_changed]
    assert same == ["conflicts", "recent_violence", "assessment"]
    draft = hugo.get(begin(hugo, group))
    assert draft.context["form"]["organisation"].value().startswith("Hålls ihop av två")
    assert draft.context["form"]["as_of"].value() == TODAY


def test_facts_and_the_assessment_are_labelled_as_what_they_are(cast: Cast) -> None:
    audit = finish(cast, found(cast))
    page = text(cast.client("inga").get(reverse("cases:group_audit", args=[audit.pk])))
    assert page.count('data-basis="fact"') == 3
    assert page.count('data-basis="assessment"') == 1


def test_a_finished_version_is_never_changed_not_even_past_the_actions(cast: Cast) -> None:
    audit = finish(cast, found(cast))
    with cast.looking("anna"), pytest.raises(ValidationError):
        audits.write(audit, by=cast.anna, assessment="Annat")
    refused = pytest.raises(IntegrityError, match="a finished audit stays")
    with cast.looking("anna"), refused, transaction.atomic():
        GroupAudit.objects.filter(pk=audit.pk).update(assessment="Annat")
    with database.role("owner"), pytest.raises(IntegrityError), transaction.atomic():
        GroupAudit.objects.filter(pk=audit.pk).update(state="draft", finished_by=None)


def test_a_finished_version_can_still_be_disclosed(cast: Cast) -> None:
    """Who may read it is no part of what it says."""
    audit = finish(cast, found(cast))
    with database.role("owner"), database.connection.cursor() as cursor:
        cursor.execute("UPDATE cases_groupaudit SET grantees = 2 WHERE id = %s", [audit.pk])
        assert cursor.rowcount == 1


def test_a_version_is_not_older_than_the_one_before(cast: Cast) -> None:
    group, hugo = found(cast), cast.client("hugo")
    finish(cast, group, as_of=TODAY - timedelta(days=10))
    early = typed(as_of=str(TODAY - timedelta(days=11)), finish="1")
    assert errors(hugo.post(begin(hugo, group), early)) == {"as_of": ["older"]}


def test_versions_are_numbered_once(cast: Cast) -> None:
    group = found(cast)
    finish(cast, group)
    refused = pytest.raises(IntegrityError, match="audit_version_once")
    with cast.looking("anna"), refused, transaction.atomic():
        GroupAudit.objects.create(group=group, number=1, as_of=TODAY, written_by=cast.anna)


@given(day=st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_the_next_one_is_due_six_months_later_in_the_calendar(day: date) -> None:
    due = next_audit(day)
    months = (due.year - day.year) * 12 + due.month - day.month
    assert months == 6
    assert due.day == day.day or (due + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("age", "words"), [(30, "senast "), (170, "senast "), (200, "försenad sedan ")]
)
def test_when_the_next_one_is_due_is_said_in_words(cast: Cast, age: int, words: str) -> None:
    group = found(cast)
    finish(cast, group, as_of=TODAY - timedelta(days=age))
    page = text(cast.client("inga").get(group.get_absolute_url()))
    section = page[page.index('id="audits"') :]
    assert "Nästa kartläggning:" in section
    assert words in section.casefold()


def test_an_ended_group_needs_no_further_audit(cast: Cast) -> None:
    group = found(cast)
    finish(cast, group)
    with cast.looking("hugo"):
        CriminalGroup.objects.update(status="ended")
    page = text(cast.client("inga").get(group.get_absolute_url()))
    assert "Nästa kartläggning:" not in page


@pytest.mark.parametrize("persona", ["greta", "bosse", "cilla", "david"])
def test_partners_who_know_the_code_know_of_no_audit(cast: Cast, persona: str) -> None:
    group = found(cast)
    audit, client = finish(cast, group), cast.client(persona)
    cast.let_read(getattr(cast, persona).agency, Category.GROUP_CODE, owner=cast.police)
    page = text(client.get(group.get_absolute_url()))
    for secret in ("artlägg", "Hämnd", 'id="audits"'):
        assert secret not in page
    for name, pk in (("group_audits", group.pk), ("group_audit", audit.pk)):
        assert client.get(reverse(f"cases:{name}", args=[pk])).status_code == 404


def test_the_list_of_versions_costs_the_same_with_two_and_with_ten(cast: Cast) -> None:
    group, hugo = found(cast), cast.client("hugo")
    addresses = [reverse("cases:group_audits", args=[group.pk]), group.get_absolute_url()]

    def costs() -> list[int]:
        return [cost(lambda at=address: hugo.get(at)) for address in addresses]

    for _ in range(2):
        finish(cast, group)
    few = costs()
    for _ in range(8):
        finish(cast, group)
    assert costs() == few


def test_markup_in_what_is_typed_stays_text(cast: Cast) -> None:
    mark = "<b onclick=x>&"
    group = found(cast)
    finish(cast, group)
    audit = finish(cast, group, organisation=mark, assessment=mark)
    for address in (reverse("cases:group_audit", args=[audit.pk]), group.get_absolute_url()):
        assert "<b onclick" not in text(cast.client("hugo").get(address))


texts = st.lists(st.sampled_from(["Ett.", "Två!", "Tre?", "Fyra."]), max_size=6).map(" ".join)


@given(before=texts, after=texts)
def test_without_what_went_the_parts_are_the_new_text_and_without_what_came_the_old(
    before: str, after: str
) -> None:
    parts = differences.between(before, after)
    assert " ".join(part.text for part in parts if not part.went) == after
    assert " ".join(part.text for part in parts if not part.came) == before
    assert before != after or not any(part.came or part.went for part in parts)
