"""Teams: the named users, across agencies, who carry out one custom notification together."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interventions.models.notifications import ON_TEAM, Notification
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


class TeamMemberQuerySet(ProtectedQuerySet["TeamMember"]):
    def standing(self) -> "TeamMemberQuerySet":
        """Those who have not left the team."""
        return self.filter(left_at__isnull=True)


@history(Category.NOTIFICATION_PLAN)
class TeamMember(Protected):
    """One user on the team of one notification, in which role, and whether that user spoke."""

    class Role(models.TextChoices):
        LEADS = "leads", _("leads the talk")
        HELP = "help", _("tells of the help")
        MOTIVATES = "motivates", _("listens and takes over afterwards")
        SAFETY = "safety", _("answers for safety")

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    spoke = models.BooleanField(_("spoke"), null=True, blank=True)
    left_at = models.DateTimeField(_("left the team"), null=True, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ["created_at"]
        constraints = [
            RowPolicy(Category.NOTIFICATION_PLAN, duty=ON_TEAM),
            models.UniqueConstraint(
                fields=["owner", "notification", "user"], name="once_on_a_team"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
