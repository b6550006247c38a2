"""The agencies of the partnership."""

from typing import ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.mandates import Kind


class Agency(models.Model):
    """One agency (or organisation). Its number is its bit in every audience: 1 to 62, never reused.

    The guardian group is what grants are given to; its members follow from the users' agency.
    """

    Kind: ClassVar = Kind

    id = models.SmallIntegerField(primary_key=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=100, unique=True)
    short_name = models.CharField(_("short name"), max_length=30, unique=True)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, editable=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="agency_number_fits_the_mask", condition=Q(id__gte=1, id__lte=62)
            ),
            models.CheckConstraint(name="agency_kind_is_known", condition=Q(kind__in=Kind.values)),
        ]

    def __str__(self) -> str:
        return self.short_name
