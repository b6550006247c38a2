"""A list becomes records: nothing before somebody confirms, nobody twice, each row whole."""

import io
import re
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases import tasks
from cases.actions import import_rows, imports, individuals, protections, supervisions
from cases.identity_numbers import IdentityNumber, Kind
from cases.models import Identifier, ImportRow, Individual, ListImport, Supervision
from cases.spreadsheets import person_names
from cases.spreadsheets.cells import HARMFUL
from partners.models import Approval, User
from sluta_skjut.town.numbers import Numbers
from tests import database
from tests.cases import lists
from tests.cases.lists import SOON, A, B
from tests.cases.pages import cost, errors, logged, shape, text
from tests.cases.people import LIST, enter, number, supervise, years_ago
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
    for n in (2, 3, 4, 5):
        assert states[n][0] == "skipped", states[n]
        assert "known" in states[n][1]
    assert records(cast) == before
    assert draft.state == ListImport.State.DONE


def test_whoever_was_read_in_without_a_number_is_recognised(cast: Cast) -> None:
    """By name and supervision together; where the list says something else, it is asked."""
    same, later = person("", "Gren, Farid", lists.LATER), person("", "Farid Gren", SOON)
    first = one(cast, same)
    lists.correct(cast, first, 2, person="new")
    lists.carried_out(cast, first)
    again = one(cast, same)
    assert lists.standing(cast, again)[2] == ("skipped", ["recognised"])
    assert lists.standing(cast, one(cast, later))[2][1] == ["known_by_name"]
    assert lists.standing(cast, one(cast, person("", "Farid Grenn", lists.LATER)))[2][1] == [
        "known_by_name"
    ]
    lists.correct(cast, again, 2, person="new")
    assert lists.standing(cast, again)[2] == ("ready", [])


@pytest.mark.parametrize("is_listed", [True, False])
@pytest.mark.parametrize(
    ("one_way", "another"),
    [
        ("Fredrik Lindgren", "Fredirk Lindgern"), ("Jan Claesson", "Jan Klaesson"),
        ("Erik Berg", "Eirk Borg"), ("Mohammed Hassan", "Muhammed Hasan"),
        ("Ali Ahmed Berg", "Berg Ali"), ("Anna-Karin Öst", "Öst, Anna Karin"),
    ],
)  # fmt: skip
def test_a_slip_in_each_part_of_a_name_is_still_asked_about(
    cast: Cast, one_way: str, another: str, is_listed: bool
) -> None:
    """In the register as in the list, and however far apart the rows are."""
    if is_listed:
        between = [person(number(date(1960, 1, n)).value, f"Kim {n}son") for n in range(1, 8)]
        draft = one(cast, person("", one_way), *between, person("", another))
        assert "repeated_name" in lists.standing(cast, draft)[10][1]
    else:
        enter(cast, "bosse", one_way)
        assert lists.standing(cast, one(cast, person("", another)))[2][1] == ["known_by_name"]


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


# -- States --------------------------------------------------------------------------------------
STATES = ListImport.State.values
STEPS = {
    ("uploaded", "mapped"), ("uploaded", "discarded"), ("mapped", "mapped"),
    ("mapped", "previewed"), ("mapped", "discarded"), ("previewed", "mapped"),
    ("previewed", "confirmed"), ("previewed", "discarded"), ("confirmed", "running"),
    ("confirmed", "interrupted"), ("running", "done"), ("running", "interrupted"),
    ("interrupted", "confirmed"),
}  # fmt: skip


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_a_list_goes_only_where_it_may(cast: Cast, before: str, after: str) -> None:
    draft = ListImport(state=before, file_name="x", author=cast.greta)
    draft.confirmed_by, draft.confirmed_at = cast.greta, timezone.now()
    with cast.looking("greta"):
        if (before, after) in STEPS:
            imports.become(draft, after)
            assert ListImport.objects.get(pk=draft.pk).state == after
        else:
            with pytest.raises(ValidationError):
                imports.become(draft, after)
            assert draft.state == before


ROW_STATES = ImportRow.State.values


@pytest.mark.parametrize("before", ROW_STATES)
@pytest.mark.parametrize("after", ROW_STATES)
def test_a_row_goes_only_where_it_may(before: str, after: str) -> None:
    is_open = before != "imported"
    judged = after in {"ready", "needs_decision", "refused", "skipped"}
    may = (is_open and judged) or (before, after) == ("ready", "imported")
    assert ImportRow(state=before).may_become(after) is may


