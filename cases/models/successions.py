"""Groups that merge and split: who came after whom. Nothing is moved and nothing deleted."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from cases.models.groups import CriminalGroup
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.GROUP_CODE)
class GroupSuccession(Protected):
    """One group has come after another: merged into it, or broken out of it.

    What was known of the predecessor stays the predecessor's; pages of the successor point back.
    """

    class Kind(models.TextChoices):
        MERGED = "merged", _("merged into")
        SPLIT = "split", _("split into")

    predecessor = models.ForeignKey(
        CriminalGroup,
        on_delete=models.CASCADE,
        related_name="successions",
        verbose_name=_("predecessor"),
    )
    successor = models.ForeignKey(
        CriminalGroup,
        on_delete=models.CASCADE,
        related_name="origins",
        verbose_name=_("successor"),
    )
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)
    on = models.DateField(_("day it happened"))
    reason = models.CharField(_("reason"), max_length=200)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("succession of groups")
        verbose_name_plural = _("successions of groups")
        ordering = ["on", "created_at", "id"]
        constraints = [
            RowPolicy(Category.GROUP_CODE),
            models.CheckConstraint(
                name="succession_is_to_another_group",
                condition=~Q(predecessor=F("successor")),
            ),
            models.UniqueConstraint(
                F("owner"),
                Least("predecessor", "successor"),
                Greatest("predecessor", "successor"),
                name="two_groups_succeed_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "predecessor"],
                condition=Q(kind="merged"),
                name="merged_into_one_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} – {self.get_kind_display()} – {self.successor}"
