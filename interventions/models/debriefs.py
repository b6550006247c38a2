"""Debriefs: what the evening taught those who held it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.models.callins import CallIn
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.CALL_IN_PLAN)
class Debrief(Protected):
    """What went well and what did not go as planned; of the agency that leads. Names no person."""

    call_in = models.ForeignKey(CallIn, on_delete=models.CASCADE, related_name="debriefs")
    held_at = models.DateTimeField(_("debriefed"), default=timezone.now)
    went_well = models.TextField(_("what went well"), max_length=2000, blank=True)
    deviations = models.TextField(_("what did not go as planned"), max_length=2000, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("debrief")
        verbose_name_plural = _("debriefs")
        ordering = ["held_at"]
        constraints = [
            RowPolicy(Category.CALL_IN_PLAN),
            models.UniqueConstraint(fields=["owner", "call_in"], name="debrief_once_per_call_in"),
            models.CheckConstraint(
                name="debrief_says_something", condition=~Q(went_well="", deviations="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.call_in)
