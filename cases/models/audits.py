"""Group audits (gruppkartläggning): what is known of a group, written down every half year."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.groups import CriminalGroup
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy

MONTHS_BETWEEN = 6

# Who may read a row is no part of what it says.
STAYS = """
IF (to_jsonb(OLD) - 'grantees') IS DISTINCT FROM (to_jsonb(NEW) - 'grantees') THEN
    RAISE check_violation USING MESSAGE = 'a finished audit stays as it is',
        CONSTRAINT = 'finished_audit_stays';
END IF;
RETURN NEW;
"""


def next_audit(day: date) -> date:
    """Six months later, on the same day of the month or the last one there is."""
    year, month = divmod(day.month - 1 + MONTHS_BETWEEN, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


class GroupAuditQuerySet(ProtectedQuerySet["GroupAudit"]):
    def finished(self) -> "GroupAuditQuerySet":
        return self.filter(state=GroupAudit.State.FINISHED)

    def drafts(self) -> "GroupAuditQuerySet":
        return self.filter(state=GroupAudit.State.DRAFT)


@history(Category.GROUP_PROFILE)
class GroupAudit(Protected):
    """One version of a group's audit. A finished one is never changed; the next begins from it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        FINISHED = "finished", _("finished")

    # What a version says, in the order of the page; the last is what somebody concludes.
    CONTENT = (
        "as_of",
        "size_estimate",
        "organisation",
        "conflicts",
        "recent_violence",
        "assessment",
    )

    group = models.ForeignKey(CriminalGroup, on_delete=models.CASCADE, related_name="audits")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    as_of = models.DateField(_("as of"))
    size_estimate = models.PositiveSmallIntegerField(_("size, estimate"), null=True, blank=True)
    organisation = models.TextField(_("organisation"), max_length=4000, blank=True)
    conflicts = models.TextField(_("conflicts and alliances"), max_length=4000, blank=True)
    recent_violence = models.TextField(_("recent violence"), max_length=4000, blank=True)
    assessment = models.TextField(_("assessment"), max_length=4000, blank=True)
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    finished_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("finished by"),
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = GroupAuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("group audit")
        verbose_name_plural = _("group audits")
        ordering = ["-number"]
        constraints = [
            RowPolicy(Category.GROUP_PROFILE),
            models.UniqueConstraint(fields=["owner", "group", "number"], name="audit_version_once"),
            models.UniqueConstraint(
                fields=["owner", "group"], condition=Q(state="draft"), name="one_draft_per_group"
            ),
            models.CheckConstraint(
                name="finished_audit_says_who_and_when",
                condition=Q(state="draft", finished_by__isnull=True, finished_at__isnull=True)
                | Q(state="finished", finished_by__isnull=False, finished_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="finished_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="finished"),
                func=STAYS,
            )
        ]

    def __str__(self) -> str:
        return _("version %(number)s") % {"number": self.number}

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def next_by(self) -> date:
        """The day by which the next version is to be finished."""
        return next_audit(self.as_of)
