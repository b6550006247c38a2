"""Special conditions of a supervision (brottsbalken 26:16): one year at a time."""

from datetime import date

from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.individuals import Individual
from cases.models.supervisions import SOON, Supervision
from partners.mandates import Category
from partners.models import Protected
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy

# The first day that is more than a year away, by the calendar.
A_YEAR_ON = Func(
    F("valid_from"),
    template="(%(expressions)s + interval '1 year')::date",
    output_field=models.DateField(),
)


class SpecialConditionQuerySet(ProtectedQuerySet["SpecialCondition"]):
    def in_force(self, day: date) -> "SpecialConditionQuerySet":
        return self.filter(valid_from__lte=day, valid_until__gte=day)


@history(Category.CONDITIONS)
class SpecialCondition(Protected):
    """What the person must do or leave undone during supervision, for at most a year at a time."""

    class Kind(models.TextChoices):
        CONTACT = "contact", _("Contact with the probation officer")
        ABSENCE = "absence", _("Report absence from work or treatment")
        PROGRAMME = "programme", _("Take part in a programme")
        TREATMENT = "treatment", _("Care or treatment")
        OCCUPATION = "occupation", _("Work or education")
        HOUSING = "housing", _("Housing")
        PLACE = "place", _("Stay in a place, or stay away from it")
        TAG = "tag", _("Electronic monitoring of the place")

    individual = models.ForeignKey(
        Individual, on_delete=models.CASCADE, related_name="special_conditions"
    )
    supervision = models.ForeignKey(
        Supervision, on_delete=models.CASCADE, related_name="special_conditions"
    )
    kind = models.CharField(_("condition"), max_length=12, choices=Kind)
    text = models.CharField(_("what is decided"), max_length=300)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"))

    objects = SpecialConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("special condition")
        verbose_name_plural = _("special conditions")
        ordering = ["valid_until", "id"]
        constraints = [
            RowPolicy(Category.CONDITIONS, subject="individual"),
            models.CheckConstraint(
                name="condition_starts_before_it_ends",
                condition=Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="condition_at_most_one_year",
                condition=Q(valid_until__lt=A_YEAR_ON),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_over(self) -> bool:
        return self.valid_until < timezone.localdate()

    @property
    def is_ending_soon(self) -> bool:
        """Within 60 days: the time to decide whether it is needed for another year."""
        return not self.is_over and self.valid_until <= timezone.localdate() + SOON
