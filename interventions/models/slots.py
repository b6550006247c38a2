"""Slots: who says what at a call-in, from when, for how long."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.models.callins import CallIn
from partners.mandates import Category
from partners.models import Agency, Protected
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy

LONGEST = 60


class SlotQuerySet(ProtectedQuerySet["Slot"]):
    def spoken_by(self, agency_id: int) -> "SlotQuerySet":
        """Where an agency speaks as the guest of another, today or later."""
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        guest = self.filter(speaker_agency=agency_id).exclude(owner=agency_id)
        return guest.filter(starts_at__gte=midnight).order_by("starts_at")

    def under_way(self, call_in_id: UUID) -> "SlotQuerySet":
        """At most one: what is being said now."""
        begun = self.filter(call_in=call_in_id, actual_from__isnull=False)
        return begun.filter(actual_until__isnull=True)

    def changeable(self) -> "SlotQuerySet":
        """Of call-ins that the agency leads and whose list is open."""
        return self.own().filter(call_in__closed_at__isnull=True)


@history(Category.SPEAKING_SLOTS)
class Slot(Protected):
    """One element of the message at one call-in; the agency that speaks is let read its own.

    Where and when to meet is copied here, so that a speaker needs nothing else of the call-in.
    """

    class Element(models.TextChoices):
        WELCOME = "welcome", _("Welcome and rules of the evening")
        NOT_DIE = "not_die", _("We do not want you to die")
        NOT_KILL = "not_kill", _("We do not want you to kill")
        NOT_PRISON = "not_prison", _("We do not want you in prison, but we will act")
        HELP = "help", _("Here is the help, and one phone number")
        CLOSE = "close", _("Closing words")
        OTHER = "other", _("Other")

    # The whole message: a call-in without one of these is not ready.
    NEEDED = (
        Element.WELCOME, Element.NOT_DIE, Element.NOT_KILL, Element.NOT_PRISON, Element.HELP,
        Element.CLOSE,
    )  # fmt: skip

    call_in = models.ForeignKey(CallIn, on_delete=models.CASCADE, related_name="slots")
    order = models.PositiveSmallIntegerField(_("order"))
    element = models.CharField(_("what is said"), max_length=10, choices=Element)
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    speaker_agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who speaks"),
    )
    speaker = models.CharField(_("speaker"), max_length=80, blank=True)
    meet_at = models.DateTimeField(_("meets at"))
    meet_where = models.CharField(_("meets where"), max_length=120)
    actual_from = models.DateTimeField(_("began"), null=True, blank=True)
    actual_until = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["order"]
        constraints = [
            RowPolicy(Category.SPEAKING_SLOTS),
            models.UniqueConstraint(
                fields=["owner", "call_in", "order"],
                name="slot_order_once_per_call_in",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="slot_takes_time", condition=Q(minutes__gte=1, minutes__lte=LONGEST)
            ),
            models.CheckConstraint(
                name="slot_ends_after_it_began",
                condition=Q(actual_until__isnull=True)
                | Q(actual_from__isnull=False, actual_until__gte=F("actual_from")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_element_display())

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_under_way(self) -> bool:
        return self.actual_from is not None and self.actual_until is None