# -- Decisions -----------------------------------------------------------------------------------
def one(cast: Cast, *cells: Any, by: str = "greta") -> ListImport:
    """A list with one row of number, name, sanction and last day."""
    return lists.previewed(cast, [["Personnummer", "Namn", "Påföljd", "T.o.m."], *cells], by=by)


def person(number: str = A, name: str = "Ali Berg", until: Any = SOON) -> list[Any]:
    return [number, name, "ST", until]


def test_a_wrong_number_is_corrected_on_the_spot(cast: Cast) -> None:
    draft = one(cast, person(A[:-1] + str((int(A[-1]) + 1) % 10)))
    assert lists.standing(cast, draft)[2][0] == "refused"
    lists.correct(cast, draft, 2, number=A)
    row = lists.row(cast, draft, 2)
    assert (row.state, row.identity) == ("ready", A)


def test_the_same_number_with_other_facts_asks_which_row_holds(cast: Cast) -> None:
    draft = one(cast, person(), person(until=lists.LATER))
    assert {s for s, _why in lists.standing(cast, draft).values()} == {"needs_decision"}
    lists.correct(cast, draft, 3, twin="use")
    assert lists.standing(cast, draft) == {2: ("skipped", ["replaced"]), 3: ("ready", [])}
    lists.correct(cast, draft, 3, leave="yes")
    assert lists.standing(cast, draft) == {2: ("ready", []), 3: ("skipped", ["left_out"])}


def test_the_same_name_without_a_number_asks_whether_it_is_the_same_person(cast: Cast) -> None:
    draft = one(cast, person(), person("", "Berg, Ali"))
    assert lists.standing(cast, draft)[3][1] == ["repeated_name", "number_missing"]
    lists.correct(cast, draft, 3, twin="same")
    assert lists.standing(cast, draft)[3] == ("skipped", ["repeated"])
    lists.correct(cast, draft, 3, twin="other", person="new")
    assert lists.standing(cast, draft)[3] == ("ready", [])


def test_a_similar_name_is_asked_about_and_can_be_the_same_person(cast: Cast) -> None:
    known = enter(cast, "bosse", "Jan Claesson")
    draft = one(cast, person(A, "Claesson, Jan"), person("", "Jan Klaesson"))
    states = lists.standing(cast, draft)
    assert states[2] == ("needs_decision", ["known_by_name"])
    assert states[3] == ("needs_decision", ["repeated_name", "known_by_name"])
    lists.correct(cast, draft, 2, person=str(known.pk))
    lists.correct(cast, draft, 3, person="new", twin="other")
    lists.carried_out(cast, draft)
    found = {name: (numbers, len(held)) for name, numbers, *held in records(cast)}
    assert found["Jan Claesson"][0] == (A,)
    with cast.looking("greta"):
        assert Individual.objects.count() == 2


def test_a_number_of_somebody_with_quite_another_name_is_asked_about(cast: Cast) -> None:
    enter(cast, "bosse", "Eva Lind", number=number_of(A))
    draft = one(cast, person())
    assert lists.standing(cast, draft)[2] == ("needs_decision", ["name_differs", "further"])
    lists.correct(cast, draft, 2, person="same")
    assert lists.standing(cast, draft)[2] == ("ready", ["further"])


def number_of(value: str) -> IdentityNumber:
    return IdentityNumber(Kind.PERSONNUMMER, value)


def test_a_known_person_gets_the_supervision_or_has_it_changed(cast: Cast) -> None:
    known = enter(cast, "bosse", number=number_of(A))
    held = supervise(cast, known, supervised_until=SOON - timedelta(days=30))
    draft = one(cast, person())
    assert lists.standing(cast, draft)[2] == ("needs_decision", ["supervision_differs"])
    lists.correct(cast, draft, 2, supervision="keep")
    assert lists.standing(cast, draft)[2] == ("skipped", ["known"])
    lists.correct(cast, draft, 2, supervision="change")
    assert lists.standing(cast, draft)[2] == ("ready", ["changed"])
    lists.carried_out(cast, draft)
    with cast.looking("greta"):
        assert Supervision.objects.get().pk == held.pk
        assert Supervision.objects.get().supervised_until == SOON


