"""Meetings of the partnership and who is invited to them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category
from partners.models import Agency, Protected
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


class MeetingQuerySet(ProtectedQuerySet["Meeting"]):
    def upcoming(self) -> "MeetingQuerySet":
        return self.filter(starts_at__gte=timezone.now()).order_by("starts_at")

    def past(self) -> "MeetingQuerySet":
        return self.filter(starts_at__lt=timezone.now()).order_by("-starts_at")

    def hosted_by(self, agency_id: int) -> "MeetingQuerySet":
        """The host alone changes a meeting and issues its paper."""
        return self.filter(owner=agency_id)


@history(Category.MEETINGS)
class Meeting(Protected):
    """A meeting belongs to the agency that hosts it; invited agencies read it as its members."""

    title = models.CharField(_("title"), max_length=100)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    venue = models.CharField(_("venue"), max_length=120)
    agenda = models.TextField(_("agenda"), max_length=4000, blank=True)
    # For those invited, who read the meeting and no briefing: that there is a paper, and no more.
    briefed_at = models.DateTimeField(_("briefing asked for"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at"]
        constraints = [RowPolicy(Category.MEETINGS)]

    def __str__(self) -> str:
        return self.title


class InvitationQuerySet(ProtectedQuerySet["Invitation"]):
    def standing(self) -> "InvitationQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Invitation(Protected):
    """One agency is invited to one meeting; every invited agency sees who else is."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["agency"]
        constraints = [
            RowPolicy(Category.MEETINGS),
            models.UniqueConstraint(
                fields=["owner", "meeting", "agency"], name="invited_once_per_meeting"
            ),
        ]

    def __str__(self) -> str:
        return str(self.agency)
