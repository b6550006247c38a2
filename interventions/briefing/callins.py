"""Call-ins on paper: those to come, and those held with their published figures."""

from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions import figures
from interventions.briefing.section import Section
from interventions.models import CallIn

LOOKING_BACK = timedelta(days=731)


class CallIns(Section[CallIn]):
    key = "call_ins"
    title = _("Call-ins")
    template = "interventions/briefings/sections/callins.html"

    def query(self) -> QuerySet[CallIn]:
        since = timezone.now() - LOOKING_BACK
        return CallIn.objects.filter(starts_at__gte=since).select_related("owner")

    @cached_property
    def coming(self) -> list[CallIn]:
        """The next one first."""
        today = timezone.localdate()
        found = [one for one in self.rows if not one.is_closed and _day(one) >= today]
        return sorted(found, key=lambda one: one.starts_at)

    @cached_property
    def held(self) -> list[tuple[CallIn, figures.Figures | None]]:
        """The latest first, each with the figures this audience may read."""
        held = [one for one in self.rows if one not in self.coming]
        told: dict[UUID, figures.Figures] = figures.of(held)
        latest_first = sorted(held, key=lambda one: one.starts_at, reverse=True)
        return [(one, told.get(one.pk)) for one in latest_first]


def _day(call_in: CallIn) -> date:
    return timezone.localdate(call_in.starts_at)
