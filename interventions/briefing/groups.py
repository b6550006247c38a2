"""Groups on paper: code name and status, and no person."""

from functools import cached_property

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext_lazy as _

from cases.models import CriminalGroup
from interventions.briefing.section import Section

Status = CriminalGroup.Status
FIRST_THE_FOCUS = Case(
    When(status=Status.FOCUS, then=0), When(status=Status.ACTIVE, then=1), default=2
)


class Groups(Section[CriminalGroup]):
    key = "groups"
    title = _("Groups")
    template = "interventions/briefings/sections/groups.html"
    secrecy = ("18:1", "18:2")

    def query(self) -> QuerySet[CriminalGroup]:
        return CriminalGroup.objects.select_related("owner").order_by(
            FIRST_THE_FOCUS, "sort_key", "id"
        )

    @cached_property
    def in_focus(self) -> list[CriminalGroup]:
        return [group for group in self.rows if group.status == Status.FOCUS]
