"""Consents: written down by social services, seen by every party, leaned on by any, taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Individual, Supervision
from interventions.models import CallIn
from partners.actions import consents, grants
from partners.mandates import Action, Category, Kind, Reach, Role
from partners.models import AccessLogEntry, Agency, Consent, Grant, Mandate, Protected, User
from partners.rows import reference
from tests import database
from tests.cast import Cast

MONTH = timedelta(days=30)
COVERED = [Category.IDENTITY, Category.SUPERVISION]


def person(name: str = "Ali Berg") -> Individual:
    return Individual.objects.create(name=name, subject_category="other", purpose="Stöd")


def client_of_probation(name: str = "Ali Berg") -> tuple[Individual, Supervision]:
    known = person(name)
    return known, Supervision.objects.create(
        individual=known, sanction="skyddstillsyn", probation_from="2026-01-01",
        probation_until="2027-01-01", supervised_from="2026-01-01", supervised_until="2027-01-01",
    )  # fmt: skip


def record(cast: Cast, subject: Individual | None = None, **changed: Any) -> Consent:
    subject = subject or person()
    given: dict[str, Any] = {
        "subject": subject,
        "name": subject.name,
        "recipients": [cast.probation],
        "categories": COVERED,
        "scope": "Att stöd pågår",
        "given_on": timezone.localdate(),
        "until": timezone.now() + MONTH,
        "by": cast.cilla,
    }
    return consents.record(**given | changed)


def signed(cast: Cast, **changed: Any) -> Consent:
    with cast.looking("cilla"):
        return record(cast, **changed)


def fields(**changed: Any) -> dict[str, Any]:
    today = timezone.localdate()
    given = {
        "name": "Ali Berg", "recipients": [2], "categories": ["identity", "supervision"],
        "scope": "Att stöd pågår", "given_on": today, "until": today + MONTH,
    }  # fmt: skip
    return given | changed


def lean(consent: Consent, row: Protected, *, to: Agency, by: User, **changed: Any) -> Grant:
    given = {"reason": Grant.Reason.CONSENT, "until": consent.valid_until, "consent": consent}
    return grants.give(row, to=to, by=by, **given | changed)


def opens(consent: Consent, row: Protected, *, to: Agency, by: User, **changed: Any) -> bool:
    try:
        with transaction.atomic():
            lean(consent, row, to=to, by=by, **changed)
    except ProgrammingError as error:
        return "no consent stands" not in str(error)
    return True


# -- Who sees it --------------------------------------------------------------------------------


def test_a_party_sees_the_consent_and_whose_it_is_and_not_the_record(cast: Cast) -> None:
    consent = signed(cast)
    with cast.looking("greta"):
        assert [one.name for one in Consent.objects.all()] == ["Ali Berg"]
        assert not Individual.objects.exists()
    for name in ("anna", "david", "eva"):
        with cast.looking(name):
            assert not Consent.objects.filter(pk=consent.pk).exists(), name


def test_a_consent_may_name_several_agencies(cast: Cast) -> None:
    signed(cast, recipients=[cast.probation, cast.police])
    for name in ("greta", "anna", "siv"):
        with cast.looking(name):
            assert Consent.objects.count() == 1, name
    with cast.looking("eva"):
        assert not Consent.objects.exists()


def test_a_protected_persons_consent_is_for_those_assigned(cast: Cast) -> None:
    with cast.looking("cilla"):
        subject = person()
        consent = record(cast, subject)
        grants.give(
            subject, to=cast.social_services, user=cast.cilla, reason=Grant.Reason.TEAM,
            until=timezone.now() + MONTH, by=cast.cilla,
        )  # fmt: skip
        subject.protection_level = "marked"
        subject.save()
        assert Consent.objects.exists()
    for name in ("siv", "greta", "jonas"):
        with cast.looking(name):
            assert not Consent.objects.exists(), name
    with cast.looking("greta"):
        _, supervision = client_of_probation()
        assert not opens(consent, supervision, to=cast.social_services, by=cast.greta)


def test_what_was_signed_is_not_changed(cast: Cast) -> None:
    consent = signed(cast)
    changes = (
        {"recipients": [1, 2]}, {"categories": ["conditions"]}, {"name": "Annan"},
        {"valid_until": timezone.now() + timedelta(days=300)}, {"scope": "Allt"},
    )  # fmt: skip
    with cast.looking("cilla"):
        for change in changes:
            with pytest.raises(ProgrammingError, match="only withdrawn"), transaction.atomic():
                Consent.objects.filter(pk=consent.pk).update(**change)
        consents.withdraw(consent, by=cast.cilla)
        with pytest.raises(ProgrammingError, match="only withdrawn"), transaction.atomic():
            Consent.objects.filter(pk=consent.pk).update(withdrawn_at=None)


@pytest.mark.parametrize("recipients", [[], [3], [2, 3], [77]])
def test_a_consent_names_other_agencies(cast: Cast, recipients: list[int]) -> None:
    with cast.looking("cilla"):
        subject = person()
        with pytest.raises(DatabaseError, match="names other agencies"), transaction.atomic():
            Consent.objects.create(
                subject_type_id=1, subject_pk=subject.pk, name="N", recipients=recipients,
                categories=["identity"], scope="s", valid_until=timezone.now() + MONTH,
            )  # fmt: skip


# -- What it opens ------------------------------------------------------------------------------


def test_a_party_opens_its_own_rows_for_the_agency_that_wrote_it_down(cast: Cast) -> None:
    consent = signed(cast)
    with cast.looking("greta"):
        known, supervision = client_of_probation()
        for row in (known, supervision):
            lean(consent, row, to=cast.social_services, by=cast.greta)
    for name in ("cilla", "siv"):
        with cast.looking(name):
            assert Supervision.objects.get() == supervision
            assert known in Individual.objects.all()
    for name in ("anna", "david", "eva", "karin"):
        with cast.looking(name):
            assert not Supervision.objects.exists(), name


def test_the_agency_that_wrote_it_down_opens_its_own_record_of_that_person_alone(
    cast: Cast,
) -> None:
    with cast.looking("cilla"):
        subject, other = person(), person("Bo Ek")
        consent = record(cast, subject)
        assert not opens(consent, other, to=cast.probation, by=cast.cilla)
        assert opens(consent, subject, to=cast.probation, by=cast.cilla)
    with cast.looking("greta"):
        assert list(Individual.objects.all()) == [subject]


def test_everything_it_opened_is_closed_in_the_moment_it_is_withdrawn(cast: Cast) -> None:
    """Also what other agencies than the one that wrote it down have shared by it."""
    with cast.looking("cilla"):
        subject = person()
        consent = record(cast, subject)
        lean(consent, subject, to=cast.probation, by=cast.cilla)
    with cast.looking("greta"):
        known, supervision = client_of_probation()
        lean(consent, supervision, to=cast.social_services, by=cast.greta)
    with cast.looking("cilla"):
        assert Supervision.objects.exists()
        consents.withdraw(consent, by=cast.cilla)
        assert not Supervision.objects.exists()
    with cast.looking("greta"):
        assert list(Individual.objects.all()) == [known]
        assert Consent.objects.get().withdrawn_at is not None
    with database.role("owner"):
        ended = {grant.ended_because for grant in Grant.objects.filter(consent=consent)}
    assert ended == {Grant.Ending.WITHDRAWN}


def test_a_shared_row_that_changes_stays_shared(cast: Cast) -> None:
    """The person has agreed to a kind of information, not to how it stood one day."""
    consent = signed(cast)
    with cast.looking("greta"):
        _, supervision = client_of_probation()
        lean(consent, supervision, to=cast.social_services, by=cast.greta)
        supervision.unit = "Malmö"
        supervision.save()
    with cast.looking("cilla"):
        assert Supervision.objects.get().unit == "Malmö"


WRONG: dict[str, dict[str, Any]] = {
    "covers other information": {"categories": [Category.IDENTITY]},
    "is between others": {"recipients": ["civil_society"], "categories": [Category.SUPPORT_CASE]},
    "ends before the grant": {"until": timezone.now() + timedelta(days=2)},
}


@pytest.mark.parametrize("why", WRONG)
def test_a_consent_that_does_not_fit_opens_nothing(cast: Cast, why: str) -> None:
    changed = dict(WRONG[why])
    if "recipients" in changed:
        changed["recipients"] = [getattr(cast, name) for name in changed["recipients"]]
    consent = signed(cast, **changed)
    until = timezone.now() + timedelta(days=3)
    with cast.looking("greta"):
        _, supervision = client_of_probation()
        assert not opens(
            consent, supervision, to=cast.social_services, by=cast.greta, until=until
        )  # fmt: skip


def test_a_withdrawn_consent_opens_nothing_more(cast: Cast) -> None:
    with cast.looking("cilla"):
        consent = consents.withdraw(record(cast), by=cast.cilla)
    with cast.looking("greta"):
        _, supervision = client_of_probation()
        assert not opens(consent, supervision, to=cast.social_services, by=cast.greta)


def test_nobody_leans_on_a_consent_it_is_no_party_to(cast: Cast) -> None:
    consent = signed(cast)
    with cast.looking("anna"):
        assert not opens(consent, person(), to=cast.social_services, by=cast.anna)


def test_a_consent_opens_nothing_for_an_agency_it_does_not_name(cast: Cast) -> None:
    with database.role("owner"):
        Mandate.objects.create(
            kind=Kind.POLICE, role=Role.COORDINATOR, category=Category.SUPERVISION,
            action=Action.READ, reach=Reach.CONSENT,
        )  # fmt: skip
    narrow = signed(cast)
    wide = signed(cast, recipients=[cast.probation, cast.police])
    with cast.looking("greta"):
        _, supervision = client_of_probation()
        assert not opens(narrow, supervision, to=cast.police, by=cast.greta)
        assert opens(wide, supervision, to=cast.police, by=cast.greta)


def test_a_consent_gives_nobody_a_duty(cast: Cast) -> None:
    """It lets be read; a duty on a call-in would open other persons' rows as well."""
    consent = signed(cast, categories=[Category.ATTENDANCE])
    with cast.looking("greta"):
        now = timezone.now()
        call_in = CallIn.objects.create(title="t", venue="v", doors_open_at=now, starts_at=now)
        assert not opens(
            consent, call_in, to=cast.social_services, by=cast.greta, codename="door_duty"
        )


