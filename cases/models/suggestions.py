"""Suggestions: public events that have reached the agency and that nobody has accepted yet."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.incidents import Incident, Kind
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


class SuggestionQuerySet(ProtectedQuerySet["Suggestion"]):
    def waiting(self) -> "SuggestionQuerySet":
        return self.filter(state=Suggestion.State.WAITING)


@history(Category.INCIDENT_SUGGESTIONS)
class Suggestion(Protected):
    """An event as the police's public feed tells it, and what the agency made of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        ACCEPTED = "accepted", _("accepted")
        LINKED = "linked", _("linked")
        DISMISSED = "dismissed", _("dismissed")

    class Dismissal(models.TextChoices):
        """Why an event is none for us. A closed list: a reason names no person."""

        RELATION = "relation", _("violence in a close relation, or at home")
        CROWD = "crowd", _("a fight without any sign of groups")
        ELSEWHERE = "elsewhere", _("outside our area")
        NOT_VIOLENCE = "not_violence", _("not violence of the kind we follow")
        WRONG = "wrong", _("wrong or withdrawn by its source")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.WAITING: frozenset({State.ACCEPTED, State.LINKED, State.DISMISSED}),
        State.ACCEPTED: frozenset(),
        State.LINKED: frozenset({State.WAITING}),
        State.DISMISSED: frozenset({State.WAITING}),
    }

    source_id = models.CharField(_("number at the source"), max_length=40)
    name = models.CharField(_("heading"), max_length=200)
    type = models.CharField(_("type"), max_length=80)
    kind = models.CharField(_("kind"), max_length=25, choices=Kind)
    published_at = models.DateTimeField(_("published"))
    happened_at = models.DateTimeField(_("happened"))
    is_time_doubtful = models.BooleanField(_("doubtful time"), default=False)
    municipality = models.CharField(_("municipality"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    summary = models.TextField(_("text"), max_length=2000, blank=True)
    url = models.CharField(_("web address"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="suggestions"
    )
    text_changed_at = models.DateTimeField(_("text changed"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    dismissed_why = models.CharField(
        _("why dismissed"), max_length=20, choices=Dismissal, blank=True
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested incident")
        verbose_name_plural = _("suggested incidents")
        ordering = ["-happened_at", "id"]
        constraints = [
            RowPolicy(Category.INCIDENT_SUGGESTIONS),
            models.UniqueConstraint(
                fields=["owner", "source_id"], name="suggested_once_per_source"
            ),
            models.CheckConstraint(
                name="suggestion_leads_to_an_incident_when_taken",
                condition=Q(state__in=["accepted", "linked"], incident__isnull=False)
                | Q(state__in=["waiting", "dismissed"], incident=None),
            ),
            models.CheckConstraint(
                name="dismissed_suggestion_says_why",
                condition=(Q(state="dismissed") & ~Q(dismissed_why=""))
                | (~Q(state="dismissed") & Q(dismissed_why="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cases:suggestion", args=[self.pk])

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]
