"""Summonses: the written call from probation, on a ground, in a wording that stays as it was."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.models.candidates import Candidate
from interventions.models.letters import LetterText
from partners.mandates import Category
from partners.models import Protected
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.CANDIDATES)
class Summons(Protected):
    """The written call from probation: on what ground, when issued, since when served.

    `text` is the wording it is written in, always Swedish; `translation` is sent along with it.
    """

    class Ground(models.TextChoices):
        DUTY_VF = "duty_vf", _("duty to appear, villkorlig frigivning (BrB 26:11)")
        DUTY_ST = "duty_st", _("duty to appear, skyddstillsyn (BrB 28:5)")
        CONDITION = "condition", _("special condition")
        VOLUNTARY = "voluntary", _("voluntary")

    MANDATORY = (Ground.DUTY_VF, Ground.DUTY_ST, Ground.CONDITION)

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="summons")
    ground = models.CharField(_("ground"), max_length=10, choices=Ground)
    text = models.ForeignKey(LetterText, on_delete=models.PROTECT, null=True, related_name="+")
    translation = models.ForeignKey(
        LetterText, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued_on = models.DateField(_("issued"), default=timezone.localdate)
    served_on = models.DateField(_("served"), null=True, blank=True)

    class Meta:
        verbose_name = _("summons")
        verbose_name_plural = _("summonses")
        ordering = ["issued_on"]
        constraints = [
            RowPolicy(Category.CANDIDATES),
            models.CheckConstraint(
                name="nothing_is_served_before_it_is_issued",
                condition=Q(served_on__isnull=True) | Q(served_on__gte=F("issued_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_ground_display()

    def get_absolute_url(self) -> str:
        return reverse("interventions:summons", args=[self.pk])

    @property
    def is_mandatory(self) -> bool:
        return self.ground in self.MANDATORY
