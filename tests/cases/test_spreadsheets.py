"""What stands in a list is read in one way or asked about; never guessed, never worked out."""

import csv
import io
import zipfile
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from cases.names import sort_key
from cases.spelling import slips
from cases.spreadsheets import (
    cells,
    dates,
    files,
    headers,
    lists,
    numbers,
    person_names,
    reasons,
    sanctions,
    text_files,
    workbooks,
)
from cases.spreadsheets.dates import Order, Problem
from cases.spreadsheets.facts import Rules, understood
from cases.spreadsheets.reasons import REASONS, Verdict
from sluta_skjut.town.numbers import Numbers

TODAY = date(2026, 11, 22)
RULES = Rules(today=TODAY, defaults={"supervised_from": "2026-01-01"})
DAYS = st.dates(date(1980, 1, 1), date(2070, 12, 31))
NEAR_DAYS = st.dates(TODAY - timedelta(days=365 * 49), TODAY + timedelta(days=365 * 49))
BIRTHS = st.dates(date(1930, 1, 1), date(2010, 12, 31))


def day(text: str, order: Order | None = None) -> date | None:
    return dates.read(text, today=TODAY, order=order).day


def sheets(content: bytes) -> list[tuple[str, list[files.Row]]]:
    with lists.opened(io.BytesIO(content), size=len(content)) as opened:
        return [(sheet.name, list(sheet.rows)) for sheet in opened]


def workbook(rows: list[list[object]]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


# -- Days ----------------------------------------------------------------------------------------
@given(DAYS)
def test_a_day_with_its_whole_year_reads_back_in_every_form(told: date) -> None:
    month = dates.MONTHS[told.month - 1]
    dotted, worded = f"{told.day}.{told.month}.{told.year}", f"{told.day} {month} {told.year}"
    whole = (f"{told}", f"{told:%Y%m%d}", f" {told:%Y/%m/%d} ", f"{told} 00:00")
    for text in (*whole, dotted, worded):
        assert day(text) == told, text
    assert day(f"{told.day}/{told.month} {told.year}", Order.DAY_FIRST) == told
    assert day(f"{told.month}/{told.day} {told.year}", Order.MONTH_FIRST) == told


@given(NEAR_DAYS)
def test_a_year_of_two_digits_is_the_one_nearest_to_today(told: date) -> None:
    assert day(f"{told:%y%m%d}") == told
    assert day(f"{told.day}/{told.month}-{told:%y}", Order.DAY_FIRST) == told


@given(DAYS)
def test_a_slashed_day_is_read_only_when_it_has_one_reading(told: date) -> None:
    reading = dates.read(f"{told.day}/{told.month} {told.year}", today=TODAY)
    if told.day <= 12 and told.day != told.month:
        assert reading.problem is Problem.AMBIGUOUS
        assert set(reading.candidates) == {told, date(told.year, told.day, told.month)}
    else:
        assert reading.day == told


def test_one_day_that_can_only_be_read_one_way_decides_for_its_column() -> None:
    assert dates.order_of(["11/9 2026", "25/6 2026", "2026-01-01"]) is Order.DAY_FIRST
    assert dates.order_of(["11/9 2026", "6/25 2026"]) is Order.MONTH_FIRST
    assert dates.order_of(["11/9 2026", "1/1 2026"]) is None
    assert dates.order_of(["25/6 2026", "6/25 2026"]) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2/11", Problem.YEARLESS),
        ("29/2", Problem.YEARLESS),
        ("11 sep", Problem.YEARLESS),
        ("30/2 2026", Problem.UNREADABLE),
        ("2026-13-01", Problem.UNREADABLE),
        ("imorgon", Problem.UNREADABLE),
        ("?", Problem.UNREADABLE),
        ("46200", Problem.UNREADABLE),
        ("311326", Problem.UNREADABLE),
        ("261399", Problem.UNREADABLE),
        ("301199", Problem.AMBIGUOUS),
        ("329999", Problem.UNREADABLE),
        ("2026-02-30", Problem.UNREADABLE),
    ],
)
def test_what_is_no_whole_day_is_asked_about(text: str, problem: Problem) -> None:
    reading = dates.read(text, today=TODAY)
    assert (reading.day, reading.problem) == (None, problem)


