"""Safety plans: what may go wrong in a talk, and what the team then does."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from interventions.models.notifications import ON_TEAM, Notification
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy

# Counted from the day of the talk; see partners/retention.py.
KEPT_FOR = timedelta(days=183)


@history(Category.NOTIFICATION_PLAN)
class SafetyPlan(Protected):
    """One text for each risk that has to be thought of, approved by somebody who did not write it.

    Six months after the talk it is gone for everybody.
    """

    RISKS: ClassVar[tuple[str, ...]] = (
        "hot_spot", "children", "rivals", "timing", "exposure", "retreat",
    )  # fmt: skip

    notification = models.OneToOneField(
        Notification, on_delete=models.CASCADE, related_name="safety_plan"
    )
    hot_spot = models.TextField(_("The place"), max_length=500)
    children = models.TextField(_("Children and relatives"), max_length=500)
    rivals = models.TextField(_("Others in conflict nearby"), max_length=500)
    timing = models.TextField(_("The time"), max_length=500)
    exposure = models.TextField(_("Not to be taken for an informer"), max_length=500)
    retreat = models.TextField(_("When and how the team leaves"), max_length=500)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    kept_until = models.DateTimeField(_("kept until"))

    class Meta:
        verbose_name = _("safety plan")
        verbose_name_plural = _("safety plans")
        constraints = [
            RowPolicy(Category.NOTIFICATION_PLAN, duty=ON_TEAM, expires="kept_until"),
            models.CheckConstraint(
                name="safety_plan_approved_by_another",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | (Q(approved_at__isnull=False) & ~Q(approved_by=F("written_by"))),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    @property
    def told(self) -> list[tuple[str, str]]:
        """Each risk in words, with what is written about it."""
        return [
            (str(self._meta.get_field(risk).verbose_name), getattr(self, risk))  # type: ignore[union-attr]
            for risk in self.RISKS
        ]
