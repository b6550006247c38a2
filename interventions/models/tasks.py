"""Tasks: something somebody has promised to do by a day."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy

# Records that have a page of their own, by model.
PAGES = {
    "cases.criminalgroup": "cases:group",
    "cases.individual": "cases:individual",
    "interventions.callin": "interventions:callin",
    "interventions.meeting": "interventions:meeting",
    "interventions.notification": "interventions:notification",
    "partners.disclosure": "partners:disclosure",
}


class TaskQuerySet(ProtectedQuerySet["Task"]):
    def open(self) -> "TaskQuerySet":
        return self.filter(done_at__isnull=True)

    def assigned_to(self, user: User) -> "TaskQuerySet":
        return self.filter(assignee=user)

    def owned_by(self, agency_id: int) -> "TaskQuerySet":
        """The owner alone ticks a task off."""
        return self.filter(owner=agency_id)


@history(Category.TASKS)
class Task(Protected):
    """One thing to do, for one person, due on a day; its text names no person."""

    class Kind(models.TextChoices):
        DECIDE_AGAIN = "decide_again", _("decide again on a disclosure")
        FOLLOW_UP = "follow_up", _("follow up")
        PREPARE = "prepare", _("prepare")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    title = models.CharField(_("what"), max_length=200)
    assignee = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    due_on = models.DateField(_("due"))
    subject_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject_pk = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["due_on", "created_at"]
        constraints = [
            RowPolicy(Category.TASKS),
            models.CheckConstraint(
                name="done_task_has_a_name",
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject_url(self) -> str:
        """Where the record is that it is about; reading that is for its own page to allow."""
        if self.subject_type is None:
            return ""
        model = f"{self.subject_type.app_label}.{self.subject_type.model}"
        return reverse(PAGES[model], args=[self.subject_pk]) if model in PAGES else ""
