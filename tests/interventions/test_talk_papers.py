"""The papers of a notification: each of the team prints the own mandate, and no more."""

import io

import pypdf
import pytest

from interventions.actions import exposures
from tests.cast import Cast
from tests.paperwork import text
from tests.talk import Talk

EXPOSED = "Hemlig risk enligt lag"


@pytest.fixture
def talk(cast: Cast) -> Talk:
    """With legal exposure that a second person has checked."""
    talk = Talk(cast).staffed("hugo", "cilla", "bosse").exposed().approved()
    with cast.looking("inga"):
        exposures.check(talk.fresh().exposure, by=cast.inga)
    return talk


def printed(cast: Cast, name: str, talk: Talk, paper: str) -> pypdf.PdfReader:
    answer = cast.client(name).get(f"/samtal/{talk.row.pk}/{paper}/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    return pypdf.PdfReader(io.BytesIO(answer.content))


@pytest.mark.parametrize(("name", "reads"), [("hugo", True), ("cilla", False), ("bosse", False)])
def test_the_pack_holds_what_its_reader_may_read(
    cast: Cast, talk: Talk, name: str, reads: bool
) -> None:
    pdf = printed(cast, name, talk, "underlag")
    words = text(pdf)
    assert "Hemlig Samtalsson" in words
    assert "Hemlig risk" in words
    assert "Vi vill inte att du ska dö" in words
    assert (EXPOSED in words) is reads
    assert ("Rättsligt läge" in words) is reads
    assert talk.group.code_name not in words
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "sv"


def test_what_nobody_checked_is_on_no_paper(cast: Cast) -> None:
    talk = Talk(cast).staffed().exposed()
    words = text(printed(cast, "anna", talk, "underlag"))
    assert EXPOSED not in words
    assert "inte godkänd" in words


def test_the_letter_says_message_help_and_number_and_nothing_of_how_it_was_planned(
    cast: Cast, talk: Talk
) -> None:
    pdf = printed(cast, "cilla", talk, "brev")
    words = text(pdf)
    assert "Vi vill inte att du ska dö" in words
    assert "040-12 34 56" in words
    for secret in (EXPOSED, "Hemligt syfte", "Hemlig risk", talk.group.code_name, "S-"):
        assert secret not in words
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("name", ["siv", "greta", "david", "eva"])
@pytest.mark.parametrize("paper", ["underlag", "brev"])
def test_nobody_else_prints_anything(cast: Cast, talk: Talk, name: str, paper: str) -> None:
    assert cast.client(name).get(f"/samtal/{talk.row.pk}/{paper}/").status_code == 404
