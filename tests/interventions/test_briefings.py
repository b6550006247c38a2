"""Briefings: paper holds what every agency invited may read, and nothing else."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from cases.models import CriminalGroup, Supervision
from interventions.actions import briefings, meetings
from interventions.briefing import paper, picture, press, sheets
from interventions.briefing.figures import Line
from interventions.models import Briefing, BriefingCopy, Meeting
from partners import audience
from partners.models import AccessLogEntry, Agency, StandingDecision, Tally
from tests import database
from tests.cast import Cast
from tests.paperwork import Town

CODES = {"Almklyftan", "Björkklyftan"}
CALL_INS = {"Vårmötet", "Kvällsmötet"}
FIGURES = {"Vårsiffran"}
DISCLOSED = {"Klientvittberg", "Polisvittberg"}


@pytest.fixture(autouse=True)
def _apart(settings: object, tmp_path: Path) -> None:
    settings.PAPER_DIR = str(tmp_path / "paper")


@pytest.fixture
def town(cast: Cast) -> Town:
    return Town.settle(cast)


def composed(town: Town, briefing: Briefing) -> paper.Paper:
    readers = list(Agency.objects.filter(pk__in=briefing.audience))
    with audience.of_paper(readers, author=town.cast.probation, operation="test"):
        return paper.compose(briefing, audience=readers)


def words_of(town: Town, briefing: Briefing) -> str:
    readers = list(Agency.objects.filter(pk__in=briefing.audience))
    with audience.of_paper(readers, author=town.cast.probation, operation="test"):
        return strip_tags(paper.body(paper.compose(briefing, audience=readers)))


# -- What stands on it ---------------------------------------------------------------------------
def test_police_and_probation_read_codes_call_ins_figures_and_those_disclosed(town: Town) -> None:
    words = town.words(town.print(town.call("police")))
    assert town.tokens(words) == CODES | CALL_INS | FIGURES | DISCLOSED


def test_with_the_city_and_civil_society_only_the_published_figures_are_left(town: Town) -> None:
    words = town.words(town.print(town.call("police", "city_safety", "civil_society")))
    assert town.tokens(words) == FIGURES
    assert "Nästa steg" in words


@pytest.mark.parametrize("others", [("police",), ("police", "city_safety", "civil_society")])
def test_every_line_is_visible_to_every_invited_agency_alone(
    town: Town, others: tuple[str, ...]
) -> None:
    words = town.words(town.print(town.call(*others)))
    agencies = [town.cast.probation, *(getattr(town.cast, name) for name in others)]
    for agency in agencies:
        assert town.tokens(words) <= town.readable([agency])


def test_adding_an_agency_never_adds_a_line_and_takes_only_what_it_may_not_read(
    town: Town,
) -> None:
    names = ("police", "social_services", "city_safety", "civil_society")
    printed: dict[frozenset[str], set[str]] = {}
    for size in range(1, len(names) + 1):
        for others in combinations(names, size):
            briefing = town.ask(town.call(*others))
            agencies = [town.cast.probation, *(getattr(town.cast, name) for name in others)]
            found = town.tokens(words_of(town, briefing))
            assert found == town.readable(agencies) - {"Polisgömberg", "Klientgömberg"}
            printed[frozenset(others)] = found
    for few, many in combinations(sorted(printed, key=len), 2):
        if few < many:
            assert printed[many] <= printed[few]


def test_a_withdrawn_standing_decision_takes_its_lines_along(town: Town) -> None:
    meeting = town.call("police", "city_safety")
    assert town.tokens(words_of(town, town.ask(meeting))) == CODES | CALL_INS | FIGURES
    with town.cast.looking("inga"):
        decision = StandingDecision.objects.get(recipient=town.cast.city_safety)
        decision.valid_until = timezone.now()
        decision.save()
    words = town.words(town.print(meeting))
    assert town.tokens(words) == CALL_INS | FIGURES
    assert "Grupper" not in words
    assert "Groups" not in words


def test_a_row_that_changes_after_its_disclosure_leaves_the_paper(town: Town) -> None:
    meeting = town.call("police")
    assert "supervisions" in composed(town, town.ask(meeting)).parts
    with town.cast.looking("bosse"):
        supervision = Supervision.objects.get(pk=town.supervisions[0].pk)
        supervision.unit = "Lund"
        supervision.save()
    assert "supervisions" not in composed(town, town.ask(meeting)).parts


def test_a_person_with_protected_identity_is_on_no_paper(town: Town) -> None:
    assert "Klientskyddberg" in town.rows
    assert "Klientskyddberg" not in words_of(town, town.ask(town.call("police")))


def test_what_is_hidden_is_absent_and_never_counted_as_0(town: Town) -> None:
    words = town.words(town.print(town.call("police", "city_safety", "civil_society")))
    assert re.search(r"(?<![\d.,:-])0(?![\d.,:])", words) is None
    assert composed(town, town.ask(town.call("police", "civil_society"))).parts.keys() == {
        "figures"
    }


def test_a_suppressed_figure_is_said_in_words_and_not_as_a_number(town: Town) -> None:
    tally = town.rows["Vårsiffran"]
    with town.cast.looking("greta"), database.role("owner"):
        type(tally).objects.filter(pk=tally.pk).update(
            cells={"called": 21, "came": 19, "turned_back": None, "absent": None}
        )
    section = composed(town, town.ask(town.call("police"))).parts["figures"]
    assert [line.cells for line in section.lines()] == [[21, 19, None, None]]
    html = words_of(town, town.ask(town.call("police")))
    assert "None" not in html


def test_a_figure_kept_back_is_hatched_in_the_picture_and_never_an_empty_bar(town: Town) -> None:
    tally = Tally(period_end=timezone.localdate())
    kept_back, nobody = Line(tally, [21, None, None, None]), Line(tally, [21, 0, 0, 21])
    hatched, empty = picture._bars([kept_back, nobody])
    assert hatched.is_hatched
    assert not empty.is_hatched
    for left, right in hatched.hatches:
        assert picture.DATES <= left < right <= picture.DATES + hatched.called_length


def test_a_paper_without_persons_says_who_brings_them(town: Town) -> None:
    thick, thin = (
        " ".join(town.words(town.print(town.call(*invited))).split())
        for invited in (["police"], ["police", "city_safety", "civil_society"])
    )
    said = "Ingen person är namngiven:"
    assert (said in thick, said in thin) == (False, True)


def test_the_source_of_a_link_and_identity_numbers_stay_off_paper(town: Town) -> None:
    words = town.words(town.print(town.call("police")))
    assert "Källberg" not in words
    assert "Polisvittberg" in words


# -- How it is made ------------------------------------------------------------------------------
def test_each_agency_gets_a_numbered_copy_with_its_name_on_every_page(town: Town) -> None:
    briefing = town.print(town.call("police", "city_safety"))
    copies = town.copies(briefing)
    assert [(copy.number, copy.recipient.short_name) for copy in copies] == [
        (1, "Polisen"), (2, "Frivården"), (3, "Malmö stad"),
    ]  # fmt: skip
    for copy in copies:
        pdf = pypdf.PdfReader(copy.path)
        assert len(pdf.pages) == briefing.pages
        for number, page in enumerate(pdf.pages, 1):
            words = page.extract_text()
            assert re.search(rf"{copy.number}, {copy.recipient.short_name}", words)
            assert f"{number} ({briefing.pages})" in words
            assert town.cast.greta.service_code in words
            assert str(briefing.destroy_by.day) in words


def test_who_printed_it_stands_there_by_service_code_and_not_by_name(town: Town) -> None:
    assert "Greta" not in town.words(town.print(town.call("police")))


def test_a_copy_says_the_same_as_when_it_is_laid_out_by_itself(town: Town) -> None:
    briefing = town.ask(town.call("police"))
    readers = list(Agency.objects.filter(pk__in=briefing.audience))
    with audience.of_paper(readers, author=town.cast.probation, operation="test"):
        made = paper.compose(briefing, audience=readers)
        body = sheets.lay_out(paper.body(made))
    for copy in town.copies(briefing):
        margins = sheets.lay_out(paper.margins(made, copy=copy, pages=len(body.pages)))
        ours = pages(sheets.pdf(body, margins))
        assert ours == pages(sheets.whole(paper.html(made, copy=copy)))


def pages(content: bytes) -> list[list[str]]:
    return [sorted(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(content)).pages]


def test_the_file_is_tagged_titled_and_swedish(town: Town) -> None:
    briefing = town.print(town.call("police", title="Höstens arbetsgrupp"))
    pdf = pypdf.PdfReader(town.copies(briefing)[0].path)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "Höstens arbetsgrupp" in pdf.metadata["/Title"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    kinds = structure(root["/StructTreeRoot"]["/K"])
    for kind in ("/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/Figure"):
        assert kind in kinds
    assert kinds["/Figure"].count("") == 0
    scopes = [head["/A"].get("/Scope") for head in elements(root["/StructTreeRoot"]["/K"], "/TH")]
    assert set(scopes) == {"/Column", "/Row"}


def elements(node: object, kind: str) -> Iterator[dict]:
    """Every structure element of the kind, below and including this one."""
    one = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(one, list):
        for child in one:
            yield from elements(child, kind)
    elif isinstance(one, dict) and "/S" in one:
        if one["/S"] == kind:
            yield one
        yield from elements(one.get("/K", []), kind)


def structure(node: object) -> dict[str, list[str]]:
    """Kind of element → the alternative texts of those of the kind."""
    found: dict[str, list[str]] = {}
    queue = [node]
    while queue:
        one = queue.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            queue.extend(one)
        elif isinstance(one, dict) and "/S" in one:
            found.setdefault(one["/S"], []).append(one.get("/Alt", ""))
            queue.append(one.get("/K", []))
    return found


def test_head_and_foot_are_artifacts_and_stand_outside_the_reading_order(town: Town) -> None:
    briefing = town.print(town.call("police"))
    page = pypdf.PdfReader(town.copies(briefing)[0].path).pages[0]
    content = page.get_contents().get_data()
    assert content.count(b"/Artifact") > 0
    depth, inside = 0, []
    for mark in re.findall(rb"/(\w+)\s*(?:<<.*?>>\s*)?(?:BMC|BDC)|(EMC)", content):
        depth, inside = (depth - 1, inside[:-1]) if mark[1] else (depth + 1, [*inside, mark[0]])
        assert inside[1:] == [] or set(inside) == {b"Artifact"}
    assert depth == 0


def test_files_are_named_by_what_they_contain_and_readable_by_us_alone(town: Town) -> None:
    briefing = town.print(town.call("police"))
    copies = town.copies(briefing)
    assert {path.name for path in briefing.folder.iterdir()} == {
        f"{copy.sha256}.pdf" for copy in copies
    }
    assert len({copy.sha256 for copy in copies}) == 2
    assert all(copy.path.stat().st_mode & 0o077 == 0 for copy in copies)
    assert briefing.folder.stat().st_mode & 0o077 == 0


def test_printing_again_what_is_ready_changes_nothing(town: Town) -> None:
    briefing = town.print(town.call("police"))
    before = {path: path.stat().st_mtime_ns for path in briefing.folder.iterdir()}
    press.prepare(briefing.pk, agency=town.cast.probation)
    assert {path: path.stat().st_mtime_ns for path in briefing.folder.iterdir()} == before


def test_what_a_killed_worker_left_in_the_folder_is_gone_afterwards(town: Town) -> None:
    briefing = town.ask(town.call("police"))
    briefing.folder.mkdir(parents=True)
    for name in ("half.part", f"{'0' * 64}.pdf"):
        (briefing.folder / name).write_bytes(b"%PDF-half")
    press.prepare(briefing.pk, agency=town.cast.probation)
    assert len(list(briefing.folder.iterdir())) == 2


def test_an_invitation_withdrawn_meanwhile_prints_nothing(town: Town) -> None:
    meeting = town.call("police", "city_safety")
    briefing = town.ask(meeting)
    with town.cast.looking("greta"):
        meetings.withdraw(meeting, agencies=[town.cast.city_safety], by=town.cast.greta)
    press.prepare(briefing.pk, agency=town.cast.probation)
    with town.cast.looking("greta"):
        assert Briefing.objects.get(pk=briefing.pk).state == Briefing.State.FAILED
    assert not briefing.folder.exists()
    page = town.cast.client("greta").get(reverse("interventions:briefing", args=[briefing.pk]))
    assert page.status_code == 200


def test_what_waits_is_found_by_its_own_agency_and_given_up_after_a_day(town: Town) -> None:
    briefing = town.ask(town.call("police"))
    assert press.unfinished(town.cast.probation) == [briefing.pk]
    assert press.unfinished(town.cast.police) == []
    with database.role("owner"):
        Briefing.objects.filter(pk=briefing.pk).update(asked_at=timezone.now() - press.PATIENCE)
    assert press.unfinished(town.cast.probation) == []
    with town.cast.looking("greta"):
        assert Briefing.objects.get(pk=briefing.pk).state == Briefing.State.FAILED


def test_the_reading_is_logged_for_the_whole_audience(town: Town) -> None:
    briefing = town.print(town.call("police"))
    with database.role("owner"):
        entry = AccessLogEntry.objects.get(operation=press.OPERATION)
    assert entry.purpose == "print"
    assert entry.detail == {"briefing": str(briefing.pk)}
    assert entry.audience == 0b11
    assert entry.user_id is None
    assert entry.owner_id == town.cast.probation.pk
    assert "cases.individual" in entry.rows


def test_composing_costs_the_same_with_2_groups_and_with_20(town: Town) -> None:
    briefing, costs = town.ask(town.call("police")), []
    words_of(town, briefing)
    for upto in (2, 20):
        with town.cast.looking("hugo"):
            for number in range(CriminalGroup.objects.count(), upto):
                CriminalGroup.objects.create(code_name=f"Träd {number}", status_since="2026-01-01")
        with CaptureQueriesContext(connection) as queries:
            words_of(town, briefing)
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/picture.png",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        f"{sheets.STATIC}../pyproject.toml",
        f"{sheets.STATIC}css/%2e%2e/%2e%2e/pyproject.toml",
        f"{sheets.STATIC}css/none.css",
    ],
)
def test_a_paper_fetches_nothing_but_our_own_static_files(url: str) -> None:
    fetcher = sheets.StaticFetcher()
    assert fetcher.fetch(f"{sheets.STATIC}css/paper.css").read()
    with pytest.raises(Exception, match=r"static files|outside|located"):
        fetcher.fetch(url)


def test_markup_in_an_agenda_is_text_on_paper(town: Town) -> None:
    agenda = '<img src="http://127.0.0.1/x.png"><b>Fet</b>'
    words = town.words(town.print(town.call("police", agenda=agenda)))
    assert "<b>Fet</b>" in words


# -- Asking, following, taking out ---------------------------------------------------------------
def test_asking_queues_one_job_that_knows_only_ids(
    town: Town, django_capture_on_commit_callbacks: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []
    monkeypatch.setattr("celery.current_app.send_task", lambda *args: sent.append(args))
    meeting = town.call("police")
    address = reverse("interventions:briefing_new", args=[meeting.pk])
    client = town.cast.client("greta")
    with django_capture_on_commit_callbacks(execute=True):
        first = client.post(address)
        second = client.post(address)
    assert first.url == second.url
    with town.cast.looking("greta"):
        briefing = Briefing.objects.get()
    assert sent == [(briefings.PRINTING, [str(briefing.pk), town.cast.probation.pk])]
    assert briefing.audience == [1, 2]


def test_the_job_is_known_to_the_worker_by_that_name() -> None:
    from interventions import tasks

    assert tasks.prepare_briefing.name == briefings.PRINTING


def test_those_invited_are_told_that_there_is_a_paper_and_who_answers_for_it(town: Town) -> None:
    meeting = town.call("police", "civil_society")
    address = reverse("interventions:meeting", args=[meeting.pk])
    said = "Frivården har tagit fram ett underlag"
    assert said not in town.cast.client("hugo").get(address).text
    briefing = town.ask(meeting)
    for name in ("hugo", "eva"):
        text = town.cast.client(name).get(address).text
        assert said in text
        assert str(briefing.pk) not in text
    for name in ("greta", "bosse"):
        assert said not in town.cast.client(name).get(address).text
    assert town.cast.client("david").get(address).status_code == 404


def test_only_the_hosts_coordinator_asks(town: Town) -> None:
    meeting = town.call("police")
    address = reverse("interventions:briefing_new", args=[meeting.pk])
    for name in ("hugo", "bosse", "david", "lars"):
        assert town.cast.client(name).post(address).status_code == 404
    with town.cast.looking("greta"):
        assert not Briefing.objects.exists()
    pages = {
        name: town.cast.client(name).get(meeting_page(meeting)).content.decode()
        for name in ("greta", "hugo", "bosse")
    }
    assert {name for name, page in pages.items() if address in page} == {"greta"}


def meeting_page(meeting: Meeting) -> str:
    return reverse("interventions:meeting", args=[meeting.pk])


def test_while_it_is_prepared_polling_loads_and_logs_nothing(town: Town) -> None:
    briefing = town.ask(town.call("police"))
    client, address = (
        town.cast.client("greta"), reverse("interventions:briefing", args=[briefing.pk]),
    )  # fmt: skip
    assert f'hx-get="{address}"' in client.get(address).content.decode()
    with database.role("owner"):
        before = AccessLogEntry.objects.count()
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 204
    with database.role("owner"):
        assert AccessLogEntry.objects.count() == before
    press.prepare(briefing.pk, agency=town.cast.probation)
    answer = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert "hx-get" not in answer
    for copy in town.copies(briefing):
        assert reverse("interventions:briefing_copy", args=[copy.pk]) in answer


def test_the_author_sees_what_was_left_out_and_for_whose_sake_only_of_own_rows(
    town: Town,
) -> None:
    briefing = town.print(town.call("police", "civil_society"))
    assert briefing.omitted["call_ins"] == {"rows": 2, "own": 2, "unread_by": {"5": 2}}
    assert briefing.omitted["groups"] == {"rows": 2, "own": 0}
    assert briefing.omitted["candidates"]["unread_by"] == {"1": 1, "5": 2}
    assert "figures" not in briefing.omitted
    address = reverse("interventions:briefing", args=[briefing.pk])
    assert 'id="omitted"' in town.cast.client("greta").get(address).content.decode()
    assert 'id="omitted"' not in town.cast.client("bosse").get(address).content.decode()
    assert town.cast.client("hugo").get(address).status_code == 404


def test_a_download_is_a_pdf_with_a_neutral_name_and_is_logged(town: Town) -> None:
    meeting = town.call("police", title="Höstens hemliga möte")
    briefing = town.print(meeting)
    copy = town.copies(briefing)[1]
    address = reverse("interventions:briefing_copy", args=[copy.pk])
    answer = town.cast.client("greta").get(address)
    assert answer.content == copy.path.read_bytes()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    name = re.fullmatch(r'attachment; filename="([\w.-]+)"', answer["Content-Disposition"])[1]
    assert re.fullmatch(r"underlag-\d{4}-\d\d-\d\d-2\.pdf", name)
    with database.role("owner"):
        entry = AccessLogEntry.objects.get(purpose="download")
    assert entry.user_id == town.cast.greta.pk
    assert entry.detail == {"copy": str(copy.pk), "briefing": str(briefing.pk)}


def test_another_agencys_paper_is_no_page_also_for_its_recipient(town: Town) -> None:
    briefing = town.print(town.call("police"))
    copy = town.copies(briefing)[0]
    for name in ("hugo", "inga", "david", "eva", "karin", "lars"):
        client = town.cast.client(name)
        for view, pk in (("briefing", briefing.pk), ("briefing_copy", copy.pk)):
            assert client.get(reverse(f"interventions:{view}", args=[pk])).status_code == 404


def test_a_file_that_is_not_what_its_row_says_is_not_handed_out(town: Town) -> None:
    briefing = town.print(town.call("police"))
    first, second = town.copies(briefing)
    first.path.write_bytes(second.path.read_bytes())
    second.path.unlink()
    for copy in (first, second):
        address = reverse("interventions:briefing_copy", args=[copy.pk])
        assert town.cast.client("greta").get(address).status_code == 404


def test_after_its_day_of_destruction_no_copy_is_handed_out(town: Town) -> None:
    briefing = town.print(town.call("police"))
    copy = town.copies(briefing)[0]
    address = reverse("interventions:briefing_copy", args=[copy.pk])
    assert town.cast.client("greta").get(address).status_code == 200
    with town.cast.looking("greta"):
        Briefing.objects.update(destroy_by=timezone.localdate() - timedelta(days=1))
    assert town.cast.client("greta").get(address).status_code == 404


def test_copies_are_destroyed_two_weeks_after_the_meeting(town: Town) -> None:
    meeting = town.call("police")
    held = timezone.localdate(meeting.starts_at)
    assert (town.ask(meeting).destroy_by - held).days == 14


def test_the_meeting_page_costs_the_same_with_2_briefings_and_with_20(town: Town) -> None:
    meeting = town.call("police")
    client, costs = town.cast.client("greta"), []
    for upto in (2, 20):
        with town.cast.looking("greta"):
            for _ in range(Briefing.objects.count(), upto):
                Briefing.objects.create(
                    meeting=meeting, author=town.cast.greta, audience=[1, 2],
                    destroy_by=timezone.localdate(),
                )  # fmt: skip
        client.get(meeting_page(meeting))
        with CaptureQueriesContext(connection) as queries:
            client.get(meeting_page(meeting))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_nobody_writes_a_briefing_in_anothers_name(town: Town) -> None:
    briefing = town.print(town.call("police"))
    with town.cast.looking("hugo"):
        assert not Briefing.objects.filter(pk=briefing.pk).update(state="failed")
        assert not BriefingCopy.objects.all().update(sha256="")
    with audience.of_system(town.cast.police, actor=press.ACTOR):
        assert not Briefing.objects.exists()
