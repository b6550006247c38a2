"""Afterwards: what came of the evening."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from interventions import figures
from interventions.figures import Figures
from interventions.stages.stage import Stage


class Afterwards(Stage):
    """From when the list is closed; the published figures are for whoever reads them."""

    key = "afterwards"
    title = _("Afterwards")

    @property
    def is_there(self) -> bool:
        return self.figures is not None or bool(self.pages)

    @cached_property
    def figures(self) -> Figures | None:
        return figures.of([self.call_in]).get(self.call_in.pk)
