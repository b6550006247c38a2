"""Content packs: the very words that one custom notification was to be given in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interventions.models.notifications import ON_TEAM, Notification
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.NOTIFICATION_PLAN)
class ContentPack(Protected):
    """Message and help sheet as they read that day, and which version they were.

    Copied, so that the team reads them without reading what they were copied from.
    """

    notification = models.OneToOneField(
        Notification, on_delete=models.CASCADE, related_name="content"
    )
    version = models.CharField(_("version"), max_length=20)
    message = models.TextField(_("message"), max_length=2000)
    help_sheet = models.TextField(_("help sheet"), max_length=2000)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("content pack")
        verbose_name_plural = _("content packs")
        constraints = [RowPolicy(Category.NOTIFICATION_PLAN, duty=ON_TEAM)]

    def __str__(self) -> str:
        return self.version
