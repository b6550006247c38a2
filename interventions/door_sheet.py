"""The sign-in sheet: everybody expected on paper, for an evening without devices."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from interventions.briefing import sheets
from interventions.door_list import DoorList
from interventions.models import CallIn
from partners.models import Agency, User

LANGUAGE = "sv"
STYLESHEET = "css/paper.css"
# What names persons does not outlive the evening by long.
KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Copy:
    """There is one, and its reader is the agency that leads."""

    recipient: Agency
    number: int = 1


@dataclass(frozen=True)
class Sheet:
    """What the frame of every paper asks for."""

    call_in: CallIn
    audience: list[Agency]
    printed_by: str
    printed_at: datetime
    destroy_by: date
    with_names: bool
    language: str = LANGUAGE

    @property
    def author(self) -> Agency:
        return self.audience[0]

    @property
    def classification(self) -> str:
        if self.with_names:
            return _("Working paper that names persons")
        return _("Working paper with initials")

    @property
    def secrecy(self) -> str:
        return _("Secrecy may apply: OSL %(provisions)s") % {"provisions": "35:15"}


def pdf(call_in: CallIn, *, with_names: bool, by: User) -> bytes:
    """Read as whoever prints it; seats in order, as the chairs stand."""
    agency = Agency.objects.get(pk=call_in.owner_id)
    sheet = Sheet(
        call_in=call_in,
        audience=[agency],
        printed_by=by.service_code,
        printed_at=timezone.now(),
        destroy_by=timezone.localdate(call_in.starts_at) + KEPT_FOR,
        with_names=with_names,
    )
    cards = sorted(DoorList(call_in, timezone.now()).cards, key=lambda card: card.seat)
    context: dict[str, Any] = {"paper": sheet, "copy": Copy(agency), "cards": cards}
    context["call_in"] = call_in
    with translation.override(LANGUAGE):
        return sheets.single(
            sheets.lay_out(render_to_string("interventions/doors/sheet.html", context))
        )
