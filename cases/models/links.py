"""Links between persons and groups: the field where registers elsewhere went wrong."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import criteria as rule
from cases.models.groups import CriminalGroup
from cases.models.individuals import Individual
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy

LONGEST = timedelta(days=366)
DRAFT = timedelta(days=30)


class GroupLinkQuerySet(ProtectedQuerySet["GroupLink"]):
    def valid(self) -> "GroupLinkQuerySet":
        """Reviewed by a second person, and not yet out of time: the only ones that may be used."""
        return self.filter(state=GroupLink.State.VALID, valid_until__gt=Now())

    def waiting(self) -> "GroupLinkQuerySet":
        """Drafts on their way to be valid: the owner's own, for thirty days."""
        return self.filter(state__in=[GroupLink.State.DRAFT, GroupLink.State.REVIEWED])

    def decidable(self) -> "GroupLinkQuerySet":
        """What a second person has to do with: all that waits but what was sent back."""
        return self.waiting().exclude(pk__in=self.sent_back())

    def for_review(self) -> "GroupLinkQuerySet":
        """Drafts that wait for a second person, and not for whoever wrote them."""
        return self.filter(state=GroupLink.State.DRAFT, review="")

    def sent_back(self) -> "GroupLinkQuerySet":
        """Drafts in which a second person lacks something."""
        return self.filter(state=GroupLink.State.DRAFT).exclude(review="")

    def being_renewed(self) -> "GroupLinkQuerySet":
        """New information waits for a second person."""
        return self.filter(criteria__counted_at__isnull=True).distinct()

    def ending_before(self, moment: datetime) -> "GroupLinkQuerySet":
        return self.valid().filter(valid_until__lt=moment)


@history(Category.GROUP_LINK)
class GroupLink(Protected):
    """A person's link to a group, which rests on its criteria and is gone when its time is out.

    A draft is for its owner alone. A second person reviews it; then it is valid for at most twelve
    months. The database holds the steps, the second person and the criteria (cases/sql/links.sql).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        REVIEWED = "reviewed", _("reviewed, waits for an approval")
        VALID = "valid", _("valid")
        ENDED = "ended", _("ended")

    class Ending(models.TextChoices):
        """Why a link ends before its day. A closed list: a reason names no person."""

        OVER = "over", _("It is no longer true")
        SOURCE = "source", _("The source no longer holds")
        DISPROPORTIONATE = "disproportionate", _("It is not needed, or harms more than it helps")
        NOT_APPROVED = "not_approved", _("The second person did not approve it")
        TAKEN_BACK = "taken_back", _("Whoever wrote the draft took it back")
        WRONG = "wrong", _("It was wrong from the beginning")

    # A valid link becomes valid anew when it is renewed.
    TRANSITIONS: dict[str, frozenset[str]] = {
        State.DRAFT: frozenset({State.REVIEWED, State.ENDED}),
        State.REVIEWED: frozenset({State.VALID, State.ENDED}),
        State.VALID: frozenset({State.VALID, State.ENDED}),
        State.ENDED: frozenset(),
    }

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="group_links")
    group = models.ForeignKey(CriminalGroup, on_delete=models.CASCADE, related_name="links")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    need = models.TextField(_("why the link is needed"), max_length=1000)
    new_basis = models.TextField(_("what is new"), max_length=1000, blank=True)
    months = models.PositiveSmallIntegerField(_("months it is to be valid"))
    registered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("registered by")
    )
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)
    review = models.TextField(_("the second person's judgment"), max_length=2000, blank=True)
    valid_from = models.DateTimeField(_("from"))
    valid_until = models.DateTimeField(_("until"))
    ended_because = models.CharField(
        _("reason for ending"), max_length=20, choices=Ending, blank=True
    )

    objects = GroupLinkQuerySet.as_manager()

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
            models.CheckConstraint(
                name="link_months_one_to_twelve", condition=Q(months__gte=1, months__lte=12)
            ),
            models.CheckConstraint(
                name="link_draft_at_most_thirty_days",
                condition=~Q(state__in=["draft", "reviewed"])
                | Q(valid_until__lte=F("created_at") + DRAFT),
            ),
            models.CheckConstraint(
                name="link_reviewed_by_another",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("registered_by")),
            ),
            models.CheckConstraint(
                name="link_review_has_a_name",
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="link_valid_is_reviewed",
                condition=~Q(state__in=["reviewed", "valid"]) | Q(reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="link_ending_has_a_reason",
                condition=(Q(state="ended") & ~Q(ended_because=""))
                | (~Q(state="ended") & Q(ended_because="")),
            ),
            ExclusionConstraint(
                name="link_one_at_a_time",
                expressions=[
                    ("owner", RangeOperators.EQUAL),
                    ("individual", RangeOperators.EQUAL),
                    ("group", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_until"),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return str(self.group)

    def get_absolute_url(self) -> str:
        return reverse("cases:link", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Nobody has reviewed it: it is its owner's alone, and is never handed over."""
        return self.state != self.State.VALID

    @property
    def counted(self) -> list[Any]:
        """What the link rests on: while it is a draft, all that is written there."""
        criteria = list(self.criteria.all())
        return criteria if self.is_draft else [one for one in criteria if not one.is_draft]

    @property
    def quality(self) -> str:
        """What a reader has to know of how good it is (brottsdatalagen 2:15)."""
        return rule.quality(self.counted)

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]
