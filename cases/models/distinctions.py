"""Distinctions: two records that look alike and are of two persons."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.individuals import Individual
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


class DistinctionQuerySet(ProtectedQuerySet["Distinction"]):
    def standing(self) -> "DistinctionQuerySet":
        """Those that nobody has taken back."""
        return self.filter(withdrawn_at=None)


@history(Category.IDENTITY)
class Distinction(Protected):
    """Somebody has looked at both and they are not the same person; nobody is asked again.

    Taken back, it stands as what was once thought.
    """

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    withdrawn_at = models.DateTimeField(_("taken back"), null=True)

    objects = DistinctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("not the same person")
        verbose_name_plural = _("not the same person")
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(Category.IDENTITY, subject="individual"),
            models.UniqueConstraint(fields=["individual", "other"], name="distinction_once"),
            # Each pair once: the record with the lower number first.
            models.CheckConstraint(
                name="distinction_lower_first", condition=Q(individual__lt=F("other"))
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
