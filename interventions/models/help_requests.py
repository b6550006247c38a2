"""Wishes for help: somebody has said that they want out, and is to be contacted within 48 hours."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Individual
from partners.mandates import Category
from partners.models import Consent, Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


class HelpRequestQuerySet(ProtectedQuerySet["HelpRequest"]):
    def waiting(self) -> "HelpRequestQuerySet":
        """Nobody has had the first contact; the one to be reached first comes first."""
        waiting = self.filter(state__in=HelpRequest.WAITING)
        return waiting.order_by("first_contact_by", "id")


@history(Category.HELP_REQUESTS)
class HelpRequest(Protected):
    """That somebody wants help. Never beside a group; told to others by written consent alone
    (OSL 12:2)."""

    class State(models.TextChoices):
        WISHED = "wished", _("wants help")
        PASSED_ON = "passed_on", _("passed on with consent")
        CONTACTED = "contacted", _("first contact made")
        WITHDRAWN = "withdrawn", _("thought again")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.WISHED: frozenset({State.PASSED_ON, State.WITHDRAWN}),
        State.PASSED_ON: frozenset({State.CONTACTED, State.WITHDRAWN}),
        State.CONTACTED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }
    WAITING: ClassVar[frozenset[str]] = frozenset({State.WISHED, State.PASSED_ON})
    CONTACT_WITHIN = timedelta(hours=48)

    individual = models.ForeignKey(
        Individual, on_delete=models.CASCADE, related_name="help_requests"
    )
    heard_at = models.DateTimeField(_("said"), default=timezone.now)
    heard_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    first_contact_by = models.DateTimeField(_("first contact by"))
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contacted_at = models.DateTimeField(_("first contact"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WISHED)

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for help")
        verbose_name_plural = _("wishes for help")
        ordering = ["-heard_at", "id"]
        constraints = [
            RowPolicy(Category.HELP_REQUESTS, subject="individual"),
            models.UniqueConstraint(
                fields=["owner", "individual"],
                condition=Q(state__in=["wished", "passed_on"]),
                name="one_wish_waits_at_a_time",
            ),
            models.CheckConstraint(
                name="passed_on_by_consent_alone",
                condition=~Q(state__in=["passed_on", "contacted"]) | Q(consent__isnull=False),
            ),
            models.CheckConstraint(
                name="contacted_says_when",
                condition=Q(state="contacted", contacted_at__gte=F("heard_at"))
                | (~Q(state="contacted") & Q(contacted_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.first_contact_by is None:
            self.first_contact_by = self.heard_at + self.CONTACT_WITHIN
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("interventions:help_request", args=[self.pk])

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]

    @property
    def is_waiting(self) -> bool:
        return self.state in self.WAITING

    @property
    def is_late(self) -> bool:
        return self.is_waiting and self.first_contact_by < timezone.now()
