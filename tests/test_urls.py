"""Every address × every persona. An address that is not listed here fails.

Whoever is not named is told that there is no such page, be it a page (asked for) or an act
(posted to). Rows are the scene's: those of probation, unless the name of the row says otherwise.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cases.models import Individual
from interventions.models import Nomination
from partners.mandates import Category
from partners.models import AccessLogEntry, Disclosure
from tests import database
from tests.cast import Cast
from tests.scene import Scene

EVERYBODY = frozenset({
    "anna", "hugo", "inga", "greta", "bosse", "jonas", "karin", "lars", "cilla", "siv", "david",
    "eva",
})  # fmt: skip
CASE_ROLES = EVERYBODY - {"karin", "lars"}
POLICE = frozenset({"anna", "hugo", "inga"})
PROBATION = frozenset({"greta", "bosse", "jonas"})
CASEWORK = frozenset({"greta", "bosse"})
OWN_PEOPLE = POLICE | PROBATION | {"cilla", "siv"}
NOBODY: frozenset[str] = frozenset()
REGISTERS = frozenset({"greta", "bosse", "anna", "hugo", "cilla"})
# Answered with a piece of a page, which htmx puts in its place.
FRAGMENTS = {"search_suggestions", "interventions:door_news"}
# Answered with a file.
FILES = {
    "cases:import_report",
    "interventions:coverage_paper",
    "interventions:run_sheet_paper",
    "interventions:sheet_initials",
    "interventions:sheet_names",
    "interventions:notification_letter",
    "interventions:notification_pack",
}


@dataclass(frozen=True)
class Address:
    """`keys` maps the address's parameters to rows of the scene."""

    who: frozenset[str]
    keys: dict[str, str] = field(default_factory=dict)
    is_act: bool = False


def page(who: frozenset[str] | set[str], **keys: str) -> Address:
    return Address(frozenset(who), keys)


def act(who: frozenset[str] | set[str], **keys: str) -> Address:
    return Address(frozenset(who), keys, is_act=True)


