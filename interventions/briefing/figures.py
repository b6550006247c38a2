"""Published figures on paper: each cell as its owner published it, or a word that it was not."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.briefing.section import Section
from interventions.figures import CELLS
from partners.models import Tally

LOOKING_BACK = timedelta(days=731)


class Line(NamedTuple):
    """One call-in in the table; None where the figure was kept back."""

    tally: Tally
    cells: list[int | None]

    @property
    def called(self) -> int | None:
        return self.cells[0]

    @property
    def came(self) -> int | None:
        return self.cells[1]


class Figures(Section[Tally]):
    key = "figures"
    title = _("Attendance at call-ins, published figures")
    template = "interventions/briefings/sections/figures.html"

    def query(self) -> QuerySet[Tally]:
        since = timezone.localdate() - LOOKING_BACK
        attendance = Tally.objects.current().filter(definition=Tally.Definition.ATTENDANCE)
        return attendance.filter(period_end__gte=since).select_related("owner")

    def lines(self) -> Iterator[Line]:
        for tally in self.rows:
            yield Line(tally, [tally.cells.get(name) for name in CELLS])

    @property
    def latest(self) -> Line | None:
        """The last call-in of which it is published how many were called."""
        told = [line for line in self.lines() if line.called is not None]
        return max(told, key=lambda line: line.tally.period_end, default=None)

    @property
    def keeps_some_back(self) -> bool:
        return any(None in line.cells for line in self.lines())
