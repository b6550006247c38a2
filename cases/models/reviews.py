"""Reviews of incidents: what the police conclude, on what basis, and what to do about it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.incidents import Incident
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy


class Confidence(models.TextChoices):
    """How sure the judge is; three words, no figure."""

    CONFIRMED = "confirmed", _("confirmed")
    PROBABLE = "probable", _("probable")
    POSSIBLE = "possible", _("possible")


@history(Category.INCIDENT_REVIEW)
class IncidentReview(Protected):
    """One incident's assessment as it stands now; how it stood before is in its history."""

    class GroupInvolved(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        UNKNOWN = "unknown", _("not known yet")

    class RetaliationRisk(models.TextChoices):
        NONE_KNOWN = "none_known", _("none known")
        POSSIBLE = "possible", _("possible")
        IMMINENT = "imminent", _("imminent")

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="review")
    group_involved = models.CharField(_("group involved"), max_length=10, choices=GroupInvolved)
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence, blank=True)
    basis = models.TextField(_("basis of the assessment"), max_length=4000)
    retaliation_risk = models.CharField(
        _("risk of retaliation"), max_length=10, choices=RetaliationRisk
    )
    retaliation_basis = models.TextField(_("what the risk rests on"), max_length=2000, blank=True)
    next_steps = models.TextField(_("next steps"), max_length=2000, blank=True)
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed"), default=timezone.now)
    first_reviewed_at = models.DateTimeField(_("first reviewed"), default=timezone.now)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-reviewed_at"]
        constraints = [
            RowPolicy(Category.INCIDENT_REVIEW),
            models.CheckConstraint(
                name="review_is_as_sure_as_it_knows",
                condition=Q(group_involved="unknown", confidence="")
                | (~Q(group_involved="unknown") & ~Q(confidence="")),
            ),
            models.CheckConstraint(name="review_has_a_basis", condition=~Q(basis="")),
            models.CheckConstraint(
                name="review_says_why_there_is_a_risk",
                condition=Q(retaliation_risk="none_known") | ~Q(retaliation_basis=""),
            ),
        ]

    def __str__(self) -> str:
        return self.get_group_involved_display()