MATRIX: dict[str, Address] = {
    "today": page(EVERYBODY),
    "search": page(CASE_ROLES),
    "search_suggestions": act(CASE_ROLES),
    "cases:groups": page(CASE_ROLES - {"eva"}),
    "cases:group_new": page({"anna", "hugo"}),
    "cases:group": page(POLICE, pk="group"),
    "cases:group_change": page({"anna", "hugo"}, pk="group"),
    "cases:group_status": page({"anna", "hugo"}, pk="group"),
    "cases:relation_new": page({"anna", "hugo"}, pk="group"),
    "cases:relation_end": page({"anna", "hugo"}, pk="relation"),
    "cases:ranking": page(POLICE),
    "cases:group_counted": page(POLICE, pk="group"),
    "cases:conflict_map": page(POLICE),
    "cases:group_audits": page(POLICE, pk="group"),
    "cases:group_audit_new": act({"anna", "hugo"}, pk="group"),
    "cases:group_audit": page(POLICE, pk="audit"),
    "cases:group_audit_write": page({"anna", "hugo"}, pk="audit"),
    "cases:succession_new": page({"anna", "hugo"}, pk="group"),
    "cases:individuals": page(OWN_PEOPLE),
    "cases:individual_new": page(REGISTERS),
    "cases:individual": page(PROBATION, pk="individual"),
    "cases:individual_change": page(CASEWORK, pk="individual"),
    "cases:individual_unmask": act(PROBATION, pk="individual"),
    "cases:individual_protection": page(CASEWORK, pk="individual"),
    "cases:individual_lift_protection": act(CASEWORK, pk="individual"),
    "cases:minors": page(REGISTERS),
    "cases:individual_review": page(CASEWORK, pk="individual"),
    "cases:individual_ask": act(CASEWORK, pk="individual"),
    "cases:individual_remove": page({"jonas"}, pk="individual"),
    "cases:identifier_new": page(CASEWORK, pk="individual"),
    "cases:identifier_replace": page(CASEWORK, pk="identifier"),
    "cases:identifier_correct": page(CASEWORK, pk="identifier"),
    "cases:identifier_end": page(CASEWORK, pk="identifier"),
    "cases:alias_new": page(CASEWORK, pk="individual"),
    "cases:alias_change": page(CASEWORK, pk="alias"),
    "cases:alias_remove": page({"jonas"}, pk="alias"),
    "cases:contact_new": page(CASEWORK, pk="individual"),
    "cases:contact_change": page(CASEWORK, pk="contact"),
    "cases:contact_remove": page(PROBATION, pk="contact"),
    "cases:duplicates": page(REGISTERS),
    "cases:duplicate_merge": act(CASEWORK, pk="individual", into="twin"),
    "cases:duplicate_tell_apart": act(CASEWORK, pk="individual", other="twin"),
    "cases:duplicate_take_back": act(CASEWORK, pk="apart"),
    "cases:duplicate_undo": act(CASEWORK, pk="individual"),
    "cases:supervision_new": page(CASEWORK, pk="individual"),
    "cases:supervision_change": page(CASEWORK, pk="supervision"),
    "cases:condition_new": page(CASEWORK, pk="individual"),
    "cases:condition_change": page(CASEWORK, pk="condition"),
    "cases:condition_end": page(CASEWORK, pk="condition"),
    "cases:link_new": page({"anna", "hugo"}, pk="stranger"),
    "cases:links": page(POLICE),
    "cases:link": page(POLICE, pk="link"),
    "cases:link_change": page({"anna"}, pk="draft"),
    "cases:link_review": page({"hugo", "inga"}, pk="draft"),
    "cases:link_effect": act(NOBODY, pk="draft"),
    "cases:link_renew": page({"anna", "hugo"}, pk="link"),
    "cases:link_remove": page(POLICE, pk="link"),
    "cases:link_end": page({"anna", "hugo"}, pk="link"),
    "cases:imports": page(OWN_PEOPLE),
    "cases:import_new": page(REGISTERS),
    "cases:import": page(PROBATION, pk="list_previewed"),
    "cases:import_columns": page(CASEWORK, pk="list_uploaded"),
    "cases:import_answers": act(CASEWORK, pk="list_previewed"),
    "cases:import_row": page(CASEWORK, pk="row_previewed"),
    "cases:import_confirm": page(CASEWORK, pk="list_previewed"),
    "cases:import_resume": act(CASEWORK, pk="list_interrupted"),
    "cases:import_discard": page(CASEWORK, pk="list_uploaded"),
    "cases:import_report": page(PROBATION, pk="list_done"),
    "cases:incidents": page(CASE_ROLES - {"eva"}),
    "cases:incident_new": page({"anna", "hugo"}),
    "cases:incidents_per_month": page(CASE_ROLES - {"eva"}),
    "cases:reviews": page(POLICE),
    "cases:suggestions": page(POLICE),
    "cases:suggestions_deliver": page({"anna", "hugo"}),
    "cases:suggestion": page(POLICE, pk="suggestion"),
    "cases:suggestion_accept": page({"anna", "hugo"}, pk="suggestion"),
    "cases:suggestion_link": page({"anna", "hugo"}, pk="suggestion"),
    "cases:suggestion_dismiss": page({"anna", "hugo"}, pk="suggestion"),
    "cases:suggestion_take_up": act({"anna", "hugo"}, pk="suggestion"),
    "cases:incident": page(POLICE, pk="incident"),
    "cases:incident_change": page({"anna", "hugo"}, pk="incident"),
    "cases:incident_review": page({"anna", "hugo"}, pk="incident"),
    "cases:incident_merge": page({"anna", "hugo"}, pk="incident"),
    "cases:incident_separate": act({"anna", "hugo"}, pk="duplicate"),
    "cases:attribution_new": page({"anna", "hugo"}, pk="incident"),
    "cases:attribution_withdraw": page({"anna", "hugo"}, pk="attribution"),
    "cases:involvement_new": page({"anna", "hugo"}, pk="incident"),
    "cases:involvement_remove": page(POLICE, pk="part"),
    "cases:harmed_new": page({"anna", "hugo"}, pk="incident"),
    "cases:harmed_remove": page(POLICE, pk="harmed"),
    "interventions:callins": page(CASE_ROLES),
    "interventions:callin_new": page({"greta", "hugo"}),
    # Social services read call-ins by a standing decision.
    "interventions:callin": page(PROBATION | {"cilla", "siv"}, pk="call_in"),
    "interventions:callin_change": page({"greta"}, pk="call_in"),
    "interventions:milestone": page({"greta"}, pk="milestone"),
    "interventions:milestone_tick": act({"greta"}, pk="milestone"),
    "interventions:run_sheet": page(PROBATION | {"cilla", "siv"}, pk="call_in"),
    "interventions:run_sheet_usual": act({"greta"}, pk="call_in"),
    "interventions:run_sheet_paper": page(PROBATION, pk="call_in"),
    "interventions:slot_new": page({"greta"}, pk="call_in"),
    "interventions:slot": page(PROBATION, pk="slot"),
    "interventions:slot_change": page({"greta"}, pk="slot"),
    "interventions:slot_shift": act({"greta"}, pk="slot"),
    "interventions:slot_now": act({"greta"}, pk="slot"),
    "interventions:slot_times": page({"greta"}, pk="slot"),
    "interventions:slot_remove": page({"greta"}, pk="slot"),
    "interventions:candidates_new": page(CASEWORK, pk="call_in"),
    "interventions:candidates_review": act(CASEWORK, pk="call_in"),
    "interventions:choosing": page(PROBATION, pk="call_in"),
    "interventions:candidate": page(PROBATION, pk="candidate"),
    "interventions:custody_check": page(CASEWORK, pk="candidate"),
    "interventions:override_new": page(CASEWORK, pk="candidate", criterion="=at_liberty"),
    "interventions:inquiries": page(POLICE | PROBATION),
    "interventions:inquiry_new": page(CASEWORK, pk="call_in"),
    "interventions:inquiry": page(PROBATION, pk="inquiry"),
    # Whoever leads a call-in proposes, and whoever does not read it nominates nobody to it.
    "interventions:nomination_new": page(NOBODY, pk="call_in"),
    "interventions:nomination": page(POLICE, pk="nomination"),
    "interventions:nomination_receive": act(NOBODY, pk="nomination"),
    "interventions:candidate_decide": act({"jonas"}, pk="candidate"),
    "interventions:candidate_summon": page({"greta"}, pk="candidate"),
    "interventions:summonses": page(PROBATION, pk="call_in"),
    "interventions:letters_print": act({"greta"}, pk="call_in"),
    "interventions:summons": page(PROBATION, pk="summons"),
    "interventions:summons_voluntary": page({"greta"}, pk="summons"),
    "interventions:summons_translation": page({"greta"}, pk="summons"),
    "interventions:attempt_new": page(CASEWORK, pk="summons"),
    "interventions:hindrance_new": page(CASEWORK, pk="summons"),
    "interventions:hindrance_decide": act({"jonas"}, pk="hindrance"),
    "interventions:pickup": page(CASEWORK, pk="summons"),
    "interventions:pickup_call_off": act(CASEWORK, pk="summons"),
    # Reminders are turned off.
    "interventions:reminder_new": page(NOBODY, pk="summons"),
    "interventions:reminder_cancel": act(CASEWORK, pk="reminder"),
    "interventions:letter_print": act({"greta"}, pk="summons"),
    "interventions:batch": page(PROBATION, pk="batch"),
    # It is not printed.
    "interventions:batch_bound": page(NOBODY, pk="batch"),
    "interventions:batch_packed": page(NOBODY, pk="batch"),
    "interventions:letter": page(NOBODY, pk="letter"),
    "interventions:letter_texts": page(OWN_PEOPLE),
    # Of a letter and a language: without them there is no page.
    "interventions:letter_text_new": page(NOBODY),
    "interventions:letter_text": page(PROBATION, pk="letter_text"),
    "interventions:door": page(CASEWORK, pk="call_in"),
    "interventions:door_news": page(CASEWORK, pk="call_in"),
    "interventions:door_close": page({"greta"}, pk="call_in"),
    "interventions:duty_new": page({"greta"}, pk="call_in"),
    # Nobody has a duty to end.
    "interventions:duty_end": act(NOBODY, pk="call_in", user="user:hugo"),
    "interventions:door_tap": act(CASEWORK, pk="call_in", card="card"),
    "interventions:door_annul": act(CASEWORK, pk="call_in", card="card", event="event"),
    # The list is open.
    "interventions:door_settle": act(NOBODY, pk="call_in"),
    "interventions:seats": page({"greta"}, pk="call_in"),
    "interventions:sheet_names": page(CASEWORK, pk="call_in"),
    "interventions:sheet_initials": page(CASEWORK, pk="call_in"),
    "interventions:sheet_enter": page(CASEWORK, pk="call_in"),
    "interventions:door_mode": page(CASEWORK, pk="call_in"),
    # No device is in door mode.
    "interventions:door_lock": act(NOBODY, pk="call_in"),
    "interventions:door_unlock": page(NOBODY, pk="call_in"),
    "interventions:door_leave": act(NOBODY, pk="call_in"),
    "interventions:rehearsal_new": page({"greta"}, pk="call_in"),
    # Nothing is being rehearsed.
    "interventions:rehearsal_end": act(NOBODY, pk="call_in"),
    "interventions:aftermath": page(PROBATION, pk="call_in"),
    "interventions:debrief": page({"greta"}, pk="call_in"),
    "interventions:candidate_settle": page(CASEWORK, pk="candidate"),
    "interventions:absence_new": act(CASEWORK, pk="candidate"),
    "interventions:absence": page(PROBATION, pk="absence"),
    "interventions:follow_up": page(CASEWORK, pk="first_talk"),
    "interventions:alternative": page(CASEWORK, pk="alternative"),
    "interventions:alternative_ask": page(CASEWORK, pk="alternative"),
    "interventions:help_requests": page(OWN_PEOPLE),
    "interventions:help_request_new": act(CASEWORK, pk="individual"),
    "interventions:help_request": page(PROBATION, pk="wish"),
    "interventions:help_request_share": page(CASEWORK, pk="wish"),
    "interventions:help_request_withdraw": act(CASEWORK, pk="wish"),
    "interventions:coverage": page(CASE_ROLES - {"eva"}),
    "interventions:coverage_paper": page(CASE_ROLES - {"eva"}),
    "interventions:meetings": page(CASE_ROLES),
    "interventions:meeting_new": page({"greta", "hugo", "david"}),
    "interventions:meeting": page(PROBATION, pk="meeting"),
    "interventions:meeting_change": page({"greta"}, pk="meeting"),
    "interventions:briefing_new": act({"greta"}, pk="meeting"),
    "interventions:briefing": page(PROBATION, pk="briefing"),
    "interventions:briefing_copy": page(NOBODY, pk="copy"),
    # Whoever could be on a team has a list, of those whose team they are on.
    "interventions:notifications": page(CASE_ROLES - {"david"}),
    "interventions:notification_new": page({"anna", "hugo"}),
    "interventions:notification": page(POLICE, pk="talk"),
    "interventions:notification_change": page({"anna", "hugo"}, pk="talk"),
    "interventions:notification_approve": act(POLICE, pk="talk"),
    "interventions:notification_person": page({"anna", "hugo"}, pk="talk"),
    "interventions:team_join": page({"anna", "hugo"}, pk="talk"),
    "interventions:team_leave": act({"anna", "hugo"}, pk="member"),
    "interventions:safety_plan": page({"anna", "hugo"}, pk="talk"),
    "interventions:content_pack": page({"anna", "hugo"}, pk="talk"),
    "interventions:notification_pack": page(POLICE, pk="talk"),
    "interventions:notification_letter": page(POLICE, pk="talk"),
    "interventions:exposure": page({"anna", "hugo"}, pk="talk"),
    "interventions:exposure_check": act(POLICE, pk="exposure"),
    "interventions:outcome_new": page({"anna", "hugo"}, pk="talk"),
    "interventions:outcome": page(POLICE, pk="outcome"),
    "interventions:outcome_review": act(POLICE, pk="outcome"),
    "interventions:notification_close": act({"anna", "hugo"}, pk="talk_done"),
    "interventions:task_new": page(CASE_ROLES),
    "interventions:task_complete": act(PROBATION, pk="task"),
    "partners:insight": page(EVERYBODY),
    "partners:legal_bases": page(EVERYBODY),
    "partners:standing_decisions": page(EVERYBODY - {"lars"}),
    "partners:standing_decision_new": page({"inga", "jonas", "siv"}),
    "partners:standing_decision": page(PROBATION | {"karin"}, pk="standing"),
    "partners:standing_decision_end": page({"jonas"}, pk="standing"),
    "partners:disclosures": page(EVERYBODY - {"lars", "david"}),
    "partners:disclosure": page(PROBATION | {"karin"}, pk="disclosure"),
    "partners:disclosure_decide": act({"jonas"}, pk="disclosure"),
    "partners:disclosure_withdraw": page({"jonas"}, pk="disclosure"),
    # Nothing is asked for without rows, and nothing again before it has ended.
    "partners:disclosure_request": page(NOBODY),
    "partners:disclosure_again": page(NOBODY, pk="disclosure"),
    "partners:consents": page(EVERYBODY - {"lars", "david"}),
    # Of a person: without one there is no page.
    "partners:consent_new": page(NOBODY),
    "partners:consent": page({"cilla", "siv"}, pk="consent"),
    "partners:consent_share": page(NOBODY),
    # Nobody has shared anything by it.
    "partners:consent_stop": act(NOBODY, pk="consent"),
    "partners:consent_withdraw": page({"cilla"}, pk="consent"),
    "partners:approvals": page(CASE_ROLES),
    "partners:approval": page({"greta", "jonas"}, pk="approval"),
    "partners:access_log": page({"karin"}),
    "partners:access_log_entry": page({"karin"}, pk="log_entry"),
    "partners:users": page({"lars"}),
    "partners:user_new": page({"lars"}),
    "partners:user": page({"lars"}, pk="user:bosse"),
    "partners:user_role": act({"lars"}, pk="user:bosse"),
    # Only a change that is named is one.
    "partners:user_change": act(NOBODY, pk="user:bosse"),
}
# About oneself alone, or before anybody is known: they hold no case.
OPEN = {
    "account_change_password",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "demo_login",
    "health",
    "interventions:door_shell",
    "interventions:door_worker",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "set_language",
    "usersessions_list",
}


