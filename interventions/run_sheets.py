"""The run sheet as it stands: who says what and when, what can be done with it, for whom."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.functional import Promise

from interventions.models import CallIn, Slot
from partners import audience
from partners.mandates import Action, Category
from partners.models import Agency


class RunSheet:
    """The slots that the one who looks may read; the agency that leads has them all."""

    def __init__(self, call_in: CallIn, *, is_own: bool) -> None:
        self.call_in = call_in
        self.is_own = is_own

    @cached_property
    def slots(self) -> Sequence[Slot]:
        found = Slot.objects.filter(call_in=self.call_in)
        return list(found.select_related("owner", "speaker_agency"))

    @property
    def ends_at(self) -> datetime | None:
        return self.slots[-1].ends_at if self.slots else None

    @property
    def minutes(self) -> int:
        return sum(slot.minutes for slot in self.slots)

    @property
    def speaking(self) -> set[str]:
        """The elements that somebody says."""
        return {slot.element for slot in self.slots if slot.speaker_agency_id is not None}

    @property
    def unspoken(self) -> list[str | Promise]:
        """What belongs to the message and nobody says, in words."""
        return [one.label for one in Slot.NEEDED if one not in self.speaking]

    @property
    def speakers(self) -> list[Agency]:
        """The other agencies that speak; each gets a paper of its own."""
        named = {slot.speaker_agency for slot in self.slots if slot.speaker_agency is not None}
        return sorted(named - {self.call_in.owner}, key=lambda agency: agency.pk)

    def recipient(self, number: str) -> Agency | None:
        """The one a paper is for, by its number: our own when there is none."""
        if not number:
            return self.call_in.owner
        return next((one for one in self.speakers if str(one.pk) == number), None)

    @property
    def may_plan(self) -> bool:
        return self._may_write and not self.call_in.is_closed

    @property
    def may_take_times(self) -> bool:
        """On the day and afterwards."""
        has_come = timezone.localdate(self.call_in.starts_at) <= timezone.localdate()
        return self._may_write and has_come

    @property
    def has_times(self) -> bool:
        return self.may_take_times or any(slot.actual_from for slot in self.slots)

    @property
    def _may_write(self) -> bool:
        return self.is_own and audience.current().may(Action.CHANGE, Category.SPEAKING_SLOTS)
