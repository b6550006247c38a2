"""Briefings: paper for a meeting, holding only what every invited agency may read."""

import hashlib
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.models.meetings import Meeting
from partners.mandates import Category
from partners.models import Agency, Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


class BriefingQuerySet(ProtectedQuerySet["Briefing"]):
    def unfinished(self) -> "BriefingQuerySet":
        return self.filter(state=Briefing.State.QUEUED)


@history(Category.BRIEFINGS, exclude=["created_at", "omitted"])
class Briefing(Protected):
    """One issue of a meeting's paper: for whom, by whom, when, and when it is destroyed.

    `audience` freezes the invited agencies' numbers at the moment of asking. `omitted` says, for
    the author's eyes on the screen, how many rows each section left out.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.QUEUED: frozenset({State.READY, State.FAILED}),
        State.READY: frozenset(),
        State.FAILED: frozenset(),
    }

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="briefings")
    audience = ArrayField(models.SmallIntegerField())
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    ready_at = models.DateTimeField(_("ready"), null=True)
    destroy_by = models.DateField(_("destroy by"))
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), default=0)
    omitted = models.JSONField(default=dict)

    objects = BriefingQuerySet.as_manager()

    class Meta:
        verbose_name = _("briefing")
        verbose_name_plural = _("briefings")
        ordering = ["-asked_at"]
        constraints = [
            RowPolicy(Category.BRIEFINGS),
            models.CheckConstraint(
                name="ready_briefing_has_a_file",
                condition=~Q(state="ready") | (Q(ready_at__isnull=False) & ~Q(sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}"

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]

    @property
    def is_kept(self) -> bool:
        """Until its day of destruction; after that nothing is handed out."""
        return timezone.localdate() <= self.destroy_by

    @property
    def folder(self) -> Path:
        """Where its copies lie: outside the web root, under nothing but opaque ids."""
        return folder_of(self.pk)


class BriefingCopy(Protected):
    """A numbered copy for one recipient."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="copies")
    number = models.PositiveSmallIntegerField(_("copy"))
    recipient = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient")
    )
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        ordering = ["number"]
        constraints = [
            RowPolicy(Category.BRIEFINGS),
            models.UniqueConstraint(
                fields=["owner", "briefing", "number"], name="copy_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def path(self) -> Path:
        """Named by what it contains: a file that is not what the row says has another name."""
        return folder_of(self.briefing_id) / f"{self.sha256}.pdf"

    def content(self) -> bytes | None:
        """The file, if it is there and is what the row says; None while it is being printed."""
        if not self.sha256 or not self.path.is_file():
            return None
        content = self.path.read_bytes()
        return content if hashlib.sha256(content).hexdigest() == self.sha256 else None


def folder_of(briefing_id: UUID) -> Path:
    return Path(settings.PAPER_DIR) / str(briefing_id)
