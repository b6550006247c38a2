"""Standing decisions: one agency lets another read a whole category of its rows, for a time."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category
from partners.models.agencies import Agency
from partners.models.bases import LegalBasis
from partners.models.protected import Protected, ProtectedQuerySet, history
from partners.models.users import User
from partners.policies import RowPolicy

LONGEST = timedelta(days=366)


class StandingDecisionQuerySet(ProtectedQuerySet["StandingDecision"]):
    def current(self) -> "StandingDecisionQuerySet":
        """Valid by the database's clock, like the policy that reads it."""
        return self.filter(valid_from__lte=Now(), valid_until__gt=Now())

    def ended(self) -> "StandingDecisionQuerySet":
        return self.filter(valid_until__lte=Now()).order_by("-valid_until")


@history(Category.STANDING_DECISIONS)
class StandingDecision(Protected):
    """Who, law, scope, until. It opens rows only where the mandate says "standing"."""

    recipient = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient")
    )
    category = models.CharField(_("what"), max_length=30, choices=Category)
    legal_basis = models.ForeignKey(
        LegalBasis, on_delete=models.PROTECT, related_name="+", verbose_name=_("legal basis")
    )
    reason = models.TextField(_("reason"), max_length=4000)
    valid_from = models.DateTimeField(_("from"), default=timezone.now)
    valid_until = models.DateTimeField(_("until"))
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = StandingDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing decision")
        verbose_name_plural = _("standing decisions")
        ordering = ["category", "recipient"]
        constraints = [
            RowPolicy(Category.STANDING_DECISIONS),
            models.CheckConstraint(
                name="standing_at_most_twelve_months",
                condition=Q(valid_until__lte=F("valid_from") + LONGEST),
            ),
            models.CheckConstraint(
                name="standing_is_for_another", condition=~Q(recipient=F("owner"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} → {self.recipient}"

    def is_current(self, at: datetime) -> bool:
        return self.valid_from <= at < self.valid_until
