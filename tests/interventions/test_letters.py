"""The wording of letters: versions that stay, and a closed list of what is filled in."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from interventions.actions import letters
from interventions.letters import placeholders
from interventions.letters.blocks import blocks
from interventions.letters.standard import STANDARD
from interventions.models import LetterText
from tests.cast import Cast

BODY = "Kom {dag} klockan {tid} till {plats}."
PATH = "/kallelser/texter/ny/?kind=duty_st&language=sv"


def publish(cast: Cast, **told: object) -> LetterText:
    given_ = {"kind": "duty_st", "language": "sv", "subject": "Kallelse", "body": BODY}
    return letters.publish(**given_ | told, by=cast.greta)


def test_another_wording_is_another_version(cast: Cast) -> None:
    with cast.looking("greta"):
        assert [publish(cast).version, publish(cast).version] == [1, 2]
        assert publish(cast, language="en").version == 1
        assert publish(cast, kind="voluntary").version == 1


@pytest.mark.parametrize("name", ["greta", "bosse", "jonas"])
def test_nobody_changes_or_removes_a_version(cast: Cast, name: str) -> None:
    with cast.looking("greta"):
        text = publish(cast)
    with cast.looking(name):
        assert not LetterText.objects.filter(pk=text.pk).update(body="Något annat")
        assert not LetterText.objects.filter(pk=text.pk)._raw_delete("default")
        assert LetterText.objects.get().body == BODY


def test_a_version_is_used_from_its_day(cast: Cast) -> None:
    today = timezone.localdate()
    with cast.looking("greta"):
        now = publish(cast)
        later = publish(cast, valid_from=today + timedelta(days=3))
        assert letters.text_for("duty_st") == now
        assert letters.text_for("duty_st", day=today + timedelta(days=3)) == later
        assert letters.text_for("voluntary") is None


@pytest.mark.parametrize("name", ["hugo", "cilla", "david", "eva"])
def test_the_wording_is_the_own_agencys_alone(cast: Cast, name: str) -> None:
    with cast.looking("greta"):
        text = publish(cast)
    with cast.looking(name):
        assert not LetterText.objects.exists()
    assert cast.client(name).get(f"/kallelser/texter/{text.pk}/").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("greta", 302), ("bosse", 404), ("jonas", 404)])
def test_the_coordinator_writes_the_letters(cast: Cast, name: str, status: int) -> None:
    sent = {"subject": "Kallelse", "body": BODY, "valid_from": timezone.localdate()}
    assert cast.client(name).post(PATH, sent).status_code == status
    if status == 404:
        with cast.looking(name), pytest.raises(ProgrammingError), transaction.atomic():
            LetterText.objects.create(kind="help", version=1, subject="A", body="B")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Kom {dag} {tid} {plats} {grupp}", "{grupp}"),
        ("Kom {dag} {tid}", "{plats}"),
        ("Kom {dag} {tid} {plats} {namn.__class__}", "{namn.__class__}"),
    ],
)
def test_what_cannot_be_filled_in_is_said_and_the_text_is_kept(
    cast: Cast, body: str, told: str
) -> None:
    sent = {"subject": "Kallelse", "body": body, "valid_from": timezone.localdate()}
    page = cast.client("greta").post(PATH, sent).content.decode()
    assert page.count(body) == 1
    assert told in page.replace(body, "")
    with cast.looking("greta"):
        assert not LetterText.objects.exists()


@given(st.text(), st.text())
def test_a_value_is_never_read_for_placeholders(name: str, body: str) -> None:
    values = {"namn": "{dag}" + name, "dag": "aldrig"}
    filled = placeholders.fill("{namn}", values)
    assert filled == "{dag}" + name
    assert placeholders.fill(body, {}) == body


@given(st.text(alphabet="ab#- \n"))
def test_no_word_of_a_text_is_lost_in_its_blocks(text: str) -> None:
    told = "".join(line for block in blocks(text) for line in block.lines)
    kept = [char for char in told if char in "ab"]
    assert kept == [char for char in text if char in "ab"]


@pytest.mark.parametrize("kind", LetterText.Kind.values)
def test_the_proposals_can_be_used_as_they_are(kind: str) -> None:
    subject, body = STANDARD[kind]
    assert not placeholders.unknown(subject + body, kind=kind)
    assert not placeholders.missing(body, kind=kind)
