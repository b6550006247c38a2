"""Letters in batches: each once, however often a worker dies, and for those who may have them."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from cases.models import Contact
from interventions.actions import batches, letters
from interventions.letters import press
from interventions.models import Candidate, Letter, LetterBatch
from partners.models import AccessLogEntry
from tests import database
from tests.cast import Cast
from tests.evening import Evening
from tests.interventions.test_press import backends, held
from tests.paperwork import text
from tests.workers import SECONDS, Worker, wait_until

NAMES = ("Ali Berg", "Bo Ceder", "Cem Dahl")
WHILE_READING = "LOCK TABLE cases_specialcondition, cases_contact IN ACCESS EXCLUSIVE MODE"


@pytest.fixture
def paper(settings: object, tmp_path: Path) -> Path:
    settings.PAPER_DIR = str(tmp_path / "paper")
    return tmp_path / "paper"


def called(cast: Cast, *names: str) -> Evening:
    with cast.looking("greta"):
        body = "Hej {namn}!\n\nKom {dag} klockan {tid} till {plats}."
        for language, subject in (("sv", "Kallelse"), ("en", "Summons")):
            letters.publish(
                kind="duty_st", language=language, subject=subject, body=body, by=cast.greta
            )
    evening = Evening.at(people=0, doors_open=Evening.noon(days=30))
    for name in names or NAMES:
        evening.expect(name)
    return evening


def ask(evening: Evening) -> LetterBatch:
    with evening.looking("greta"), patch("celery.current_app.send_task"):
        return batches.ask(evening.call_in(), by=evening.people["greta"])


def printed(cast: Cast, evening: Evening) -> LetterBatch:
    batch = ask(evening)
    press.print_letters(batch.pk, [1, 2, 3], agency=cast.probation)
    return found(cast, batch.pk)


def found(cast: Cast, pk: UUID) -> LetterBatch:
    with cast.looking("greta"):
        return LetterBatch.objects.select_related("call_in").get(pk=pk)


def assert_each_letter_once(cast: Cast, pk: UUID, number: int) -> None:
    batch = found(cast, pk)
    assert batch.state == LetterBatch.State.READY
    with cast.looking("greta"):
        rows = list(batch.letters.printed())
    files = {path.name for path in batch.folder.iterdir()}
    assert files == {*(one.path.name for one in rows), *(path.name for path in batch.paths)}
    assert len(rows) == number == len({one.sha256 for one in rows})
    assert len(pypdf.PdfReader(batch.paths[0]).pages) == sum(one.pages for one in rows)
    with zipfile.ZipFile(batch.paths[1]) as packed:
        assert [sha256(packed.read(name)).hexdigest() for name in packed.namelist()] == [
            one.sha256 for one in rows
        ]


def test_a_letter_says_who_when_and_where_and_names_no_call_in(cast: Cast, paper: Path) -> None:
    evening = called(cast)
    with cast.looking("greta"):
        person = Candidate.objects.select_related("individual").first().individual
        Contact.objects.create(individual=person, kind="address", value="Storgatan 1, 211 11 Malmö")
    batch = printed(cast, evening)
    words = text(pypdf.PdfReader(batch.paths[0]))
    for name in NAMES:
        assert f"Hej {name}!" in words
    assert "Storgatan 1\n211 11 Malmö" in words
    assert "Malmö Stadion, sal 2" in words
    assert "Call-in" not in words
    assert_each_letter_once(cast, batch.pk, 3)


def test_all_letters_in_one_file_are_still_tagged(cast: Cast, paper: Path) -> None:
    batch = printed(cast, called(cast))
    pdf = pypdf.PdfReader(batch.paths[0])
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert [page["/StructParents"] for page in pdf.pages] == list(numbers[::2])
    for page, elements in zip(pdf.pages, numbers[1::2], strict=True):
        pages = {one.get_object()["/Pg"].indirect_reference for one in elements}
        assert pages == {page.indirect_reference}


def test_asking_again_while_they_are_printed_changes_nothing(cast: Cast, paper: Path) -> None:
    evening = called(cast)
    assert ask(evening) == ask(evening)


def test_nothing_is_printed_of_a_duty_that_there_is_not(cast: Cast) -> None:
    evening = called(cast)
    with cast.looking("greta"):
        row = Candidate.objects.select_related("supervision", "individual").first()
        row.supervision.supervised_until = timezone.localdate()
        row.supervision.save()
    with pytest.raises(ValidationError, match=str(row.individual)):
        ask(evening)


def test_nothing_is_printed_without_words(cast: Cast) -> None:
    evening = Evening.at(people=1, doors_open=Evening.noon(days=30))
    with pytest.raises(ValidationError, match="text"):
        ask(evening)


@pytest.mark.parametrize("name", ["hugo", "inga", "cilla", "david", "eva", "karin"])
def test_no_other_agency_opens_a_file(cast: Cast, paper: Path, name: str) -> None:
    batch = printed(cast, called(cast, *NAMES))
    with cast.looking("greta"):
        letter = batch.letters.first()
    with cast.looking(name):
        assert not LetterBatch.objects.exists()
        assert not Letter.objects.exists()
    for path in (f"utskrift/{batch.pk}/", f"utskrift/{batch.pk}/alla.pdf", f"brev/{letter.pk}.pdf"):
        assert cast.client(name).get(f"/kallelser/{path}").status_code == 404


def test_each_download_is_logged(cast: Cast, paper: Path) -> None:
    batch = printed(cast, called(cast))
    with cast.looking("greta"):
        letter = batch.letters.first()
    client = cast.client("bosse")
    for path in (f"utskrift/{batch.pk}/alla.pdf", f"utskrift/{batch.pk}/alla.zip",
                 f"brev/{letter.pk}.pdf"):  # fmt: skip
        answer = client.get(f"/kallelser/{path}")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "Berg" not in answer["Content-Disposition"]
    with cast.looking("karin"):
        logged = AccessLogEntry.objects.filter(purpose="download", user=cast.bosse.pk)
        assert logged.filter(detail__batch=str(batch.pk)).count() == 3
    packed = zipfile.ZipFile(
        io.BytesIO(client.get(f"/kallelser/utskrift/{batch.pk}/alla.zip").content)
    )
    assert packed.namelist() == ["001.pdf", "002.pdf", "003.pdf"]


def test_nothing_is_handed_out_of_who_became_protected_or_after_its_day(
    cast: Cast, paper: Path
) -> None:
    batch = printed(cast, called(cast))
    with cast.looking("greta"):
        row = Candidate.objects.select_related("individual").first()
        letter = Letter.objects.get(summons__candidate=row)
        row.individual.protection_level = "marked"
        row.individual.save()
    client = cast.client("bosse")
    for path in (f"brev/{letter.pk}.pdf", f"utskrift/{batch.pk}/alla.pdf",
                 f"utskrift/{batch.pk}/alla.zip"):  # fmt: skip
        assert client.get(f"/kallelser/{path}").status_code == 404
    with cast.looking("greta"):
        other = Letter.objects.exclude(pk=letter.pk).first()
    assert client.get(f"/kallelser/brev/{other.pk}.pdf").status_code == 200
    with cast.looking("greta"):
        yesterday = timezone.localdate() - timedelta(days=1)
        LetterBatch.objects.update(destroy_by=yesterday)
    assert client.get(f"/kallelser/brev/{other.pk}.pdf").status_code == 404


def test_who_became_protected_meanwhile_gets_no_letter(cast: Cast, paper: Path) -> None:
    evening = called(cast)
    batch = ask(evening)
    with cast.looking("greta"):
        person = Candidate.objects.select_related("individual").first().individual
        person.protection_level = "marked"
        person.save()
    press.print_letters(batch.pk, [1, 2, 3], agency=cast.probation)
    assert_each_letter_once(cast, batch.pk, 2)
    words = text(pypdf.PdfReader(found(cast, batch.pk).paths[0]))
    assert str(person) not in words


def test_two_workers_at_once_print_each_letter_once(
    own_database: str, settings: object, tmp_path: Path
) -> None:
    settings.PAPER_DIR = str(tmp_path / "paper")
    cast = Cast()
    batch = ask(called(cast))

    def work(*numbers: int) -> None:
        try:
            press.print_letters(batch.pk, numbers, agency=cast.probation)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        started = [pool.submit(work, *some) for some in ((1, 2), (2, 3), (1, 2, 3), (3,))]
        for one in started:
            one.result(timeout=SECONDS)
    work()
    assert_each_letter_once(cast, batch.pk, 3)


@pytest.mark.services
def test_a_worker_killed_half_way_and_started_again_prints_each_letter_once(
    own_database: str, settings: object, tmp_path: Path
) -> None:
    settings.PAPER_DIR = str(tmp_path / "paper")
    cast = Cast()
    batch = ask(called(cast))
    press.print_letters(batch.pk, [1], agency=cast.probation)
    worker = Worker(own_database, tmp_path)
    try:
        with held(own_database, WHILE_READING):
            worker.start()
            waits = " AND wait_event_type = 'Lock'"
            wait_until(lambda: backends(own_database, waits), "the worker stands in the middle")
            worker.kill()
        wait_until(lambda: not backends(own_database), "its connection is gone")
        assert found(cast, batch.pk).state == LetterBatch.State.QUEUED
        worker.start()
        ready = LetterBatch.State.READY
        wait_until(lambda: found(cast, batch.pk).state == ready, "the new worker has printed")
    finally:
        worker.kill()
    assert_each_letter_once(cast, batch.pk, 3)


@pytest.mark.parametrize("before", LetterBatch.State.values)
@pytest.mark.parametrize("after", LetterBatch.State.values)
def test_a_batch_is_finished_once(before: str, after: str) -> None:
    moves = {("queued", "ready"), ("queued", "failed")}
    assert LetterBatch(state=before).may_become(after) == ((before, after) in moves)


def test_what_waited_too_long_is_given_up(cast: Cast, paper: Path) -> None:
    batch = ask(called(cast))
    with cast.looking("greta"):
        LetterBatch.objects.update(asked_at=timezone.now() - press.PATIENCE * 2)
    assert press.unfinished(cast.probation) == []
    assert found(cast, batch.pk).state == LetterBatch.State.FAILED
    with database.role("owner"):
        assert Letter.objects.filter(batch=batch).count() == 3
