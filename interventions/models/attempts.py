"""Attempts to serve a summons: each of them, also those that failed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.models.summonses import Summons
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.CANDIDATES)
class ServiceAttempt(Protected):
    """Somebody tried to hand over the summons: how, when, who, and whether it was received."""

    class Method(models.TextChoices):
        IN_PERSON = "in_person", _("handed over in person")
        APPOINTMENT = "appointment", _("handed over at an appointment")
        CUSTODY = "custody", _("through the place of custody")
        POST = "post", _("by post with a receipt to sign")
        BAILIFF = "bailiff", _("by a process server")

    class Outcome(models.TextChoices):
        SERVED = "served", _("received")
        REFUSED = "refused", _("would not take it")
        NOT_FOUND = "not_found", _("not found")
        WRONG_ADDRESS = "wrong_address", _("does not live there")
        NO_ANSWER = "no_answer", _("no receipt came back")

    summons = models.ForeignKey(Summons, on_delete=models.CASCADE, related_name="attempts")
    method = models.CharField(_("how"), max_length=12, choices=Method)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome)

    class Meta:
        verbose_name = _("attempt to serve")
        verbose_name_plural = _("attempts to serve")
        ordering = ["at", "created_at"]
        constraints = [RowPolicy(Category.CANDIDATES)]

    def __str__(self) -> str:
        return f"{self.get_method_display()}: {self.get_outcome_display()}"

    @property
    def is_service(self) -> bool:
        return self.outcome == self.Outcome.SERVED
