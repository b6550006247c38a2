"""Approvals: what needs a second person's yes."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category
from partners.models.protected import Protected, history
from partners.models.users import User
from partners.policies import RowPolicy


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
    answer = models.CharField(_("answer"), max_length=3, choices=Answer, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(Category.APPROVALS),
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