# -- Writing it down ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("until", timezone.now() - timedelta(days=1)),
        ("until", timezone.now() + timedelta(days=400)),
        ("given_on", timezone.localdate() + timedelta(days=1)),
        ("categories", [Category.VICTIM]),
        ("categories", [Category.IDENTITY, Category.PROMISES]),
    ],
)
def test_a_consent_that_could_not_be_used_is_not_written_down(
    cast: Cast, field: str, value: Any
) -> None:
    with cast.looking("cilla"), pytest.raises(ValidationError) as error:
        record(cast, **{field: value})
    assert set(error.value.error_dict) == {field}


@pytest.mark.parametrize("recipient", ["social_services", "city_safety"])
def test_nobody_relies_on_a_consent_without_mandate(cast: Cast, recipient: str) -> None:
    with cast.looking("cilla"), pytest.raises(ValidationError) as error:
        record(cast, recipients=[cast.probation, getattr(cast, recipient)])
    assert set(error.value.error_dict) == {"recipients"}


def test_it_is_withdrawn_once(cast: Cast) -> None:
    with cast.looking("cilla"):
        consent = consents.withdraw(record(cast), by=cast.cilla)
        with pytest.raises(ValidationError):
            consents.withdraw(consent, by=cast.cilla)


def test_social_services_write_it_down_from_the_persons_page(cast: Cast) -> None:
    with cast.looking("cilla"):
        subject = person()
    client = cast.client("cilla")
    url = f"{reverse('partners:consent_new')}?row={reference(subject)}"
    assert url.replace(":", "%3A") in client.get(subject.get_absolute_url()).content.decode()
    assert 'value="Ali Berg"' in client.get(url).content.decode()
    done = client.post(reverse("partners:consent_new"), fields(row=reference(subject)))
    told = cast.client("greta").get(done.headers["Location"]).content.decode()
    assert "Att stöd pågår" in told
    assert "Ali Berg" in told
    assert subject.get_absolute_url() not in told


