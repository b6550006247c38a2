"""Aliases: other names a person is known by."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.individuals import Individual
from cases.names import sort_key
from partners.mandates import Category
from partners.models import Protected
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.IDENTITY, exclude=["created_at", "sort_key"])
class Alias(Protected):
    """A name somebody goes by beside the one registered."""

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("known as"), max_length=120)
    sort_key = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["sort_key", "id"]
        constraints = [
            RowPolicy(Category.IDENTITY, subject="individual"),
            models.UniqueConstraint(fields=["individual", "name"], name="alias_once_per_person"),
        ]

    @property
    def is_draft(self) -> bool:
        return self.individual.is_draft

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)