@given(st.text(max_size=30))
def test_no_text_makes_a_day_of_itself_by_accident_or_fails(text: str) -> None:
    reading = dates.read(text, today=TODAY)
    assert (reading.day is None) == (reading.problem is not None)


# -- Numbers -------------------------------------------------------------------------------------
@given(BIRTHS, st.integers(0, 50))
def test_a_number_reads_back_in_six_forms_and_is_asked_about_in_one(born: date, seed: int) -> None:
    value = Numbers(seed).issue(born).value
    sign = "+" if TODAY.year - born.year >= 100 else "-"
    for text in (value, f"{value[:8]}-{value[8:]}", f" {value[:8]} {value[8:]}",
                 f"{value[2:8]}{sign}{value[8:]}", f"{value[:8]}–{value[8:]}"):  # fmt: skip
        reading = numbers.read(text, today=TODAY)
        assert reading.number is not None, text
        assert reading.number.value == value
    bare = numbers.read(value[2:], today=TODAY)
    assert bare.number is None
    assert value in {one.value for one in bare.candidates}


def test_a_figure_that_lost_its_zeros_is_asked_about_with_them() -> None:
    value = Numbers(1).issue(date(2000, 4, 14)).value
    figure = str(int(value[2:]))
    assert len(figure) < 10
    assert value in {one.value for one in numbers.read(figure, today=TODAY).candidates}


def test_what_is_wrong_with_a_number_without_century_is_told_of_the_likelier_one() -> None:
    reading = numbers.read("8502029865", today=TODAY)
    assert reading.error is not None
    assert reading.error.code == "check_digit"


@given(st.text(max_size=70))
def test_no_text_fails_as_a_number(text: str) -> None:
    reading = numbers.read(text, today=TODAY)
    assert (reading.number is None) == (reading.error is not None)


# -- Names and sanctions -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Abdullah-Johansson, Inger", "Inger Abdullah-Johansson"),
        ("Inger Abdullah-Johansson", "Inger Abdullah-Johansson"),
        ("  Berg ,  Ali Bo ", "Ali Bo Berg"),
        ("Berg,", "Berg"),
        ("", ""),
    ],
)
def test_a_name_is_as_it_is_spoken(text: str, name: str) -> None:
    assert person_names.spoken(text) == name


@given(st.lists(st.sampled_from(["Ali", "Åsa", "Berg", "von", "Öst", "Anna-Karin"]), min_size=2))
def test_a_name_and_its_turned_form_have_one_key(words: list[str]) -> None:
    turned = f"{words[-1]}, {' '.join(words[:-1])}"
    assert person_names.key(person_names.spoken(turned)) == person_names.key(" ".join(words))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Jan Claesson", "Jan Clæsson", True),
        ("Jan Claesson", "Jan Klaesson", True),
        ("Claesson Jan", "Jan Claesson", True),
        ("Jan Claesson", "Eva Claesson", False),
        ("Åsa Ek", "Asa Ek", False),
    ],
)
def test_similar_names_are_asked_about_and_others_not(one: str, other: str, alike: bool) -> None:
    assert person_names.are_alike(person_names.key(one), person_names.key(other)) is alike


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("villk. frig.", "villkorlig_frigivning"),
        ("VF", "villkorlig_frigivning"),
        ("Villkorlig frigivning", "villkorlig_frigivning"),
        ("ST", "skyddstillsyn"),
        ("Skyddstillsyn m. samhällstj.", "skyddstillsyn"),
        ("villkorlig dom m. samhällstjänst", "villkorlig_dom"),
        ("kontraktsvård", ""),
        ("ungdomsövervakning", "ungdomsovervakning"),
        ("IÖV", "intensivovervakning"),
        ("?", ""),
    ],
)
def test_a_sanction_is_known_by_its_spellings_or_asked_about(text: str, kind: str) -> None:
    assert sanctions.read(text) == kind


# -- Columns -------------------------------------------------------------------------------------
def test_headings_say_what_columns_are_about() -> None:
    told = ["Personnummer", "Namn", "Frivårdsinspektör", "Påföljd", "Övervakning t.o.m.",
            "Gruppering (kod)", "Kallad", "Delgiven", "Närvaro", "Anm.", "",
            "Skostorlek"]  # fmt: skip
    assert headers.guesses(told) == [
        "number", "name", "officer", "sanction", "supervised_until", "group", "call_in", "call_in",
        "call_in", "note", "", "",
    ]  # fmt: skip


