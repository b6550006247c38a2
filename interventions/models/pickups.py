"""Pick-ups: who fetches somebody to the call-in, when, and from what kind of place."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interventions.models.candidates import Candidate
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.CANDIDATES)
class PickUp(Protected):
    """Somebody is fetched. The place is a kind of place: addresses stand with the person's own
    contact details and go with them when protection begins."""

    class Place(models.TextChoices):
        HOME = "home", _("at the person's home")
        OFFICE = "office", _("at probation's office")
        WORK = "work", _("at work or school")
        STATION = "station", _("at the station")
        CUSTODY = "custody", _("at the place of custody")
        ELSEWHERE = "elsewhere", _("at a place agreed upon")

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="pick_up")
    at = models.DateTimeField(_("when"))
    place = models.CharField(_("where"), max_length=10, choices=Place)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("fetched by")
    )
    called_off_at = models.DateTimeField(_("pick-up called off"), null=True, blank=True)

    class Meta:
        verbose_name = _("pick-up")
        verbose_name_plural = _("pick-ups")
        ordering = ["at"]
        constraints = [RowPolicy(Category.CANDIDATES)]

    def __str__(self) -> str:
        return self.get_place_display()
