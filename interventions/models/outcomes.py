"""Outcomes: how a custom notification went, what the person answered, and what comes next."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models import Individual
from interventions.models.notifications import Notification
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.NOTIFICATION_OUTCOME)
class NotificationOutcome(Protected):
    """Recorded by one person and reviewed by another; never shown beside the group.

    That somebody wants help is passed on with the person's consent alone.
    """

    class Outcome(models.TextChoices):
        DELIVERED = "delivered", _("delivered")
        REFUSED = "refused", _("the person declined")
        NOT_FOUND = "not_found", _("the person was not found")
        WRONG_PERSON = "wrong_person", _("it was the wrong person")
        ABORTED = "aborted", _("called off")

    class Response(models.TextChoices):
        LISTENED = "listened", _("listened")
        ASKED = "asked", _("asked questions")
        SILENT = "silent", _("said nothing")
        REJECTED = "rejected", _("rejected the message")
        THREATENED = "threatened", _("was threatening")

    class NextStep(models.TextChoices):
        NONE = "none", _("nothing more")
        NEW_TALK = "new_talk", _("a new talk")
        HELP = "help", _("contact about help")
        CALL_IN = "call_in", _("propose for a call-in")

    # Where there was a talk: the others have no answer to tell of.
    TALKED: ClassVar[frozenset[str]] = frozenset({Outcome.DELIVERED, Outcome.REFUSED})

    notification = models.OneToOneField(
        Notification, on_delete=models.CASCADE, related_name="outcome"
    )
    individual = models.ForeignKey(
        Individual, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(_("how it went"), max_length=15, choices=Outcome)
    at = models.DateTimeField(_("when"))
    response = models.CharField(_("answer"), max_length=15, choices=Response, blank=True)
    wants_help = models.BooleanField(_("wants help"), default=False)
    children_met = models.BooleanField(_("children were there"), default=False)
    relatives_told = models.BooleanField(_("relatives were there"), default=False)
    next_step = models.CharField(_("next step"), max_length=10, choices=NextStep)
    next_on = models.DateField(_("by which day"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)

    class Meta:
        verbose_name = _("outcome of a notification")
        verbose_name_plural = _("outcomes of notifications")
        constraints = [
            RowPolicy(Category.NOTIFICATION_OUTCOME, subject="individual"),
            models.CheckConstraint(
                name="outcome_reviewed_by_another",
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True)
                | (Q(reviewed_at__isnull=False) & ~Q(reviewed_by=F("recorded_by"))),
            ),
            models.CheckConstraint(
                name="answer_only_where_there_was_a_talk",
                condition=Q(outcome__in=["delivered", "refused"])
                | Q(response="", wants_help=False, children_met=False, relatives_told=False),
            ),
            models.CheckConstraint(
                name="delivered_says_the_answer",
                condition=~Q(outcome="delivered") | ~Q(response=""),
            ),
            models.CheckConstraint(
                name="next_step_has_a_day",
                condition=Q(next_step="none", next_on__isnull=True)
                | (~Q(next_step="none") & Q(next_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_at is not None
