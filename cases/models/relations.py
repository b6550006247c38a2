"""Relations between groups: alliance, conflict, fragment; each with its period and its basis."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from cases.models.groups import CriminalGroup
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy

# The last day belongs to the period; without one it is still open.
PERIOD = Func(
    "valid_from",
    "valid_until",
    Value("[]"),
    function="daterange",
    output_field=DateRangeField(),
)
# How two groups stand to each other, and where one of them comes from, are two questions.
QUESTION = Case(
    When(kind="fragment_of", then=Value("origin")),
    default=Value("stance"),
    output_field=models.CharField(),
)


class GroupRelationQuerySet(ProtectedQuerySet["GroupRelation"]):
    def on(self, day: date) -> "GroupRelationQuerySet":
        """Those that hold that day."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
        )

    def touching(self, group: CriminalGroup) -> "GroupRelationQuerySet":
        """Those in which the group is one of the two."""
        return self.filter(Q(group=group) | Q(other=group))

    def with_groups(self) -> "GroupRelationQuerySet":
        """With both groups at hand; a relation to a group one may not see is not there."""
        return self.select_related("group", "other", "owner", "decided_by", "ended_by")


@history(Category.GROUP_PROFILE)
class GroupRelation(Protected):
    """How one group stands to another, from when, until when, and on what basis.

    Alliance and conflict hold in both directions and are written once, whichever group comes
    first. `group` is the fragment and `other` what it broke away from.
    """

    class Kind(models.TextChoices):
        CONFLICT = "conflict", _("conflict")
        ALLIANCE = "alliance", _("alliance")
        FRAGMENT_OF = "fragment_of", _("fragment of")

    group = models.ForeignKey(
        CriminalGroup, on_delete=models.CASCADE, related_name="+", verbose_name=_("group")
    )
    other = models.ForeignKey(
        CriminalGroup, on_delete=models.CASCADE, related_name="+", verbose_name=_("other group")
    )
    kind = models.CharField(_("relation"), max_length=12, choices=Kind)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    basis = models.TextField(_("basis of the relation"), max_length=1000)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    ended_because = models.TextField(_("basis for ending"), max_length=1000, blank=True)
    ended_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("ended by"),
    )
    ended_at = models.DateTimeField(_("ending recorded"), null=True, blank=True)

    objects = GroupRelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation between groups")
        verbose_name_plural = _("relations between groups")
        ordering = ["-valid_from", "id"]
        constraints = [
            RowPolicy(Category.GROUP_PROFILE),
            models.CheckConstraint(
                name="relation_is_to_another_group", condition=~Q(group=F("other"))
            ),
            models.CheckConstraint(
                name="relation_begins_before_it_ends",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="relation_ends_with_a_basis",
                condition=Q(valid_until=None, ended_by=None, ended_at=None, ended_because="")
                | (
                    Q(valid_until__isnull=False, ended_by__isnull=False, ended_at__isnull=False)
                    & ~Q(ended_because="")
                ),
            ),
            ExclusionConstraint(
                name="one_such_relation_at_a_time",
                expressions=[
                    ("owner", RangeOperators.EQUAL),
                    (Least("group", "other"), RangeOperators.EQUAL),
                    (Greatest("group", "other"), RangeOperators.EQUAL),
                    (QUESTION, RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} – {self.get_kind_display()} – {self.other}"

    def is_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)

    def beside(self, group: CriminalGroup) -> CriminalGroup:
        """The other one of the two."""
        return self.other if self.group_id == group.pk else self.group
