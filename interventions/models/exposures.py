"""Legal exposure: what the person risks by law, in the words of police, for police alone."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Individual
from interventions.models.notifications import Notification
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.LEGAL_EXPOSURE)
class LegalExposure(Protected):
    """Data on offences. Said aloud or put on paper only when a second person has checked it."""

    notification = models.OneToOneField(
        Notification, on_delete=models.CASCADE, related_name="exposure"
    )
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(_("text"), max_length=2000)
    as_of = models.DateField(_("as of"), default=timezone.localdate)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("legal exposure")
        verbose_name_plural = _("legal exposures")
        constraints = [
            RowPolicy(Category.LEGAL_EXPOSURE, subject="individual"),
            models.CheckConstraint(
                name="exposure_checked_by_another",
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | (Q(checked_at__isnull=False) & ~Q(checked_by=F("drafted_by"))),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_checked(self) -> bool:
        return self.checked_at is not None