def test_two_columns_never_claim_the_same() -> None:
    assert headers.guesses(["Namn", "Klientens namn", "Anm", "Anm 2"]) == [
        "name",
        "",
        "note",
        "note",
    ]


def test_the_row_with_headings_is_found_below_a_title() -> None:
    rows = [(1, ["Lista 2026"]), (3, ["Pnr", "Namn", "Påföljd"]), (4, ["1", "Ali", "ST"])]
    assert headers.header_row(rows) == 3
    assert headers.header_row([(1, ["1", "Ali"])]) == 0


# -- Cells ---------------------------------------------------------------------------------------
@given(st.text(max_size=40))
def test_no_text_begins_anything_when_a_report_is_opened(text: str) -> None:
    assert not cells.harmless(text).startswith(cells.HARMFUL)
    assert cells.harmless(text).endswith(text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_what_would_begin_something_is_prefixed(text: str) -> None:
    assert cells.harmless(text) == f"'{text}"


@given(st.text(alphabet="0123456789- ", max_size=20))
def test_the_last_digits_are_always_hidden(text: str) -> None:
    digits = [c for c in text if c.isdecimal()]
    if len(digits) > 8:
        assert cells.masked(text).count("*") == 4
        assert not any(c.isdecimal() for c in cells.masked(text)[cells.masked(text).rindex("*") :])


# -- Files ---------------------------------------------------------------------------------------
GRID = st.lists(
    st.lists(st.text(alphabet="abåäö 1;\",'\t|", max_size=6), min_size=2, max_size=5),
    min_size=1, max_size=6,
)  # fmt: skip


@given(GRID, st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]))
def test_a_text_file_reads_back_in_every_alphabet(grid: list[list[str]], code: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows([["rubrik;", "b"], *grid])
    content = file.getvalue().encode(code)
    text = text_files.decoded(content)
    assert text == file.getvalue()


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_the_separator_is_seen(mark: str) -> None:
    line = mark.join(["Namn", "Nummer", "Anm"])
    other = ";" if mark != ";" else ","
    content = f"{line}\n{mark.join(['Ali', '1', f'a{other}b'])}\n".encode()
    ((_name, rows),) = sheets(content)
    assert [len(found) for _number, found in rows] == [3, 3]


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    content = b"Namn;Nummer\r\n;;\r\nAli;1\r\n"
    assert sheets(content) == [("", [(1, ["Namn", "Nummer"]), (3, ["Ali", "1"])])]


def test_a_stated_separator_is_obeyed() -> None:
    assert sheets(b"sep=,\r\na,b;c\r\n") == [("", [(2, ["a", "b;c"])])]


def test_a_workbook_gives_text_and_never_what_a_formula_makes() -> None:
    rows = [["Namn", "Tal"], [datetime(2027, 6, 26), 198809189981], ["=1+1", 2.5], [True, None]]
    ((_name, found),) = sheets(workbook(rows))
    assert found == [
        (1, ["Namn", "Tal"]), (2, ["2027-06-26", "198809189981"]), (3, ["=1+1", "2.5"]),
        (4, ["ja"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", files.EmptyFile),
        (b"\xd0\xcf\x11\xe0rest", files.OldWorkbook),
        (b"PK\x03\x04 no archive", files.NoList),
        (b"a\x00b;c", files.NoList),
        (b";".join([b"x"] * 61), files.TooManyColumns),
    ],
)
def test_what_is_no_list_is_refused_with_a_way_out(
    content: bytes, error: type[files.UnreadableFile]
) -> None:
    with pytest.raises(error):
        sheets(content)
    assert str(error.message)


def test_a_file_that_is_too_large_is_never_opened() -> None:
    with (
        pytest.raises(files.FileTooLarge),
        lists.opened(io.BytesIO(b"x"), size=files.LARGEST_FILE + 1),
    ):
        pass


def archive(parts: dict[str, int]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, size in parts.items():
            packed.writestr(name, b"0" * size)
    return file


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/worksheets/sheet1.xml": workbooks.LARGEST_UNPACKED + 1},
        {"xl/sharedStrings.xml": workbooks.LARGEST_HELD + 1},
        {f"part{n}": 1 for n in range(workbooks.MOST_PARTS + 1)},
    ],
    ids=["sheet", "words", "parts"],
)
def test_an_archive_that_grows_is_refused_before_it_is_unpacked(parts: dict[str, int]) -> None:
    with pytest.raises(files.UnpackedTooLarge), workbooks.opened(archive(parts)):
        pass


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(files.TooManyRows):
        sheets(b"Ali;1\n" * (files.MOST_ROWS + 1))


def test_a_workbook_that_claims_a_million_columns_is_read_by_what_it_holds() -> None:
    book = load_workbook(io.BytesIO(workbook([["Namn", "Nummer"], ["Ali", "1"]])))
    file = io.BytesIO()
    book.save(file)
    wide = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(wide, "w") as new:
        for part in old.namelist():
            content = old.read(part).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
            new.writestr(part, content)
    assert sheets(wide.getvalue())[0][1] == [(1, ["Namn", "Nummer"]), (2, ["Ali", "1"])]


# -- Rows ----------------------------------------------------------------------------------------
def told(**texts: str) -> dict[str, str]:
    value = Numbers(3).issue(date(1990, 5, 17)).value
    usual = {
        "number": value,
        "name": "Ali Berg",
        "sanction": "ST",
        "supervised_until": "2027-01-01",
    }
    return usual | texts


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({}, []),
        ({"name": ""}, ["name_missing"]),
        ({"name": "x" * 121}, ["name_long"]),
        ({"name": "=A1"}, ["formula", "name_missing"]),
        ({"sanction": ""}, ["sanction_missing"]),
        ({"sanction": "kval"}, ["sanction_unknown"]),
        ({"supervised_until": ""}, ["until_missing"]),
        ({"supervised_until": "2/11"}, ["supervised_until_yearless"]),
        ({"supervised_until": "2/11 2027"}, ["supervised_until_ambiguous"]),
        ({"supervised_until": "x"}, ["supervised_until_unreadable"]),
        ({"supervised_until": "2026-06-01"}, ["ended"]),
        ({"supervised_until": "2025-06-01"}, ["order", "probation_order", "ended"]),
        ({"sanction": "", "supervised_until": ""}, ["unsupervised"]),
        ({"number": ""}, []),
        ({"number": "x"}, ["number_unreadable"]),
        ({"officer": "Kim"}, ["officer_unknown"]),
        ({"unit": "x" * 61}, ["unit_long"]),
    ],
)
def test_a_row_says_what_stands_in_its_way(texts: dict[str, str], expected: list[str]) -> None:
    _facts, found = understood(told(**texts), {}, RULES)
    assert found == expected


