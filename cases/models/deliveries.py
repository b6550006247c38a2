"""Deliveries: each time the public feed reached the agency, and what it brought."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category
from partners.models import Protected, User
from partners.policies import RowPolicy


class Delivery(Protected):
    """One file that somebody handed in, or one fetch by the clock. Counts alone, no event.

    A fetch that says the same as the one before leaves that one checked later, not another row.
    """

    class Failure(models.TextChoices):
        NOT_JSON = "json", _("The file is not JSON.")
        NOT_A_LIST = "list", _("The file is JSON, but no list of events.")
        NO_EVENTS = "events", _("The list holds something else than events.")
        TOO_BIG = "big", _("There was more than we take in at once.")
        NO_ANSWER = "answer", _("The source did not answer.")
        REFUSED = "refused", _("The source answered with an error.")
        NOT_SECURE = "secure", _("The address has to begin with https.")

    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(_("checked"), default=timezone.now)
    added = models.PositiveIntegerField(_("new"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    known = models.PositiveIntegerField(_("known before"), default=0)
    passed_over = models.PositiveIntegerField(_("of other types"), default=0)
    unreadable = models.PositiveIntegerField(_("unreadable"), default=0)
    failure = models.CharField(_("failure"), max_length=10, choices=Failure, blank=True)

    class Meta:
        verbose_name = _("delivery of the feed")
        verbose_name_plural = _("deliveries of the feed")
        ordering = ["-checked_at", "id"]
        constraints = [
            RowPolicy(Category.INCIDENT_SUGGESTIONS),
            models.CheckConstraint(
                name="failed_delivery_brought_nothing",
                condition=Q(failure="") | Q(added=0, updated=0, known=0, passed_over=0),
            ),
        ]

    def __str__(self) -> str:
        return str(self.checked_at)

    @property
    def is_fetch(self) -> bool:
        return self.by_id is None

    @property
    def brought_news(self) -> bool:
        return self.added + self.updated > 0
