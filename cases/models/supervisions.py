"""Supervision by probation: the ground on which a person can be summoned."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.individuals import Individual
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    def under_way(self, day: date) -> "SupervisionQuerySet":
        """Supervised on that day; the probation period itself may last longer."""
        return self.filter(supervised_from__lte=day, supervised_until__gte=day)

    def giving_ground_for_summons(self, day: date) -> "SupervisionQuerySet":
        """BrB 26:11 and 28:5: skyddstillsyn or villkorlig frigivning, supervised that day."""
        return self.under_way(day).filter(sanction__in=Supervision.SUMMONABLE)


@history(Category.SUPERVISION)
class Supervision(Protected):
    """A sanction served in freedom. Supervision dates stand apart from the probation period.

    Nothing about groups lives here.
    """

    class Sanction(models.TextChoices):
        SKYDDSTILLSYN = "skyddstillsyn", _("skyddstillsyn")
        VILLKORLIG_FRIGIVNING = "villkorlig_frigivning", _("villkorlig frigivning")
        OTHER = "other", _("other sanction")

    SUMMONABLE = (Sanction.SKYDDSTILLSYN, Sanction.VILLKORLIG_FRIGIVNING)

    individual = models.ForeignKey(
        Individual, on_delete=models.CASCADE, related_name="supervisions"
    )
    sanction = models.CharField(_("sanction"), max_length=25, choices=Sanction)
    probation_from = models.DateField(_("probation period from"))
    probation_until = models.DateField(_("probation period until"))
    supervised_from = models.DateField(_("supervision from"))
    supervised_until = models.DateField(_("supervision until"))
    officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("probation officer"),
    )
    unit = models.CharField(_("unit"), max_length=60, blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision")
        verbose_name_plural = _("supervisions")
        ordering = ["supervised_until"]
        constraints = [
            RowPolicy(Category.SUPERVISION, subject="individual"),
            models.CheckConstraint(
                name="supervision_starts_before_it_ends",
                condition=Q(supervised_until__gte=F("supervised_from")),
            ),
            models.CheckConstraint(
                name="probation_starts_before_it_ends",
                condition=Q(probation_until__gte=F("probation_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_sanction_display()

    def is_under_way(self, day: date) -> bool:
        return self.supervised_from <= day <= self.supervised_until
