"""Whom a custom notification is for: a name for its team, and a person for its owner."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Individual
from interventions.models.notifications import ON_TEAM, Notification
from partners.mandates import Category
from partners.models import Protected
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.NOTIFICATION_PLAN)
class NotificationPerson(Protected):
    """The person's name, for the owner and for the team of that notification.

    Reading it is logged as reading about the person, and protected identity hides it.
    """

    notification = models.OneToOneField(
        Notification, on_delete=models.CASCADE, related_name="person"
    )
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("person of a notification")
        verbose_name_plural = _("persons of notifications")
        constraints = [
            RowPolicy(Category.NOTIFICATION_PLAN, subject="individual", duty=ON_TEAM),
        ]

    def __str__(self) -> str:
        return self.name
