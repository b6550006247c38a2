"""Call-ins: the meeting to which persons under supervision are summoned to hear one message."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import days
from cases.beginnings import has_word
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


class CallInQuerySet(ProtectedQuerySet["CallIn"]):
    def upcoming(self) -> "CallInQuerySet":
        """Not closed, and today or later."""
        return self.current().filter(closed_at__isnull=True)

    def current(self) -> "CallInQuerySet":
        """Those to come, and today's also when its list is closed."""
        return self.filter(starts_at__gte=_midnight()).order_by("starts_at")

    def past(self) -> "CallInQuerySet":
        over = Q(closed_at__isnull=False) | Q(starts_at__lt=_midnight())
        return self.filter(over).order_by("-starts_at")

    def resembling(self, text: str) -> "CallInQuerySet":
        """By its title, where it is held or on which day."""
        found = has_word("title", text) | has_word("venue", text)
        if day := days.typed(text):
            found |= Q(starts_at__date=day)
        return self.filter(found)

    def open_and_led_by(self, agency_id: int) -> "CallInQuerySet":
        """Those that the agency can still change, give duty for and close."""
        return self.filter(closed_at__isnull=True, owner=agency_id)


class CallInManager(models.Manager.from_queryset(CallInQuerySet)):  # type: ignore[misc]
    """Those that are held: a rehearsal is no call-in, in no list, figure, search or paper."""

    def get_queryset(self) -> CallInQuerySet:
        return super().get_queryset().filter(rehearses=None)  # type: ignore[no-any-return]


@history(Category.CALL_IN)
class CallIn(Protected):
    """When, where and why; it belongs to the agency that leads it and names no client."""

    title = models.CharField(_("title"), max_length=100)
    purpose = models.TextField(_("purpose"), max_length=1000, blank=True)
    venue = models.CharField(_("venue"), max_length=120)
    doors_open_at = models.DateTimeField(_("doors open"))
    starts_at = models.DateTimeField(_("starts"))
    late_after_minutes = models.PositiveSmallIntegerField(_("late after, minutes"), default=5)
    closed_at = models.DateTimeField(_("list closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rehearses = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="rehearsals",
        verbose_name=_("rehearses"),
    )

    objects = CallInManager()
    everything = CallInQuerySet.as_manager()

    class Meta:
        verbose_name = _("call-in")
        verbose_name_plural = _("call-ins")
        ordering = ["-starts_at"]
        permissions = [
            ("door_duty", "Sees initials and seats, registers attendance"),
            ("door_names", "Sees names at the door"),
        ]
        constraints = [
            RowPolicy(Category.CALL_IN, duty=("id", "interventions.callin", "door_duty")),
            models.CheckConstraint(
                name="doors_open_before_the_start", condition=Q(doors_open_at__lte=F("starts_at"))
            ),
            models.CheckConstraint(
                name="closed_list_has_a_name",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["rehearses"],
                condition=Q(closed_at__isnull=True),
                name="one_rehearsal_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def grace(self) -> timedelta:
        """How long after the start somebody still counts as on time."""
        return timedelta(minutes=self.late_after_minutes)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_rehearsal(self) -> bool:
        """The same door with made-up people; nothing of it counts anywhere."""
        return self.rehearses_id is not None
