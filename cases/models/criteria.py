"""The criteria a link to a group rests on: each with its source, its day and its grades."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases import criteria
from cases.models.individuals import Individual
from cases.models.links import GroupLink
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


class LinkCriterionQuerySet(ProtectedQuerySet["LinkCriterion"]):
    def counted(self) -> "LinkCriterionQuerySet":
        """Those that a second person has reviewed."""
        return self.filter(counted_at__isnull=False)

    def pending(self) -> "LinkCriterionQuerySet":
        return self.filter(counted_at__isnull=True)


@history(Category.GROUP_LINK)
class LinkCriterion(Protected):
    """One reason for a link. Written once; gone with its link (the database copies its end).

    Until somebody else than `added_by` has reviewed it, it is its owner's alone.
    """

    link = models.ForeignKey(GroupLink, on_delete=models.CASCADE, related_name="criteria")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("criterion"), max_length=20, choices=criteria.Criterion)
    basis = models.CharField(_("fact or assessment"), max_length=10, choices=criteria.Basis)
    source = models.CharField(_("source"), max_length=200)
    source_date = models.DateField(_("date of what the source tells"))
    source_grade = models.CharField(_("source grade"), max_length=1, choices=criteria.SourceGrade)
    information_grade = models.CharField(
        _("information grade"), max_length=1, choices=criteria.InformationGrade
    )
    note = models.CharField(_("what the source tells"), max_length=500, blank=True)
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    counted_at = models.DateTimeField(_("reviewed"), null=True, editable=False)
    valid_until = models.DateTimeField(_("until"), editable=False)

    objects = LinkCriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion of a link")
        verbose_name_plural = _("criteria of a link")
        ordering = ["source_date", "id"]
        constraints = [
            RowPolicy(Category.GROUP_LINK, subject="individual", expires="valid_until"),
            models.UniqueConstraint(
                fields=["owner", "link", "kind", "source", "source_date"],
                name="link_criterion_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_draft(self) -> bool:
        return self.counted_at is None

    @property
    def is_soft(self) -> bool:
        return self.kind in criteria.SOFT

    @property
    def meaning(self) -> str:
        return str(criteria.MEANING[criteria.Criterion(self.kind)])
