"""What another agency has disclosed: shown with its owner, and with nothing that was not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Identifier, Individual
from partners.actions import disclosures
from partners.mandates import Category
from partners.models import Agency, Disclosure, Grant, LegalBasis, Protected
from tests.cases.pages import logged, shape, text
from tests.cases.people import (
    LIST,
    enter,
    found,
    grounds,
    link,
    number,
    pages,
    statuses,
    supervise,
    typed,
)
from tests.cast import Cast
from tests.database import role


def disclose(cast: Cast, *rows: Protected, to: Agency, asker: str, decider: str) -> Disclosure:
    with cast.looking(asker):
        asked = disclosures.request(
            rows=rows,
            recipient=to,
            purpose="Samordning inför call-in",
            legal_basis=LegalBasis.objects.get(code="OSL_10_27"),
            need="Behövs",
            harm="Ringa",
            proportionality="Rimligt",
            until=timezone.now() + timedelta(days=30),
            by=getattr(cast, asker),
        )
    with cast.looking(decider):
        return disclosures.decide(asked, yes=True, reason="Bifall", by=getattr(cast, decider))


def to_police(cast: Cast, *rows: Protected) -> Disclosure:
    return disclose(cast, *rows, to=cast.police, asker="bosse", decider="jonas")


def client_of_probation(cast: Cast) -> tuple[Individual, Identifier]:
    person = enter(cast, "bosse", number=number())
    with cast.looking("bosse"):
        return person, Identifier.objects.get()


def test_the_police_see_a_disclosed_person_with_owner_and_reason_and_no_buttons(
    cast: Cast,
) -> None:
    person, identifier = client_of_probation(cast)
    supervision = supervise(cast, person, officer=cast.bosse)
    disclosure = to_police(cast, person, identifier, supervision)
    anna = cast.client("anna")
    page = anna.get(person.get_absolute_url())
    for word in ("Ali Berg", number().masked(), "Bosse Håkansson", 'data-kind="probation"'):
        assert word in text(page)
    assert [one.name for one in page.context["sections"]] == ["identifiers", "supervisions"]
    for section in page.context["sections"]:
        assert [reason.until for reason in section.why] == [disclosure.valid_until]
        assert section.why[0].reference == "OSL 10 kap. 27 §"
    assert page.context["changes"] == []
    assert not any(address in text(page) for address in pages(person)[1:])
    assert statuses(anna, person) == [200, 404, 404, 404, 404]
    assert anna.post(pages(person)[1], typed()).status_code == 404
    assert "Ali Berg" in text(anna.get(LIST))


def test_what_was_not_disclosed_is_absent(cast: Cast) -> None:
    person, _identifier = client_of_probation(cast)
    supervise(cast, person)
    to_police(cast, person)
    anna = cast.client("anna")
    page = text(anna.get(person.get_absolute_url()))
    assert "Ali Berg" in page
    assert number().masked() not in page
    assert reverse("cases:individual_unmask", args=[person.pk]) not in page
    for section in ("supervision", "links"):
        assert f'id="{section}"' not in page
    assert not anna.get(LIST).context["has_supervision"]


def test_a_supervision_without_its_person_has_no_page(cast: Cast) -> None:
    person, _identifier = client_of_probation(cast)
    to_police(cast, supervise(cast, person))
    assert cast.client("anna").get(person.get_absolute_url()).status_code == 404


def test_an_unmasking_of_a_disclosed_number_is_logged_where_it_happened(cast: Cast) -> None:
    person, identifier = client_of_probation(cast)
    to_police(cast, person, identifier)
    page = cast.client("anna").post(reverse("cases:individual_unmask", args=[person.pk]))
    assert number().unmasked() in text(page)
    entry = next(e for e in logged("cases:individual_unmask") if e.purpose == "unmask")
    assert (entry.owner_id, entry.user_id) == (cast.police.pk, cast.anna.pk)
    assert entry.subjects == [person.pk]


def test_before_a_change_one_is_told_that_it_ends_the_disclosure_and_it_does(cast: Cast) -> None:
    person, _identifier = client_of_probation(cast)
    to_police(cast, person)
    bosse = cast.client("bosse")
    form = bosse.get(pages(person)[1])
    assert "Polisen" in form.context["note"]
    bosse.post(pages(person)[1], typed(name="Ali Bergh", number=""))
    assert cast.client("anna").get(person.get_absolute_url()).status_code == 404
    assert bosse.get(pages(person)[1]).context["note"] == ""


def test_a_disclosure_that_has_run_out_leaves_the_same_page_as_no_person(cast: Cast) -> None:
    person, _identifier = client_of_probation(cast)
    to_police(cast, person)
    other = enter(cast, "bosse", "Bo Ek")
    anna = cast.client("anna")
    assert anna.get(person.get_absolute_url()).status_code == 200
    past = timezone.now() - timedelta(seconds=1)
    with role("owner"):
        start = past - timedelta(days=1)
        Grant.objects.filter(object_pk=str(person.pk)).update(valid_from=start, valid_until=past)
    gone = anna.get(person.get_absolute_url())
    assert gone.status_code == 404
    assert shape(gone) == shape(anna.get(other.get_absolute_url()))
    assert "Ali Berg" not in text(anna.get(LIST))


def test_protecting_a_disclosed_person_hides_them_from_the_recipient_too(cast: Cast) -> None:
    person, _identifier = client_of_probation(cast)
    to_police(cast, person)
    cast.client("bosse").post(
        pages(person)[2], {"assigned_to": [str(cast.bosse.pk)], "level": "marked"}
    )
    assert cast.client("anna").get(person.get_absolute_url()).status_code == 404


def test_a_disclosed_link_is_shown_only_where_the_group_is_too(cast: Cast) -> None:
    person = enter(cast, "anna", subject_category="suspect")
    one = link(cast, person, found(cast))
    told = (person, one, *grounds(cast, one))
    disclose(cast, *told, to=cast.probation, asker="anna", decider="inga")
    greta = cast.client("greta")
    assert 'id="links"' not in text(greta.get(person.get_absolute_url()))
    cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
    page = text(greta.get(person.get_absolute_url()))
    assert "Spaningsrapport 7" in page
    assert reverse("cases:link_end", args=[one.pk]) not in page
    assert "Ali Berg" in text(greta.get(one.group.get_absolute_url()))
    assert "Ali Berg" not in text(cast.client("david").get(LIST))


@pytest.mark.parametrize("persona", ["bosse", "greta"])
def test_each_section_leads_to_asking_for_a_disclosure_of_its_rows(
    cast: Cast, persona: str
) -> None:
    person, identifier = client_of_probation(cast)
    supervision = supervise(cast, person)
    client: Client = cast.client(persona)
    found_here = client.get(person.get_absolute_url()).context["disclosing"]
    assert str(identifier.pk) in found_here["identity"]
    assert str(supervision.pk) in found_here["supervision"]
    assert all(str(person.pk) in address for address in found_here.values())
    for address in found_here.values():
        assert client.get(address).status_code == 200


def test_whoever_may_not_ask_for_a_disclosure_is_not_led_there(cast: Cast) -> None:
    person, _identifier = client_of_probation(cast)
    for persona in ("jonas", "judit"):
        context = cast.client(persona).get(person.get_absolute_url()).context
        assert not any(context["disclosing"].values())
    hidden = enter(cast, "bosse", "Bo Ek", assigned_to=[cast.bosse])
    assert not cast.client("bosse").get(hidden.get_absolute_url()).context["disclosing"]
