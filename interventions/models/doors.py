"""The door of a call-in: seats, names where needed, and an append-only set of events."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Individual
from interventions import arrivals
from interventions.models.callins import CallIn
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy

DOOR_DUTY = ("call_in", "interventions.callin", "door_duty")
DOOR_NAMES = ("call_in", "interventions.callin", "door_names")

# Made-up people stand in rehearsals alone, and nobody else does there.
NAME_RULES = """
IF (NEW.individual_id IS NULL) <> EXISTS (
    SELECT FROM interventions_callin c
    WHERE c.id = NEW.call_in_id AND c.rehearses_id IS NOT NULL)
THEN
    RAISE check_violation USING MESSAGE = 'people are made up in rehearsals alone';
END IF;
RETURN NEW;
"""

# What happened before the list was closed may arrive for two hours afterwards, from a device that
# was without network; what happened later is refused.
# Whoever closes the list holds the same lock alone, so no event slips in behind the figures.
DOOR_RULES = """
PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.call_in_id::text, 0));
IF NEW.registered_by_id IS DISTINCT FROM partners_user_id() THEN
    RAISE insufficient_privilege USING MESSAGE = 'events are registered in the own name';
END IF;
IF NOT EXISTS (
    SELECT FROM interventions_callin c JOIN interventions_doorcard d ON d.call_in_id = c.id
    WHERE c.id = NEW.call_in_id AND d.id = NEW.card_id AND d.owner_id = NEW.owner_id
      AND c.owner_id = NEW.owner_id
      AND (c.closed_at IS NULL OR (NEW.at < c.closed_at
           AND statement_timestamp() < c.closed_at + interval '2 hours'))
      AND (NEW.at >= c.doors_open_at OR NEW.kind IN ('in_custody', 'cancelled', 'annulled')))
THEN
    RAISE check_violation USING MESSAGE = 'the list is not open', CONSTRAINT = 'list_is_open';
END IF;
RETURN NEW;
"""


@history(Category.DOOR_LIST)
class DoorCard(Protected):
    """One expected person as the door sees them: initials and a seat, and nothing that says who.

    `officer` is the colleague who sits behind that seat.

    The candidate points here; the card points at nobody.
    """

    call_in = models.ForeignKey(CallIn, on_delete=models.CASCADE, related_name="cards")
    initials = models.CharField(_("initials"), max_length=6)
    seat = models.PositiveSmallIntegerField(_("seat"))
    officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer behind the seat"),
    )

    class Meta:
        verbose_name = _("door card")
        verbose_name_plural = _("door cards")
        ordering = ["seat"]
        constraints = [
            RowPolicy(Category.DOOR_LIST, duty=DOOR_DUTY),
            # Asked at the end of a statement, so that two can change seats.
            models.UniqueConstraint(
                fields=["owner", "call_in", "seat"],
                name="one_card_per_seat",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.initials}"


class DoorName(Protected):
    """The name behind a card, for the owner and for duties that were given names.

    Reading it is logged as reading about the person, and protected identity hides it. In a
    rehearsal the name is made up and nobody's.
    """

    call_in = models.ForeignKey(CallIn, on_delete=models.CASCADE, related_name="door_names")
    card = models.OneToOneField(DoorCard, on_delete=models.CASCADE, related_name="door_name")
    individual = models.ForeignKey(
        Individual, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("name at the door")
        verbose_name_plural = _("names at the door")
        ordering = ["card"]
        constraints = [
            RowPolicy(Category.DOOR_NAMES, subject="individual", duty=DOOR_NAMES),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="name_rules",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=NAME_RULES,
            )
        ]

    def __str__(self) -> str:
        return self.name


class Attendance(Protected):
    """One event at the door. Never changed, never deleted; an annulment is an event as well.

    `nonce` is the client's own mark: the same tap sent twice is one event.
    """

    class Kind(models.TextChoices):
        ARRIVED = arrivals.Kind.ARRIVED.value, _("present")
        TURNED_BACK = arrivals.Kind.TURNED_BACK.value, _("turned back")
        REFUSED_ENTRY = arrivals.Kind.REFUSED_ENTRY.value, _("refused entry")
        LEFT = arrivals.Kind.LEFT.value, _("left")
        IN_CUSTODY = arrivals.Kind.IN_CUSTODY.value, _("in custody")
        CANCELLED = arrivals.Kind.CANCELLED.value, _("cancelled beforehand")
        ANNULLED = arrivals.Kind.ANNULLED.value, _("annulled")

    class Source(models.TextChoices):
        SCREEN = "screen", _("tapped at the door")
        PAPER = "paper", _("entered from paper")

    call_in = models.ForeignKey(CallIn, on_delete=models.CASCADE, related_name="attendance")
    card = models.ForeignKey(DoorCard, on_delete=models.CASCADE, related_name="attendance")
    nonce = models.UUIDField(default=uuid.uuid4)
    kind = models.CharField(_("what"), max_length=15, choices=Kind)
    at = models.DateTimeField(_("when"), default=timezone.now)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    annuls = models.UUIDField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=6, choices=Source, default=Source.SCREEN)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["at", "created_at"]
        constraints = [
            RowPolicy(Category.ATTENDANCE, duty=DOOR_DUTY),
            models.UniqueConstraint(fields=["owner", "call_in", "nonce"], name="one_event_per_tap"),
            models.CheckConstraint(
                name="annulment_names_event_and_reason",
                condition=(Q(kind="annulled") & Q(annuls__isnull=False) & ~Q(reason=""))
                | (~Q(kind="annulled") & Q(annuls__isnull=True)),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="door_rules",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=DOOR_RULES,
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def as_event(self) -> arrivals.Event:
        return arrivals.Event(
            nonce=self.nonce,
            kind=arrivals.Kind(self.kind),
            at=self.at,
            by=self.registered_by_id,
            annuls=self.annuls,
            reason=self.reason,
        )
