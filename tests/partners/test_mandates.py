"""The mandates: what the partnership agreed, cell by cell, and the page that says so."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils.translation import override

from partners import mandates
from partners.audience import Audience
from partners.mandates import Action, Category, Kind, Reach, Role
from tests.cast import Cast

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mandates.md"

# The partnership's matrix, written by hand: O own · R standing · D decision · C consent ·
# P party · T named in team or duty · B body · A published figures · . none.
# Columns: police, probation, social services, city safety, civil society.
MATRIX = """
1   identity               OD   ODC  ODC  .    .
1a  contact                OD   OD   ODC  .    .
1b  tombstones             O    O    O    .    .
1c  imports                O    O    O    .    .
2   group_link             O    D    D    .    .
3   group_profile          O    DA   .    .    .
4   group_code             O    R    R    R    .
4a  group_heard            OR   OR   R    R    .
5   incident_facts         O    R    R    R    A
5a  incident_suggestions   O    .    .    .    .
6   incident_review        O    D    D    .    .
6a  involvement            O    D    .    .    .
7   victim                 O    .    DC   .    C
8   supervision            D    O    DC   .    .
9   conditions             D    O    C    .    .
10  call_in                ORT  OR   RT   RT   T
10a call_in_plan           OR   OR   R    R    .
10b speaking_slots         ORP  ORP  RP   RP   P
11  candidates             D    O    CA   A    A
11d inquiries              OP   OP   .    .    .
11e letters                O    O    O    .    .
11a door_list              T    O    T    T    T
11b door_names             T    O    T    T    T
12  attendance             DT   O    CTA  TA   TA
13  misconduct             D    O    .    .    .
13a follow_ups             .    O    C    .    .
14  notification_plan      O    DT   T    .    D
15  legal_exposure         O    D    .    .    .
16  notification_outcome   O    D    DC   A    .
17  focus_round            O    OR   R    A    .
18  enforcement_detail     O    D    .    .    .
19  support_offer          R    R    O    A    R
20  support_case           .    DC   O    A    C
20a help_requests          O    O    OC   .    .
21  child_concern          O    O    O    .    .
22  promises               OR   OR   OR   OR   .
23  meetings               OB   OB   OB   OB   B
23a tasks                  OP   OP   OP   OP   OP
23b briefings              O    O    O    O    .
24  consents               P    P    O    .    P
25  disclosures            OP   OP   OP   .    P
25a disclosure_assessment  O    O    O    .    .
25b standing_decisions     OP   OP   OP   OP   OP
25c approvals              O    O    O    O    O
26  access_log             O    O    O    O    .
27  statistics             OR   OR   OR   OR   OR
"""
LETTERS = {
    "O": Reach.OWN, "R": Reach.STANDING, "D": Reach.DECISION, "C": Reach.CONSENT,
    "P": Reach.PARTY, "T": Reach.TEAM, "B": Reach.BODY, "A": Reach.AGGREGATE,
}  # fmt: skip

# Who in the owner agency reads, creates, changes, erases and decides.
# w caseworker · k coordinator · d decision-maker · o data protection officer · s system job.
ROLES = """
identity               wkd  wk   wk   d    .
contact                wkd  wk   wk   wkd  .
tombstones             wkd  wkd  .    .    .
imports                wkd  wk   wk   wk   .
group_link             wkd  wk   wk   wkd  wkd
group_profile          wkd  wk   wk   .    .
group_code             wkd  wk   wk   .    .
group_heard            wkd  wk   .    .    .
incident_facts         wkd  wk   wk   .    .
incident_suggestions   wkds wks  wks  .    .
incident_review        wkd  wk   wk   .    .
involvement            wkd  wk   wk   wkd  .
victim                 wkd  wk   wk   wkd  .
supervision            wkd  wk   wk   d    .
conditions             wkd  wk   wk   d    .
call_in                wkd  k    k    .    .
call_in_plan           wkd  k    k    k    .
speaking_slots         wkd  k    k    k    .
candidates             wkd  wk   wk   .    d
inquiries              wkd  wk   wk   .    d
letters                wkd  k    .    .    .
door_list              wkd  k    k    .    .
door_names             wkd  k    k    .    .
attendance             wkd  wk   .    .    .
misconduct             wkd  wk   wk   .    d
follow_ups             wkd  wk   wk   .    .
notification_plan      wkd  wk   wk   d    wkd
legal_exposure         wkd  wk   wk   d    wkd
notification_outcome   wkd  wk   wk   d    wkd
focus_round            wkd  wk   wk   .    .
enforcement_detail     wkd  wk   wk   .    .
support_offer          wkd  wk   wk   .    .
support_case           wkd  wk   wk   .    .
help_requests          wkd  wk   wk   .    .
child_concern          wkd  wk   wk   .    .
promises               wkd  wk   wk   .    .
meetings               wkd  k    k    .    .
tasks                  wkd  wkd  wkd  .    .
briefings              wkds k    ks   .    .
consents               wkdo wk   wk   .    .
disclosures            wkdo wk   .    .    d
disclosure_assessment  wkdo wk   .    .    d
standing_decisions     wkdo d    d    .    d
approvals              wkd  wkd  .    .    wkd
access_log             o    .    .    .    .
statistics             wkd  wk   .    .    .
"""
HATS = {
    "w": Role.CASEWORKER, "k": Role.COORDINATOR, "d": Role.DECISION_MAKER,
    "o": Role.DATA_PROTECTION_OFFICER, "s": Role.SYSTEM,
}  # fmt: skip
ACTIONS = (Action.READ, Action.CREATE, Action.CHANGE, Action.ERASE, Action.DECIDE)


def matrix() -> list[tuple[str, Category, list[str]]]:
    lines = (line.split() for line in MATRIX.strip().splitlines())
    return [(number, Category(name), cells) for number, name, *cells in lines]


def hats() -> dict[Category, dict[Action, set[Role]]]:
    table = {}
    for line in ROLES.strip().splitlines():
        name, *cells = line.split()
        table[Category(name)] = {
            action: {HATS[letter] for letter in cell if letter != "."}
            for action, cell in zip(ACTIONS, cells, strict=True)
        }
    return table


def test_the_expectation_and_the_table_speak_of_the_same_categories_in_the_same_order() -> None:
    assert [(number, category) for number, category, _ in matrix()] == [
        (mandate.number, mandate.category) for mandate in mandates.TABLE
    ]
    assert set(Category) == {mandate.category for mandate in mandates.TABLE} == set(hats())


def test_every_cell_is_what_the_partnership_agreed() -> None:
    for _, category, cells in matrix():
        for kind, cell in zip(Kind, cells, strict=True):
            agreed = {LETTERS[letter] for letter in cell if letter != "."}
            assert mandates.mandate_for(category).reaches(kind) == agreed, (category, kind)


def expected_rows() -> set[tuple[Kind, Role, Category, Action, Reach]]:
    """Each line of the database's table, from the two expectations alone."""
    rows = set()
    for _, category, cells in matrix():
        for kind, cell in zip(Kind, cells, strict=True):
            reaches = {LETTERS[letter] for letter in cell if letter != "."}
            for action, roles in hats()[category].items():
                reachable = reaches if action == Action.READ else reaches & {Reach.OWN}
                rows |= {(kind, role, category, action, r) for role in roles for r in reachable}
    # Door duty is the one thing that lets anybody write for another agency.
    return rows | {
        (kind, role, Category.ATTENDANCE, Action.CREATE, Reach.TEAM)
        for kind in (Kind.POLICE, Kind.SOCIAL_SERVICES, Kind.CITY_SAFETY, Kind.CIVIL_SOCIETY)
        for role in (Role.CASEWORKER, Role.COORDINATOR, Role.DECISION_MAKER)
    }