def test_nobody_else_writes_one_down_or_takes_it_back(cast: Cast) -> None:
    with cast.looking("cilla"):
        subject = person()
        consent = record(cast, subject)
    new = reverse("partners:consent_new")
    end = reverse("partners:consent_withdraw", args=[consent.pk])
    for name in ("anna", "greta", "bosse", "jonas", "siv", "karin", "lars", "david", "eva"):
        client = cast.client(name)
        assert client.post(new, fields(row=reference(subject))).status_code == 404, name
        assert client.post(end).status_code == 404, name
    with cast.looking("cilla"):
        assert Consent.objects.filter(withdrawn_at=None).count() == 1
    assert cast.client("cilla").post(end).status_code == 302
    with cast.looking("cilla"):
        assert not Consent.objects.filter(withdrawn_at=None).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("recipients", [4]), ("recipients", []), ("categories", []), ("categories", ["promises"]),
        ("categories", ["victim"]), ("until", "2020-01-01"), ("given_on", "i går"),
        ("scope", "x" * 2001), ("name", ""),
    ],
)  # fmt: skip
def test_bad_input_is_told_beside_its_field(cast: Cast, field: str, value: Any) -> None:
    with cast.looking("cilla"):
        subject = person()
    asked = fields(row=reference(subject)) | {field: value}
    response = cast.client("cilla").post(reverse("partners:consent_new"), asked)
    assert set(response.context["form"].errors) == {field}