@pytest.mark.parametrize("word", ["VF", "ST", "villkorlig dom", "ungdomsövervakning", "IÖV"])
@pytest.mark.parametrize("days", [0, 30, 364, 365, 366, 900])
def test_what_is_ready_is_never_refused_by_the_table(cast: Cast, word: str, days: int) -> None:
    """The rules of supervision that a row can be told of are told before, not after."""
    start = timezone.localdate() - timedelta(days=1)
    until = start + timedelta(days=days)
    draft = lists.upload(cast, lists.xlsx([["Personnummer", "Namn", "Påföljd", "T.o.m."],
                                           [A, "Ali Berg", word, until]]))  # fmt: skip
    draft = lists.mapped(cast, draft, supervised_from=start)
    lists.correct(cast, draft, 2, ended="read")
    ready = lists.standing(cast, draft)[2][0] == "ready"
    assert ready is (word != "ungdomsövervakning" or days < 366)
    if ready:
        draft = lists.carried_out(cast, draft)
        assert lists.standing(cast, draft)[2][0] == "imported"


@pytest.mark.parametrize(("years", "state"), [(14, "refused"), (16, "ready")])
def test_age_is_as_in_the_normal_action(cast: Cast, years: int, state: str) -> None:
    value = number(years_ago(years)).value
    draft = one(cast, [value, "Ali Berg", "", ""])
    assert lists.standing(cast, draft)[2][0] == state
    if state == "ready":
        lists.carried_out(cast, draft)
        with cast.looking("greta"):
            assert Approval.objects.filter(answer="").count() == 2


def test_a_minor_is_read_in_alone_and_the_row_says_why(cast: Cast) -> None:
    """Supervision waits until two others have approved the person."""
    draft = one(cast, person(number(years_ago(16)).value))
    assert lists.standing(cast, draft)[2] == ("refused", ["minor", "draft"])
    assert "Töm påföljden" in page(cast, draft)


# -- What must not be told -----------------------------------------------------------------------
def page(cast: Cast, draft: ListImport, by: str = "greta") -> str:
    return shape(cast.client(by).get(draft.get_absolute_url()))


def test_a_number_that_another_agency_holds_changes_nothing(cast: Cast) -> None:
    alone = page(cast, one(cast, person()))
    enter(cast, "anna", number=number_of(A))
    enter(cast, "cilla", "Ali Berg")
    draft = one(cast, person())
    assert page(cast, draft) == alone
    draft = lists.carried_out(cast, draft)
    assert lists.standing(cast, draft)[2][0] == "imported"


def test_a_person_withheld_from_the_importer_is_told_of_as_by_hand(cast: Cast) -> None:
    """The page says nothing, not even that there is such a person; the number is taken."""
    alone = page(cast, one(cast, person()))
    enter(cast, "bosse", number=number_of(A), assigned_to=[cast.bosse])
    draft = one(cast, person(), person(B, "Bo Ek"))
    assert lists.standing(cast, draft) == {2: ("ready", []), 3: ("ready", [])}
    assert page(cast, one(cast, person())) == alone
    draft = lists.carried_out(cast, draft)
    assert lists.standing(cast, draft) == {2: ("refused", ["taken"]), 3: ("imported", [])}
    assert [name for name, *_rest in records(cast)] == ["Bo Ek"]


def test_a_row_about_somebody_who_is_protected_later_is_gone_for_others(cast: Cast) -> None:
    draft = lists.carried_out(cast, one(cast, person()))
    with cast.looking("greta"):
        protections.protect(Individual.objects.get(), assigned_to=[cast.bosse], by=cast.greta)
    assert lists.standing(cast, draft) == {}
    assert lists.standing(cast, draft, by="bosse")[2][0] == "imported"
    report = cast.client("bosse").get(reverse("cases:import_report", args=[draft.pk]))
    assert len(list(load_workbook(io.BytesIO(report.content)).active.rows)) == 1


@pytest.mark.parametrize("name", ["anna", "hugo", "cilla", "siv", "david", "eva", "karin", "lars"])
def test_another_agency_has_no_page_for_the_list(cast: Cast, name: str) -> None:
    draft = lists.previewed(cast)
    client = cast.client(name)
    assert client.get(draft.get_absolute_url()).status_code == 404
    row = lists.row(cast, draft, 2)
    assert client.get(reverse("cases:import_row", args=[row.pk])).status_code == 404


def test_what_was_read_in_leaves_nothing_of_the_row_behind(cast: Cast) -> None:
    draft = lists.carried_out(cast, one(cast, person()))
    row = lists.row(cast, draft, 2)
    assert (row.cells, row.typed, row.facts, row.identity, row.name_key) == ([], {}, {}, "", "")


