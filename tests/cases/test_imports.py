"""A list becomes records: nothing before somebody confirms, nobody twice, each row whole."""

from datetime import date
from typing import Any

import pytest

from cases.models import ImportRow, Individual, ListImport
from cases.spreadsheets import person_names
from tests.cases import lists
from tests.cases.lists import SOON, A
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("unsent")


@pytest.fixture
def unsent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would be queued, instead of a worker."""
    sent: list[Any] = []
    monkeypatch.setattr("celery.current_app.send_task", lambda *a: sent.append(a))
    return sent


def records(cast: Cast, by: str = "greta") -> set[tuple[Any, ...]]:
    """Every person with numbers and supervisions, as they are and without what makes them new."""
    with cast.looking(by):
        return {
            (
                person.name,
                tuple(sorted(one.value for one in person.identifiers.all())),
                tuple(
                    (s.sanction, s.supervised_from, s.supervised_until, s.officer_id, s.unit)
                    for s in person.supervisions.all()
                ),
            )
            for person in Individual.objects.prefetch_related("identifiers", "supervisions")
        }


def test_each_row_stands_as_it_should(cast: Cast) -> None:
    draft = lists.previewed(cast)
    assert draft.columns == lists.COLUMNS
    assert lists.standing(cast, draft) == {
        2: ("ready", []),
        3: ("needs_decision", ["officer_unknown"]),
        4: ("needs_decision", ["officer_unknown"]),
        5: ("needs_decision", ["number_century"]),
        7: ("refused", ["number_check_digit"]),
        8: ("needs_decision", ["number_missing"]),
        9: ("skipped", ["repeated"]),
        10: ("skipped", ["sum"]),
    }
    assert records(cast) == set()


def settled(cast: Cast, draft: ListImport) -> ListImport:
    unit = {person_names.key("Kim Okänd"): "unit"}
    draft = lists.answered(cast, draft, officers=unit, century="recent")
    lists.correct(cast, draft, 8, person="new")
    lists.correct(cast, draft, 7, leave="yes")
    return lists.fresh(cast, draft.pk)


def test_a_list_that_was_looked_through_becomes_records(cast: Cast) -> None:
    draft = settled(cast, lists.previewed(cast))
    assert records(cast) == set()
    draft = lists.carried_out(cast, draft)
    assert draft.state == ListImport.State.DONE
    found = {name: (numbers, *held) for name, numbers, held in records(cast)}
    vf, st, start = "villkorlig_frigivning", "skyddstillsyn", date(2026, 1, 1)
    assert found == {
        "Ali Berg": ((A,), (vf, start, SOON, cast.bosse.pk, "")),
        "Åsa Öhman": ((lists.B,), (st, start, SOON, None, "Kim Okänd")),
        "Cem Dahl": ((lists.C,), (st, start, SOON, None, "Kim Okänd")),
        "Dag Ek": ((lists.D,), (st, start, lists.LATER, None, "")),
        "Farid Gren": ((), (st, start, lists.LATER, None, "")),
    }


def test_a_workbook_and_a_text_file_end_in_the_same_records(cast: Cast) -> None:
    from_xlsx = lists.upload(cast, lists.xlsx())
    from_csv = lists.upload(cast, lists.text(), name="lista.csv")
    drafts = [lists.mapped(cast, one) for one in (from_xlsx, from_csv)]
    with cast.looking("greta"):
        facts = [[(r.number, r.facts, r.state) for r in ImportRow.objects.of(d)] for d in drafts]
    assert facts[0] == facts[1]


def test_the_same_list_again_adds_nothing(cast: Cast) -> None:
    draft = lists.carried_out(cast, settled(cast, lists.previewed(cast)))
    before = records(cast)
    again = settled(cast, lists.previewed(cast))
    states = lists.standing(cast, again)
    for number in (2, 3, 4, 5):
        assert states[number][0] == "skipped", states[number]
        assert "known" in states[number][1]
    assert "known_by_name" in states[8][1] or states[8][1] == []
    assert records(cast) == before
    assert draft.state == ListImport.State.DONE


def test_what_the_file_says_of_groups_is_never_stored(cast: Cast) -> None:
    draft = lists.upload(cast)
    with cast.looking("greta"):
        cells = [r.cells[5] for r in ImportRow.objects.of(draft) if len(r.cells) > 5]
    assert cells
    assert set(cells) == {""}


def test_a_column_told_to_be_about_groups_is_erased(cast: Cast) -> None:
    rows = [["Namn", "Träd"], ["Ali Berg", "Hemlig-Ask"]]
    draft = lists.upload(cast, lists.xlsx(rows))
    assert lists.row(cast, draft, 2).cells == ["Ali Berg", "Hemlig-Ask"]
    draft = lists.mapped(cast, draft, columns=["name", "group"])
    assert lists.row(cast, draft, 2).cells == ["Ali Berg", ""]


@pytest.mark.skipif(not lists.SHARED.exists(), reason="the shared example lists are not here")
def test_the_offices_own_list_reads_alike_from_both_files(cast: Cast) -> None:
    drafts = []
    for name in ("kallelselista.xlsx", "kallelselista.csv"):
        content = (lists.SHARED / name).read_bytes()
        drafts.append(lists.mapped(cast, lists.upload(cast, content, name=name)))
    with cast.looking("greta"):
        facts = [[(r.number, r.facts, r.state) for r in ImportRow.objects.of(d)] for d in drafts]
        counts = ImportRow.objects.of(drafts[0]).by_state()
    # Only the workbook ends in a sum.
    assert facts[0][:-1] == facts[1]
    assert facts[0][-1][2] == "skipped"
    assert sum(counts.values()) == len(facts[0]) == 61