def test_a_consent_is_about_an_own_person(cast: Cast) -> None:
    with cast.looking("bosse"):
        foreign = person("Hemlig Klientsson")
    with cast.looking("cilla"):
        no_person = record(cast)
    url = reverse("partners:consent_new")
    for name in (reference(foreign), reference(no_person), "", "cases.individual:1"):
        assert cast.client("cilla").get(url, {"row": name}).status_code == 404


def test_the_record_is_for_its_parties(cast: Cast) -> None:
    consent = signed(cast)
    url = reverse("partners:consent", args=[consent.pk])
    for name in ("cilla", "siv", "greta", "jonas", "karin"):
        assert cast.client(name).get(url).status_code == 200, name
    for name in ("anna", "inga", "david", "eva", "lars"):
        assert cast.client(name).get(url).status_code == 404, name
    assert len(cast.client("cilla").get(reverse("partners:consents")).context["page"]) == 1
    assert len(cast.client("anna").get(reverse("partners:consents")).context["page"]) == 0


# -- Sharing on the strength of it --------------------------------------------------------------


def shared(cast: Cast, consent: Consent, *rows: Protected, **changed: Any) -> Any:
    asked = {
        "row": [reference(row) for row in rows],
        "shared": f"{consent.pk}:{cast.social_services.pk}",
        "is_compared": "on",
    }
    return cast.client("greta").post(reverse("partners:consent_share"), asked | changed)


