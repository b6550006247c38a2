"""The mandates: which kind of agency, in which role, may do what with which information.

This is the only place in the code that says who may. The table below is read by lawyers as
docs/mandates.md, by the database as the table `partners_mandate` that the web process cannot
write, and by the screens to know which buttons to show.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """The five kinds of agency. A kind, not an agency, holds a mandate."""

    POLICE = "police", _("Police")
    PROBATION = "probation", _("Probation")
    SOCIAL_SERVICES = "social_services", _("Social services")
    CITY_SAFETY = "city_safety", _("City safety")
    CIVIL_SOCIETY = "civil_society", _("Civil society")


class Role(TextChoices):
    """What a user does within the own agency; a role never crosses to another."""

    COORDINATOR = "coordinator", _("Coordinator")
    CASEWORKER = "caseworker", _("Caseworker")
    DECISION_MAKER = "decision_maker", _("Decision-maker")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data protection officer")
    ADMINISTRATOR = "administrator", _("Administrator")
    SYSTEM = "system", _("System job")


class Action(TextChoices):
    READ = "read", _("Read")
    CREATE = "create", _("Create")
    CHANGE = "change", _("Change")
    ERASE = "erase", _("Erase")
    DECIDE = "decide", _("Decide")


class Reach(TextChoices):
    """How far an action reaches: to the own rows, and to which rows of others, and why."""

    OWN = "own", _("own rows")
    STANDING = "standing", _("others' rows by a standing decision")
    PARTY = "party", _("rows that name the agency")
    TEAM = "team", _("rows whose team or duty names the user")
    BODY = "body", _("rows of a body the agency is a member of")
    DECISION = "decision", _("single rows by a disclosure decision")
    CONSENT = "consent", _("single rows by the person's written consent")
    AGGREGATE = "aggregate", _("published figures only")


class Category(TextChoices):
    """The information categories; each protected table holds exactly one."""

    IDENTITY = "identity", _("Identity of a person")
    CONTACT = "contact", _("Contact details of a person")
    TOMBSTONES = "tombstones", _("Marks of what was removed")
    IMPORTS = "imports", _("Lists being imported")
    GROUP_LINK = "group_link", _("Link between person and group")
    GROUP_PROFILE = "group_profile", _("Group profile and alias")
    GROUP_CODE = "group_code", _("Group code and status")
    GROUP_HEARD = "group_heard", _("A group has heard the message")
    INCIDENT_FACTS = "incident_facts", _("Incident, facts")
    INCIDENT_SUGGESTIONS = "incident_suggestions", _("Published events, not yet accepted")
    INCIDENT_REVIEW = "incident_review", _("Incident review and assessment")
    INVOLVEMENT = "involvement", _("A person's part in an incident")
    VICTIM = "victim", _("Victims, witnesses, relatives")
    SUPERVISION = "supervision", _("Supervision")
    CONDITIONS = "conditions", _("Special conditions and journal notes")
    CALL_IN = "call_in", _("Call-in, practical matters")
    CALL_IN_PLAN = "call_in_plan", _("Call-in, plan and groups to reach")
    SPEAKING_SLOTS = "speaking_slots", _("Speakers' slots in a call-in")
    CANDIDATES = "candidates", _("Candidates and participants of a call-in")
    INQUIRIES = "inquiries", _("Questions and answers about the list of a call-in")
    LETTERS = "letters", _("Texts of letters")
    DOOR_LIST = "door_list", _("Door list: initials and seat")
    DOOR_NAMES = "door_names", _("Door list: names")
    ATTENDANCE = "attendance", _("Attendance at a call-in")
    MISCONDUCT = "misconduct", _("Consequence of absence")
    FOLLOW_UPS = "follow_ups", _("Follow-ups of persons under supervision")
    HELP_REQUESTS = "help_requests", _("Wishes for help")
    NOTIFICATION_PLAN = "notification_plan", _("Custom notification, plan and safety")
    LEGAL_EXPOSURE = "legal_exposure", _("Custom notification, legal exposure")
    NOTIFICATION_OUTCOME = "notification_outcome", _("Custom notification, outcome")
    FOCUS_ROUND = "focus_round", _("Focus round, type and status")
    ENFORCEMENT_DETAIL = "enforcement_detail", _("Measures against individuals")
    SUPPORT_OFFER = "support_offer", _("Support offer")
    SUPPORT_CASE = "support_case", _("Support case")
    CHILD_CONCERN = "child_concern", _("Concern for a child")
    PROMISES = "promises", _("Promises and feedback")
    MEETINGS = "meetings", _("Meetings and decisions")
    TASKS = "tasks", _("Tasks")
    BRIEFINGS = "briefings", _("Issued briefings")
    CONSENTS = "consents", _("Consents")
    DISCLOSURES = "disclosures", _("Disclosure register")
    DISCLOSURE_ASSESSMENT = "disclosure_assessment", _("Harm test of a disclosure")
    STANDING_DECISIONS = "standing_decisions", _("Standing decisions")
    APPROVALS = "approvals", _("Approvals by a second person")
    ACCESS_LOG = "access_log", _("Access log")
    STATISTICS = "statistics", _("Published figures")


CASE_ROLES = frozenset({Role.COORDINATOR, Role.CASEWORKER, Role.DECISION_MAKER})
CASEWORK = frozenset({Role.COORDINATOR, Role.CASEWORKER})
COORDINATION = frozenset({Role.COORDINATOR})
DECISION = frozenset({Role.DECISION_MAKER})
OVERSIGHT = frozenset({Role.DATA_PROTECTION_OFFICER})
SYSTEM = frozenset({Role.SYSTEM})
NOBODY: frozenset[Role] = frozenset()

# Whoever sits in a meeting room reads paper as a coordinator of the agency does.
PAPER_ROLE = Role.COORDINATOR


@dataclass(frozen=True)
class Mandate:
    """One row of the matrix: a category, who reaches how far, and who in the owner agency writes.

    `reading` maps kind → reaches. Writing is to own rows only; `lent` names the one exception,
    where a named user of any of the kinds may create rows of the owner's (door duty).
    """

    number: str
    category: Category
    police: str
    probation: str
    social_services: str
    city_safety: str
    civil_society: str
    readers: frozenset[Role] = CASE_ROLES
    create: frozenset[Role] = CASEWORK
    change: frozenset[Role] = CASEWORK
    erase: frozenset[Role] = NOBODY
    decide: frozenset[Role] = NOBODY
    lent: frozenset[Role] = NOBODY
    why: str | Promise = field(default="", compare=False)

    def reaches(self, kind: str) -> frozenset[Reach]:
        return frozenset(Reach(word) for word in getattr(self, str(kind)).split())

    def writers(self, action: Action) -> frozenset[Role]:
        writers: frozenset[Role] = getattr(self, action.value)
        return writers


def _m(
    number: str,
    category: Category,
    *cells: str,
    why: str | Promise,
    **roles: frozenset[Role],
) -> Mandate:
    return Mandate(number, category, *cells, why=why, **roles)  # type: ignore[arg-type,misc]


# Numbers are the rows of the partnership's own matrix. Cells, in order:
# police · probation · social services · city safety · civil society. An empty cell reads nothing.
# fmt: off
TABLE: tuple[Mandate, ...] = (
    _m("1", Category.IDENTITY,
       "own decision", "own decision consent", "own decision consent", "", "",
       erase=DECISION,
       why="OSL 18:1–2, 35:1, 35:15, 26:1, 12:2"),
    _m("1a", Category.CONTACT,
       "own decision", "own decision", "own decision consent", "", "",
       erase=CASE_ROLES,
       why="OSL 35:1, 35:15, 26:1; lag 2025:170 4 §"),
    _m("1b", Category.TOMBSTONES,
       "own", "own", "own", "", "",
       create=CASE_ROLES, change=NOBODY,
       why=_("Holds no content; what was removed does not come back unnoticed")),
    _m("1c", Category.IMPORTS,
       "own", "own", "own", "", "",
       erase=CASEWORK,
       why=_("A draft: nothing of it is registered until somebody confirms")),
    _m("2", Category.GROUP_LINK,
       "own", "decision", "decision", "", "",
       erase=CASE_ROLES, decide=CASE_ROLES,
       why=_("OSL 35:1; 2018:1693 3:4; not in the data list of 2018:1746 2 §")),
    _m("3", Category.GROUP_PROFILE,
       "own", "decision aggregate", "", "", "",
       why="OSL 18:1–2"),
    _m("4", Category.GROUP_CODE,
       "own", "standing", "standing", "standing", "",
       why=_("Coordination needs the code, and no person")),
    _m("4a", Category.GROUP_HEARD,
       "own standing", "own standing", "standing", "standing", "",
       change=NOBODY,
       why=_("That a group has been told, and no person")),
    _m("5", Category.INCIDENT_FACTS,
       "own", "standing", "standing", "standing", "aggregate",
       why=_("Mostly public; names of victims are kept elsewhere")),
    _m("5a", Category.INCIDENT_SUGGESTIONS,
       "own", "", "", "", "",
       readers=CASE_ROLES | SYSTEM, create=CASEWORK | SYSTEM, change=CASEWORK | SYSTEM,
       why=_("Public texts that nobody has reviewed yet")),
    _m("6", Category.INCIDENT_REVIEW,
       "own", "decision", "decision", "", "",
       why="OSL 18:1–2"),
    _m("6a", Category.INVOLVEMENT,
       "own", "decision", "", "", "",
       erase=CASE_ROLES,
       why=_("OSL 18:1–2, 35:1; 2018:1177 2:9; injured parties are kept apart")),
    _m("7", Category.VICTIM,
       "own", "", "decision consent", "", "consent",
       erase=CASE_ROLES,
       why=_("OSL 35:1; victim support is by consent")),
    _m("8", Category.SUPERVISION,
       "decision", "own", "decision consent", "", "",
       erase=DECISION,
       why=_("OSL 35:15; lag 2025:170 5 §; being a client is itself secret")),
    _m("9", Category.CONDITIONS,
       "decision", "own", "consent", "", "",
       erase=DECISION,
       why="OSL 35:15, 25:1"),
    _m("10", Category.CALL_IN,
       "own standing team", "own standing", "standing team", "standing team", "team",
       create=COORDINATION, change=COORDINATION,
       why=_("Holds no client; of the lead agency; whoever has door duty sees that call-in")),
    _m("10a", Category.CALL_IN_PLAN,
       "own standing", "own standing", "standing", "standing", "",
       create=COORDINATION, change=COORDINATION, erase=COORDINATION,
       why=_("Groups by code, and no client")),
    _m("10b", Category.SPEAKING_SLOTS,
       "own standing party", "own standing party", "standing party", "standing party", "party",
       create=COORDINATION, change=COORDINATION, erase=COORDINATION,
       why=_("A speaker sees the own slot and nothing else")),
    _m("11", Category.CANDIDATES,
       "decision", "own", "consent aggregate", "aggregate", "aggregate",
       decide=DECISION,
       why=_("OSL 35:15; client and group together")),
    _m("11d", Category.INQUIRIES,
       "own party", "own party", "", "", "",
       readers=CASE_ROLES, decide=DECISION,
       why=_("OSL 10:27, 35:1, 35:15; asked and answered without opening a register")),
    _m("11e", Category.LETTERS,
       "own", "own", "own", "", "",
       create=COORDINATION, change=NOBODY,
       why=_("The wording of an agency's letters, in versions; names no person")),
    _m("11a", Category.DOOR_LIST,
       "team", "own", "team", "team", "team",
       create=COORDINATION, change=COORDINATION,
       why=_("Named users with door duty, until the list is closed")),
    _m("11b", Category.DOOR_NAMES,
       "team", "own", "team", "team", "team",
       create=COORDINATION, change=COORDINATION,
       why=_("Only where probation decides that the door needs names")),
    _m("12", Category.ATTENDANCE,
       "decision team", "own", "consent team aggregate", "team aggregate", "team aggregate",
       change=NOBODY, lent=CASE_ROLES,
       why=_("OSL 35:15; a fact, apart from its consequence")),
    _m("13", Category.MISCONDUCT,
       "decision", "own", "", "", "",
       decide=DECISION,
       why=_("OSL 35:15; BrB 26 kap., 28 kap.; a second person decides the measure")),
    _m("13a", Category.FOLLOW_UPS,
       "", "own", "consent", "", "",
       why="OSL 35:15"),
    _m("14", Category.NOTIFICATION_PLAN,
       "own", "decision team", "team", "", "decision",
       erase=DECISION, decide=CASE_ROLES,
       why=_("OSL 18:1–2; the team of that notification; a second person approves")),
    _m("15", Category.LEGAL_EXPOSURE,
       "own", "decision", "", "", "",
       erase=DECISION, decide=CASE_ROLES,
       why=_("OSL 35:1; data on offences; a second person checks")),
    _m("16", Category.NOTIFICATION_OUTCOME,
       "own", "decision", "decision consent", "aggregate", "",
       erase=DECISION, decide=CASE_ROLES,
       why=_("Wanting help is passed on with consent; a second person reviews")),
    _m("17", Category.FOCUS_ROUND,
       "own", "own standing", "standing", "aggregate", "",
       why=_("Evidence that the promise was kept")),
    _m("18", Category.ENFORCEMENT_DETAIL,
       "own", "decision", "", "", "",
       why="OSL 18:1–2"),
    _m("19", Category.SUPPORT_OFFER,
       "standing", "standing", "own", "aggregate", "standing",
       why=_("The offer is no secret")),
    _m("20", Category.SUPPORT_CASE,
       "", "decision consent", "own", "aggregate", "consent",
       why=_("OSL 26:1; life-critical")),
    _m("20a", Category.HELP_REQUESTS,
       "own", "own", "own consent", "", "",
       why=_("OSL 12:2; that somebody wants out is life-critical, passed on by consent alone")),
    _m("21", Category.CHILD_CONCERN,
       "own", "own", "own", "", "",
       why=_("SoL 19 kap. 1 §; duty to report, no feedback by default")),
    _m("22", Category.PROMISES,
       "own standing", "own standing", "own standing", "own standing", "",
       why=_("About groups only")),
    _m("23", Category.MEETINGS,
       "own body", "own body", "own body", "own body", "body",
       create=COORDINATION, change=COORDINATION,
       why=_("Members of the body; the text names no person")),
    _m("23a", Category.TASKS,
       "own party", "own party", "own party", "own party", "own party",
       create=CASE_ROLES, change=CASE_ROLES,
       why=_("The owner, and the agency that was asked")),
    _m("23b", Category.BRIEFINGS,
       "own", "own", "own", "own", "",
       readers=CASE_ROLES | SYSTEM, create=COORDINATION, change=COORDINATION | SYSTEM,
       why=_("The issuing agency answers for its paper")),
    _m("24", Category.CONSENTS,
       "party", "party", "own", "", "party",
       readers=CASE_ROLES | OVERSIGHT,
       why=_("Everybody who relies on a consent must see it; OSL 12:2")),
    _m("25", Category.DISCLOSURES,
       "own party", "own party", "own party", "", "party",
       readers=CASE_ROLES | OVERSIGHT, change=NOBODY, decide=DECISION,
       why=_("Brottsdataförordningen 3:4; own and received")),
    _m("25a", Category.DISCLOSURE_ASSESSMENT,
       "own", "own", "own", "", "",
       readers=CASE_ROLES | OVERSIGHT, change=NOBODY, decide=DECISION,
       why=_("The harm test stays with the one who made it")),
    _m("25b", Category.STANDING_DECISIONS,
       "own party", "own party", "own party", "own party", "own party",
       readers=CASE_ROLES | OVERSIGHT, create=DECISION, change=DECISION, decide=DECISION,
       why=_("Who, law, scope, until; at most twelve months")),
    _m("25c", Category.APPROVALS,
       "own", "own", "own", "own", "own",
       create=CASE_ROLES, change=NOBODY, decide=CASE_ROLES,
       why=_("Whoever asked does not approve")),
    _m("26", Category.ACCESS_LOG,
       "own", "own", "own", "own", "",
       readers=OVERSIGHT, create=NOBODY, change=NOBODY,
       why=_("Brottsdataförordningen 3:4; nobody audits himself")),
    _m("27", Category.STATISTICS,
       "own standing", "own standing", "own standing", "own standing", "own standing",
       create=CASEWORK, change=NOBODY,
       why=_("Published cells only, small ones suppressed")),
)
# fmt: on


class Row(NamedTuple):
    """One line of the table as the database stores it."""

    kind: Kind
    role: Role
    category: Category
    action: Action
    reach: Reach


_WRITES = (Action.CREATE, Action.CHANGE, Action.ERASE, Action.DECIDE)


def rows() -> Iterator[Row]:
    """The whole table, one line per kind, role, category, action and reach."""
    for mandate in TABLE:
        for kind in Kind:
            yield from _rows_of(mandate, kind)


def _rows_of(mandate: Mandate, kind: Kind) -> Iterator[Row]:
    reaches = mandate.reaches(kind)
    for role in Role:
        if role in mandate.readers:
            for reach in sorted(reaches):
                yield Row(kind, role, mandate.category, Action.READ, reach)
        if Reach.OWN in reaches:
            for action in _WRITES:
                if role in mandate.writers(action):
                    yield Row(kind, role, mandate.category, action, Reach.OWN)
        if Reach.TEAM in reaches and role in mandate.lent:
            yield Row(kind, role, mandate.category, Action.CREATE, Reach.TEAM)


@cache
def _table() -> frozenset[Row]:
    return frozenset(rows())


def reach(kind: str, role: str, category: str, action: str = Action.READ) -> frozenset[Reach]:
    """How far the action reaches for a role in an agency of the kind; empty is: not at all."""
    return frozenset(
        row.reach
        for row in _table()
        if (row.kind, row.role, row.category, row.action) == (kind, role, category, action)
    )


@cache
def mandate_for(category: Category) -> Mandate:
    return next(mandate for mandate in TABLE if mandate.category == category)


def digest() -> str:
    """A fingerprint of the table; the database's copy must have the same."""
    lines = sorted("|".join(str(value) for value in row) for row in rows())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
