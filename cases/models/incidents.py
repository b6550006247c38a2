"""Incidents: what happened, when and where. Facts alone; conclusions stand elsewhere."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Abs, Extract
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import days
from cases.beginnings import begins_a_word, has_word
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy

REFERENCE = re.compile(r"[hH]?\s*(\d{1,6})")
REVIEWED_WITHIN = timedelta(hours=72)


class Kind(models.TextChoices):
    """The closed list, the gravest first."""

    MURDER = "murder", _("murder or manslaughter")
    MURDER_ATTEMPTED = "murder_attempted", _("attempted murder or manslaughter")
    SHOOTING_CONFIRMED = "shooting_confirmed", _("shooting, confirmed")
    EXPLOSION_DETONATED = "explosion_detonated", _("explosion, detonated")
    SHOOTING_SUSPECTED = "shooting_suspected", _("shooting, suspected")
    EXPLOSION_ATTEMPTED = "explosion_attempted", _("explosion, attempted")
    EXPLOSION_PREPARED = "explosion_prepared", _("explosion, prepared")
    AGGRAVATED_ASSAULT = "aggravated_assault", _("aggravated assault")
    THREAT = "threat", _("threat")


SHOOTINGS = (Kind.SHOOTING_CONFIRMED, Kind.SHOOTING_SUSPECTED)


class IncidentQuerySet(ProtectedQuerySet["Incident"]):
    def standing(self) -> "IncidentQuerySet":
        """Those that count: a duplicate is in no list, chart or ranking."""
        return self.filter(duplicate_of=None)

    def resembling(self, text: str) -> "IncidentQuerySet":
        """By its reference, the kind of violence, where it was or on which day."""
        found = has_word("area", text) | has_word("municipality", text) | has_word("place", text)
        found |= Q(kind__in=[kind for kind in Kind if begins_a_word(text, of=str(kind.label))])
        if reference := REFERENCE.fullmatch(text):
            found |= Q(number=int(reference[1]))
        if day := days.typed(text):
            found |= Q(happened_at__date=day)
        return self.filter(found)

    def reviewed(self, is_reviewed: bool = True) -> "IncidentQuerySet":
        """With a review that the audience may read, or without one."""
        return self.filter(review__isnull=not is_reviewed)

    def near(self, moment: datetime, municipality: str, *, within: timedelta) -> "IncidentQuerySet":
        """Around that time, those in the same municipality first, then the nearest in time."""
        between = ExpressionWrapper(F("happened_at") - Value(moment), models.DurationField())
        return (
            self.filter(happened_at__range=(moment - within, moment + within))
            .annotate(
                is_elsewhere=~Q(municipality__iexact=municipality),
                apart=Abs(Extract(between, "epoch")),
            )
            .order_by("is_elsewhere", "apart", "id")
        )

    def awaiting_review(self) -> "IncidentQuerySet":
        """Not reviewed yet, the one that has waited longest first."""
        return self.standing().reviewed(False).order_by("known_at", "id")


@history(Category.INCIDENT_FACTS)
class Incident(Protected):
    """An act of violence in time and place, and how many it injured and killed. Names nobody.

    `known_at` is when it reached the agency: the review clock starts then.
    """

    Kind = Kind

    number = models.PositiveIntegerField(_("number"), editable=False)
    kind = models.CharField(_("kind"), max_length=25, choices=Kind)
    happened_at = models.DateTimeField(_("happened"))
    known_at = models.DateTimeField(_("known since"), default=timezone.now, editable=False)
    municipality = models.CharField(_("municipality"), max_length=60)
    area = models.CharField(_("area"), max_length=100, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    injured = models.PositiveSmallIntegerField(_("injured"), default=0)
    killed = models.PositiveSmallIntegerField(_("killed"), default=0)
    facts = models.TextField(_("what happened"), max_length=4000, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=300, blank=True)
    duplicate_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("duplicate of"),
    )
    merged_at = models.DateTimeField(_("merged"), null=True, blank=True, editable=False)
    merged_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("merged by"),
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-happened_at", "id"]
        constraints = [
            RowPolicy(Category.INCIDENT_FACTS),
            models.UniqueConstraint(fields=["owner", "number"], name="incident_number_per_owner"),
            models.CheckConstraint(
                name="incident_happened_before_it_was_known",
                condition=Q(happened_at__lte=F("known_at")),
            ),
            models.CheckConstraint(
                name="incident_is_no_duplicate_of_itself", condition=~Q(duplicate_of=F("id"))
            ),
            models.CheckConstraint(
                name="duplicate_says_when_and_by_whom",
                condition=Q(duplicate_of=None, merged_at=None, merged_by=None)
                | Q(duplicate_of__isnull=False, merged_at__isnull=False, merged_by__isnull=False),
            ),
            models.CheckConstraint(
                name="incident_kind_is_known", condition=Q(kind__in=list(Kind.values))
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-happened_at", "id"], name="incident_owner_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.get_kind_display()}, {self.where}"

    def get_absolute_url(self) -> str:
        return reverse("cases:incident", args=[self.pk])

    @property
    def reference(self) -> str:
        """What people say to each other: H 41."""
        return f"H {self.number}"

    @property
    def where(self) -> str:
        return ", ".join(filter(None, [self.area, self.municipality]))

    @property
    def review_due_at(self) -> datetime:
        return self.known_at + REVIEWED_WITHIN

    @property
    def is_duplicate(self) -> bool:
        return self.duplicate_of_id is not None

    def is_late(self, now: datetime | None = None) -> bool:
        """The clock has run out; whether anybody reviewed it is for the review to say."""
        return (now or timezone.now()) > self.review_due_at

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is known before it happens: a corrected time takes the clock along."""
        self.known_at = max(self.known_at, self.happened_at)
        super().save(*args, **kwargs)
