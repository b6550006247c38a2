"""Consents: written, specific, withdrawable (OSL 12:2; JO 670-2015)."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category
from partners.models.protected import Protected, ProtectedQuerySet, history
from partners.policies import RowPolicy


class ConsentQuerySet(ProtectedQuerySet["Consent"]):
    def in_force(self) -> "ConsentQuerySet":
        """By the database's clock, like the grants."""
        return self.filter(withdrawn_at=None, valid_until__gt=Now())


@history(Category.CONSENTS)
class Consent(Protected):
    """A person agrees, in writing, that some agencies tell each other certain things, until a day.

    The parties are the owner and the recipients. What was signed is never changed, only withdrawn.
    `subject_pk` is the owner's own record of the person; a key would reach up to a higher room.
    The others know the person by the name that was signed.
    """

    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_pk = models.UUIDField()
    name = models.CharField(_("the person"), max_length=120)
    recipients = ArrayField(models.SmallIntegerField(), verbose_name=_("recipients"))
    categories = ArrayField(
        models.CharField(max_length=30, choices=Category), verbose_name=_("kinds of information")
    )
    scope = models.TextField(_("what may be told"), max_length=2000)
    given_on = models.DateField(_("given on"), default=timezone.localdate)
    valid_until = models.DateTimeField(_("until"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_on", "id"]
        constraints = [RowPolicy(Category.CONSENTS, subject="subject_pk")]

    def __str__(self) -> str:
        return self.name

    @property
    def parties(self) -> list[int]:
        return [self.owner_id, *self.recipients]

    @property
    def is_in_force(self) -> bool:
        return self.withdrawn_at is None and self.valid_until > timezone.now()
