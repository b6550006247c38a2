"""The sign-in sheet: everybody expected on paper, for an evening without devices."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from interventions import single_copies
from interventions.briefing import sheets
from interventions.door_list import DoorList
from interventions.models import CallIn
from partners.models import Agency, User


@dataclass(frozen=True, kw_only=True)
class Sheet(single_copies.Paper):
    """Everybody expected; its one reader is the agency that leads."""

    call_in: CallIn
    with_names: bool

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
        author=agency,
        printed_by=by.service_code,
        destroy_by=timezone.localdate(call_in.starts_at) + single_copies.KEPT_FOR,
        with_names=with_names,
    )
    cards = sorted(DoorList(call_in, timezone.now()).cards, key=lambda card: card.seat)
    copy = single_copies.Copy(agency)
    html = single_copies.written("doors/sheet", sheet, copy=copy, cards=cards, call_in=call_in)
    return sheets.single(sheets.lay_out(html))
