"""A list: chosen, its columns told, rows decided about on the spot, confirmed, read in."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cases.models import ImportRow, Individual, ListImport, Supervision
from tests.cases import lists
from tests.cast import Cast
from tests.journeys.readers import expecting_errors, readable, visit
from tests.workers import SECONDS, Worker

Browse = Callable[..., Page]
READY = SECONDS * 1000
PHONE = {"viewport": {"width": 375, "height": 740}}


@pytest.fixture(autouse=True)
def worker(own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """Runs beside the site, which shares its broker."""
    worker = Worker(own_database, tmp_path)
    for name, place in worker.places.items():
        monkeypatch.setenv(name, place)
    worker.start()
    yield worker
    worker.kill()


def choose(page: Page, file: Path) -> None:
    """The columns are as guessed; only what the list does not say is written."""
    visit(page, "/personer/listor/ny/")
    page.set_input_files("input[type=file]", file)
    page.click("form.form .actions button")
    page.wait_for_url(re.compile("/kolumner/$"))
    readable(page)
    page.check("[name=subject_category][value=convicted]")
    page.fill("[name=purpose]", "Verkställighet av påföljd i frihet")
    page.fill("[name=supervised_from]", "2026-01-01")
    page.get_by_role("button", name="Gå igenom raderna").click()
    table(page)


def table(page: Page) -> None:
    """The job is over, and the page has noticed by itself."""
    expect(page.locator("table[data-rows]")).to_be_visible(timeout=READY)
    # It comes with a page of its own, whose styles may still be on their way.
    page.wait_for_load_state()
    readable(page)


def answer(page: Page) -> None:
    for question in page.locator("#answers select").all():
        question.select_option("unit")
    for name in ("century=recent", "ended=leave"):
        field, value = name.split("=")
        choice = page.locator(f"#answers [name={field}][value={value}]")
        if choice.count():
            choice.check()
    page.click("#answers .actions button")
    table(page)


def confirm(page: Page) -> None:
    page.get_by_role("link", name="Gå vidare och bekräfta").click()
    page.wait_for_url(re.compile("/bekrafta/$"))
    readable(page)
    page.get_by_role("button", name="Läs in raderna").click()
    expect(page.get_by_role("link", name="Ladda ner rapporten")).to_be_visible(timeout=READY)
    table(page)


def found(cast: Cast) -> tuple[int, int]:
    with cast.looking("greta"):
        return Individual.objects.count(), Supervision.objects.count()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_greta_reads_in_the_offices_list(browse: Browse, tmp_path: Path, kind: str) -> None:
    file, cast = tmp_path / f"lista.{kind}", Cast()
    file.write_bytes(lists.xlsx() if kind == "xlsx" else lists.text())
    page = browse("greta")
    choose(page, file)
    answer(page)
    page.locator("#row-8 th a").click()
    form = page.locator("#row-8 form")
    expect(form.locator("#id_row_8_person_error")).to_be_visible()
    readable(page)
    form.locator("[name=person][value=new]").check()
    form.get_by_role("button", name="Spara").click()
    expect(page.locator("#row-8 .pill")).to_have_text("Klar att läsas in")
    expect(page.locator("#count")).to_contain_text("5 klara")
    assert found(cast) == (0, 0)
    confirm(page)
    assert found(cast) == (5, 5)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Ladda ner rapporten").click()
    assert taken.value.suggested_filename == "rapport-lista.xlsx"
    choose(page, file)
    answer(page)
    expect(page.locator("#row-2")).to_contain_text("Redan registrerad")
    expect(page.get_by_role("link", name="Gå vidare och bekräfta")).to_have_count(0)


def test_a_wrong_number_is_told_beside_its_field_on_a_phone(browse: Browse, tmp_path: Path) -> None:
    file = tmp_path / "lista.xlsx"
    file.write_bytes(lists.xlsx())
    page = browse("greta", **PHONE)
    choose(page, file)
    page.locator("#row-7 th a").click()
    number = page.locator("#row-7 [name=number]")
    number.fill("19900101-0000")
    # The answer to a row that is still wrong has a status of its own, which browsers write down.
    expecting_errors(page)
    page.locator("#row-7").get_by_role("button", name="Spara").click()
    expect(page.locator("#row-7 #id_row_7_number_error")).to_be_visible()
    expect(page.locator("#row-7 [name=number]")).to_have_value("19900101-0000")
    readable(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    number.fill("")
    page.locator("#row-7").get_by_role("button", name="Spara").click()
    expect(page.locator("#row-7 #id_row_7_person_error")).to_be_visible()
    expect(number).to_have_value("")
    page.locator("#row-7 label", has_text="En ny person").click()
    page.locator("#row-7").get_by_role("button", name="Spara").click()
    expect(page.locator("#row-7 .pill")).to_have_text("Klar att läsas in")
    expect(page.locator("#row-7 th a")).to_be_focused()


def test_without_script_a_row_has_a_page_of_its_own(browse: Browse, tmp_path: Path) -> None:
    cast = Cast()
    draft = lists.previewed(cast)
    page = browse("greta", java_script_enabled=False)
    page.goto(draft.get_absolute_url())
    page.locator("#row-8 th a").click()
    page.wait_for_url(re.compile("/rad/"))
    page.check("[name=person][value=new]")
    page.get_by_role("button", name="Spara").click()
    page.wait_for_url(re.compile("#row-8$"))
    expect(page.locator("#row-8 .pill")).to_have_text("Klar att läsas in")


@pytest.mark.skipif(not lists.SHARED.exists(), reason="the shared example lists are not here")
def test_the_example_list_ends_in_the_same_records_from_either_file(browse: Browse) -> None:
    cast, page = Cast(), browse("greta")
    choose(page, lists.SHARED / "kallelselista.xlsx")
    answer(page)
    confirm(page)
    records = found(cast)
    assert records[0] == records[1] > 30
    choose(page, lists.SHARED / "kallelselista.csv")
    answer(page)
    with cast.looking("greta"):
        states = [ImportRow.objects.of(draft).by_state() for draft in ListImport.objects.all()]
    assert states[0]["ready"] == 0
    assert states[0]["skipped"] >= records[0]
    assert found(cast) == records
