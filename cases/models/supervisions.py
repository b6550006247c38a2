"""Supervision by probation: the ground on which a person can be summoned."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.individuals import Individual
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy

SOON = timedelta(days=60)
# Brottsbalken 26:10: at least a year; 32:3 b: at most a year. First and last day are counted.
RELEASE_AT_LEAST = timedelta(days=364)
YOUTH_AT_MOST = timedelta(days=366)


class SupervisionQuerySet(ProtectedQuerySet["Supervision"]):
    def under_way(self, day: date) -> "SupervisionQuerySet":
        """Supervised on that day; the probation period itself may last longer."""
        return self.filter(supervised_from__lte=day, supervised_until__gte=day)

    def giving_ground_for_summons(self, day: date) -> "SupervisionQuerySet":
        """BrB 26:11 and 28:5: skyddstillsyn or villkorlig frigivning, supervised that day."""
        return self.under_way(day).filter(sanction__in=Supervision.SUMMONABLE)


def _days(first: str, last: str) -> Func:
    """The days from the first through the last."""
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=DateRangeField())


@history(Category.SUPERVISION)
class Supervision(Protected):
    """A sanction served in freedom. Supervision dates stand apart from the probation period.

    Nothing about groups lives here.
    """

    class Sanction(models.TextChoices):
        SKYDDSTILLSYN = "skyddstillsyn", _("skyddstillsyn")
        VILLKORLIG_FRIGIVNING = "villkorlig_frigivning", _("villkorlig frigivning")
        VILLKORLIG_DOM = "villkorlig_dom", _("villkorlig dom med samhällstjänst")
        UNGDOMSOVERVAKNING = "ungdomsovervakning", _("ungdomsövervakning")
        INTENSIVOVERVAKNING = "intensivovervakning", _("intensivövervakning")
        OTHER = "other", _("other sanction")

    SUMMONABLE = (Sanction.SKYDDSTILLSYN, Sanction.VILLKORLIG_FRIGIVNING)
    WITH_PROBATION = (*SUMMONABLE, Sanction.VILLKORLIG_DOM)
    WITHOUT_PROBATION = (Sanction.UNGDOMSOVERVAKNING, Sanction.INTENSIVOVERVAKNING)

    individual = models.ForeignKey(
        Individual, on_delete=models.CASCADE, related_name="supervisions"
    )
    sanction = models.CharField(_("sanction"), max_length=25, choices=Sanction)
    probation_from = models.DateField(_("probation period from"), null=True, blank=True)
    probation_until = models.DateField(_("probation period until"), null=True, blank=True)
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
                condition=Q(probation_from__isnull=True, probation_until__isnull=True)
                | Q(probation_until__gte=F("probation_from")),
            ),
            models.CheckConstraint(
                name="probation_when_the_sanction_has_one",
                condition=(
                    ~Q(
                        sanction__in=[
                            "skyddstillsyn",
                            "villkorlig_frigivning",
                            "villkorlig_dom",
                        ]
                    )
                    | Q(probation_from__isnull=False, probation_until__isnull=False)
                )
                & (
                    ~Q(sanction__in=["ungdomsovervakning", "intensivovervakning"])
                    | Q(probation_from__isnull=True, probation_until__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="supervision_within_probation",
                condition=~Q(sanction__in=["skyddstillsyn", "villkorlig_frigivning"])
                | Q(
                    supervised_from__gte=F("probation_from"),
                    supervised_until__lte=F("probation_until"),
                ),
            ),
            models.CheckConstraint(
                name="release_on_probation_at_least_a_year",
                condition=~Q(sanction="villkorlig_frigivning")
                | Q(probation_until__gte=F("probation_from") + RELEASE_AT_LEAST),
            ),
            models.CheckConstraint(
                name="youth_supervision_at_most_a_year",
                condition=~Q(sanction="ungdomsovervakning")
                | Q(supervised_until__lt=F("supervised_from") + YOUTH_AT_MOST),
            ),
            ExclusionConstraint(
                name="supervision_once_at_a_time",
                expressions=[
                    ("owner", RangeOperators.EQUAL),
                    ("individual", RangeOperators.EQUAL),
                    ("sanction", RangeOperators.EQUAL),
                    (_days("supervised_from", "supervised_until"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(sanction="other"),
            ),
        ]

    def __str__(self) -> str:
        return self.get_sanction_display()

    def is_under_way(self, day: date) -> bool:
        return self.supervised_from <= day <= self.supervised_until

    @property
    def is_ending_soon(self) -> bool:
        """Within 60 days: the time to plan what comes after."""
        today = timezone.localdate()
        return self.is_under_way(today) and self.supervised_until <= today + SOON
