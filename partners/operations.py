"""What was done, in words: every operation the access log can hold, and what kind of act it is.

An operation is the name of a page, or of a job. A page that was only opened was read, whatever
its form would have done.
"""

from typing import NamedTuple

from django.db.models import Q, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.models import AccessLogEntry


class Deed(TextChoices):
    """The kinds of acts that a log is reviewed for (brottsdataförordningen 3:4)."""

    READ = "read", _("Looked at")
    SEARCH = "search", _("Searched")
    CHANGE = "change", _("Registered or changed")
    DECIDE = "decide", _("Made a decision")
    HAND_OVER = "hand_over", _("Handed over")
    UNMASK = "unmask", _("Showed in full")
    PRINT = "print", _("Printed or fetched")
    ACCESS = "access", _("Changed access")
    LOGIN = "login", _("Logged in or out")


STATES = {
    Deed.CHANGE: "active",
    Deed.DECIDE: "active",
    Deed.HAND_OVER: "soon",
    Deed.UNMASK: "late",
    Deed.PRINT: "soon",
    Deed.ACCESS: "late",
}

# What a page says of itself when it is more than its name tells.
BY_PURPOSE = {
    "search": Deed.SEARCH,
    "unmask": Deed.UNMASK,
    "print": Deed.PRINT,
    "download": Deed.PRINT,
    "permission change": Deed.ACCESS,
}
PURPOSES = {
    "search": _("a search"),
    "unmask": _("whole number shown"),
    "print": _("printing"),
    "download": _("download"),
    "permission change": _("change of access"),
    "log review": _("log review"),
    "end_link": _("end of a link"),
    "remove_link": _("removal of a link"),
    "remove": _("removal of a person"),
    "door mode": _("door mode"),
    "combine": _("knowledge of several persons put together"),
}

GROUP, PERSON, LINK = _("group"), _("person"), _("link between person and group")
INCIDENT, SUGGESTION, IMPORTED = _("incident"), _("published event"), _("list to import")
SUMMONS, LETTER_TEXT = _("summons"), _("text of a letter")
CALL_IN, CANDIDATE, DOOR = _("call-in"), _("candidate"), _("the door")
INQUIRY = _("question about a list")
RUN_SHEET = _("run sheet")
BOARD = _("coverage board")
NOTIFICATION = _("custom notification")
AFTERMATH = _("what follows a call-in")
ABSENCE = _("absence case")
HELP = _("wish for help")
MEETING, BRIEFING, TASK = _("meeting"), _("briefing"), _("task")
DISCLOSURE, STANDING, CONSENT = _("disclosure"), _("standing decision"), _("consent")
LOG, USER, ACCOUNT, APPROVAL = _("access log"), _("user"), _("own account"), _("approval")
OVERVIEW, FIGURES, SEARCH = _("overview"), _("figures"), _("the search box")
JOB, TRIAL = _("system job"), _("fictional town")

