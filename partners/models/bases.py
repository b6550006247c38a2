"""Legal bases: the provisions a decision may lean on."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LegalBasisQuerySet(models.QuerySet["LegalBasis"]):
    def in_force(self, day: date) -> "LegalBasisQuerySet":
        """Checked by a lawyer and in force that day: the only ones a decision may lean on."""
        return self.filter(
            Q(in_force_from__lte=day),
            Q(in_force_to__isnull=True) | Q(in_force_to__gte=day),
            checked_on__isnull=False,
        )


class LegalBasis(models.Model):
    """One provision, in force from and to, checked by a named lawyer on a day (domain §3.5)."""

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    provision = models.CharField(_("provision"), max_length=60)
    meaning = models.TextField(_("meaning"))
    guard = models.TextField(_("limits"), blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_to = models.DateField(_("in force to"), null=True, blank=True)
    checked_by = models.CharField(_("checked by"), max_length=100, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    objects = LegalBasisQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.provision} – {self.meaning}"

    def is_in_force(self, day: date) -> bool:
        if self.checked_on is None or self.in_force_from is None or self.in_force_from > day:
            return False
        return self.in_force_to is None or self.in_force_to >= day
