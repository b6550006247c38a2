"""Links between persons and groups: the field where registers elsewhere went wrong."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.groups import CriminalGroup
from cases.models.individuals import Individual
from partners.mandates import Category
from partners.models import Protected
from partners.models.protected import history
from partners.policies import RowPolicy

LONGEST = timedelta(days=366)


@history(Category.GROUP_LINK)
class GroupLink(Protected):
    """A person's link to a group: sourced, graded, and gone when its time is out.

    Grades as in 2018:1693 3:4: the source's reliability A–E or X, the information 1–4 or X.
    """

    class Basis(models.TextChoices):
        FACT = "fact", _("Fact")
        ASSESSMENT = "assessment", _("Assessment")

    class SourceGrade(models.TextChoices):
        A = "A", _("A – reliable")
        B = "B", _("B – usually reliable")
        C = "C", _("C – fairly reliable")
        D = "D", _("D – not usually reliable")
        E = "E", _("E – unreliable")
        X = "X", _("X – cannot be judged")

    class InformationGrade(models.TextChoices):
        CONFIRMED = "1", _("1 – confirmed")
        PROBABLE = "2", _("2 – probable")
        POSSIBLE = "3", _("3 – possible")
        DOUBTFUL = "4", _("4 – doubtful")
        UNKNOWN = "X", _("X – cannot be judged")

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="group_links")
    group = models.ForeignKey(CriminalGroup, on_delete=models.CASCADE, related_name="links")
    basis = models.CharField(_("fact or assessment"), max_length=10, choices=Basis)
    source = models.CharField(_("source"), max_length=200)
    source_date = models.DateField(_("date of the source"))
    source_grade = models.CharField(_("source grade"), max_length=1, choices=SourceGrade)
    information_grade = models.CharField(
        _("information grade"), max_length=1, choices=InformationGrade
    )
    valid_from = models.DateTimeField(_("from"))
    valid_until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("link to group")
        verbose_name_plural = _("links to group")
        ordering = ["-valid_from"]
        constraints = [
            RowPolicy(Category.GROUP_LINK, subject="individual", expires="valid_until"),
            models.CheckConstraint(
                name="link_at_most_twelve_months",
                condition=Q(valid_until__gte=F("valid_from"))
                & Q(valid_until__lte=F("valid_from") + LONGEST),
            ),
        ]

    def __str__(self) -> str:
        return str(self.group)
