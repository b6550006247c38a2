"""What is known of a candidate besides supervision, and what was decided in spite of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Individual
from interventions.eligibility import OVERRIDABLE, Criterion
from interventions.models.candidates import Candidate
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.CANDIDATES)
class CustodyCheck(Protected):
    """Somebody looked whether the person is in custody: what was found, when, and where.

    The latest one counts, and only for a while.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="checks")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    in_custody = models.BooleanField(_("in custody"))
    checked_at = models.DateTimeField(_("checked"), default=timezone.now)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        verbose_name = _("check of custody")
        verbose_name_plural = _("checks of custody")
        ordering = ["-checked_at", "-created_at"]
        constraints = [
            RowPolicy(Category.CANDIDATES, subject="individual"),
            models.CheckConstraint(name="custody_check_has_a_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return self.source


@history(Category.CANDIDATES)
class Override(Protected):
    """The person is to be called although this criterion is not met, and why.

    Counts when a second person has approved it. Age and protected identity have none.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="overrides")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    criterion = models.CharField(_("criterion"), max_length=15, choices=Criterion)
    reason = models.TextField(_("reason"), max_length=1000)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("override of a criterion")
        verbose_name_plural = _("overrides of criteria")
        ordering = ["created_at"]
        constraints = [
            RowPolicy(Category.CANDIDATES, subject="individual"),
            models.CheckConstraint(name="override_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="hard_stop_is_not_overridden", condition=Q(criterion__in=OVERRIDABLE)
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_criterion_display())
