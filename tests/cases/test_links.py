"""Links to groups on screen: written by one, reviewed by another, gone when their time is out."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import CriminalGroup, GroupLink, Individual, LinkCriterion
from partners.mandates import Category
from tests.cases.pages import cost, errors, logged, text
from tests.cases.people import TODAY, draft, enter, found, link
from tests.cast import Cast
from tests.database import role

HARD = {
    "kind": "acting",
    "basis": "fact",
    "source": "Underrättelse 12",
    "source_date": str(TODAY - timedelta(days=5)),
    "source_grade": "A",
    "information_grade": "1",
    "note": "Bevakade en lokal åt gruppen",
}
OTHER = HARD | {
    "kind": "weapon",
    "basis": "assessment",
    "source": "Beslag 44",
    "source_date": str(TODAY - timedelta(days=9)),
}
JUDGMENT = HARD | {"kind": "judgment", "source": "Dom B 12-26"}
SOFT = HARD | {"kind": "area"}
EMPTY = dict.fromkeys(HARD, "")


def typed(group: CriminalGroup | None = None, *rows: dict[str, str], **more: str) -> dict[str, Any]:
    rows = rows or (HARD, OTHER)
    data = {
        "need": "Inför call-in",
        "months": "6",
        "criteria-TOTAL_FORMS": str(len(rows)),
        "criteria-INITIAL_FORMS": "0",
    }
    if group:
        data["group"] = str(group.pk)
    for number, row in enumerate(rows):
        data |= {f"criteria-{number}-{name}": value for name, value in row.items()}
    return data | more


def at(name: str, row: Any) -> str:
    return reverse(f"cases:link_{name}", args=[row.pk])


def suspect(cast: Cast, name: str = "Ali Berg", **more: Any) -> Individual:
    return enter(cast, "anna", name, subject_category="suspect", **more)


def refused(client: Client, address: str, data: dict[str, Any]) -> str:
    """What the page says is wrong with the whole of it."""
    response = client.post(address, data)
    assert response.status_code == 200
    return " ".join(str(e) for e in response.context["form"].non_field_errors())


def review(cast: Cast, one: GroupLink, by: str = "hugo", answer: str = "yes") -> Any:
    data = {"answer": answer, "months": "6", "review": "Behövs, och inget mindre räcker"}
    return cast.client(by).post(at("review", one), data, follow=True)


def test_a_link_is_written_by_one_reviewed_by_another_and_then_stands_on_both_pages(
    cast: Cast,
) -> None:
    person, group = suspect(cast), found(cast)
    anna = cast.client("anna")
    page = anna.post(at("new", person), typed(group), follow=True)
    with cast.looking("anna"):
        one = GroupLink.objects.get()
    assert page.redirect_chain == [(one.get_absolute_url(), 302)]
    assert "Underrättelse 12" in text(page)
    assert "Underrättelse 12" not in text(anna.get(group.get_absolute_url()))
    assert review(cast, one).redirect_chain == [(person.get_absolute_url(), 302)]
    for record in (person, group):
        shown = text(anna.get(record.get_absolute_url()))
        assert "Underrättelse 12" in shown
        assert 'data-basis="fact"' in shown
        assert 'data-basis="assessment"' in shown
    with cast.looking("anna"):
        one = GroupLink.objects.get()
    assert 178 < (one.valid_until - timezone.now()).days < 185
    assert (one.registered_by, one.reviewed_by) == (cast.anna, cast.hugo)


def test_the_record_says_how_good_it_is_and_what_it_may_not_be_used_for(cast: Cast) -> None:
    person, group = suspect(cast), found(cast)
    one = link(cast, person, group)
    anna = cast.client("anna")
    for page in (one.get_absolute_url(), person.get_absolute_url()):
        shown = text(anna.get(page))
        assert "bostad, anställning, tillstånd" in shown
        assert "Svagaste källa B" in shown


@pytest.mark.parametrize("persona", ["greta", "bosse", "cilla", "david", "eva", "karin", "lars"])
def test_no_other_than_the_polices_own_reach_a_link(cast: Cast, persona: str) -> None:
    person, group = suspect(cast), found(cast)
    rows = [draft(cast, person, group), link(cast, suspect(cast, "Bo Ek"), group)]
    cast.let_read(cast.probation, Category.GROUP_CODE, owner=cast.police)
    client = cast.client(persona)
    pages = [at(name, row) for row in rows for name in ("change", "review", "renew", "end")]
    pages += [row.get_absolute_url() for row in rows]
    for address in (at("new", person), reverse("cases:links"), *pages):
        assert client.get(address).status_code == 404
        assert client.post(address, typed(group)).status_code == 404
    own = enter(cast, "bosse")
    assert client.get(at("new", own)).status_code == 404


def test_a_decision_maker_reviews_but_does_not_write(cast: Cast) -> None:
    person, group = suspect(cast), found(cast)
    inga = cast.client("inga")
    assert inga.get(at("new", person)).status_code == 404
    one = draft(cast, person, group)
    assert inga.get(at("change", one)).status_code == 404
    review(cast, one, by="inga")
    with cast.looking("inga"):
        assert GroupLink.objects.valid().get().reviewed_by == cast.inga


def test_probations_record_of_a_person_has_no_section_for_links(cast: Cast) -> None:
    own = enter(cast, "bosse")
    assert 'id="links"' not in text(cast.client("bosse").get(own.get_absolute_url()))


@pytest.mark.parametrize("count", [1, 2, 7, 12])
def test_soft_criteria_cannot_be_saved_and_the_form_says_why_and_what_is_needed(
    cast: Cast, count: int
) -> None:
    person, group = suspect(cast), found(cast)
    kinds = ["area", "clothing", "music", "family", "friendship", "school", "social_media"]
    rows = [
        SOFT | {"kind": kinds[n % 7], "source": f"Källa {n}", "note": f"Rad {n}"}
        for n in range(count)
    ]
    told = refused(cast.client("anna"), at("new", person), typed(group, *rows))
    assert "mjuka kriterier" in told
    assert "två hårda kriterier" in told
    with cast.looking("anna"):
        assert not GroupLink.objects.exists()
        assert not LinkCriterion.objects.exists()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((EMPTY, EMPTY), "minst ett kriterium"),
        ((HARD, SOFT), "Ett hårt kriterium räcker inte"),
        ((HARD, OTHER | {"source": "underrättelse-12"}), "oberoende"),
        ((HARD, OTHER | {"source_grade": "E"}), "räknas inte"),
        ((JUDGMENT | {"information_grade": "X"},), "räknas inte"),
    ],
)
def test_what_is_not_enough_is_told_and_what_was_typed_is_kept(
    cast: Cast, rows: tuple[dict[str, str], ...], words: str
) -> None:
    person, group = suspect(cast), found(cast)
    anna = cast.client("anna")
    assert words in refused(anna, at("new", person), typed(group, *rows))
    page = anna.post(at("new", person), typed(group, *rows))
    assert page.context["form"]["need"].value() == "Inför call-in"
    for form, row in zip(page.context["rows"].forms, rows, strict=True):
        assert {name: form[name].value() for name in row} == row


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"source": ""}, {"source": ["required"]}),
        ({"source": "x" * 201}, {"source": ["max_length"]}),
        ({"basis": ""}, {"basis": ["required"]}),
        ({"basis": "rykte"}, {"basis": ["invalid_choice"]}),
        ({"kind": "ethnicity"}, {"kind": ["invalid_choice"]}),
        ({"source_date": str(TODAY + timedelta(days=1))}, {"source_date": ["future"]}),
        ({"source_date": "2026-13-01"}, {"source_date": ["invalid"]}),
        ({"source_grade": "F"}, {"source_grade": ["invalid_choice"]}),
        ({"information_grade": ""}, {"information_grade": ["required"]}),
    ],
)
def test_what_is_wrong_in_a_row_is_told_beside_its_field_and_kept(
    cast: Cast, fields: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    person, group = suspect(cast), found(cast)
    data = typed(group, JUDGMENT, HARD | fields)
    page = cast.client("anna").post(at("new", person), data)
    row = page.context["rows"].forms[1]
    assert {name: [e.code for e in told] for name, told in row.errors.as_data().items()} == wrong
    for name in wrong:
        assert f'id="id_criteria-1-{name}_error"' in text(page)
        assert f'<a href="#id_criteria-1-{name}' in text(page)
    assert "Kriterium 2, " in text(page)
    assert row["note"].value() == HARD["note"]
    with cast.looking("anna"):
        assert not GroupLink.objects.exists()


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"need": ""}, {"need": ["required"]}),
        ({"months": "13"}, {"months": ["invalid_choice"]}),
        ({"months": ""}, {"months": ["required"]}),
        ({"group": ""}, {"group": ["required"]}),
    ],
)
def test_what_is_wrong_about_the_link_is_told_beside_its_field(
    cast: Cast, more: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    person, group = suspect(cast), found(cast)
    page = cast.client("anna").post(at("new", person), typed(group) | more)
    assert errors(page) == wrong


def test_a_row_more_is_a_button_that_keeps_what_was_typed_and_complains_of_nothing(
    cast: Cast,
) -> None:
    person, group = suspect(cast), found(cast)
    data = typed(group, HARD | {"source": ""}, EMPTY, more="1")
    page = cast.client("anna").post(at("new", person), data)
    assert len(page.context["rows"].forms) == 3
    assert "_error" not in text(page)
    assert 'role="alert"' not in text(page)
    assert page.context["rows"].forms[0]["note"].value() == HARD["note"]
    assert page.context["form"]["need"].value() == "Inför call-in"


def test_enter_in_a_field_saves_and_adds_no_row(cast: Cast) -> None:
    """Browsers press the first button of a form for whoever presses Enter."""
    page = text(cast.client("anna").get(at("new", suspect(cast))))
    form = page[page.index('<form method="post" class="form"') :]
    first, more = form.index("<button"), form.index('name="more"')
    assert first < more
    assert "name=" not in form[first : form.index(">", first)]


def test_there_is_an_end_to_how_many_rows_one_can_add(cast: Cast) -> None:
    person, group = suspect(cast), found(cast)
    data = typed(group, *[HARD] * 12, more="1")
    assert len(cast.client("anna").post(at("new", person), data).context["rows"].forms) == 12
    data |= {"criteria-TOTAL_FORMS": "99999999999999"}
    assert len(cast.client("anna").post(at("new", person), data).context["rows"].forms) == 12
    data |= {"criteria-TOTAL_FORMS": "många"}
    assert cast.client("anna").post(at("new", person), data).status_code == 200


def test_the_same_criterion_twice_is_told(cast: Cast) -> None:
    person, group = suspect(cast), found(cast)
    page = cast.client("anna").post(at("new", person), typed(group, JUDGMENT, JUDGMENT))
    assert [e.code for e in page.context["rows"].non_form_errors().as_data()] == ["twice"]


def test_an_ended_group_and_a_missing_one_are_no_choice(cast: Cast) -> None:
    person, ended = suspect(cast), found(cast)
    with cast.looking("hugo"):
        CriminalGroup.objects.update(status="ended")
    response = cast.client("anna").post(at("new", person), typed(ended))
    assert errors(response) == {"group": ["invalid_choice"]}


def test_an_injured_party_has_no_link_to_a_group(cast: Cast) -> None:
    person = enter(cast, "anna", subject_category="victim")
    group = found(cast)
    page = cast.client("anna").post(at("new", person), typed(group))
    assert errors(page) == {"group": ["victim"]}
    with pytest.raises(ValidationError):
        link(cast, person, group)


def test_one_link_or_draft_at_a_time_to_the_same_group(cast: Cast) -> None:
    person, group = suspect(cast), found(cast)
    one = draft(cast, person, group)
    anna = cast.client("anna")
    assert errors(anna.post(at("new", person), typed(group))) == {"group": ["linked"]}
    review(cast, one)
    assert errors(anna.post(at("new", person), typed(group))) == {"group": ["linked"]}
    anna.post(at("end", one), {"reason": "over"})
    assert anna.post(at("new", person), typed(group)).status_code == 302


def test_nobody_reviews_what_they_wrote_and_a_draft_is_changed_by_whoever_wrote_it(
    cast: Cast,
) -> None:
    one = draft(cast, suspect(cast), found(cast))
    anna, hugo = cast.client("anna"), cast.client("hugo")
    assert anna.get(at("review", one)).status_code == 404
    assert hugo.get(at("review", one)).status_code == 200
    assert hugo.get(at("change", one)).status_code == 404
    assert anna.get(at("change", one)).status_code == 200


def test_the_review_says_what_is_to_be_judged(cast: Cast) -> None:
    one = draft(cast, suspect(cast), found(cast))
    page = text(cast.client("hugo").get(at("review", one)))
    for words in ("proportionerlig", "oberoende", "bostad, anställning, tillstånd", "brottsoffer"):
        assert words in page
    assert "är inte känt. Registrerad som: misstänkt" in page
    assert errors(cast.client("hugo").post(at("review", one), {})) == {
        "answer": ["required"], "months": ["required"], "review": ["required"],
    }  # fmt: skip


def test_a_draft_sent_back_is_changed_and_keeps_what_was_not_changed(cast: Cast) -> None:
    person, group = suspect(cast), found(cast)
    anna = cast.client("anna")
    anna.post(at("new", person), typed(group))
    with cast.looking("anna"):
        one = GroupLink.objects.get()
    assert person.name in text(cast.client("hugo").get("/"))
    review(cast, one, answer="back")
    assert "Kopplingar som du har fått tillbaka" in text(anna.get("/"))
    assert "Skickat tillbaka, borta" in text(anna.get(person.get_absolute_url()))
    hugo = cast.client("hugo")
    assert person.name not in text(hugo.get("/")) + text(hugo.get(reverse("cases:links")))
    form = anna.get(at("change", one))
    assert "Behövs, och inget mindre räcker" in text(form)
    held = [row["source"].value() for row in form.context["rows"].forms[:2]]
    assert held == ["Beslag 44", "Underrättelse 12"]
    anna.post(at("change", one), typed(None, OTHER, JUDGMENT))
    with cast.looking("anna"):
        kinds = {row.kind for row in LinkCriterion.objects.all()}
    assert kinds == {"weapon", "judgment"}
    told = refused(anna, at("change", one), typed(None, SOFT))
    assert "mjuka kriterier" in told


def test_a_draft_that_is_not_approved_is_gone(cast: Cast) -> None:
    one = draft(cast, suspect(cast), found(cast))
    review(cast, one, answer="no")
    assert cast.client("anna").get(one.get_absolute_url()).status_code == 404
    with cast.looking("anna"):
        assert not GroupLink.objects.exists()
        assert not LinkCriterion.objects.exists()


def test_a_link_ended_early_is_gone_at_once_and_the_reason_is_logged(cast: Cast) -> None:
    person, group = suspect(cast), found(cast)
    one = link(cast, person, group)
    anna = cast.client("anna")
    assert anna.get(at("end", one)).status_code == 200
    assert errors(anna.post(at("end", one), {})) == {"reason": ["required"]}
    page = anna.post(at("end", one), {"reason": "source"}, follow=True)
    assert page.redirect_chain == [(person.get_absolute_url(), 302)]
    for record in (page, anna.get(group.get_absolute_url())):
        assert "Spaningsrapport" not in text(record)
    assert anna.get(at("end", one)).status_code == 404
    entry = next(e for e in logged("cases:link_end") if e.purpose == "end_link")
    assert entry.detail == {"link": str(one.pk), "reason": "source", "posted": True}
    assert entry.subjects == [person.pk]
    assert entry.user_id == cast.anna.pk


def run_out(one: GroupLink) -> None:
    past = timezone.now() - timedelta(seconds=1)
    with role("owner"):
        GroupLink.objects.filter(pk=one.pk).update(
            valid_from=past - timedelta(days=1), valid_until=past
        )


def test_a_link_that_has_run_out_is_gone_with_no_job_having_run(cast: Cast) -> None:
    person, group = suspect(cast), found(cast)
    one = link(cast, person, group)
    run_out(one)
    anna = cast.client("anna")
    for record in (person, group):
        assert "Spaningsrapport" not in text(anna.get(record.get_absolute_url()))
    for name in ("end", "renew", "review"):
        assert anna.get(at(name, one)).status_code == 404
    with cast.looking("anna"):
        assert not LinkCriterion.objects.exists()


NEWS = HARD | {"kind": "money", "source": "Beslag 90", "source_date": str(TODAY)}


def reviewed_long_ago(one: GroupLink) -> None:
    """The last review was forty days ago."""
    before = timezone.now() - timedelta(days=40)
    with role("owner"):
        GroupLink.objects.filter(pk=one.pk).update(reviewed_at=before)


@pytest.mark.parametrize(
    "old",
    [
        HARD | {"source_date": str(TODAY - timedelta(days=60))},
        SOFT | {"source_date": str(TODAY)},
        JUDGMENT | {"source": "spaningsrapport nr 7", "source_grade": "E"},
        JUDGMENT | {"source": "Spaningsrapport 7", "source_date": str(TODAY)},
    ],
)
def test_a_link_is_not_renewed_on_what_is_old_or_soft_or_held(
    cast: Cast, old: dict[str, str]
) -> None:
    one = link(cast, suspect(cast), found(cast))
    told = refused(cast.client("anna"), at("renew", one), typed(None, old))
    assert "Inget av det här är nytt" in told


def test_a_choice_begins_unchosen(cast: Cast) -> None:
    page = cast.client("anna").get(at("new", suspect(cast)))
    form, row = page.context["form"], page.context["rows"].forms[0]
    assert not any(form[name].value() for name in ("group", "months"))
    assert not any(row[name].value() for name in ("kind", "basis", "source_grade"))
    assert str(row["kind"].field.choices[0][1]) == str(form["group"].field.empty_label)


def test_what_is_told_of_a_link_says_who_will_see_it(cast: Cast) -> None:
    readers = cast.client("anna").get(at("new", suspect(cast))).context["readers"]
    assert [reader.short_name for reader in readers] == ["Polisen"]


def test_the_lists_cost_the_same_for_two_and_for_twenty(cast: Cast) -> None:
    group, anna = found(cast), cast.client("anna")

    def add(first: int, last: int) -> None:
        for number in range(first, last):
            draft(cast, suspect(cast, f"Person {number}"), group)
            link(cast, suspect(cast, f"Annan {number}"), group, months=1)

    address = reverse("cases:links")
    add(0, 2)
    anna.get(address)
    two = cost(lambda: anna.get(address))
    add(2, 20)
    assert cost(lambda: anna.get(address)) == two
    assert text(anna.get(address)).count("Annan ") >= 20