@pytest.fixture
def scene(cast: Cast) -> Scene:
    scene = Scene(cast).build()
    scene.rows["standing"] = cast.let_read(
        cast.social_services, Category.CALL_IN, owner=cast.probation
    )
    with cast.looking("greta"):
        assert list(Individual.objects.all())
    with database.role("owner"):
        names = Disclosure.objects.create(
            owner=cast.police, recipient=cast.probation, purpose="p", requested_by=cast.hugo,
            legal_basis=scene.disclosure.legal_basis, valid_until=scene.disclosure.valid_until,
        )  # fmt: skip
        scene.rows["nomination"] = Nomination.objects.create(
            owner=cast.police, call_in=scene.call_in, recipient=cast.probation,
            disclosure=names, nominated_by=cast.hugo,
        )  # fmt: skip
        scene.rows["log_entry"] = AccessLogEntry.objects.filter(owner=cast.probation)[0]
    return scene


def named(patterns: list, prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from named(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{prefix}{pattern.name}"


def key(scene: Scene, row: str) -> object:
    if row.startswith("="):
        return row.removeprefix("=")
    if row.startswith("user:"):
        return getattr(scene.cast, row.removeprefix("user:")).pk
    return getattr(scene, row).pk


def test_every_address_is_listed() -> None:
    assert set(named(get_resolver().url_patterns)) == set(MATRIX) | OPEN


def ask(client: Client, address: str, *, is_act: bool) -> HttpResponse:
    return client.post(address) if is_act else client.get(address)


def is_whole(response: HttpResponse) -> bool:
    """A page that stands by itself: what is asked for without htmx is never a piece of one."""
    body = b"".join(response) if response.streaming else response.content
    return b"<html" in body and b"</html>" in body


@pytest.mark.parametrize("name", MATRIX)
def test_only_those_named_find_the_page(scene: Scene, cast: Cast, name: str) -> None:
    wanted = MATRIX[name]
    address = reverse(name, kwargs={k: key(scene, row) for k, row in wanted.keys.items()} or None)
    for persona in sorted(EVERYBODY - wanted.who):
        response = ask(cast.client(persona), address, is_act=wanted.is_act)
        assert response.status_code == 404, persona
    for persona in sorted(wanted.who):
        response = ask(cast.client(persona), address, is_act=wanted.is_act)
        status = response.status_code
        assert status in {200, 204, 302, 422} if wanted.is_act else status == 200, persona
        if status == 200:
            assert is_whole(response) is (name not in FRAGMENTS | FILES), persona


@pytest.mark.parametrize("name", MATRIX)
def test_a_stranger_is_asked_to_log_in(scene: Scene, name: str) -> None:
    wanted = MATRIX[name]
    address = reverse(name, kwargs={k: key(scene, row) for k, row in wanted.keys.items()} or None)
    for is_act in (False, True):
        response = Client().post(address) if is_act else Client().get(address)
        assert response.status_code in {302, 405}
        if response.status_code == 302:
            assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", MATRIX)
def test_whoever_has_left_is_logged_out(scene: Scene, cast: Cast, name: str) -> None:
    wanted = MATRIX[name]
    address = reverse(name, kwargs={k: key(scene, row) for k, row in wanted.keys.items()} or None)
    response = ask(cast.client("filip"), address, is_act=wanted.is_act)
    assert response.status_code in {302, 405}