def test_from_the_persons_page_to_the_other_agencys_screen_and_back(cast: Cast) -> None:
    consent = signed(cast)
    with cast.looking("greta"):
        known, supervision = client_of_probation()
    page = cast.client("greta").get(known.get_absolute_url())
    url = page.context["sharing"]["supervision"]
    assert cast.client("cilla").get(known.get_absolute_url()).status_code == 404
    form = cast.client("greta").get(url).context["form"]
    assert list(form.offered) == [f"{consent.pk}:{cast.social_services.pk}"]
    assert shared(cast, consent, known, supervision).status_code == 302
    for name in ("cilla", "siv"):
        told = cast.client(name).get(known.get_absolute_url())
        assert told.context["supervisions"] == [supervision]
        assert "Personen har samtyckt" in told.content.decode()
        assert "Skyddstillsyn" in told.content.decode()
        assert not any(told.context["may"].values())
    for name in ("anna", "david", "eva", "karin", "lars"):
        assert cast.client(name).get(known.get_absolute_url()).status_code == 404, name
    cast.client("cilla").post(reverse("partners:consent_withdraw", args=[consent.pk]))
    for name in ("cilla", "siv"):
        assert cast.client(name).get(known.get_absolute_url()).status_code == 404, name


def test_sharing_twice_is_sharing_once(cast: Cast) -> None:
    consent = signed(cast)
    with cast.looking("greta"):
        known, supervision = client_of_probation()
    for _ in range(2):
        assert shared(cast, consent, known, supervision).status_code == 302
    with cast.looking("greta"):
        assert Grant.objects.filter(consent=consent).count() == 2


@pytest.mark.parametrize(
    ("field", "value"), [("shared", ""), ("shared", "nonsense"), ("is_compared", "")]
)
def test_somebody_says_that_it_is_the_same_person(cast: Cast, field: str, value: str) -> None:
    consent = signed(cast)
    with cast.looking("greta"):
        known, supervision = client_of_probation()
    response = shared(cast, consent, known, supervision, **{field: value})
    assert set(response.context["form"].errors) == {field}
    with cast.looking("cilla"):
        assert not Supervision.objects.exists()


def test_what_the_consent_does_not_cover_is_not_offered(cast: Cast) -> None:
    consent = signed(cast, categories=[Category.IDENTITY])
    with cast.looking("greta"):
        known, supervision = client_of_probation()
    url = reverse("partners:consent_share")
    names = {"row": [reference(known), reference(supervision)]}
    page = cast.client("greta").get(url, names)
    assert page.context["form"].offered == {}
    assert set(shared(cast, consent, known, supervision).context["form"].errors) == {"shared"}


def test_only_whoever_could_write_the_row_shares_it(cast: Cast) -> None:
    consent = signed(cast)
    with cast.looking("greta"):
        known, supervision = client_of_probation()
    names = {"row": [reference(known), reference(supervision)]}
    for name in ("jonas", "karin", "lars", "cilla", "siv", "anna", "david", "eva"):
        told = cast.client(name).get(reverse("partners:consent_share"), names)
        assert told.status_code == 404, name
    for name in ("greta", "bosse"):
        told = cast.client(name).get(reverse("partners:consent_share"), names)
        assert list(told.context["form"].offered) == [f"{consent.pk}:3"], name


def test_without_a_consent_there_is_nothing_to_share_by(cast: Cast) -> None:
    with cast.looking("greta"):
        known, _ = client_of_probation()
    page = cast.client("greta").get(known.get_absolute_url())
    assert not any(page.context["sharing"].values())


def test_whoever_shared_can_stop_and_the_consent_still_stands(cast: Cast) -> None:
    consent = signed(cast)
    with cast.looking("greta"):
        known, supervision = client_of_probation()
    shared(cast, consent, known, supervision)
    stop = reverse("partners:consent_stop", args=[consent.pk])
    for name in ("cilla", "siv", "jonas", "karin", "anna", "eva"):
        assert cast.client(name).post(stop).status_code == 404, name
    assert cast.client("bosse").post(stop).status_code == 302
    with cast.looking("cilla"):
        assert not Supervision.objects.exists()
        assert Consent.objects.get().is_in_force


def test_that_it_was_read_is_logged_as_about_the_person(cast: Cast) -> None:
    consent = signed(cast)
    with cast.looking("siv"):
        list(Consent.objects.all())
    with database.role("owner"):
        entry = AccessLogEntry.objects.filter(user=cast.siv).latest("id")
    assert entry.subjects == [consent.subject_pk]
