"""Consents: written, specific, withdrawable (OSL 12:2; JO 670-2015)."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category
from partners.models.agencies import Agency
from partners.models.protected import Protected, history
from partners.policies import RowPolicy


@history(Category.CONSENTS)
class Consent(Protected):
    """A person agrees that one agency tells another certain things, until a day.

    `subject_pk` is the owner's own record of the person; a key would reach up to a higher room.
    """

    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_pk = models.UUIDField()
    recipient = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient")
    )
    scope = models.TextField(_("what may be told"), max_length=2000)
    given_on = models.DateField(_("given on"), default=timezone.localdate)
    valid_until = models.DateTimeField(_("until"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_on"]
        constraints = [
            RowPolicy(Category.CONSENTS),
            models.CheckConstraint(name="consent_to_another", condition=~Q(recipient=F("owner"))),
        ]

    def __str__(self) -> str:
        return self.scope[:60]
