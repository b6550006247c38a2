"""Insight: where one sees what is shared and why, and how far the own mandate reaches."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.db.models.functions import Now
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners import audience
from partners.mandates import TABLE, Action, Category, Kind, Mandate, Reach, Role
from partners.models import (
    Approval,
    Consent,
    Disclosure,
    LegalBasis,
    StandingDecision,
    User,
)
from partners.views import Request


class Register(NamedTuple):
    """A place to look into; `rows` are what the person may see there, to be counted."""

    name: str | Promise
    url_name: str
    about: str | Promise
    rows: Any
    category: Category | None = None


# What belongs together for whoever reads, by the numbers of the matrix.
THEMES: tuple[tuple[Promise, frozenset[int]], ...] = (
    (_("People"), frozenset({1, 2, 8, 9})),
    (_("Groups"), frozenset({3, 4})),
    (_("Incidents"), frozenset({5, 6, 7})),
    (_("Call-ins"), frozenset({10, 11, 12, 13})),
    (_("Notifications and focus"), frozenset({14, 15, 16, 17, 18})),
    (_("Support"), frozenset({19, 20, 21})),
    (_("Working together"), frozenset({22, 23})),
    (_("Decisions, log and figures"), frozenset({24, 25, 26, 27})),
)


class Column(NamedTuple):
    """One category in the own agency's column of the mandates."""

    category: Category
    reaches: list[Reach]
    actions: list[Action]


@login_required
def insight(request: Request) -> HttpResponse:
    context = {
        "registers": [one for one in _registers(request) if _is_open(one)],
        "themes": list(_themes()),
        "agency": request.user.agency,
    }
    return render(request, "partners/insight.html", context)


@login_required
def legal_bases(request: Request) -> HttpResponse:
    return render(request, "partners/legal_bases.html", {"bases": LegalBasis.objects.all()})


def _registers(request: Request) -> list[Register]:
    here = request.user.agency_id
    registers = [
        Register(
            _("Disclosures"), "partners:disclosures",
            _("Single records handed over by a decision, to us and by us."),
            Disclosure.objects.in_force() | Disclosure.objects.to_decide(), Category.DISCLOSURES,
        ),
        Register(
            _("Standing decisions"), "partners:standing_decisions",
            _("Whole categories that one agency lets another read."),
            StandingDecision.objects.current(), Category.STANDING_DECISIONS,
        ),
        Register(
            _("Consents"), "partners:consents",
            _("What persons have consented to, in writing."),
            Consent.objects.filter(withdrawn_at=None, valid_until__gt=Now()), Category.CONSENTS,
        ),
        Register(
            _("Approvals"), "partners:approvals", _("What waits for a second person's yes."),
            Approval.objects.filter(answer=""), Category.APPROVALS,
        ),
        Register(
            _("Access log"), "partners:access_log",
            _("Who in your agency has read what, and when."),
            None, Category.ACCESS_LOG,
        ),
        Register(
            _("Legal bases"), "partners:legal_bases",
            _("The provisions a decision can lean on, and which of them a lawyer has checked."),
            LegalBasis.objects.all(),
        ),
    ]  # fmt: skip
    if Role.ADMINISTRATOR in audience.current().roles:
        about = _("Who in your agency can log in, and as what.")
        users = User.objects.filter(agency=here, is_active=True)
        registers.append(Register(_("Users"), "partners:users", about, users))
    return registers


def _is_open(register: Register) -> bool:
    return register.category is None or audience.current().may(Action.READ, register.category)


def _themes() -> Iterator[tuple[Promise, list[Column]]]:
    """What the own agency reads, theme by theme; a theme of which it reads nothing is absent."""
    for title, numbers in THEMES:
        mandates = (one for one in TABLE if int(one.number.rstrip("abcdefgh")) in numbers)
        columns = [column for mandate in mandates if (column := _column(mandate)).reaches]
        if columns:
            yield title, columns


def _column(mandate: Mandate) -> Column:
    """How far the own agency reaches, and what this person may do with its own records."""
    me = audience.current()
    reaches = mandate.reaches(Kind(me.kind))
    writes = (Action.CREATE, Action.CHANGE, Action.DECIDE)
    return Column(
        mandate.category,
        [reach for reach in Reach if reach in reaches],
        [action for action in writes if me.may(action, mandate.category)],
    )