def test_a_draft_is_gone_for_everybody_after_its_time(cast: Cast) -> None:
    draft = one(cast, person())
    with database.role("owner"):
        past = timezone.now() - timedelta(minutes=1)
        ListImport.objects.update(kept_until=past)
        ImportRow.objects.update(kept_until=past)
    assert cast.client("greta").get(draft.get_absolute_url()).status_code == 404
    with cast.looking("greta"):
        assert not ImportRow.objects.exists()


def test_discarding_erases_every_row(cast: Cast) -> None:
    draft = lists.previewed(cast)
    address = reverse("cases:import_discard", args=[draft.pk])
    assert cast.client("bosse").post(address).status_code == 302
    with cast.looking("greta"):
        assert not ImportRow.objects.exists()
    assert lists.fresh(cast, draft.pk).state == "discarded"


# -- The job -------------------------------------------------------------------------------------
def many(count: int) -> list[list[Any]]:
    issued = Numbers(5)
    born = [date(1960 + n % 40, 1 + n % 12, 1 + n % 28) for n in range(count)]
    names = (f"Kim {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[n % 26]}son" for n in range(count))
    return [person(issued.issue(day).value, name) for day, name in zip(born, names, strict=True)]


class Killed(BaseException):
    """As when the power goes: nobody is told, and what was not committed is gone."""


def test_a_killed_worker_leaves_whole_rows_and_another_goes_on(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = Cast()
    draft, user = one(cast, *many(120)), cast.greta
    with cast.looking("greta"):
        imports.confirm(draft, by=user)
    register, calls = supervisions.register, count()

    def dying(*args: Any, **told: Any) -> Any:
        if next(calls) == 70:
            raise Killed
        return register(*args, **told)

    monkeypatch.setattr(supervisions, "register", dying)
    with pytest.raises(Killed):
        tasks.carry_out_list(str(draft.pk), str(user.pk))
    monkeypatch.undo()
    monkeypatch.setattr("celery.current_app.send_task", lambda *a: None)
    with cast.looking("greta"):
        done = ImportRow.objects.of(draft).filter(state="imported").count()
        assert done == import_rows.AT_ONCE
        assert Individual.objects.count() == Supervision.objects.count() == done
        half = ListImport.objects.get(pk=draft.pk)
        ListImport.objects.update(heard_at=timezone.now() - timedelta(minutes=5))
    assert half.state == ListImport.State.RUNNING
    page = cast.client("greta").get(draft.get_absolute_url())
    assert reverse("cases:import_resume", args=[draft.pk]) in text(page)
    resume = reverse("cases:import_resume", args=[draft.pk])
    assert cast.client("greta").post(resume).status_code == 302
    for _twice in range(2):
        tasks.carry_out_list(str(draft.pk), str(user.pk))
    with cast.looking("greta"):
        assert ListImport.objects.get(pk=draft.pk).state == ListImport.State.DONE
        assert Individual.objects.count() == Supervision.objects.count() == 120
        assert Identifier.objects.count() == 120


def test_a_row_that_fails_half_way_leaves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*args: Any, **told: Any) -> None:
        raise ValidationError({"supervised_until": ValidationError("x", code="overlap")})

    monkeypatch.setattr(supervisions, "register", refusing)
    draft = lists.carried_out(cast, one(cast, person()))
    assert lists.standing(cast, draft)[2] == ("refused", ["rule"])
    assert records(cast) == set()


