"""Batches of letters: the summonses of a call-in, printed together and one by one."""

import hashlib
from datetime import date
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.models.callins import CallIn
from interventions.models.summonses import Summons
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


class LetterBatchQuerySet(ProtectedQuerySet["LetterBatch"]):
    def unfinished(self) -> "LetterBatchQuerySet":
        return self.filter(state=LetterBatch.State.QUEUED)


@history(Category.BRIEFINGS)
class LetterBatch(Protected):
    """One printing of letters: asked for, printed by workers, kept until its day, then destroyed.

    `bound` is the fingerprint of all letters as one file, `packed` of the separate files in one.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    PACKED = ".zip"
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.QUEUED: frozenset({State.READY, State.FAILED}),
        State.READY: frozenset(),
        State.FAILED: frozenset(),
    }

    call_in = models.ForeignKey(CallIn, on_delete=models.CASCADE, related_name="batches")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    ready_at = models.DateTimeField(_("ready"), null=True)
    # What the letters say of when and where.
    starts_at = models.DateTimeField(_("starts"))
    venue = models.CharField(_("venue"), max_length=120)
    destroy_by = models.DateField(_("destroy by"))
    bound = models.CharField(max_length=64, blank=True)
    packed = models.CharField(max_length=64, blank=True)

    objects = LetterBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of letters")
        verbose_name_plural = _("batches of letters")
        ordering = ["-asked_at"]
        constraints = [
            RowPolicy(Category.BRIEFINGS),
            models.CheckConstraint(
                name="ready_batch_has_its_files",
                condition=~Q(state="ready")
                | (Q(ready_at__isnull=False) & ~Q(bound="") & ~Q(packed="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_in}"

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]

    def is_kept(self, day: date) -> bool:
        """Until its day of destruction; after that nothing is handed out."""
        return day <= self.destroy_by

    @property
    def folder(self) -> Path:
        """Outside the web root, under nothing but opaque ids."""
        return folder_of(self.pk)

    @property
    def paths(self) -> tuple[Path, Path]:
        return self.folder / f"{self.bound}.pdf", self.folder / f"{self.packed}{self.PACKED}"

    def all_in_one(self) -> bytes | None:
        return _as_told(self.paths[0], self.bound)

    def one_by_one(self) -> bytes | None:
        return _as_told(self.paths[1], self.packed)

    @property
    def is_outdated(self) -> bool:
        """The call-in was moved after this was printed."""
        return (self.starts_at, self.venue) != (self.call_in.starts_at, self.call_in.venue)


class LetterQuerySet(ProtectedQuerySet["Letter"]):
    def unprinted(self) -> "LetterQuerySet":
        return self.filter(sha256="", is_left_out=False)

    def printed(self) -> "LetterQuerySet":
        return self.exclude(sha256="")

    def writable(self) -> "LetterQuerySet":
        """Of persons who may still be written to: the gate withholds the protected."""
        return self.filter(summons__candidate__individual__is_protected=False)


class Letter(Protected):
    """The printed letter of one summons in a batch; printed once it has a fingerprint."""

    batch = models.ForeignKey(LetterBatch, on_delete=models.CASCADE, related_name="letters")
    summons = models.ForeignKey(Summons, on_delete=models.CASCADE, related_name="letters")
    number = models.PositiveSmallIntegerField(_("number"))
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), default=0)
    is_left_out = models.BooleanField(_("not to be printed"), default=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["number"]
        constraints = [
            RowPolicy(Category.BRIEFINGS),
            models.UniqueConstraint(fields=["owner", "batch", "number"], name="letter_by_number"),
            models.UniqueConstraint(
                fields=["owner", "batch", "summons"], name="one_letter_of_a_summons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def path(self) -> Path:
        """Named by what it contains."""
        return folder_of(self.batch_id) / f"{self.sha256}.pdf"

    def content(self) -> bytes | None:
        """The file, if it is there and is what the row says."""
        return _as_told(self.path, self.sha256)


def folder_of(batch_id: UUID) -> Path:
    return Path(settings.PAPER_DIR) / "letters" / str(batch_id)


def _as_told(path: Path, digest: str) -> bytes | None:
    if not digest or not path.is_file():
        return None
    content = path.read_bytes()
    return content if hashlib.sha256(content).hexdigest() == digest else None
