"""Persons' parts in incidents. Whoever was harmed stands in a table of their own, another category.

Nothing leads from an incident, a group or a person to the injured parties by itself: their rows
have no way back, so that no list can come upon them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.incidents import Incident
from cases.models.individuals import Individual
from partners.mandates import Category
from partners.models import Protected
from partners.models.protected import history
from partners.policies import RowPolicy


class Basis(models.TextChoices):
    FACT = "fact", _("Fact")
    ASSESSMENT = "assessment", _("Assessment")


@history(Category.INVOLVEMENT)
class Involvement(Protected):
    """A person is suspected of, convicted of or otherwise part of an incident, by this source."""

    Basis = Basis

    class Role(models.TextChoices):
        SUSPECT = "suspect", _("suspect")
        CONVICTED = "convicted", _("convicted")
        OTHER = "other", _("other concerned")

    individual = models.ForeignKey(
        Individual,
        on_delete=models.CASCADE,
        related_name="involvements",
        verbose_name=_("person"),
    )
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="involvements")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    basis = models.CharField(_("fact or assessment"), max_length=10, choices=Basis)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("part in an incident")
        verbose_name_plural = _("parts in incidents")
        ordering = ["-incident__happened_at", "id"]
        constraints = [
            RowPolicy(Category.INVOLVEMENT, subject="individual"),
            models.UniqueConstraint(
                fields=["owner", "incident", "individual"], name="involved_once_per_incident"
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


@history(Category.VICTIM)
class VictimInvolvement(Protected):
    """A person was harmed by an incident, saw it, or is close to somebody it harmed."""

    class Role(models.TextChoices):
        VICTIM = "victim", _("injured party")
        WITNESS = "witness", _("witness")
        RELATIVE = "relative", _("relative")

    individual = models.ForeignKey(
        Individual, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("injured party, witness or relative")
        verbose_name_plural = _("injured parties, witnesses and relatives")
        ordering = ["-incident__happened_at", "id"]
        constraints = [
            RowPolicy(Category.VICTIM, subject="individual"),
            models.UniqueConstraint(
                fields=["owner", "incident", "individual"], name="harmed_once_per_incident"
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
