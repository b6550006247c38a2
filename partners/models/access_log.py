"""The access log: who read what, when, why. Grows only, and is sealed block by block."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category
from partners.models.agencies import Agency
from partners.models.users import User


class AccessLogEntry(models.Model):
    """One request or task: actor, operation, the rows it loaded and the persons they are about.

    Holds ids only. Read by the data protection officer of the actor's agency (2018:1202 3:4).
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("when"), db_index=True)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    roles = models.TextField(_("roles"))
    audience = models.BigIntegerField(_("audience"))
    operation = models.TextField(_("operation"))
    purpose = models.TextField(_("purpose"), blank=True)
    result = models.CharField(_("result"), max_length=20)
    rows = models.JSONField(_("rows"))
    subjects = ArrayField(models.UUIDField(), verbose_name=_("persons"))
    detail = models.JSONField(_("detail"))

    class Meta:
        verbose_name = _("access log entry")
        verbose_name_plural = _("access log entries")
        ordering = ["-id"]

    CATEGORY = Category.ACCESS_LOG

    def __str__(self) -> str:
        return f"{self.id} {self.operation}"


class Seal(models.Model):
    """A block of entries, closed: its HMAC covers every entry in it and the block before."""

    number = models.BigIntegerField(primary_key=True)
    first_entry = models.BigIntegerField()
    last_entry = models.BigIntegerField()
    entries = models.IntegerField()
    mac = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)
