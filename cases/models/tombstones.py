"""Tombstones: that something was removed, without what it was."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category
from partners.models import Protected
from partners.models.protected import ProtectedQuerySet
from partners.policies import RowPolicy


class Tombstone(Protected):
    """A keyed digest of what was removed, so that it does not come back unnoticed.

    Nobody can read a number out of it; only whoever types the same number again meets it. It is
    written once and never changed, so it has no history.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("individual")
        LINK = "link", _("link to group")

    class Reason(models.TextChoices):
        NOT_NEEDED = "not_needed", _("no longer needed for the purpose")
        WRONG_PERSON = "wrong_person", _("the wrong person was registered")
        NO_GROUND = "no_ground", _("there was no ground from the beginning")
        TIME_OUT = "time_out", _("the time it may be kept is out")
        OBJECTION = "objection", _("the person objected and was right")
        NOT_APPROVED = "not_approved", _("the registration was not approved")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    digest = models.CharField(max_length=64, db_index=True)
    removed_on = models.DateField(_("removed"), default=timezone.localdate)
    reason = models.CharField(_("reason"), max_length=15, choices=Reason)

    objects = ProtectedQuerySet["Tombstone"].as_manager()

    class Meta:
        verbose_name = _("mark of something removed")
        verbose_name_plural = _("marks of what was removed")
        ordering = ["-removed_on", "id"]
        constraints = [RowPolicy(Category.TOMBSTONES)]

    def __str__(self) -> str:
        return self.get_kind_display()
