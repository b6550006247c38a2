"""Follow-ups: the next time somebody talks with a person under supervision."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Individual
from interventions.models.candidates import Candidate
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


class FollowUpQuerySet(ProtectedQuerySet["FollowUp"]):
    def open(self) -> "FollowUpQuerySet":
        return self.filter(done_at__isnull=True)

    def of_officer(self, user: User) -> "FollowUpQuerySet":
        return self.filter(officer=user)


@history(Category.FOLLOW_UPS)
class FollowUp(Protected):
    """One talk that is due by a day. What was said stands in the agency's own journal."""

    class Kind(models.TextChoices):
        FIRST = "first", _("first talk after a call-in")
        LATER = "later", _("later talk")

    # Whoever came is asked within a week what stayed with them.
    FIRST_WITHIN = timedelta(days=7)

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="follow_ups")
    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, null=True, blank=True, related_name="follow_ups"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    officer = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "id"]
        constraints = [
            RowPolicy(Category.FOLLOW_UPS, subject="individual"),
            models.UniqueConstraint(
                fields=["owner", "candidate", "kind"], name="followed_up_once_of_a_kind"
            ),
            models.CheckConstraint(
                name="done_follow_up_has_a_name",
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_done(self) -> bool:
        return self.done_at is not None
