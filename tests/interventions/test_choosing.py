"""The pages of choosing: what each says, to whom, and what they cost."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import GroupLink, Identifier
from interventions.actions import candidates
from interventions.models import Attestation, Candidate, Inquiry, Nomination, Question
from partners.mandates import Category
from partners.models import AccessLogEntry, Approval, LegalBasis
from tests import database
from tests.cast import Cast
from tests.interventions.test_inquiries import Asking
from tests.interventions.test_nominations import decide as decide_nomination
from tests.interventions.test_nominations import nominate

STRANGERS = ("cilla", "siv", "david", "eva", "mona", "karin", "lars")


@pytest.fixture
def asking(cast: Cast) -> Asking:
    cast.let_read(cast.police, Category.CALL_IN, owner=cast.probation)
    return Asking.about(cast)


def page(asking: Asking, name: str, path: str) -> str:
    answer = asking.cast.client(name).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def list_path(asking: Asking) -> str:
    return f"/call-in/{asking.evening.call_in_id}/urval/"


def test_the_list_says_what_is_not_met_and_who_attested_what(asking: Asking) -> None:
    asking.draft().decide().answer()
    text = page(asking, "greta", list_path(asking))
    assert re.findall(r"Ali Berg|Bo Ceder|Cem Dahl", text) == ["Ali Berg", "Bo Ceder", "Cem Dahl"]
    assert "<b>Inte frihetsberövad</b>" in text
    assert "Alm" in text
    one = page(asking, "greta", f"/call-in/kandidat/{asking.candidates[0]}/")
    assert "Alm, till och med" in one
    assert "Svar på fråga" in one


@pytest.mark.parametrize("name", ["hugo", "inga", *STRANGERS])
def test_the_list_and_a_candidate_are_pages_of_the_leading_agency_alone(
    asking: Asking, name: str
) -> None:
    asking.draft().decide().answer()
    pk = asking.candidates[0]
    for path in (
        list_path(asking),
        f"/call-in/kandidat/{pk}/",
        f"/call-in/kandidat/{pk}/frihet/",
        f"/call-in/kandidat/{pk}/undantag/at_liberty/",
        f"/call-in/{asking.evening.call_in_id}/fraga/",
    ):
        assert asking.cast.client(name).get(path).status_code == 404, path


def test_the_whole_way_by_the_pages(asking: Asking) -> None:
    cast, call_in = asking.cast, asking.evening.call_in_id
    sent = {
        "candidates": asking.candidates,
        "recipient": cast.police.pk,
        "legal_basis": LegalBasis.objects.get(code="L2025_170_5").pk,
        "need": "n", "harm": "h", "proportionality": "p",
    }  # fmt: skip
    form = cast.client("greta").get(f"/call-in/{call_in}/fraga/").context["form"]
    sent["until"] = form.fields["until"].initial
    assert cast.client("greta").post(f"/call-in/{call_in}/fraga/", sent).status_code == 302
    asking.decide()
    with asking.evening.looking("hugo"):
        pk = Inquiry.objects.get().pk
        questions = {row.reference: row.pk for row in Question.objects.all()}
    path = f"/call-in/fraga/{pk}/"
    text = page(asking, "hugo", path)
    assert "Intygas: Alm" in text
    assert text.count("Intygas: ") == 1
    answers = {
        f"answer_{questions['K1']}": str(asking.link_pk),
        f"answer_{questions['K2']}": "not_attested",
    }
    refused = cast.client("hugo").post(path, answers | {"is_ok": "no", "apart": ["K1"]})
    assert "Svara om K3." in refused.content.decode()
    assert f'value="{asking.link_pk}" ' in refused.content.decode()
    answers |= {f"answer_{questions['K3']}": "declined", "is_ok": "no", "apart": ["K1", "K2"]}
    assert cast.client("hugo").post(path, answers).status_code == 302
    told = page(asking, "greta", path)
    assert "Inte den här kombinationen: K1, K2" in re.sub(r"\s+", " ", told)
    assert "Polisens Namn" not in told
    assert "Inte tillsammans med Bo Ceder." in page(asking, "greta", list_path(asking))


def test_finding_the_own_record_is_logged_as_combining(asking: Asking) -> None:
    asking.draft().decide()
    page(asking, "hugo", f"/call-in/fraga/{asking.pk}/")
    with database.role("owner"):
        told = AccessLogEntry.objects.filter(purpose="combine", user=asking.cast.hugo.pk)
        assert told.count() == 1


def test_another_number_of_the_same_person_is_no_counterpart(asking: Asking) -> None:
    with asking.evening.looking("anna"):
        person = GroupLink.objects.get().individual
        Identifier.objects.filter(individual=person).update(value="198006209801")
    asking.draft().decide()
    with asking.evening.looking("hugo"):
        assert GroupLink.objects.exists()
    assert "Intygas: " not in page(asking, "hugo", f"/call-in/fraga/{asking.pk}/")


@pytest.mark.parametrize("name", STRANGERS)
def test_an_inquiry_and_a_nomination_are_no_pages_of_others(asking: Asking, name: str) -> None:
    nominate(asking)
    decide_nomination(asking)
    asking.draft().decide().answer()
    with asking.evening.looking("hugo"):
        nomination = Nomination.objects.get().pk
    for path in (
        "/call-in/fragor/",
        f"/call-in/fraga/{asking.pk}/",
        f"/call-in/nominering/{nomination}/",
        f"/call-in/{asking.evening.call_in_id}/nominera/",
    ):
        assert asking.cast.client(name).get(path).status_code == 404, path


def test_the_nominator_reads_the_same_of_a_client_and_of_somebody_else(asking: Asking) -> None:
    """The pages differ in nothing before and after the person is a candidate."""
    nominate(asking)
    decide_nomination(asking)
    with asking.evening.looking("greta"):
        row = Nomination.objects.get()
    path = f"/call-in/nominering/{row.pk}/"
    assert "Ali Berg" in page(asking, "greta", path)
    assert asking.cast.client("greta").post(path + "mottagen/").status_code == 302
    texts = []
    for answer in ("before", "after"):
        text = page(asking, "hugo", path)
        assert "Ali Berg" not in text
        # When the page was made differs each time.
        own = r'(?i)token": "[^"]*|token" value="[^"]*|<p class="printed">.*?</p>'
        texts.append(re.sub(own, "", text))
        if answer == "before":
            asking.evening.expect("Någon Annan")
            with asking.evening.looking("greta"):
                row = Candidate.objects.get(pk=asking.candidates[0])
                candidates.review(row, by=asking.cast.greta)
    assert texts[0] == texts[1]


def test_a_check_and_an_override_are_written_on_their_pages(asking: Asking) -> None:
    pk, greta = asking.candidates[0], asking.cast.client("greta")
    wrong = greta.post(f"/call-in/kandidat/{pk}/frihet/", {"source": "Registret"})
    assert "Säg vad kontrollen visade." in wrong.content.decode()
    assert 'value="Registret"' in wrong.content.decode()
    future = {"in_custody": "no", "source": "s", "checked_on": "2099-01-01"}
    assert greta.post(f"/call-in/kandidat/{pk}/frihet/", future).status_code == 200
    today = future | {
        "checked_on": greta.get(f"/call-in/kandidat/{pk}/frihet/")
        .context["form"]
        .fields["checked_on"]
        .initial()
    }
    assert greta.post(f"/call-in/kandidat/{pk}/frihet/", today).status_code == 302
    assert greta.get(f"/call-in/kandidat/{pk}/undantag/at_liberty/").status_code == 404
    assert greta.get(f"/call-in/kandidat/{pk}/undantag/of_age/").status_code == 404
    path = f"/call-in/kandidat/{pk}/undantag/linked/"
    assert greta.post(path, {"reason": "Sagt i samtal"}).status_code == 302
    text = page(asking, "bosse", f"/call-in/kandidat/{pk}/")
    with asking.evening.looking("bosse"):
        approval = Approval.objects.get(answer="")
    assert f"/{approval.pk}/" in text
    assert f"/{approval.pk}/" not in page(asking, "greta", f"/call-in/kandidat/{pk}/")


def test_the_pages_cost_the_same_however_long_the_list(asking: Asking) -> None:
    def cost(name: str, path: str) -> int:
        client = asking.cast.client(name)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    few = cost("greta", list_path(asking))
    asking.candidates, all_of_them = asking.candidates[:2], asking.candidates
    asking.draft().decide()
    asked = cost("hugo", f"/call-in/fraga/{asking.pk}/")
    asking.candidates = all_of_them
    for number in range(17):
        asking.candidates.append(asking.evening.propose(f"Person {number}"))
    assert cost("greta", list_path(asking)) == few + 2
    asking.draft().decide()
    assert cost("hugo", f"/call-in/fraga/{asking.pk}/") == asked


def test_a_decision_that_is_not_yet_possible_says_why(asking: Asking) -> None:
    with asking.evening.looking("greta"):
        candidates.review(Candidate.objects.get(pk=asking.candidates[0]), by=asking.cast.greta)
    path = f"/call-in/kandidat/{asking.candidates[0]}/"
    assert "Kan inte godkännas än" in page(asking, "jonas", path)
    with asking.evening.looking("jonas"), pytest.raises(ValidationError, match="Ali Berg"):
        candidates.approve(Candidate.objects.get(pk=asking.candidates[0]), by=asking.cast.jonas)
    assert Attestation.objects.count() == 0