@pytest.mark.parametrize(("years", "expected"), [(14, ["child"]), (16, ["minor"]), (19, [])])
def test_nobody_under_15_is_ready_and_those_under_18_are_told_of(
    years: int, expected: list[str]
) -> None:
    value = Numbers(3).issue(date(TODAY.year - years, 3, 1)).value
    assert understood(told(number=value), {}, RULES)[1] == expected


@given(
    st.fixed_dictionaries({
        target: st.text(max_size=20) for target in headers.Target.values
    })
)  # fmt: skip
def test_no_row_fails_and_every_reason_has_its_words(texts: dict[str, str]) -> None:
    _facts, found = understood(texts, {}, RULES)
    assert all(str(REASONS[code].sentence) for code in found)
    assert reasons.strongest(found) in Verdict


@given(st.text("abcdeåö", min_size=4, max_size=9), st.data())
def test_one_slip_in_each_name_leaves_them_alike(word: str, data: st.DataObject) -> None:
    slip = data.draw(st.sampled_from(sorted(slips(sort_key(word)))))
    if len(slip) >= 4:
        assert person_names.are_alike(f"kim {sort_key(word)}", f"kim {slip}")


@pytest.mark.parametrize("other", ["ali borgh", "olof berg", "ali", "berg", "eva lind", "alo berg"])
def test_names_further_apart_are_not_alike(other: str) -> None:
    assert not person_names.are_alike("ali berg", other)
