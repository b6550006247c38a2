"""Approvals: what needs a second person's yes."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category
from partners.models.protected import Protected, ProtectedQuerySet, history
from partners.models.users import User
from partners.policies import RowPolicy


class ApprovalQuerySet(ProtectedQuerySet["Approval"]):
    def answerable_by(self, user: User) -> "ApprovalQuerySet":
        """Not asked by that user, and not the second half of what that user has answered."""
        halves = self.model._default_manager.filter(answered_by=user).exclude(together=None)
        waiting = self.filter(answer="").exclude(asked_by=user)
        return waiting.exclude(together__isnull=False, together__in=halves.values("together"))


@history(Category.APPROVALS)
class Approval(Protected):
    """Somebody asks, somebody else of the same agency answers. Never the same person."""

    class Answer(models.TextChoices):
        YES = "yes", _("approved")
        NO = "no", _("not approved")

    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_pk = models.UUIDField()
    question = models.CharField(_("what is to be approved"), max_length=200)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    together = models.UUIDField(null=True, editable=False)
    answer = models.CharField(_("answer"), max_length=3, choices=Answer, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(Category.APPROVALS),
            # What takes two yeses takes them from two persons.
            models.UniqueConstraint(
                fields=["owner", "together", "answered_by"], name="approval_by_several"
            ),
            models.CheckConstraint(
                name="approval_by_another",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="approval_answer_has_a_name",
                condition=Q(answer="", answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.question