# Noun → the operations about it, by what posting to them does.
_ABOUT: tuple[tuple[Promise, dict[Deed, str]], ...] = (
    (GROUP, {
        Deed.READ: "groups group group_audits group_audit conflict_map ranking group_counted",
        Deed.CHANGE: "group_new group_change group_status group_audit_new group_audit_write"
        " relation_new relation_end succession_new",
    }),
    (PERSON, {
        Deed.READ: "individuals individual minors duplicates",
        Deed.CHANGE: "individual_new individual_change individual_protection"
        " individual_lift_protection individual_ask individual_remove supervision_new"
        " supervision_change condition_new condition_change condition_end identifier_new"
        " identifier_replace identifier_correct identifier_end alias_new alias_change"
        " alias_remove contact_new contact_change contact_remove duplicate_merge"
        " duplicate_tell_apart duplicate_take_back duplicate_undo",
        Deed.DECIDE: "individual_review",
        Deed.UNMASK: "individual_unmask",
    }),
    (LINK, {
        Deed.READ: "links link",
        Deed.CHANGE: "link_new link_change link_end link_renew link_remove",
        Deed.DECIDE: "link_review link_effect",
    }),
    (INCIDENT, {
        Deed.READ: "incidents incident reviews",
        Deed.CHANGE: "incident_new incident_change incident_merge incident_separate"
        " incident_review attribution_new attribution_withdraw involvement_new"
        " involvement_remove harmed_new harmed_remove",
    }),
    (SUGGESTION, {
        Deed.READ: "suggestions suggestion",
        Deed.CHANGE: "suggestion_accept suggestion_dismiss suggestion_link suggestion_take_up"
        " suggestions_deliver",
    }),
    (IMPORTED, {
        Deed.READ: "imports import import_report import_resume",
        Deed.CHANGE: "import_new import_columns import_answers import_row import_confirm"
        " import_discard",
    }),
    (FIGURES, {Deed.READ: "incidents_per_month"}),
    (CALL_IN, {
        Deed.READ: "callins callin",
        Deed.CHANGE: "callin_new callin_change milestone milestone_tick",
        Deed.ACCESS: "duty_new duty_end",
    }),
    (RUN_SHEET, {
        Deed.READ: "run_sheet slot",
        Deed.CHANGE: "run_sheet_usual slot_new slot_change slot_shift slot_now slot_times"
        " slot_remove",
        Deed.PRINT: "run_sheet_paper",
    }),
    (AFTERMATH, {
        Deed.READ: "aftermath",
        Deed.CHANGE: "debrief candidate_settle follow_up alternative alternative_ask",
    }),
    (ABSENCE, {Deed.READ: "absence", Deed.CHANGE: "absence_new"}),
    (HELP, {
        Deed.READ: "help_requests help_request",
        Deed.CHANGE: "help_request_new help_request_withdraw",
        Deed.HAND_OVER: "help_request_share",
    }),
    (BOARD, {Deed.READ: "coverage", Deed.PRINT: "coverage_paper"}),
    (CANDIDATE, {
        Deed.READ: "choosing candidate",
        Deed.CHANGE: "candidates_new candidates_review custody_check override_new"
        " candidate_summon",
        Deed.DECIDE: "candidate_decide",
    }),
    (DOOR, {
        Deed.READ: "door door_news door_worker door_shell",
        Deed.CHANGE: "door_tap door_annul door_close door_settle seats sheet_enter rehearsal_new"
        " rehearsal_end",
        Deed.PRINT: "sheet_names sheet_initials",
        Deed.ACCESS: "door_mode door_lock door_unlock door_leave",
    }),
    (NOTIFICATION, {
        Deed.READ: "notifications notification outcome",
        Deed.CHANGE: "notification_new notification_change notification_person safety_plan"
        " exposure outcome_new notification_close content_pack",
        Deed.PRINT: "notification_pack notification_letter",
        Deed.DECIDE: "notification_approve exposure_check outcome_review",
        Deed.ACCESS: "team_join team_leave",
    }),
    (SUMMONS, {
        Deed.READ: "summonses summons batch",
        Deed.CHANGE: "summons_voluntary summons_translation attempt_new hindrance_new pickup"
        " pickup_call_off reminder_new reminder_cancel reminders",
        Deed.DECIDE: "hindrance_decide",
        Deed.PRINT: "letters_print letter_print batch_bound batch_packed letter letters",
    }),
    (LETTER_TEXT, {
        Deed.READ: "letter_texts letter_text",
        Deed.CHANGE: "letter_text_new",
    }),
    (INQUIRY, {
        Deed.READ: "inquiries nomination",
        Deed.CHANGE: "inquiry_new nomination_new nomination_receive",
        Deed.HAND_OVER: "inquiry",
    }),
    (MEETING, {Deed.READ: "meetings meeting", Deed.CHANGE: "meeting_new meeting_change"}),
    (BRIEFING, {
        Deed.READ: "briefing omissions",
        Deed.PRINT: "briefing_new briefing_copy briefings",
    }),
    (TASK, {Deed.CHANGE: "task_new task_complete"}),
    (DISCLOSURE, {
        Deed.READ: "disclosures disclosure",
        Deed.CHANGE: "disclosure_request disclosure_again",
        Deed.HAND_OVER: "disclosure_decide",
        Deed.DECIDE: "disclosure_withdraw",
    }),
    (STANDING, {
        Deed.READ: "standing_decisions standing_decision legal_bases",
        Deed.DECIDE: "standing_decision_new standing_decision_end",
    }),
    (CONSENT, {
        Deed.READ: "consents consent",
        Deed.CHANGE: "consent_new consent_withdraw consent_stop",
        Deed.HAND_OVER: "consent_share",
    }),
    (APPROVAL, {Deed.READ: "approvals", Deed.DECIDE: "approval"}),
    (LOG, {Deed.READ: "access_log access_log_entry"}),
    (USER, {Deed.READ: "users", Deed.ACCESS: "user user_new user_role user_change"}),
    (OVERVIEW, {Deed.READ: "today insight health set_language unknown unnamed"}),
    (SEARCH, {Deed.SEARCH: "search search_suggestions"}),
    (JOB, {Deed.CHANGE: "feed", Deed.READ: "system"}),
    (TRIAL, {Deed.CHANGE: "town", Deed.READ: "bench test"}),
    (ACCOUNT, {
        Deed.LOGIN: "login logout account_login account_logout demo_login account_inactive"
        " account_reauthenticate mfa_authenticate mfa_reauthenticate usersessions_list",
        Deed.ACCESS: "account_change_password account_set_password account_reset_password"
        " account_reset_password_done account_reset_password_from_key"
        " account_reset_password_from_key_done mfa_index mfa_activate_totp mfa_deactivate_totp"
        " mfa_generate_recovery_codes mfa_view_recovery_codes mfa_download_recovery_codes",
    }),
)  # fmt: skip


