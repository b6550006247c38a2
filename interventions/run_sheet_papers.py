"""The run sheet on paper: for one agency that speaks, exactly what that agency may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from interventions import single_copies
from interventions.models import CallIn, Slot
from partners import audience
from partners.models import Agency, User

OPERATION = "run_sheet_paper"


@dataclass(frozen=True, kw_only=True)
class Paper(single_copies.Paper):
    """What stands on it. `call_in` is None where the recipient reads single slots alone."""

    call_in: CallIn | None
    slots: Sequence[Slot]

    @property
    def secrecy(self) -> str:
        return _("Names nobody who is called")

    @property
    def first(self) -> Slot | None:
        return self.slots[0] if self.slots else None

    @property
    def ends_at(self) -> datetime | None:
        return self.slots[-1].ends_at if self.slots else None


def pdf(call_in: CallIn, *, recipient: Agency, by: User) -> bytes:
    """A tagged file; its rows were read as those who get it."""
    paper = compose(call_in, recipient=recipient, by=by)
    return single_copies.pdf(paper, "slots/paper", recipient=recipient)


def compose(call_in: CallIn, *, recipient: Agency, by: User) -> Paper:
    """What both the agency that leads and the recipient may read of this call-in."""
    author = call_in.owner
    readers = sorted({author, recipient}, key=lambda agency: agency.pk)
    with audience.of_paper(readers, author=author, operation=OPERATION):
        slots = Slot.objects.filter(call_in=call_in.pk).select_related("speaker_agency")
        return Paper(
            call_in=CallIn.objects.filter(pk=call_in.pk).first(),
            slots=list(slots),
            audience=readers,
            author=author,
            printed_by=by.service_code,
            destroy_by=timezone.localdate(call_in.starts_at) + single_copies.KEPT_FOR,
        )
