"""Reminders: a time and a number, sent to somebody who is summoned."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interventions.models.summonses import Summons
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


class ReminderQuerySet(ProtectedQuerySet["Reminder"]):
    def waiting(self) -> "ReminderQuerySet":
        return self.filter(sent_at__isnull=True, cancelled_at__isnull=True)

    def due(self, moment: datetime) -> "ReminderQuerySet":
        return self.waiting().filter(due_at__lte=moment)


@history(Category.CANDIDATES)
class Reminder(Protected):
    """To be sent at a moment; then it is sent, or cancelled because nobody should be reminded.

    Neither number nor text is stored: both are made of what is known when it is sent.
    """

    class Channel(models.TextChoices):
        SMS = "sms", _("text message")
        EMAIL = "email", _("e-mail")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("cancelled")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.WAITING: frozenset({State.SENT, State.CANCELLED}),
        State.SENT: frozenset(),
        State.CANCELLED: frozenset(),
    }

    summons = models.ForeignKey(Summons, on_delete=models.CASCADE, related_name="reminders")
    channel = models.CharField(_("channel"), max_length=5, choices=Channel, default=Channel.SMS)
    due_at = models.DateTimeField(_("to be sent"))
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["due_at"]
        constraints = [
            RowPolicy(Category.CANDIDATES),
            models.UniqueConstraint(
                fields=["owner", "summons", "channel", "due_at"], name="reminded_once_at_a_time"
            ),
            models.CheckConstraint(
                name="reminder_is_sent_or_cancelled",
                condition=Q(sent_at__isnull=True) | Q(cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.get_channel_display()

    @property
    def state(self) -> str:
        if self.sent_at:
            return self.State.SENT
        return self.State.CANCELLED if self.cancelled_at else self.State.WAITING

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]