class Operation(NamedTuple):
    deed: Deed
    noun: Promise


KNOWN: dict[str, Operation] = {
    name: Operation(deed, noun)
    for noun, deeds in _ABOUT
    for deed, names in deeds.items()
    for name in names.split()
}
KNOWN |= {
    name: Operation(deed, ACCOUNT)
    for name, deed in {
        "second factor": Deed.LOGIN,
        "second factor added": Deed.ACCESS,
        "second factor removed": Deed.ACCESS,
        "second factor renewed": Deed.ACCESS,
        "password changed": Deed.ACCESS,
    }.items()
}
_ALWAYS = (Deed.LOGIN, Deed.SEARCH)


class Told(NamedTuple):
    """An entry's act in words, and how it is marked."""

    deed: Deed
    noun: Promise | str

    @property
    def state(self) -> str:
        return STATES.get(self.deed, "")


def known(operation: str) -> Operation | None:
    return KNOWN.get(operation.rpartition(":")[2])


def tell(entry: AccessLogEntry) -> Told:
    found = known(entry.operation)
    noun = found.noun if found else entry.operation
    return Told(_deed(entry, found), noun)


def of_deed(deed: str) -> Q:
    """The entries that are told as this kind of act."""
    by_name = Q()
    for name, found in KNOWN.items():
        if found.deed == deed:
            by_name |= Q(operation=name) | Q(operation__endswith=f":{name}")
    said = [purpose for purpose, told in BY_PURPOSE.items() if told == deed]
    unsaid = ~Q(purpose__in=BY_PURPOSE)
    is_act = Q(detail__posted=True) | Q(user=None) | Q(audience=0)
    if deed == Deed.READ:
        return unsaid & (by_name | ~is_act & ~_of_any(_ALWAYS))
    return Q(purpose__in=said) | unsaid & by_name & (Q() if deed in _ALWAYS else is_act)


def _of_any(deeds: tuple[Deed, ...]) -> Q:
    names = Q()
    for name, found in KNOWN.items():
        if found.deed in deeds:
            names |= Q(operation=name) | Q(operation__endswith=f":{name}")
    return names


def _deed(entry: AccessLogEntry, found: Operation | None) -> Deed:
    if entry.purpose in BY_PURPOSE:
        return BY_PURPOSE[entry.purpose]
    if found is None:
        return Deed.READ
    # A job has no user, and an event such as a login no audience: both were done, not looked at.
    is_act = entry.detail.get("posted") or entry.user_id is None or entry.audience == 0
    return found.deed if is_act or found.deed in _ALWAYS else Deed.READ
