"""Hearings: that a group has heard the message, through which channel, and on which day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import CriminalGroup
from partners.mandates import Category
from partners.models import Protected
from partners.policies import RowPolicy


class GroupHearing(Protected):
    """A group was told. It names the group by code, the channel and the day, and no person.

    Belongs to the agency that saw it happen. Never changed: what was heard was heard.
    """

    class Channel(models.TextChoices):
        CALL_IN = "call_in", _("call-in")
        NOTIFICATION = "notification", _("custom notification")

    group = models.ForeignKey(CriminalGroup, on_delete=models.PROTECT, related_name="hearings")
    channel = models.CharField(_("channel"), max_length=15, choices=Channel)
    heard_on = models.DateField(_("heard on"))

    class Meta:
        verbose_name = _("message heard by a group")
        verbose_name_plural = _("messages heard by groups")
        ordering = ["-heard_on"]
        constraints = [
            RowPolicy(Category.GROUP_HEARD),
            models.UniqueConstraint(
                fields=["owner", "group", "channel", "heard_on"], name="heard_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.get_channel_display()
