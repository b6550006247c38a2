"""Attributions: which groups an incident is ascribed to, by whom, and how surely."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.groups import CriminalGroup
from cases.models.incidents import Incident
from cases.models.reviews import Confidence
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


class AttributionQuerySet(ProtectedQuerySet["Attribution"]):
    def standing(self) -> "AttributionQuerySet":
        """Neither withdrawn nor of a duplicate: those that count."""
        return self.filter(withdrawn_at=None, incident__duplicate_of=None)


@history(Category.INCIDENT_REVIEW)
class Attribution(Protected):
    """An assessment that a group is behind an incident. Withdrawn with a reason, never deleted.

    `carried_from` is the attribution of a duplicate that this one came along from.
    """

    Confidence = Confidence

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="attributions")
    group = models.ForeignKey(
        CriminalGroup,
        on_delete=models.PROTECT,
        related_name="attributions",
        verbose_name=_("group"),
    )
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence)
    basis = models.TextField(_("basis of the assessment"), max_length=2000)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("assessed by")
    )
    decided_at = models.DateTimeField(_("assessed"), default=timezone.now)
    withdrawn_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_why = models.CharField(_("why withdrawn"), max_length=300, blank=True)
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried"
    )

    objects = AttributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("group behind an incident")
        verbose_name_plural = _("groups behind incidents")
        ordering = ["group__sort_key", "decided_at"]
        constraints = [
            RowPolicy(Category.INCIDENT_REVIEW),
            models.UniqueConstraint(
                fields=["owner", "incident", "group"],
                condition=Q(withdrawn_at=None),
                name="attributed_once_at_a_time",
            ),
            models.CheckConstraint(name="attribution_has_a_basis", condition=~Q(basis="")),
            models.CheckConstraint(
                name="withdrawn_attribution_says_why_and_by_whom",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.group)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