def test_the_table_holds_exactly_the_agreed_rows() -> None:
    assert {tuple(row) for row in mandates.rows()} == expected_rows()


def test_the_database_holds_exactly_the_agreed_rows(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, role, category, action, reach FROM partners_mandate")
        assert set(cursor) == {tuple(map(str, row)) for row in expected_rows()}


def test_no_administrator_reads_or_writes_anything() -> None:
    assert Role.ADMINISTRATOR not in {row.role for row in mandates.rows()}


def test_the_data_protection_officer_reads_registers_and_writes_nothing() -> None:
    rows = [row for row in mandates.rows() if row.role == Role.DATA_PROTECTION_OFFICER]
    assert {row.action for row in rows} == {Action.READ}
    assert {row.category for row in rows} == {
        Category.CONSENTS, Category.DISCLOSURES, Category.DISCLOSURE_ASSESSMENT,
        Category.STANDING_DECISIONS, Category.ACCESS_LOG,
    }  # fmt: skip


def test_only_those_who_work_with_cases_erase_and_only_the_own_rows() -> None:
    erasing = [row for row in mandates.rows() if row.action == Action.ERASE]
    assert {row.role for row in erasing} <= mandates.CASE_ROLES
    assert {row.reach for row in erasing} == {Reach.OWN}


def test_published_figures_are_no_rows_to_read() -> None:
    who = Audience(
        agencies=frozenset({5}), kind=Kind.CIVIL_SOCIETY, roles=frozenset({Role.COORDINATOR})
    )
    assert mandates.reach(who.kind, Role.COORDINATOR, Category.CANDIDATES) == {Reach.AGGREGATE}
    assert not who.may(Action.READ, Category.CANDIDATES)


@pytest.mark.parametrize("category", Category)
def test_buttons_and_database_agree_on_who_may_write(cast: Cast, category: Category) -> None:
    for name in ("anna", "hugo", "inga", "bosse", "karin", "lars", "cilla", "david", "eva"):
        with cast.looking(name) as who, connection.cursor() as cursor:
            for action in (Action.CREATE, Action.CHANGE, Action.ERASE, Action.DECIDE):
                cursor.execute("SELECT partners_writer(%s, %s)", [category, action])
                assert (cursor.fetchone()[0] is not None) == who.may(action, category), name


def test_no_other_file_compares_an_agencys_kind() -> None:
    root = PAGE.parent.parent
    for path in root.glob("*/**/*.py"):
        if path.parts[len(root.parts)] not in {"partners", "cases", "interventions", "sluta_skjut"}:
            continue
        told = path.read_text(encoding="utf-8")
        allowed = {"partners/mandates.py", "sluta_skjut/town/staff.py"}
        if str(path.relative_to(root)) in allowed or "migrations" in path.parts:
            continue
        for kind in Kind:
            assert f"Kind.{kind.name}" not in told, path


def test_the_page_says_what_the_table_says(capsys: pytest.CaptureFixture[str]) -> None:
    """When this fails: `manage.py mandates > docs/mandates.md`, and let a lawyer read it."""
    call_command("mandates")
    assert capsys.readouterr().out == PAGE.read_text(encoding="utf-8")


def test_the_page_is_in_swedish_throughout() -> None:
    page = PAGE.read_text(encoding="utf-8")
    with override("sv"):
        labels = [str(item.label) for names in (Kind, Category, Reach) for item in names]
        reasons = [str(mandate.why) for mandate in mandates.TABLE]
    with override("en"):
        english = [str(item.label) for names in (Kind, Category, Reach) for item in names]
    for words in (*labels, *reasons):
        assert words in page
    for swedish, words in zip(labels, english, strict=True):
        assert swedish != words, f"{words} has no Swedish word"