def test_an_error_interrupts_and_tells_no_content(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(*args: Any, **told: Any) -> None:
        raise RuntimeError(A)

    monkeypatch.setattr(individuals, "register", failing)
    draft = lists.carried_out(cast, one(cast, person()))
    assert draft.state == ListImport.State.INTERRUPTED
    assert A not in caplog.text


def test_the_job_knows_ids_and_acts_as_whoever_confirmed(
    cast: Cast, django_capture_on_commit_callbacks: Any, unsent: list[Any]
) -> None:
    draft = one(cast, person())
    with django_capture_on_commit_callbacks(execute=True), cast.looking("bosse"):
        imports.confirm(draft, by=cast.bosse)
    assert unsent[-1] == (imports.CARRYING_OUT, [str(draft.pk), str(cast.bosse.pk)])
    tasks.carry_out_list(str(draft.pk), str(cast.greta.pk))
    assert records(cast) == set()
    tasks.carry_out_list(str(draft.pk), str(cast.bosse.pk))
    with cast.looking("greta"):
        (first,) = Individual.pgh_event_model.objects.all()
    assert (first.pgh_user, first.pgh_operation) == (cast.bosse.pk, tasks.OPERATION)
    assert logged(tasks.OPERATION)


def test_the_worker_knows_the_jobs_by_their_names() -> None:
    assert tasks.read_list.name == imports.READING
    assert tasks.carry_out_list.name == imports.CARRYING_OUT


def test_whoever_has_left_reads_nothing_in(cast: Cast) -> None:
    draft = one(cast, person())
    with cast.looking("greta"):
        imports.confirm(draft, by=cast.greta)
    with database.role("owner"):
        User.objects.filter(pk=cast.greta.pk).update(is_active=False)
    tasks.carry_out_list(str(draft.pk), str(cast.greta.pk))
    assert records(cast, by="bosse") == set()


# -- Pages ---------------------------------------------------------------------------------------
def test_the_whole_way_by_pages(cast: Cast) -> None:
    greta = cast.client("greta")
    assert reverse("cases:imports") in text(greta.get(LIST))
    file = SimpleUploadedFile("kalle.csv", lists.text())
    columns = greta.post(reverse("cases:import_new"), {"file": file})
    assert columns.status_code == 302
    asked = greta.get(columns.url)
    assert "Din myndighet får inte ha uppgifter om grupper" in text(asked)
    typed = {f"column_{n}": target for n, target in enumerate(lists.COLUMNS)}
    typed |= {"subject_category": "convicted", "purpose": "Övervakning"}
    refused = greta.post(columns.url, typed)
    assert errors(refused) == {"supervised_from": ["start"]}
    draft = greta.post(columns.url, typed | {"supervised_from": "2026-01-01"})
    pk = draft.url.strip("/").split("/")[-1]
    assert "Går igenom raderna" in text(greta.get(draft.url))
    tasks.read_list(pk, str(cast.greta.pk))
    shown = greta.get(draft.url)
    assert "2 behöver beslut" not in text(shown)
    assert "formel" not in text(shown)
    assert A not in text(shown)
    assert f"{A[:8]}-****" in text(shown)
    answer = dict.fromkeys(shown.context["answers"].words, "unit") | {"century": "recent"}
    assert greta.post(reverse("cases:import_answers", args=[pk]), answer).status_code == 302
    tasks.read_list(pk, str(cast.greta.pk))
    sure = greta.get(reverse("cases:import_confirm", args=[pk]))
    assert sure.context["plan"] == {
        "new": 4, "known": 0, "supervisions": 4, "changes": 0, "minors": 0,
    }  # fmt: skip
    assert "4 personer registreras" in text(sure)
    greta.post(reverse("cases:import_confirm", args=[pk]))
    tasks.carry_out_list(pk, str(cast.greta.pk))
    assert len(records(cast)) == 4
    report = greta.get(reverse("cases:import_report", args=[pk]))
    rows = list(load_workbook(io.BytesIO(report.content)).active.iter_rows(values_only=True))
    assert len(rows) == 9
    assert not [c for r in rows for c in r if isinstance(c, str) and c.startswith(HARMFUL)]


def test_a_row_is_edited_in_place_and_what_was_typed_is_kept(cast: Cast) -> None:
    draft = lists.previewed(cast)
    row = lists.row(cast, draft, 7)
    address, greta = reverse("cases:import_row", args=[row.pk]), cast.client("greta")
    whole, part = greta.get(address), greta.get(address, headers={"HX-Request": "true"})
    assert errors(whole) == errors(part) == {"number": ["number_check_digit"]}
    assert "<html" not in text(part)
    sent = {"number": "19900101-0000", "name": "Elis Frid", "sanction": "skyddstillsyn",
            "supervised_until": str(lists.LATER)}  # fmt: skip
    again = greta.post(address, sent, headers={"HX-Request": "true"})
    assert again.status_code == 422
    assert 'value="19900101-0000"' in text(again)
    assert 'id="id_row_7_number_error"' in text(again)
    right = number(date(1977, 3, 2)).unmasked()
    done = greta.post(address, sent | {"number": right}, headers={"HX-Request": "true"})
    assert done.status_code == 200
    assert 'id="row-7"' in text(done)
    assert lists.row(cast, draft, 7).state == "ready"


def test_no_two_fields_of_the_page_share_an_id(cast: Cast) -> None:
    """Rows stand open side by side, beneath questions of the same names about all rows."""
    ended = person(A, "Ali Berg", date(2020, 5, 1)), person(B, "Åsa Öhman", date(2020, 5, 1))
    draft, greta = one(cast, *ended), cast.client("greta")
    shown = text(greta.get(draft.get_absolute_url()))
    for n in (2, 3):
        address = reverse("cases:import_row", args=[lists.row(cast, draft, n).pk])
        shown += text(greta.get(address, headers={"HX-Request": "true"}))
    ids = re.findall(r' id="(id_[^"]+)"', shown)
    assert {"id_ended_0", "id_row_2_ended_0", "id_row_3_ended_0"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_form_that_is_left_becomes_the_line_again_without_showing_the_row(cast: Cast) -> None:
    draft = lists.previewed(cast)
    address = reverse("cases:import_row", args=[lists.row(cast, draft, 7).pk])
    line = cast.client("greta").get(f"{address}?cancel=1", headers={"HX-Request": "true"})
    assert "<form" not in text(line)
    assert 'id="row-7"' in text(line)
    assert [entry.purpose for entry in logged("cases:import_row")] == [""]


def test_notes_are_shown_with_the_row_and_formulas_only_named(cast: Cast) -> None:
    draft = lists.previewed(cast)
    greta = cast.client("greta")
    shown = [text(greta.get(reverse("cases:import_row", args=[lists.row(cast, draft, n).pk])))
             for n in (2, 4)]  # fmt: skip
    assert "ring" in shown[0]
    assert "formel" in shown[1]
    assert "HYPERLINK" not in shown[1]


def test_showing_a_row_is_logged_as_showing_its_number(cast: Cast) -> None:
    draft = lists.previewed(cast)
    row = lists.row(cast, draft, 2)
    cast.client("greta").get(reverse("cases:import_row", args=[row.pk]))
    (entry,) = logged("cases:import_row")
    assert (entry.purpose, entry.detail) == ("unmask", {"row": str(row.pk)})


def test_following_a_job_loads_and_logs_nothing(cast: Cast) -> None:
    draft = lists.upload(cast)
    with cast.looking("greta"):
        imports.map_columns(draft, columns=draft.columns, by=cast.greta)
    greta = cast.client("greta")
    answer = greta.get(draft.get_absolute_url(), headers={"HX-Request": "true"})
    assert "0 av 8" in text(answer)
    assert logged("cases:import") == []


def test_columns_are_remembered_for_the_own_agency_alone(cast: Cast) -> None:
    rows = [["Vem", "Namn"], ["Ali Berg", "x"]]
    lists.mapped(cast, lists.upload(cast, lists.xlsx(rows)), columns=["name", ""])
    assert lists.upload(cast, lists.xlsx(rows)).columns == ["name", ""]
    assert lists.upload(cast, lists.xlsx(rows), by="anna").columns == ["", "name"]


def test_the_police_read_in_persons_and_no_supervision(cast: Cast) -> None:
    draft = lists.upload(cast, by="anna")
    form = cast.client("anna").get(reverse("cases:import_columns", args=[draft.pk])).context["form"]
    offered = {value for _group, some in form.fields["column_0"].choices for value, _label in some}
    assert {"number", "name", "born"} <= offered
    assert not {"sanction", "officer", "supervised_until"} & offered


def test_the_page_costs_the_same_with_2_rows_and_with_20(cast: Cast) -> None:
    greta = cast.client("greta")
    costs = []
    for size in (2, 20):
        draft = one(cast, *many(size))
        greta.get(draft.get_absolute_url())
        costs.append(cost(lambda draft=draft: greta.get(draft.get_absolute_url())))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", ["lista.docx", "lista.xls", "lista"])
def test_only_lists_are_taken_in(cast: Cast, name: str) -> None:
    file = SimpleUploadedFile(name, lists.text())
    response = cast.client("greta").post(reverse("cases:import_new"), {"file": file})
    assert errors(response) == {"file": ["kind"]}


@pytest.mark.parametrize("content", [b"", b"a\x00b", b"PK\x03\x04x", b"\xd0\xcf\x11\xe0x"])
def test_what_is_no_list_is_told_beside_the_field(cast: Cast, content: bytes) -> None:
    file = SimpleUploadedFile("x.xlsx", content)
    response = cast.client("greta").post(reverse("cases:import_new"), {"file": file})
    assert set(errors(response)) == {"file"}
    with cast.looking("greta"):
        assert not ListImport.objects.exists()
